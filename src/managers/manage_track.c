#include "managers/manage_track.h"

#include "async/work.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "domain/labels/labels.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_bars.h"
#include "managers/manage_models.h"
#include "operations/manage_store.h"
#include "store/prediction_store.h"
#include "wire/wire_model.h"
#include "wire/wire_prediction.h"
#include "wire/wire_track.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MOST = 10000 };

/* ---- written down ---- */

static bool add(struct store *store, void *arg, struct error *err)
{
    return prediction_store_add(store, arg, err);
}

bool manage_track_note(const struct manage_store *store,
                       const struct wire_prediction_result *result, struct error *err)
{
    struct prediction_store_item item = {
        .time = result->time, .known_at = result->known_at, .at_ms = date_now_ms(),
        .close = result->close, .buy = result->buy, .hold = result->hold, .sell = result->sell,
    };

    snprintf(item.model, sizeof(item.model), "%s", result->model_id);
    snprintf(item.symbol, sizeof(item.symbol), "%s", result->symbol);
    snprintf(item.timeframe, sizeof(item.timeframe), "%s", result->timeframe);
    snprintf(item.signal, sizeof(item.signal), "%s", result->signal);
    return manage_store_write(store, add, &item, err);
}

/* ---- scored ---- */

struct score {
    const struct strategy *strategy;
    const struct prediction_store_item *said;   /* those of one symbol */
    size_t n_said;
    struct manage_bars_got got;                 /* its bars */
    struct wire_track_item *items;              /* as many */
};

/* A bar that has not ended yet when it was said: nobody could know it. */
static bool is_live(const struct score *score, const struct prediction_store_item *said,
                    size_t at)
{
    const struct calendar *calendar = calendar_find(score->got.info.series.calendar);
    const struct bars *bars = &score->got.bars;

    if (at + 1 >= bars->count)
        return true;
    return calendar && said->at_ms / 1000 < calendar_bar_end(calendar, score->strategy->data.base,
                                                             bars->time[at + 1]);
}

static void fill(const struct score *score, const struct labels *labels, size_t i)
{
    const struct prediction_store_item *said = &score->said[i];
    struct wire_track_item *item = &score->items[i];
    const struct bars *bars = &score->got.bars;
    const size_t at = bars_lower_bound(bars, said->time);

    wire_clear(wire_track_item_fields, item);
    snprintf(item->symbol, sizeof(item->symbol), "%s", said->symbol);
    snprintf(item->signal, sizeof(item->signal), "%s", said->signal);
    item->time = said->time;
    item->made_at = said->at_ms / 1000;
    item->confidence = fmax(said->buy, fmax(said->hold, said->sell));
    item->close = said->close;
    item->is_live = is_live(score, said, at);
    if (at >= bars->count || bars->time[at] != said->time ||
        labels->classes[at] == LABELS_OPEN_ENDED)
        return;
    snprintf(item->label, sizeof(item->label), "%s", signal_name((enum signal)labels->classes[at]));
    item->settled_at = bars->time[labels->settled[at]];
    item->returned = labels->returns[at];
}

static bool score_symbol(void *arg, struct error *err)
{
    const struct score *score = arg;
    OWNED(labels_release) struct labels labels = {0};

    if (!labels_make(&score->strategy->labels, &score->got.bars, &labels, err))
        return false;
    for (size_t i = 0; i < score->n_said; i++)
        fill(score, &labels, i);
    return true;
}

static bool score_one(const struct manage_track *manager, struct score *score, struct error *err)
{
    const struct prediction_store_item *said = score->said;
    struct manage_bars_want want;
    bool ok;

    if (!manage_bars_parse_want(said->symbol, said->timeframe, "", "", &want, err) ||
        !manage_bars_read(manager->bars, &want, &score->got, err))
        return false;
    ok = work_run(score_symbol, score, err);
    manage_bars_got_release(&score->got);
    return ok;
}

/* They come sorted by symbol. */
static bool score_all(const struct manage_track *manager, const struct strategy *strategy,
                      const struct prediction_store_list *list, struct wire_track *track,
                      struct error *err)
{
    for (size_t from = 0; from < list->count;) {
        struct score score = { .strategy = strategy, .said = &list->items[from],
                               .items = &track->items[from] };

        while (from < list->count && !strcmp(list->items[from].symbol, score.said->symbol)) {
            from++;
            score.n_said++;
        }
        if (!score_one(manager, &score, err))
            return false;
    }
    return true;
}

/* ---- in sum ---- */

struct sums {
    int64_t labels[SIGNAL_COUNT];
    double loss, after[SIGNAL_COUNT];
    int64_t signals[SIGNAL_COUNT];
};

static size_t class_of(const char *name)
{
    for (size_t c = 0; c < SIGNAL_COUNT; c++)
        if (!strcmp(signal_name((enum signal)c), name))
            return c;
    return SIGNAL_HOLD;
}

static void add_up(const struct prediction_store_item *said, const struct wire_track_item *item,
                   struct sums *sums, struct wire_track *track)
{
    const double p[] = { [SIGNAL_BUY] = said->buy, [SIGNAL_HOLD] = said->hold,
                         [SIGNAL_SELL] = said->sell };
    const size_t label = class_of(item->label), signal = class_of(item->signal);

    track->live += item->is_live;
    if (!item->is_live || !item->label[0])
        return;
    track->settled++;
    track->correct += label == signal;
    sums->labels[label]++;
    sums->loss -= log(fmax(p[label], 1e-12));
    sums->signals[signal]++;
    sums->after[signal] += item->returned;
}

static double mean_after(const struct sums *sums, enum signal signal)
{
    return sums->signals[signal] ? sums->after[signal] / (double)sums->signals[signal]
                                 : (double)NAN;
}

static void sum_up(const struct prediction_store_list *list, struct wire_track *track)
{
    struct sums sums = {0};
    int64_t most = 0;

    track->predictions = (int64_t)list->count;
    track->live = track->settled = track->correct = 0;
    for (size_t i = 0; i < list->count; i++)
        add_up(&list->items[i], &track->items[i], &sums, track);
    for (size_t c = 0; c < SIGNAL_COUNT; c++)
        most = sums.labels[c] > most ? sums.labels[c] : most;
    if (!track->settled)
        return;
    track->accuracy = (double)track->correct / (double)track->settled;
    track->class_prior = (double)most / (double)track->settled;
    track->log_loss = sums.loss / (double)track->settled;
    track->mean_after_buy = mean_after(&sums, SIGNAL_BUY);
    track->mean_after_sell = mean_after(&sums, SIGNAL_SELL);
}

struct reading {
    const char *model;
    struct prediction_store_list list;
};

static bool read_list(struct store *store, void *arg, struct error *err)
{
    struct reading *reading = arg;

    return prediction_store_list(store, reading->model, LIST_MOST, &reading->list, err);
}

static bool score_model(const struct manage_track *manager, const struct wire_model *model,
                        const struct prediction_store_list *list, struct wire_track *track,
                        struct error *err)
{
    const struct strategy_overrides overrides = { model->n_overrides, model->overrides };
    struct strategy strategy;
    bool ok;

    if (!strategy_overrides_read(model->strategy_text, model->strategy, &overrides, &strategy, err))
        return false;
    snprintf(track->model_id, sizeof(track->model_id), "%s", model->id);
    track->items = mem_alloc((list->count + 1) * sizeof(*track->items));
    track->n_items = list->count;
    ok = score_all(manager, &strategy, list, track, err);
    if (ok)
        sum_up(list, track);
    strategy_release(&strategy);
    return ok;
}

bool manage_track_show(const struct manage_track *manager, const char *model_id,
                       struct wire_track *ret_track, struct error *err)
{
    struct reading reading = { .model = model_id };
    struct wire_model model;
    bool ok;

    if (!manage_models_find(manager->models, model_id, &model, err))
        return false;
    wire_clear(wire_track_fields, ret_track);
    ok = manage_store_read(manager->store, read_list, &reading, err) &&
         score_model(manager, &model, &reading.list, ret_track, err);
    if (!ok)
        wire_track_release(ret_track);
    prediction_store_list_release(&reading.list);
    wire_model_release(&model);
    return ok;
}
