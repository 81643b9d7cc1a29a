/* worker_bars - a series that a worker reads, as its request names it. */
#ifndef MANAGERS_WORKER_BARS_H
#define MANAGERS_WORKER_BARS_H

struct manage_bars_file;
struct wire_worker_request;

void worker_bars_add(struct wire_worker_request *request, const struct manage_bars_file *file);

#endif
