/*
 * host_metrics - what the calls to host services did, as Prometheus lines.
 *
 *     static struct host_metrics metrics;      lives as long as the frame
 *     metrics.hosts[metrics.count++] = ib;
 *     service_metrics_add(service_frame_metrics(frame), host_metrics_print, &metrics);
 *
 * One list for all hosts, as a metric's head may stand only once.
 */
#ifndef SERVICE_HOST_METRICS_H
#define SERVICE_HOST_METRICS_H

#include <stddef.h>

struct buf;
struct host_service;

enum { HOST_METRICS_HOSTS = 8 };

struct host_metrics {
    const struct host_service *hosts[HOST_METRICS_HOSTS];   /* borrowed */
    size_t count;
};

/* A service_metrics_fn. */
void host_metrics_print(void *metrics, struct buf *text);

#endif
