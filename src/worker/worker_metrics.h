/* worker_metrics - how a network does on some rows of a dataset, measured and as it travels. */
#ifndef WORKER_WORKER_METRICS_H
#define WORKER_WORKER_METRICS_H

#include <stddef.h>

struct network;
struct wire_metrics;
struct worker_dataset;

/* The rows need labels. ret_metrics is the caller's to release. */
void worker_metrics_measure(const struct network *network, const struct worker_dataset *dataset,
                            const size_t *rows, size_t n_rows, struct wire_metrics *ret_metrics);

#endif
