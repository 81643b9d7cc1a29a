#include "managers/manage_ib.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

enum { STOP_MS = 4000, STATUS_MS = 5000, ASK_MS = 120000 };

bool manage_ib_open(struct loop *loop, const struct adapt_ib_settings *settings,
                    struct manage_ib *ret_ib, struct error *err)
{
    struct adapt_ib *adapter;

    if (!adapt_ib_open(loop, settings, &adapter, err))
        return false;
    *ret_ib = (struct manage_ib){ loop, adapter, settings->client_id };
    return true;
}

void manage_ib_stop(struct manage_ib *ib)
{
    adapt_ib_stop(ib->adapter, loop_now(ib->loop) + STOP_MS);
}

void manage_ib_close(struct manage_ib *ib)
{
    adapt_ib_free(ib->adapter);
    ib->adapter = NULL;
}

static int64_t within(const struct manage_ib *ib, int64_t ms)
{
    const int64_t mine = loop_now(ib->loop) + ms, given = task_deadline();

    return given && given < mine ? given : mine;
}

bool manage_ib_status(struct manage_ib *ib, struct wire_ib_status *ret_status, struct error *err)
{
    return adapt_ib_status(ib->adapter, within(ib, STATUS_MS), ret_status, err);
}

bool manage_ib_resolve(struct manage_ib *ib, const struct wire_ib_query *query,
                       struct wire_ib_resolved *ret_resolved, struct error *err)
{
    struct wire_ib_contracts candidates;
    struct wire_ib_contract contract;

    if (adapt_ib_resolve(ib->adapter, query, within(ib, ASK_MS), &contract, &candidates, err)) {
        wire_ib_contracts_release(&candidates);
        wire_clear(wire_ib_resolved_fields, ret_resolved);
        ret_resolved->contract = MEM_NEW(struct wire_ib_contract);
        *ret_resolved->contract = contract;
        return true;
    }
    if (!candidates.n_items) {
        wire_ib_contracts_release(&candidates);
        return false;
    }
    wire_clear(wire_ib_resolved_fields, ret_resolved);
    ret_resolved->n_candidates = candidates.n_items;
    ret_resolved->candidates = candidates.items;
    snprintf(ret_resolved->detail, sizeof(ret_resolved->detail), "%s", err->text);
    snprintf(ret_resolved->suggestion, sizeof(ret_resolved->suggestion), "%s", err->suggestion);
    return true;
}

/* ---- ranges ---- */

static void add_head(struct manage_ib *ib, const struct wire_ib_ask *ask,
                     struct wire_ib_ranges *ranges)
{
    struct wire_ib_head *head = &ranges->items[ranges->n_items++];
    struct error why;

    wire_clear(wire_ib_head_fields, head);
    snprintf(head->what_to_show, sizeof(head->what_to_show), "%s", ask->what_to_show);
    snprintf(head->hours, sizeof(head->hours), "%s", ask->rth ? "rth" : "all");
    if (!adapt_ib_head(ib->adapter, ask, within(ib, ASK_MS), &head->first, &why))
        snprintf(head->note, sizeof(head->note), "%.199s", why.text);
}

/* The usual data; of stocks also those of all hours. */
bool manage_ib_ranges(struct manage_ib *ib, const struct wire_ib_query *query,
                      struct wire_ib_ranges *ret_ranges, struct error *err)
{
    OWNED(wire_ib_ranges_release) struct wire_ib_ranges ranges = {0};
    struct wire_ib_ask ask;

    wire_clear(wire_ib_ranges_fields, &ranges);
    if (!adapt_ib_resolve(ib->adapter, query, within(ib, ASK_MS), &ranges.contract, NULL, err))
        return false;
    ranges.items = mem_alloc(2 * sizeof(*ranges.items));
    ask = adapt_ib_ask(&ranges.contract);
    add_head(ib, &ask, &ranges);
    if (!strcmp(ranges.contract.instrument_type, "STK")) {
        ask.rth = false;
        ask.all_hours = true;
        add_head(ib, &ask, &ranges);
    }
    if (!task_check(err))
        return false;
    *ret_ranges = ranges;
    ranges = (struct wire_ib_ranges){0};
    return true;
}

int64_t manage_ib_retry_after(const struct manage_ib *ib)
{
    return adapt_ib_retry_after(ib->adapter);
}

struct host_service *manage_ib_host(const struct manage_ib *ib)
{
    return adapt_ib_host(ib->adapter);
}

bool manage_ib_local_health(const struct manage_ib *ib, struct wire_health_service *ret_service)
{
    OWNED(wire_ib_status_release) struct wire_ib_status status = {0};

    if (adapt_ib_host(ib->adapter))
        return false;
    adapt_ib_local_status(ib->adapter, &status);
    wire_clear(wire_health_service_fields, ret_service);
    ret_service->status = status.status;
    snprintf(ret_service->mode, sizeof(ret_service->mode), "local");
    snprintf(ret_service->version, sizeof(ret_service->version), "%s", KTRDR_VERSION);
    snprintf(ret_service->reason, sizeof(ret_service->reason), "%s", status.reason);
    return true;
}

void manage_ib_count(const struct manage_ib *ib, struct buf *text)
{
    adapt_ib_count(ib->adapter, text);
}
