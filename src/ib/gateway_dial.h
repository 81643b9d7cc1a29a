/* gateway_dial - a TCP connection to the gateway, its name looked up within a deadline. */
#ifndef IB_GATEWAY_DIAL_H
#define IB_GATEWAY_DIAL_H

#include "base/error.h"
#include "base/words.h"

struct gateway;
struct stream;

/* Waits. Goes through the states resolving and connecting; ERROR_UNAVAILABLE where it is refused.
 * A look-up that takes too long is left alone, in the gateway's background. */
CHECKED bool gateway_dial_tcp(struct gateway *gateway, struct stream **ret_stream,
                              struct error *err);

#endif
