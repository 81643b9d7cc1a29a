/*
 * backend_health - what /health says: looked up every few seconds, told at once.
 *
 * Tasks look at the store and the disk, and ask the hosts; the answer is what they last saw, and
 * when. Loop thread.
 */
#ifndef BACKEND_BACKEND_HEALTH_H
#define BACKEND_BACKEND_HEALTH_H

#include "base/error.h"
#include "base/words.h"

struct backend_core;
struct backend_health;
struct buf;

struct backend_core_settings;
/* Asks the hosts that are turned on, too; the settings' texts are borrowed for its life. */
struct backend_health *backend_health_new(struct backend_core *core,
                                          const struct backend_core_settings *settings);
void backend_health_stop(struct backend_health *health);    /* Waits. */
void backend_health_free(struct backend_health *health);

/* Appends the JSON. Does not wait. `context` is the health itself: for the service frame. */
void backend_health_print(void *context, struct buf *json);

/* Prometheus lines; `arg` is the health. */
void backend_health_count(void *arg, struct buf *text);

/* ERROR_NO_SPACE while less than 1 GB of disk is free: work pauses then. */
CHECKED bool backend_health_check_space(const struct backend_health *health, struct error *err);

#endif
