#include "adapters/adapt_ib_host.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "domain/bars.h"
#include "domain/kbar.h"
#include "service/host_service.h"
#include "service/host_stream.h"

#include <string.h>

/* Where the caller names no deadline: it may stand in line for IB's ten-minute window. */
enum { LIMIT_MS = 15 * 60000, ANSWER_MOST = 64 << 20 };

struct question {
    const char *path, *accept;      /* accept NULL: JSON */
    const struct wire_field *fields;
    const void *object;
    int64_t deadline;
};

static bool ask_bytes(struct host_service *host, const struct question *question,
                      struct buf *ret_body, struct error *err)
{
    struct host_stream_held held = { ret_body, ANSWER_MOST };

    return host_stream_ask(host, &(struct host_service_call){
        .path = question->path, .fields = question->fields, .object = question->object,
        .deadline = question->deadline ? question->deadline : loop_now(task_loop()) + LIMIT_MS,
    }, question->accept ? question->accept : "application/json", host_stream_hold, &held, err);
}

static bool ask(struct host_service *host, const struct question *question,
                const struct wire_field *reply_fields, void *ret_reply, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};

    if (!ask_bytes(host, question, &body, err))
        return false;
    if (wire_decode(reply_fields, WIRE_TOLERANT, body.bytes, body.length, ret_reply, err))
        return true;
    err->code = ERROR_BAD_DATA;
    return false;
}

/* ---- instruments ---- */

static void take_over(struct wire_ib_resolved *from, struct wire_ib_contracts *to)
{
    *to = (struct wire_ib_contracts){ from->n_candidates, from->candidates };
    from->n_candidates = 0;
    from->candidates = NULL;
}

bool adapt_ib_host_resolve(struct host_service *host, const struct wire_ib_query *query,
                           int64_t deadline, struct wire_ib_contract *ret_contract,
                           struct wire_ib_contracts *ret_candidates, struct error *err)
{
    OWNED(wire_ib_resolved_release) struct wire_ib_resolved resolved = {0};
    struct wire_ib_validate asked = { .contract_id = query->contract_id, .contract_only = true };

    memcpy(asked.symbol, query->symbol, sizeof(asked.symbol));
    memcpy(asked.instrument_type, query->instrument_type, sizeof(asked.instrument_type));
    memcpy(asked.exchange, query->exchange, sizeof(asked.exchange));
    memcpy(asked.currency, query->currency, sizeof(asked.currency));
    if (ret_candidates)
        *ret_candidates = (struct wire_ib_contracts){0};
    if (!ask(host, &(struct question){ WIRE_IB_HOST_VALIDATE, NULL, wire_ib_validate_fields, &asked,
                                       deadline }, wire_ib_resolved_fields, &resolved, err))
        return false;
    if (resolved.contract) {
        *ret_contract = *resolved.contract;
        wire_clear(wire_ib_contract_fields, resolved.contract);
        return true;
    }
    if (ret_candidates)
        take_over(&resolved, ret_candidates);
    error_set(err, ERROR_INVALID, "%s", resolved.detail);
    return error_suggest(err, "%s", resolved.suggestion);
}

bool adapt_ib_host_head(struct host_service *host, const struct wire_ib_ask *asked,
                        int64_t deadline, int64_t *ret_first, struct error *err)
{
    struct wire_ib_head head;

    if (!ask(host, &(struct question){ WIRE_IB_HOST_HEAD, NULL, wire_ib_head_ask_fields, asked,
                                       deadline }, wire_ib_head_fields, &head, err))
        return false;
    *ret_first = head.first;
    return true;
}

/* ---- bars ---- */

bool adapt_ib_host_plan(struct host_service *host, const struct wire_ib_plan_ask *asks,
                        int64_t deadline, struct wire_ib_plan *ret_plan, struct error *err)
{
    return ask(host, &(struct question){ WIRE_IB_HOST_PLAN, NULL, wire_ib_plan_ask_fields, asks,
                                         deadline }, wire_ib_plan_fields, ret_plan, err);
}

static bool read_bars(const struct buf *body, struct bars *ret_bars, struct error *err)
{
    OWNED(bars_release) struct bars seen = {0};

    if (!kbar_decode(body->bytes, body->length, &seen, err) ||
        !kbar_check_hash(body->bytes, body->length, err) || !bars_check(&seen, err))
        return false;
    *ret_bars = bars_copy(&seen, 0, seen.count);
    return true;
}

bool adapt_ib_host_bars(struct host_service *host, const struct wire_ib_ask *asked,
                        int64_t deadline, struct bars *ret_bars, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};

    return ask_bytes(host, &(struct question){ WIRE_IB_HOST_BARS, WIRE_IB_BARS_TYPE,
                                               wire_ib_ask_fields, asked, deadline }, &body, err)
        && read_bars(&body, ret_bars, err);
}

bool adapt_ib_host_schedule(struct host_service *host, const struct wire_ib_ask *asked,
                            int64_t deadline, struct wire_ib_schedule *ret_schedule,
                            struct error *err)
{
    return ask(host, &(struct question){ WIRE_IB_HOST_SCHEDULE, NULL, wire_ib_schedule_ask_fields,
                                         asked, deadline },
               wire_ib_schedule_fields, ret_schedule, err);
}

/* ---- the connection ---- */

bool adapt_ib_host_status(struct host_service *host, int64_t deadline,
                          struct wire_ib_status *ret_status, struct error *err)
{
    return host_service_get(host, &(struct host_service_call){
        .path = "/health", .reply_fields = wire_ib_status_fields, .deadline = deadline,
    }, ret_status, err);
}
