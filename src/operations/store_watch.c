#include "operations/store_watch.h"

#include "async/loop.h"
#include "async/timer.h"
#include "base/date.h"
#include "base/mem.h"
#include "log/log.h"
#include "operations/manage_store.h"
#include "wire/wire_health.h"

#include <stdio.h>

enum { LOOK_MS = 5000 };
static const int64_t SPACE_WANTED = (int64_t)1 << 30;

static void look_once(struct store_watch *watch)
{
    const int64_t began = loop_now(watch->scope.loop);
    struct error err = {0};

    if (manage_store_look(watch->store, &watch->free_bytes, &err))
        err.code = ERROR_NONE;
    if (err.code && err.code != ERROR_CANCELLED && !watch->error.code)
        log_error("the store cannot be written", &err, NULL);
    watch->error = err;
    watch->latency_ms = (double)(loop_now(watch->scope.loop) - began);
    watch->checked_at = date_now_ms() / 1000;
}

static bool look_for_ever(void *arg, struct error *err)
{
    do
        look_once(arg);
    while (timer_sleep(LOOK_MS, 0, err));
    return true;                    /* it was cancelled: the service ends */
}

void store_watch_start(struct store_watch *watch, const struct manage_store *store)
{
    *watch = (struct store_watch){ .store = store, .free_bytes = SPACE_WANTED };
    watch->scope.loop = store->loop;
    scope_spawn(&watch->scope, look_for_ever, watch);
}

void store_watch_stop(struct store_watch *watch)
{
    scope_release(&watch->scope);
}

bool store_watch_check_space(const struct store_watch *watch, const char *folder,
                             struct error *err)
{
    if (watch->free_bytes >= SPACE_WANTED)
        return true;
    error_set(err, ERROR_NO_SPACE, "less than 1 GB of disk is free under '%.250s'", folder);
    return error_suggest(err, "%s", ERROR_NO_SPACE_SUGGESTION);
}

static void fill_store(const struct store_watch *watch, struct wire_health_service *ret_store)
{
    wire_clear(wire_health_service_fields, ret_store);
    ret_store->status = watch->error.code ? WIRE_HEALTH_DOWN : WIRE_HEALTH_OK;
    snprintf(ret_store->mode, sizeof(ret_store->mode), "local");
    snprintf(ret_store->version, sizeof(ret_store->version), "%s", KTRDR_VERSION);
    ret_store->latency_ms = watch->latency_ms;
    ret_store->checked_at = watch->checked_at;
    snprintf(ret_store->reason, sizeof(ret_store->reason), "%.250s",
             watch->error.code ? watch->error.text : "");
}

void store_watch_fill_health(const struct store_watch *watch, const char *folder,
                             struct wire_health *ret_health)
{
    struct error space;

    wire_clear(wire_health_fields, ret_health);
    ret_health->services.store = MEM_NEW(struct wire_health_service);
    fill_store(watch, ret_health->services.store);
    ret_health->status = ret_health->services.store->status;
    snprintf(ret_health->reason, sizeof(ret_health->reason), "%s",
             ret_health->services.store->reason);
    if (ret_health->status == WIRE_HEALTH_OK && !store_watch_check_space(watch, folder, &space)) {
        ret_health->status = WIRE_HEALTH_DEGRADED;
        snprintf(ret_health->reason, sizeof(ret_health->reason), "work pauses: %.230s", space.text);
    }
    snprintf(ret_health->version, sizeof(ret_health->version), "%s", KTRDR_VERSION);
    ret_health->longest_turn_ms = (double)loop_longest_turn(watch->store->loop);
    ret_health->free_disk_bytes = watch->free_bytes;
    snprintf(ret_health->data_dir, sizeof(ret_health->data_dir), "%.255s", folder);
}
