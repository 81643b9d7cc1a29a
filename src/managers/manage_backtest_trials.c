#include "managers/manage_backtest_trials.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/statistics.h"
#include "operations/manage_store.h"
#include "store/bar_store.h"
#include "store/trial_store.h"
#include "wire/wire_backtest.h"
#include "wire/wire_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 42 };

#define USUAL_SIZE 0.25

/* What the ledger keeps of a backtest. */
struct metrics {
    double sharpe_per_bar;          /* of active returns, not annualised */
    double total_return, active_return;
    int64_t bars, trades;
};

static const struct wire_field metrics_fields[] = {
    WIRE_NUMBER(struct metrics, sharpe_per_bar, WIRE_OPTIONAL),
    WIRE_NUMBER(struct metrics, total_return, WIRE_OPTIONAL),
    WIRE_NUMBER(struct metrics, active_return, WIRE_OPTIONAL),
    WIRE_INTEGER(struct metrics, bars, WIRE_OPTIONAL),
    WIRE_INTEGER(struct metrics, trades, WIRE_OPTIONAL),
    WIRE_END
};

/* ---- which one it is ---- */

/* As a training names its configuration. */
static void print_config(const char *text, size_t n_overrides, char *const *overrides,
                         struct buf *to)
{
    buf_print(to, "%s", text);
    for (size_t i = 0; i < n_overrides; i++)
        buf_print(to, "\n%s", overrides[i]);
}

static bool is_of(const struct wire_model *model, const struct buf *config)
{
    OWNED(buf_release) struct buf own = {0};

    print_config(model->strategy_text, model->n_overrides, model->overrides, &own);
    return !strcmp(own.bytes, config->bytes);
}

static void hash_config(const struct wire_backtest_request *wanted, const struct wire_model *model,
                        char ret_hash[HASH_HEX])
{
    OWNED(buf_release) struct buf config = {0};

    if (wanted->walk[0]) {
        snprintf(ret_hash, HASH_HEX, "%s", wanted->walk);
        return;
    }
    if (model)
        print_config(wanted->strategy_text, wanted->n_overrides, wanted->overrides, &config);
    else
        buf_print(&config, "%s", wanted->signals);
    if (model && !is_of(model, &config))
        buf_print(&config, "\nmodel=%s", model->id);
    for (size_t i = 0; i < wanted->n_turns; i++)
        buf_print(&config, "\n%s=%s", wanted->turns[i].start_date, wanted->turns[i].model);
    if (wanted->size != USUAL_SIZE)
        buf_print(&config, "\nsize=%.17g", wanted->size);
    hash_text_hex(config.bytes, ret_hash);
}

bool manage_backtest_trials_name(const struct wire_backtest_request *wanted,
                                 const struct wire_model *model, const struct bar_store_info *bars,
                                 struct manage_backtest_trials *ret_trials, struct error *err)
{
    struct manage_backtest_trials trials = {
        .wanted = wanted, .contract = bars->series.contract, .from = bars->first,
        .until = bars->last + 1, .seed = model ? model->seed : SEED, .variance = (double)NAN,
    };
    enum date_zone zone;

    if (wanted->start_date[0] && !date_parse_iso(wanted->start_date, &trials.from, &zone, err))
        return false;
    hash_config(wanted, model, trials.config_hash);
    *ret_trials = trials;
    return true;
}

/* ---- the others ---- */

static void measure_others(const struct trial_store_list *list,
                           struct manage_backtest_trials *trials)
{
    double *sharpe = mem_alloc(list->count * sizeof(*sharpe));
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct trial_store_trial *other = &list->items[i];
        struct metrics metrics;
        struct error err;

        if ((other->seed != trials->seed || strcmp(other->config_hash, trials->config_hash) != 0) &&
            wire_decode(metrics_fields, WIRE_TOLERANT, other->metrics, strlen(other->metrics),
                        &metrics, &err) && isfinite(metrics.sharpe_per_bar))
            sharpe[n++] = metrics.sharpe_per_bar;
    }
    if (n > 1) {
        const double deviation = statistics_deviation(sharpe, n);
        trials->variance = deviation * deviation;
    }
    free(sharpe);
}

static bool read_ledger(struct store *store, void *arg, struct error *err)
{
    struct manage_backtest_trials *trials = arg;
    const struct trial_store_key key = { trials->contract, trials->wanted->symbol, trials->from,
                                         trials->until };
    struct trial_store_list list;

    if (!trial_store_count_with(store, &key, trials->config_hash, trials->seed, &trials->count,
                                err) ||
        !trial_store_list(store, &key, &list, err))
        return false;
    measure_others(&list, trials);
    trial_store_list_release(&list);
    return true;
}

bool manage_backtest_trials_read(const struct manage_store *store,
                                 struct manage_backtest_trials *trials, struct error *err)
{
    return manage_store_read(store, read_ledger, trials, err);
}

/* ---- itself ---- */

static bool add(struct store *store, void *arg, struct error *err)
{
    int64_t id;

    return trial_store_add(store, arg, &id, err);
}

bool manage_backtest_trials_add(const struct manage_store *store,
                                const struct manage_backtest_trials *trials,
                                const struct wire_backtest *result, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    const struct metrics metrics = {
        .sharpe_per_bar = result->verdict ? result->verdict->sharpe : (double)NAN,
        .total_return = result->performance.total_return,
        .active_return = result->performance.active_return,
        .bars = result->bars, .trades = result->performance.trades,
    };
    struct trial_store_trial trial = {
        .kind = TRIAL_STORE_BACKTEST, .contract = trials->contract,
        .symbol = trials->wanted->symbol, .timeframe = trials->wanted->timeframe,
        .from = trials->from, .until = trials->until, .config_hash = trials->config_hash,
        .seed = trials->seed, .model = trials->wanted->model, .operation = trials->operation,
        .at_ms = date_now_ms(),
    };

    wire_encode(metrics_fields, &metrics, &json);
    trial.metrics = json.bytes;
    return manage_store_write(store, add, &trial, err);
}
