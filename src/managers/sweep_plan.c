#include "managers/sweep_plan.h"

#include "base/buf.h"
#include "base/mem.h"
#include "managers/text_list.h"
#include "wire/wire_sweep.h"
#include "wire/wire_training.h"

#include <stdio.h>
#include <string.h>

static int64_t seeds_of(const struct wire_sweep_request *sweep)
{
    return sweep->seeds == WIRE_UNKNOWN ? 1 : sweep->seeds;
}

/* ---- what may be asked for ---- */

static bool check_axis(const struct wire_sweep_request *sweep, size_t at, struct error *err)
{
    const struct wire_sweep_axis *axis = &sweep->axes[at];

    if (!axis->key[0] || strchr(axis->key, '='))
        return error_set(err, ERROR_INVALID, "axes[%zu]: '%.60s' is no key of a strategy", at,
                         axis->key);
    if (!axis->n_values)
        return error_set(err, ERROR_INVALID, "axes[%zu]: '%s' has no values", at, axis->key);
    for (size_t i = 0; i < at; i++)
        if (!strcmp(sweep->axes[i].key, axis->key))
            return error_set(err, ERROR_INVALID, "axes: '%s' is there twice", axis->key);
    for (size_t i = 0; i < axis->n_values; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcmp(axis->values[i], axis->values[k]))
                return error_set(err, ERROR_INVALID, "axes[%zu]: '%s' has the value '%.60s' twice",
                                 at, axis->key, axis->values[i]);
    return true;
}

static bool refuse_number(const struct wire_sweep_request *sweep, struct error *err)
{
    OWNED(buf_release) struct buf product = {0};

    for (size_t i = 0; i < sweep->n_axes; i++)
        buf_print(&product, "%zu x ", sweep->axes[i].n_values);
    error_set(err, ERROR_INVALID, "%s%lld seeds are more than %d trials", product.bytes,
              (long long)seeds_of(sweep), WIRE_SWEEP_TRIALS);
    return error_suggest(err, "fewer values or seeds; each trial makes the best one weaker "
                              "evidence");
}

bool sweep_plan_check(const struct wire_sweep_request *sweep, size_t *ret_trials,
                      struct error *err)
{
    const int64_t seeds = seeds_of(sweep);
    size_t trials = (size_t)seeds;

    if (seeds < 1 || seeds > WIRE_SWEEP_SEEDS)
        return error_set(err, ERROR_INVALID, "seeds is %lld, not 1 to %d", (long long)seeds,
                         WIRE_SWEEP_SEEDS);
    if (sweep->n_axes > WIRE_SWEEP_AXES)
        return error_set(err, ERROR_INVALID, "axes are %zu, more than %d", sweep->n_axes,
                         WIRE_SWEEP_AXES);
    for (size_t i = 0; i < sweep->n_axes; i++) {
        if (sweep->axes[i].n_values > WIRE_SWEEP_TRIALS)
            return refuse_number(sweep, err);
        if (!check_axis(sweep, i, err))
            return false;
        trials *= sweep->axes[i].n_values;
        if (trials > WIRE_SWEEP_TRIALS)
            return refuse_number(sweep, err);
    }
    if (trials < 2)
        return error_set(err, ERROR_INVALID, "one trial is no sweep: give axes of several values, "
                                             "or several seeds");
    *ret_trials = trials;
    return true;
}

/* ---- the trials ---- */

static void fill_common(const struct wire_sweep_request *sweep, struct wire_training_request *all)
{
    wire_clear(wire_training_start_fields, all);
    snprintf(all->strategy, sizeof(all->strategy), "%s", sweep->strategy);
    all->strategy_text = sweep->strategy_text ? mem_text(sweep->strategy_text) : NULL;
    snprintf(all->strategy_label, sizeof(all->strategy_label), "%s", sweep->strategy_label);
    all->n_symbols = sweep->n_symbols;
    all->symbols = text_list_copy(sweep->symbols, sweep->n_symbols);
    all->n_timeframes = sweep->n_timeframes;
    all->timeframes = text_list_copy(sweep->timeframes, sweep->n_timeframes);
    snprintf(all->start_date, sizeof(all->start_date), "%s", sweep->start_date);
    snprintf(all->end_date, sizeof(all->end_date), "%s", sweep->end_date);
    snprintf(all->name, sizeof(all->name), "%s", sweep->name);
    all->n_overrides = sweep->n_overrides;
    all->overrides = text_list_copy(sweep->overrides, sweep->n_overrides);
}

/* The last axis turns fastest, as digits do. */
static void fill_values(const struct wire_sweep_request *sweep, size_t combination,
                        struct wire_training_request *item)
{
    item->n_overrides = sweep->n_axes;
    item->overrides = mem_alloc((sweep->n_axes + 1) * sizeof(*item->overrides));
    for (size_t i = sweep->n_axes; i-- > 0;) {
        const struct wire_sweep_axis *axis = &sweep->axes[i];
        struct buf text = {0};

        buf_print(&text, "%s=%s", axis->key, axis->values[combination % axis->n_values]);
        combination /= axis->n_values;
        item->overrides[i] = text.bytes;
    }
}

void sweep_plan_fill(const struct wire_sweep_request *sweep, int64_t seed,
                     struct wire_training_request *ret_all)
{
    size_t combinations = 1;

    fill_common(sweep, ret_all);
    for (size_t i = 0; i < sweep->n_axes; i++)
        combinations *= sweep->axes[i].n_values;
    ret_all->n_items = combinations * (size_t)seeds_of(sweep);
    ret_all->items = mem_alloc(ret_all->n_items * sizeof(*ret_all->items));
    for (size_t i = 0; i < ret_all->n_items; i++) {
        struct wire_training_request *item = &ret_all->items[i];

        wire_clear(wire_training_request_fields, item);
        item->seed = seed + (int64_t)(i / combinations);
        fill_values(sweep, i % combinations, item);
    }
}
