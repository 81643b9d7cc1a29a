#include "managers/manage_backtest_trials.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/statistics.h"
#include "managers/training_config.h"
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

static bool is_of(const struct wire_model *model, const struct buf *config)
{
    OWNED(buf_release) struct buf own = {0};

    training_config_print(model->strategy_text, model->n_overrides, model->overrides, &own);
    return !strcmp(own.bytes, config->bytes);
}

/* What makes it another, whether it was told or is the strategy's own: the request has both by now.
 * Costs do not. */
static void print_rules(const struct wire_backtest_request *wanted, struct buf *config)
{
    if (wanted->sizing[0] && strcmp(wanted->sizing, "fraction") != 0)
        buf_print(config, "\nsizing=%s", wanted->sizing);
    if (!strcmp(wanted->sizing, "volatility"))
        buf_print(config, "\nvolatility_window=%lld", (long long)wanted->volatility_window);
    if (wanted->volume_share > 0)
        buf_print(config, "\nvolume_share=%.17g", wanted->volume_share);
    if (wanted->max_symbol > 0)
        buf_print(config, "\nmax_symbol=%.17g", wanted->max_symbol);
    if (wanted->max_gross > 0)
        buf_print(config, "\nmax_gross=%.17g", wanted->max_gross);
    if (wanted->max_positions > 0)
        buf_print(config, "\nmax_positions=%lld", (long long)wanted->max_positions);
    if (wanted->entry_hours[0])
        buf_print(config, "\nentry_hours=%s", wanted->entry_hours);
    for (size_t i = 0; i < wanted->n_symbols; i++)
        buf_print(config, "\nsymbol=%s", wanted->symbols[i]);
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
        training_config_print(wanted->strategy_text, wanted->n_overrides, wanted->overrides,
                              &config);
    else
        buf_print(&config, "%s", wanted->signals);
    if (model && !is_of(model, &config))
        buf_print(&config, "\nmodel=%s", model->id);
    for (size_t i = 0; i < wanted->n_turns; i++)
        buf_print(&config, "\n%s=%s", wanted->turns[i].start_date, wanted->turns[i].model);
    if (wanted->size != USUAL_SIZE)
        buf_print(&config, "\nsize=%.17g", wanted->size);
    print_rules(wanted, &config);
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
    snprintf(trials.symbol, sizeof(trials.symbol), "%s", bars->series.symbol);
    *ret_trials = trials;
    return true;
}

/* ---- the others ---- */

struct others {                     /* each of them once */
    const struct manage_backtest_trials *own;
    struct trial_store_list list;
};

static bool is_same(const struct trial_store_trial *one, const char *config_hash, int64_t seed)
{
    return one->seed == seed && !strcmp(one->config_hash, config_hash);
}

/* Moves those that are not there yet from `found`. */
static void take_others(struct others *others, struct trial_store_list *found)
{
    struct trial_store_list *list = &others->list;
    size_t kept = 0;

    list->items = mem_resize(list->items, (list->count + found->count + 1) * sizeof(*list->items));
    for (size_t i = 0; i < found->count; i++) {
        const struct trial_store_trial one = found->items[i];
        bool is_known = is_same(&one, others->own->config_hash, others->own->seed);

        for (size_t k = 0; !is_known && k < list->count; k++)
            is_known = is_same(&list->items[k], one.config_hash, one.seed);
        if (is_known)
            found->items[kept++] = one;
        else
            list->items[list->count++] = one;
    }
    found->count = kept;
}

static double variance_of(const struct trial_store_list *list)
{
    double *sharpe = mem_alloc((list->count + 1) * sizeof(*sharpe)), deviation = (double)NAN;
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++) {
        const char *json = list->items[i].metrics;
        struct metrics metrics;
        struct error err;

        if (wire_decode(metrics_fields, WIRE_TOLERANT, json, strlen(json), &metrics, &err) &&
            isfinite(metrics.sharpe_per_bar))
            sharpe[n++] = metrics.sharpe_per_bar;
    }
    if (n > 1)
        deviation = statistics_deviation(sharpe, n);
    free(sharpe);
    return deviation * deviation;
}

struct reading {
    struct manage_backtest_trials *trials;
    size_t n;
};

typedef bool list_fn(struct store *store, const struct trial_store_key *key,
                     struct trial_store_list *ret_list, struct error *err);

static bool list_others(struct store *store, const struct reading *reading, list_fn *list,
                        struct trial_store_list *ret_list, struct error *err)
{
    struct others others = { .own = reading->trials };

    for (size_t i = 0; i < reading->n; i++) {
        const struct manage_backtest_trials *of = &reading->trials[i];
        const struct trial_store_key key = { of->contract, of->symbol, of->from, of->until };
        struct trial_store_list found;

        if (!list(store, &key, &found, err)) {
            trial_store_list_release(&others.list);
            return false;
        }
        take_others(&others, &found);
        trial_store_list_release(&found);
    }
    *ret_list = others.list;
    return true;
}

static bool read_ledger(struct store *store, void *arg, struct error *err)
{
    const struct reading *reading = arg;
    OWNED(trial_store_list_release) struct trial_store_list tried = {0}, backtests = {0};

    if (!list_others(store, reading, trial_store_tried, &tried, err) ||
        !list_others(store, reading, trial_store_list, &backtests, err))
        return false;
    for (size_t i = 0; i < reading->n; i++) {
        reading->trials[i].count = (int64_t)tried.count + 1;
        reading->trials[i].variance = variance_of(&backtests);
    }
    return true;
}

bool manage_backtest_trials_read(const struct manage_store *store,
                                 struct manage_backtest_trials *trials, size_t n,
                                 struct error *err)
{
    return manage_store_read(store, read_ledger, &(struct reading){ trials, n }, err);
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
        .symbol = trials->symbol, .timeframe = trials->wanted->timeframe,
        .from = trials->from, .until = trials->until, .config_hash = trials->config_hash,
        .seed = trials->seed, .model = trials->wanted->model, .operation = trials->operation,
        .at_ms = date_now_ms(),
    };

    wire_encode(metrics_fields, &metrics, &json);
    trial.metrics = json.bytes;
    return manage_store_write(store, add, &trial, err);
}
