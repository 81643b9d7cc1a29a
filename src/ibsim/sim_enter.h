/* sim_enter - how a client comes in: its greeting is answered, startApi lets it in. Never waits:
 * what takes time is done by tasks of the connection. */
#ifndef IBSIM_SIM_ENTER_H
#define IBSIM_SIM_ENTER_H

#include <stddef.h>

struct sim_session;

/* Looks at what has come; once the greeting is whole it is answered and used up. */
void sim_enter_greeting(struct sim_session *session);

/* The first message, which must be startApi. */
void sim_enter_start(struct sim_session *session, const char *payload, size_t length);

#endif
