#include "ib/ib_state.h"

#include "base/buf.h"
#include "base/mem.h"
#include "ib/ib_source.h"
#include "ib/pacing.h"

#include <stdio.h>
#include <string.h>

static void fill_farms(const struct farms *farms, struct wire_ib_gateway *to)
{
    to->link_lost = farms->link_lost;
    to->farms = mem_alloc((farms->n + 1) * sizeof(*to->farms));
    for (size_t i = 0; i < farms->n; i++) {
        const struct farm *from = &farms->rows[i];
        struct wire_ib_farm *farm = &to->farms[to->n_farms++];

        wire_clear(wire_ib_farm_fields, farm);
        snprintf(farm->name, sizeof(farm->name), "%s", from->name);
        snprintf(farm->kind, sizeof(farm->kind), "%s", farm_kind_name(from->kind));
        snprintf(farm->state, sizeof(farm->state), "%s", farm_state_name(from->state));
        farm->since = from->since_ms / 1000;
        farm->flaps = from->flaps;
    }
}

static void fill_error(const struct gateway_snapshot *now, struct wire_ib_gateway *to)
{
    if (!now->last_error.code)
        return;
    snprintf(to->last_error, sizeof(to->last_error), "%s", now->last_error.text);
    snprintf(to->last_error_code, sizeof(to->last_error_code), "%s",
             error_name(now->last_error.code));
    snprintf(to->next, sizeof(to->next), "%s", now->last_error.suggestion);
    to->last_error_at = now->last_error_ms / 1000;
}

static void fill_gateway(const struct ib_source *source, const struct gateway_snapshot *now,
                         struct wire_ib_gateway *to)
{
    snprintf(to->state, sizeof(to->state), "%s", gateway_state_name(now->state));
    snprintf(to->host, sizeof(to->host), "%s", ib_source_host(source));
    to->state_since = now->state_since_ms / 1000;
    to->port = ib_source_port(source);
    to->server_version = now->server_version ? now->server_version : WIRE_UNKNOWN;
    to->client_id = now->server_version ? now->client_id : WIRE_UNKNOWN;
    snprintf(to->account, sizeof(to->account), "%s", now->account);
    to->is_paper = !strncmp(now->account, "DU", 2) || !strncmp(now->account, "DF", 2);
    to->connected_since = now->connected_since_ms / 1000;
    to->connects = now->connects;
    to->reconnects = now->reconnects;
    to->retry_after_seconds = (double)now->retry_after_ms / 1000;
    to->clock_skew_seconds = (double)now->clock_skew_ms / 1000;
    snprintf(to->maintenance_until, sizeof(to->maintenance_until), "%s", now->maintenance_until);
    fill_farms(&now->farms, to);
    fill_error(now, to);
}

static void fill_pacing(const struct gateway_snapshot *now, struct wire_ib_pacing *to)
{
    to->window_used = now->used;
    to->window_limit = now->budget;
    if (now->next_free_ms >= 0)
        to->next_free_in_seconds = (double)now->next_free_ms / 1000;
    to->queued = (int64_t)now->waiting;
    to->in_flight = (int64_t)now->in_flight;
    to->in_flight_limit = now->cap;
    to->complaints = now->complaints;
    to->answers = now->answers;
}

/* Not connected because nobody has asked yet is no trouble. */
static void judge(const struct gateway_snapshot *now, struct wire_ib_status *status)
{
    if (now->state == GATEWAY_READY)
        return;
    if (now->state == GATEWAY_CLOSED && !now->connects) {
        snprintf(status->reason, sizeof(status->reason),
                 "not connected yet: the first request will");
        return;
    }
    status->status = WIRE_HEALTH_DEGRADED;
    snprintf(status->reason, sizeof(status->reason), "the gateway is '%s'%s%.200s",
             gateway_state_name(now->state), now->last_error.code ? ": " : "",
             now->last_error.code ? now->last_error.text : "");
}

void ib_state_fill(const struct ib_source *source, struct wire_ib_status *ret_status)
{
    struct gateway_snapshot now;

    gateway_snapshot(ib_source_look(source), &now);
    wire_clear(wire_ib_status_fields, ret_status);
    ret_status->status = WIRE_HEALTH_OK;
    fill_gateway(source, &now, &ret_status->gateway);
    fill_pacing(&now, &ret_status->pacing);
    judge(&now, ret_status);
}

int64_t ib_state_retry_after(const struct ib_source *source)
{
    struct gateway_snapshot now;
    int64_t ms;

    gateway_snapshot(ib_source_look(source), &now);
    ms = now.retry_after_ms > now.next_free_ms ? now.retry_after_ms : now.next_free_ms;
    return ms > 0 ? (ms + 999) / 1000 : 1;
}

struct figure {
    const char *name, *type, *help;
    int64_t value;
};

void ib_state_count(const struct ib_source *source, struct buf *text)
{
    struct gateway_snapshot now;

    gateway_snapshot(ib_source_look(source), &now);
    const struct figure figures[] = {
        { "up", "gauge", "1: requests can be answered.", gateway_state_is_up(now.state) },
        { "connects_total", "counter", "Attempts to connect.", now.connects },
        { "reconnects_total", "counter", "Ready connections that were lost.", now.reconnects },
        { "answers_total", "counter", "Requests that were answered.", now.answers },
        { "in_flight", "gauge", "Requests with the gateway.", (int64_t)now.in_flight },
        { "queued", "gauge", "Requests that wait for their turn.", (int64_t)now.waiting },
        { "pacing_used", "gauge", "Small bars asked for in ten minutes.", now.used },
        { "pacing_budget", "gauge", "Of these, how many there may be.", now.budget },
        { "complaints_total", "counter", "Pacing violations IB told of.", now.complaints },
        { "bad_frames_total", "counter", "Messages that could not be read.", now.bad_frames },
        { "late_messages_total", "counter", "Answers nobody waited for.", now.late_messages },
    };

    for (size_t i = 0; i < COUNT(figures); i++)
        buf_print(text, "# HELP ktrdr_ib_%s %s\n# TYPE ktrdr_ib_%s %s\nktrdr_ib_%s %lld\n",
                  figures[i].name, figures[i].help, figures[i].name, figures[i].type,
                  figures[i].name, (long long)figures[i].value);
}
