/* sim_request - messages of a client that was let in: which kinds there are, and a task for each
 * request, with its faults. Never waits. */
#ifndef IBSIM_SIM_REQUEST_H
#define IBSIM_SIM_REQUEST_H

#include <stddef.h>

struct sim_kind;
struct sim_session;

void sim_request_take(struct sim_session *session, const char *payload, size_t length);

const struct sim_kind *sim_request_kind_at(size_t i);       /* NULL behind the last one */

#endif
