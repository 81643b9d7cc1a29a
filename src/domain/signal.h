/* signal - what a model or a rule wants done at the end of a bar. The numbers are class numbers. */
#ifndef DOMAIN_SIGNAL_H
#define DOMAIN_SIGNAL_H

#include <stddef.h>

enum signal { SIGNAL_BUY, SIGNAL_HOLD, SIGNAL_SELL, SIGNAL_COUNT };

const char *signal_name(enum signal signal);    /* "BUY", "HOLD", "SELL" */

#endif
