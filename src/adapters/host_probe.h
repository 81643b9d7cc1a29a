/*
 * host_probe - how a host service is, asked every few seconds, known at once: so that our /health
 * does not hang with it. Loop thread only.
 */
#ifndef ADAPTERS_HOST_PROBE_H
#define ADAPTERS_HOST_PROBE_H

struct host_probe;
struct host_service;
struct loop;
struct wire_health_service;

/* Both borrowed. */
struct host_probe *host_probe_new(struct loop *loop, struct host_service *host, const char *url);
void host_probe_stop(struct host_probe *probe);     /* Waits. Takes NULL */
void host_probe_free(struct host_probe *probe);     /* takes NULL */

/* What it last said, when, and how long that took; DOWN and why, if it did not. */
void host_probe_fill(const struct host_probe *probe, struct wire_health_service *ret_service);

#endif
