#include "hosts/ib/route_ib_host.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/mem.h"
#include "domain/kbar.h"
#include "hosts/ib/host_ib.h"
#include "hosts/ib/host_ib_batch.h"
#include "ib/ib_bars.h"
#include "ib/ib_instrument.h"
#include "ib/ib_source.h"
#include "ib/ib_state.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_bars_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ASK_MOST = 4096, LIST_MOST = 4 << 20, MANY_BARS = 5000 };

/* When it is worth coming again, the gateway's own state knows. Always false. */
static bool fail(struct http_request *request, const struct ib_source *source,
                 const struct error *err)
{
    char seconds[24];

    snprintf(seconds, sizeof(seconds), "%" PRId64, ib_state_retry_after(source));
    if (error_is_temporary(err->code))
        http_reply_header(request, "Retry-After", seconds);
    return false;
}

/* ---- bars ---- */

struct printing {
    const struct wire_ib_ask *ask;
    const struct bars *bars;
    const char *type;
    struct buf body;
};

static bool print(void *arg, struct error *err)
{
    struct printing *printing = arg;

    (void)err;
    if (!strcmp(printing->type, WIRE_IB_BARS_TYPE))
        kbar_encode(printing->bars, &printing->body);
    else if (!strcmp(printing->type, "text/csv"))
        wire_bars_print_csv(&printing->body, printing->bars);
    else
        wire_bars_print_json(&printing->body, printing->ask->symbol, printing->ask->timeframe,
                             printing->bars);
    return true;
}

/* JSON unless the client said otherwise. */
static const char *choose_type(const struct http_request *request)
{
    const char *accept = http_request_header(request, "Accept");

    if (accept && strstr(accept, WIRE_IB_BARS_TYPE))
        return WIRE_IB_BARS_TYPE;
    return accept && strstr(accept, "text/csv") ? "text/csv" : "application/json";
}

static bool reply_bars(struct http_request *request, const struct wire_ib_ask *ask,
                       const struct bars *bars, struct error *err)
{
    struct printing printing = { ask, bars, choose_type(request), {0} };
    const bool ok = bars->count < MANY_BARS ? print(&printing, err)
                                            : work_run(print, &printing, err);

    if (ok)
        http_reply_give(request, 200, printing.type, &printing.body, 1);
    buf_release(&printing.body);
    return ok;
}

static bool historical(struct http_request *request, void *context, struct error *err)
{
    struct ib_source *source = host_ib_source(context);
    OWNED(bars_release) struct bars bars = {0};
    struct wire_ib_ask ask;

    if (!route_decode_body(request, wire_ib_ask_fields, &ask, err))
        return false;
    if (!ib_bars_fetch(source, &ask, http_request_deadline(request), &bars, err))
        return fail(request, source, err);
    return reply_bars(request, &ask, &bars, err);
}

static bool plan(struct http_request *request, void *context, struct error *err)
{
    OWNED(wire_ib_plan_ask_release) struct wire_ib_plan_ask asks = {0};
    OWNED(wire_ib_plan_release) struct wire_ib_plan made = {0};

    return route_decode_body(request, wire_ib_plan_ask_fields, &asks, err)
        && ib_bars_plan(host_ib_source(context), &asks, &made, err)
        && route_reply(request, 200, wire_ib_plan_fields, &made);
}

static bool schedule(struct http_request *request, void *context, struct error *err)
{
    struct ib_source *source = host_ib_source(context);
    OWNED(wire_ib_schedule_release) struct wire_ib_schedule told = {0};
    struct wire_ib_ask ask;

    wire_clear(wire_ib_ask_fields, &ask);
    if (!route_decode_body(request, wire_ib_schedule_ask_fields, &ask, err))
        return false;
    if (!ib_bars_schedule(source, &ask, http_request_deadline(request), &told, err))
        return fail(request, source, err);
    return route_reply(request, 200, wire_ib_schedule_fields, &told);
}

static bool batch(struct http_request *request, void *context, struct error *err)
{
    OWNED(wire_ib_batch_release) struct wire_ib_batch wanted = {0};

    return route_decode_body(request, wire_ib_batch_fields, &wanted, err)
        && host_ib_batch_run(host_ib_source(context), request, &wanted, err);
}

/* ---- instruments ---- */

static bool ask_head(struct ib_source *source, const struct wire_ib_ask *ask, int64_t deadline,
                     struct wire_ib_head *ret_head, struct error *err)
{
    OWNED(ib_instrument_release) struct ib_instrument instrument = {0};

    wire_clear(wire_ib_head_fields, ret_head);
    if (!ib_instrument_of(source, ask, deadline, &instrument, err) ||
        !ib_instrument_head(source, ask, deadline, &ret_head->first, err))
        return false;
    snprintf(ret_head->what_to_show, sizeof(ret_head->what_to_show), "%s", instrument.what);
    snprintf(ret_head->hours, sizeof(ret_head->hours), "%s", instrument.use_rth ? "rth" : "all");
    return true;
}

static bool read_head_ask(const struct http_request *request, struct wire_ib_ask *ret_ask,
                          struct error *err)
{
    if (!strcmp(http_request_method(request), "POST"))
        return route_decode_body(request, wire_ib_head_ask_fields, ret_ask, err);
    return route_decode_query(request, wire_ib_head_ask_fields, ret_ask, err);
}

static bool head(struct http_request *request, void *context, struct error *err)
{
    struct ib_source *source = host_ib_source(context);
    struct wire_ib_head told;
    struct wire_ib_ask ask;

    wire_clear(wire_ib_ask_fields, &ask);
    if (!read_head_ask(request, &ask, err))
        return false;
    if (!ask_head(source, &ask, http_request_deadline(request), &told, err))
        return fail(request, source, err);
    return route_reply(request, 200, wire_ib_head_fields, &told);
}

static struct wire_ib_query query_of(const struct wire_ib_validate *wanted)
{
    struct wire_ib_query query = { .contract_id = wanted->contract_id };

    memcpy(query.symbol, wanted->symbol, sizeof(query.symbol));
    memcpy(query.instrument_type, wanted->instrument_type, sizeof(query.instrument_type));
    memcpy(query.exchange, wanted->exchange, sizeof(query.exchange));
    memcpy(query.currency, wanted->currency, sizeof(query.currency));
    return query;
}

/* The instrument is known, and that is the answer; what is not known of its data is noted. */
static void add_head(struct ib_source *source, struct wire_ib_resolved *resolved, int64_t deadline)
{
    const struct wire_ib_ask ask = ib_instrument_ask(resolved->contract);
    struct error why;

    resolved->heads = mem_alloc(sizeof(*resolved->heads));
    resolved->n_heads = 1;
    if (ask_head(source, &ask, deadline, resolved->heads, &why))
        return;
    snprintf(resolved->heads->what_to_show, sizeof(resolved->heads->what_to_show), "%s",
             ask.what_to_show);
    snprintf(resolved->heads->note, sizeof(resolved->heads->note), "%.199s", why.text);
}

/* Several that fit are an answer, too: all of them. */
static bool resolve(struct ib_source *source, const struct wire_ib_query *query, int64_t deadline,
                    struct wire_ib_resolved *resolved, struct error *err)
{
    struct wire_ib_contracts candidates;
    struct wire_ib_contract contract;

    if (ib_instrument_resolve(source, query, deadline, &contract, &candidates, err)) {
        wire_ib_contracts_release(&candidates);
        resolved->contract = MEM_NEW(struct wire_ib_contract);
        *resolved->contract = contract;
        return true;
    }
    resolved->n_candidates = candidates.n_items;
    resolved->candidates = candidates.items;
    snprintf(resolved->detail, sizeof(resolved->detail), "%s", err->text);
    snprintf(resolved->suggestion, sizeof(resolved->suggestion), "%s", err->suggestion);
    return candidates.n_items;
}

static bool validate(struct http_request *request, void *context, struct error *err)
{
    struct ib_source *source = host_ib_source(context);
    OWNED(wire_ib_resolved_release) struct wire_ib_resolved resolved;
    const int64_t deadline = http_request_deadline(request);
    struct wire_ib_validate wanted;
    struct wire_ib_query query;

    wire_clear(wire_ib_resolved_fields, &resolved);
    if (!route_decode_body(request, wire_ib_validate_fields, &wanted, err))
        return false;
    query = query_of(&wanted);
    if (!resolve(source, &query, deadline, &resolved, err))
        return fail(request, source, err);
    if (resolved.contract && !wanted.contract_only)
        add_head(source, &resolved, deadline);
    return route_reply(request, 200, wire_ib_resolved_fields, &resolved);
}

/* ---- the connection ---- */

static bool reconnect(struct http_request *request, void *context, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    if (!ib_source_reconnect(host_ib_source(context), http_request_deadline(request), err))
        return false;
    host_ib_health(context, &json);
    return http_reply_send(request, 202, "application/json", json.bytes, json.length);
}

const struct http_route route_ib_host_table[] = {
    { .method = "POST", .path = WIRE_IB_HOST_BARS, .handler = historical, .body_limit = ASK_MOST },
    { .method = "POST", .path = WIRE_IB_HOST_BATCH, .handler = batch, .body_limit = LIST_MOST },
    { .method = "POST", .path = WIRE_IB_HOST_VALIDATE, .handler = validate,
      .body_limit = ASK_MOST },
    { .method = "POST", .path = WIRE_IB_HOST_PLAN, .handler = plan, .body_limit = LIST_MOST },
    { .method = "POST", .path = WIRE_IB_HOST_SCHEDULE, .handler = schedule,
      .body_limit = ASK_MOST },
    { .method = "GET", .path = WIRE_IB_HOST_HEAD, .handler = head },
    { .method = "POST", .path = WIRE_IB_HOST_HEAD, .handler = head, .body_limit = ASK_MOST },
    { .method = "POST", .path = WIRE_IB_HOST_RECONNECT, .handler = reconnect,
      .body_limit = ASK_MOST },
};
const size_t route_ib_host_count = COUNT(route_ib_host_table);
