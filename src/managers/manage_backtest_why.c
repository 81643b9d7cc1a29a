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

/* Another past would give another answer, and a wrong one. */
static bool check_hash(const struct question *question, struct error *err)
{
    char hash[HASH_HEX];

    manage_backtest_input_hash(&question->traded, hash);
    if (!strcmp(question->result.data_hash, hash))
        return true;
    error_set(err, ERROR_CONFLICT, "the bars of '%s' are not those of the backtest: their hash is "
              "%.12s, and was %.12s", question->result.symbol, hash,
              question->result.data_hash);
    return error_suggest(err, "run it again on today's bars: ktrdr operations retry %s",
                         question->result.id);
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
        !check_hash(&question, err))
        return false;
    question.request.backtest = &question.wanted;
    question.request.why = &question.why;
    if (!manage_worker_call(manager->worker, &question.request, &json, err))
        return false;
    buf_print(ret_json, "%s", json);
    free(json);
    return true;
}
