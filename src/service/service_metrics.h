/*
 * service_metrics - what a service counts, as Prometheus reads it.
 *
 * Requests are counted here; who has more to tell registers a function that
 * appends its own lines when somebody asks. Loop thread only.
 */
#ifndef SERVICE_SERVICE_METRICS_H
#define SERVICE_SERVICE_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct buf;

#define SERVICE_METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

enum { SERVICE_METRICS_SOURCES = 32, SERVICE_METRICS_CLASSES = 5, SERVICE_METRICS_BUCKETS = 9 };

typedef void service_metrics_fn(void *arg, struct buf *text);

struct service_metrics {            /* = {0} is none yet */
    uint64_t requests[SERVICE_METRICS_CLASSES];     /* of 1xx to 5xx */
    uint64_t buckets[SERVICE_METRICS_BUCKETS];      /* by duration; the last is all the rest */
    uint64_t bytes;                                 /* of replies' bodies */
    int64_t microseconds;                           /* all together */
    size_t n_sources;
    struct {
        service_metrics_fn *fn;
        void *arg;
    } sources[SERVICE_METRICS_SOURCES];
};

void service_metrics_count(struct service_metrics *metrics, int status, uint64_t bytes,
                           int64_t microseconds);
void service_metrics_add(struct service_metrics *metrics, service_metrics_fn *fn, void *arg);
void service_metrics_print(const struct service_metrics *metrics, struct buf *text);

/* For those functions: "# HELP", "# TYPE" and one line without labels. */
void service_metrics_gauge(struct buf *text, const char *name, const char *help, double value);
void service_metrics_counter(struct buf *text, const char *name, const char *help, double value);

#endif
