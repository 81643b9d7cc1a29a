/* confirm - asks before something is gone for good. */
#ifndef CLI_CONFIRM_H
#define CLI_CONFIRM_H

#include "base/error.h"
#include "base/words.h"

struct cli;

/* "delete the stored bars of SPX 1d": y goes on, all else is ERROR_CANCELLED. Where nobody can be
 * asked, ERROR_INVALID: --yes is missing. */
CHECKED bool confirm(const struct cli *cli, const char *what, struct error *err);

#endif
