/* gateway_message - what a frame from the gateway means: for a request, or for the session. */
#ifndef IB_GATEWAY_MESSAGE_H
#define IB_GATEWAY_MESSAGE_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct gateway;
struct tws_frame;

/* Fails where the session is over by it: a client id in use, a port that was changed. A frame that
 * cannot be read costs its request, not the session. */
CHECKED bool gateway_message_take(struct gateway *gateway, const struct tws_frame *frame,
                                  struct error *err);
/* What the gateway's clock shows now, seconds UTC: by how much it differs from ours. */
void gateway_message_take_time(struct gateway *gateway, int64_t seconds);

#endif
