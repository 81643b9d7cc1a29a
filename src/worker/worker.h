/*
 * worker - one request from a supervisor, done: what ktrdr-worker is.
 *
 * Reads the request from stdin, reports on descriptor 3 (wire/wire_worker.h), writes only into the
 * folder it was given. Ends when its supervisor does: the kernel tells it (PDEATHSIG), and stdin.
 * SIGTERM asks it to stop; the exit status then is WORKER_STOPPED.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

enum { WORKER_DONE = 0, WORKER_FAILED = 1, WORKER_STOPPED = 3 };

int worker_main(void);      /* the exit status */

#endif
