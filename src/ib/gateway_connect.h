/* gateway_connect - one attempt, from nothing to ready, stage by stage. */
#ifndef IB_GATEWAY_CONNECT_H
#define IB_GATEWAY_CONNECT_H

#include "base/error.h"
#include "base/words.h"

struct gateway;
struct tws_link;

/* Waits. Fails with what the stage says; a link that was opened is in *link in any case, to be
 * ended in order. */
CHECKED bool gateway_connect(struct gateway *gateway, struct tws_link *link, struct error *err);

int gateway_connect_client_id(const struct gateway *gateway);       /* that is used now */

/* After a session: where the client id was somebody else's, which one is next: the same once more,
 * then the next of the pool. */
void gateway_connect_learn(struct gateway *gateway);

#endif
