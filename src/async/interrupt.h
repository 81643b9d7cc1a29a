/*
 * interrupt - signals of the system (SIGTERM, SIGINT), delivered as calls on the loop.
 *
 * Does not keep loop_run() from ending. One handler per signal and process.
 */
#ifndef ASYNC_INTERRUPT_H
#define ASYNC_INTERRUPT_H

struct interrupt;
struct loop;
typedef void interrupt_fn(void *arg, int signal);

struct interrupt *interrupt_new(struct loop *loop, int signal, interrupt_fn *fn, void *arg);
void interrupt_free(struct interrupt *interrupt);       /* gone at the loop's next turn */

#endif
