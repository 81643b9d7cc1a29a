/* manage_backtest_why - one bar of a stored backtest, looked at again. */
#include "base/buf.h"
#include "managers/manage_backtest.h"
#include "managers/manage_backtest_input.h"
#include "managers/manage_bars.h"
#include "operations/manage_worker.h"
#include "wire/wire_backtest.h"
#include "wire/wire_why.h"
#include "wire/wire_worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct question {
    struct manage_backtest *manager;
    struct wire_backtest_request wanted;
    struct wire_backtest result;
    struct wire_model model;
    struct wire_worker_request request;
    struct wire_why_request why;
    struct manage_backtest_input traded;
};

static void question_release(struct question *question)
{
    question->request.backtest = NULL;      /* both were lent */
    question->request.why = NULL;
    manage_backtest_input_release(&question->traded);
    wire_worker_request_release(&question->request);
    wire_model_release(&question->model);
    wire_backtest_release(&question->result);
    wire_backtest_request_release(&question->wanted);
}

static bool read_stored(struct question *question, const char *id, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    struct wire_operation operation;
    bool ok;

    if (!manage_backtest_find(question->manager, id, &operation, err))
        return false;
    ok = wire_decode(wire_backtest_request_fields, WIRE_TOLERANT, operation.request,
                     strlen(operation.request), &question->wanted, err);
    wire_operation_release(&operation);
    return ok && manage_backtest_show(question->manager, id, &json, err) &&
           wire_decode(wire_backtest_fields, WIRE_TOLERANT, json.bytes, json.length,
                       &question->result, err);
}

static bool refuse(const struct question *question, const struct wire_worker_bars *now,
                   const char *then, struct error *err)
{
    error_set(err, ERROR_CONFLICT, "the %s bars of '%s' are not those of the backtest: their hash "
              "is %.12s, and was %.12s", now->timeframe, now->symbol, now->data_hash, then);
    return error_suggest(err, "run it again on today's bars: ktrdr operations retry %s",
                         question->result.id);
}

/* What it was then; NULL: it does not say. An older result names the traded bars only. */
static const char *hash_then(const struct wire_backtest *result,
                             const struct wire_worker_bars *now)
{
    for (size_t i = 0; i < result->n_inputs; i++)
        if (!strcmp(result->inputs[i].symbol, now->symbol) &&
            !strcmp(result->inputs[i].timeframe, now->timeframe))
            return result->inputs[i].data_hash;
    return !strcmp(result->timeframe, now->timeframe) && !strcmp(result->symbol, now->symbol)
               ? result->data_hash : NULL;
}

/* Another past would give another answer, and a wrong one: of any series that it read. */
static bool check_hashes(const struct question *question, struct error *err)
{
    for (size_t i = 0; i < question->request.n_bars; i++) {
        const struct wire_worker_bars *now = &question->request.bars[i];
        const char *then = hash_then(&question->result, now);

        if (then && strcmp(then, now->data_hash) != 0)
            return refuse(question, now, then, err);
    }
    return true;
}

bool manage_backtest_why(struct manage_backtest *manager, const char *id,
                         const struct wire_why_request *why,
                         struct buf *ret_json, struct error *err)
{
    OWNED(question_release) struct question question = { .manager = manager };
    char *json = NULL;

    wire_clear(wire_backtest_request_fields, &question.wanted);
    wire_clear(wire_backtest_fields, &question.result);
    wire_clear(wire_model_fields, &question.model);
    manage_worker_call_request(manager->worker, WIRE_WORKER_WHY, &question.request);
    question.why = *why;
    snprintf(question.request.operation_id, sizeof(question.request.operation_id), "%s", id);
    if (!read_stored(&question, id, err) ||
        !manage_backtest_input_fill(manager, &question.wanted, &question.model, &question.request,
                                    &question.traded, err) ||
        !check_hashes(&question, err))
        return false;
    question.request.backtest = &question.wanted;
    question.request.why = &question.why;
    if (!manage_worker_call(manager->worker, &question.request, &json, err))
        return false;
    buf_print(ret_json, "%s", json);
    free(json);
    return true;
}
