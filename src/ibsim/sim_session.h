/* sim_session - one connection: greeting, letting in, and then a message after the other. */
#ifndef IBSIM_SIM_SESSION_H
#define IBSIM_SIM_SESSION_H

struct sim;
struct sim_session;
struct stream;

void sim_session_begin(struct sim *sim, struct stream *stream);     /* in a task of its own */

/* An error or notice by a task of its own, so that whoever reads does not wait for a client that
 * does not. text NULL: the usual one. */
void sim_session_say(struct sim_session *session, long long id, long long code, const char *text);

#endif
