/* gateway_serve - a connection that is ready: read, write, listen for its heart, stop in order. */
#ifndef IB_GATEWAY_SERVE_H
#define IB_GATEWAY_SERVE_H

#include "base/error.h"

struct gateway;

enum { GATEWAY_SERVE_IDLE_MS = 30000, GATEWAY_SERVE_BEAT_MS = 10000, GATEWAY_SERVE_JUMP_MS = 5000 };

/* Waits. Until the connection is lost or given up, or the gateway is stopped (ERROR_CANCELLED).
 * Says why; always false. */
bool gateway_serve(struct gateway *gateway, struct error *err);

#endif
