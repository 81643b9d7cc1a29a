#include "managers/manage_load.h"

#include "async/gate.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/mem.h"
#include "managers/load_adjust.h"
#include "managers/load_fetch.h"
#include "managers/load_job.h"
#include "managers/load_request.h"
#include "managers/load_segment.h"
#include "managers/load_series.h"
#include "managers/load_split.h"
#include "managers/load_stored.h"
#include "managers/manage_bars.h"
#include "operations/manage_batch.h"
#include "wire/wire_bars.h"
#include "wire/wire_children.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of all loads together: enough that pacing always finds some waiting. */
enum { REQUESTS_MOST = 16 };

struct at_work {
    char key[SERIES_KEY];
    const char *operation;          /* borrowed from its run */
    struct at_work *next;
};

struct manage_load {
    const struct manage_store *store;
    struct manage_bars *bars;
    struct manage_operations *operations;
    struct adapt_ib *ib;
    struct gate requests;
    struct at_work *at_work;
};

struct manage_load *manage_load_new(const struct manage_store *store, struct manage_bars *bars,
                                    struct manage_operations *operations, struct adapt_ib *ib)
{
    struct manage_load *manager = MEM_NEW(struct manage_load);

    *manager = (struct manage_load){ .store = store, .bars = bars, .operations = operations,
                                     .ib = ib, .requests = { .room = REQUESTS_MOST } };
    return manager;
}

void manage_load_free(struct manage_load *manager)
{
    free(manager);
}

/* ---- one load of a series at a time ---- */

static bool claim(struct manage_load *manager, const struct load_job *job, struct at_work *mine,
                  struct error *err)
{
    series_key_text(&job->series, mine->key);
    mine->operation = job->run->id;
    for (const struct at_work *it = manager->at_work; it; it = it->next)
        if (!strcmp(it->key, mine->key)) {
            error_set(err, ERROR_CONFLICT, "%s %s is being loaded already", job->series.symbol,
                      timeframe_name(job->series.timeframe));
            return error_suggest(err, "ktrdr follow %s", it->operation);
        }
    mine->next = manager->at_work;
    manager->at_work = mine;
    return true;
}

static void give_back(struct manage_load *manager, struct at_work *mine)
{
    struct at_work **at = &manager->at_work;

    while (*at && *at != mine)
        at = &(*at)->next;
    if (*at)
        *at = mine->next;
}

/* ---- the stages ---- */

static bool read_request(struct load_job *job, struct error *err)
{
    struct load_request_range range;

    wire_clear(wire_load_result_fields, &job->result);
    job->result.requests = job->result.empty = job->result.failed = job->result.received = 0;
    job->result.added = job->result.replaced = job->result.revised = 0;
    if (!wire_decode(wire_load_request_fields, WIRE_TOLERANT, job->run->request,
                     strlen(job->run->request), &job->wanted, err) ||
        !load_request_read(&job->wanted, &range, err))
        return false;
    job->mode = range.mode;
    job->start = range.start;
    job->end = range.end;
    return true;
}

/* What a split left to do: the rest of a backfill. A tail was part of the refetch. */
static bool fetch_rest(struct load_job *job, struct error *err)
{
    return job->mode == LOAD_PLAN_TAIL || job->result.n_missing ||
           (load_stored_plan(job, err) && load_fetch_run(job, load_segment_store, NULL, err));
}

static bool fetch(struct load_job *job, struct error *err)
{
    if (!load_stored_plan(job, err) || !load_fetch_run(job, load_segment_store, NULL, err))
        return false;
    return !job->has_split || (load_split_refetch(job, err) && fetch_rest(job, err));
}

static bool fill_stored(struct load_job *job, struct error *err)
{
    struct manage_bars_want want = { .timeframe = job->series.timeframe, .from = INT64_MIN,
                                     .until = INT64_MAX };
    struct wire_load_result *result = &job->result;
    struct wire_bars_item item;

    snprintf(result->symbol, sizeof(result->symbol), "%s", job->series.symbol);
    snprintf(result->timeframe, sizeof(result->timeframe), "%s",
             timeframe_name(job->series.timeframe));
    snprintf(result->mode, sizeof(result->mode), "%s", load_plan_mode_name(job->mode));
    snprintf(result->source, sizeof(result->source), "ib");
    result->count = job->info.count;
    if (!job->info.count)
        return true;
    snprintf(want.symbol, sizeof(want.symbol), "%s", job->series.symbol);
    if (!manage_bars_range(job->bars, &want, &item, err))
        return false;
    result->count = item.count;
    result->first = item.first;
    result->last = item.last;
    snprintf(result->data_hash, sizeof(result->data_hash), "%s", item.data_hash);
    wire_bars_item_release(&item);
    return true;
}

/* What came is stored; what did not makes it a failed load. */
static bool judge(const struct load_job *job, struct error *err)
{
    const struct wire_load_result *result = &job->result;
    const struct wire_load_missing *first = result->missing;
    char from[LOAD_JOB_TIME], until[LOAD_JOB_TIME];

    if (!result->n_missing)
        return true;
    load_job_print_time(job, first->start, from);
    load_job_print_time(job, first->end, until);
    error_set(err, ERROR_BAD_DATA, "%lld of %lld requests failed, %lld new bars were kept; missing:"
              " %s until %s (%.150s)%s", (long long)result->failed,
              (long long)(result->requests > result->failed ? result->requests : result->failed),
              (long long)result->added, from, until, first->reason,
              result->n_missing > 1 ? ", and more" : "");
    return error_suggest(err, "ktrdr resume %s asks for what is missing; ktrdr operations result "
                         "%s lists it", job->run->id, job->run->id);
}

static bool run_stages(struct load_job *job, struct buf *ret_result, struct error *err)
{
    const int64_t began_ms = loop_now(task_loop());

    if (!fetch(job, err) || !load_adjust_run(job, err) || !fill_stored(job, err))
        return false;
    job->result.seconds = (double)(loop_now(task_loop()) - began_ms) / 1000;
    wire_encode(wire_load_result_fields, &job->result, ret_result);
    job->run->keeps_result = true;
    return judge(job, err) && load_stored_forget_scope(job, err);
}

static bool run_claimed(struct manage_load *manager, struct load_job *job, struct buf *ret_result,
                        struct error *err)
{
    struct at_work mine = {0};
    bool ok;

    if (!load_series_find(job, err) || !claim(manager, job, &mine, err))
        return false;
    ok = run_stages(job, ret_result, err);
    give_back(manager, &mine);
    return ok;
}

static bool run_load(void *arg, struct operation_run *run, struct buf *ret_result,
                     struct error *err)
{
    struct manage_load *manager = arg;
    OWNED(load_job_release) struct load_job job = {
        .store = manager->store, .bars = manager->bars, .ib = manager->ib,
        .requests = &manager->requests, .run = run,
    };

    return manage_operations_begin(manager->operations, run, err) && read_request(&job, err) &&
           run_claimed(manager, &job, ret_result, err);
}

struct manage_operations_kind manage_load_kind(struct manage_load *manager)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_DATA_LOAD, .run = run_load,
                                            .manager = manager, .is_resumable = true };
}

/* ---- start ---- */

static void print_label(const struct wire_load_request *request, const char *symbol,
                        char *ret_label, size_t size)
{
    snprintf(ret_label, size, "%.60s %s %s", symbol, request->timeframe, request->mode);
}

/* Each as a request of its own. */
static bool start_many(struct manage_load *manager, const struct wire_load_request *request,
                       const char *idempotency_key, struct wire_operation *ret_operation,
                       struct error *err)
{
    OWNED(wire_children_request_release) struct wire_children_request children = {
        .n_items = request->n_symbols,
        .items = mem_alloc(request->n_symbols * sizeof(*children.items)),
    };
    char label[96];

    for (size_t i = 0; i < request->n_symbols; i++) {
        struct wire_load_request one = *request;
        struct buf json = {0};

        one.n_symbols = 1;
        one.symbols = &request->symbols[i];
        wire_encode(wire_load_request_fields, &one, &json);
        children.items[i].type = WIRE_OPERATION_DATA_LOAD;
        children.items[i].request = json.bytes;
        print_label(request, request->symbols[i], children.items[i].label,
                    sizeof(children.items[i].label));
    }
    snprintf(label, sizeof(label), "%zu symbols %s %s", request->n_symbols, request->timeframe,
             request->mode);
    return manage_batch_start(manager->operations, &children, label, idempotency_key,
                              ret_operation, err);
}

bool manage_load_start(struct manage_load *manager, struct wire_load_request *request,
                       const char *idempotency_key, struct wire_operation *ret_operation,
                       struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    char label[96];

    if (!load_request_check(request, err))
        return false;
    if (request->n_symbols > 1)
        return start_many(manager, request, idempotency_key, ret_operation, err);
    wire_encode(wire_load_request_fields, request, &json);
    print_label(request, request->symbols[0], label, sizeof(label));
    return manage_operations_start(manager->operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_DATA_LOAD, .request = json.bytes, .label = label,
        .idempotency_key = idempotency_key }, ret_operation, err);
}
