#include "worker/worker_backtest_model.h"

#include "base/date.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest.h"
#include "worker/worker_report.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096 };              /* rows asked at once */

struct turn {
    const char *folder;
    size_t from, until;             /* bars of the series */
};

/* ---- one model ---- */

/* The largest share; of equal ones HOLD first. */
static void decide(const float *shares, uint8_t *ret_signal, float *ret_confidence)
{
    int best = SIGNAL_HOLD;

    for (int c = 0; c < SIGNAL_COUNT; c++)
        if (shares[c] > shares[best])
            best = c;
    *ret_signal = (uint8_t)best;
    *ret_confidence = shares[best];
}

static bool ask_network(struct worker_backtest *run, const struct features *features,
                        const struct turn *turn, struct error *err)
{
    static float shares[BLOCK * SIGNAL_COUNT];
    const size_t first = turn->from > features->first_row ? turn->from : features->first_row;

    for (size_t row = first, n; row < turn->until; row += n) {
        n = turn->until - row < BLOCK ? turn->until - row : BLOCK;
        worker_saved_answer(&run->saved, features, row, n, shares);
        for (size_t i = 0; i < n; i++)
            decide(shares + i * SIGNAL_COUNT, &run->signal[row + i], &run->confidence[row + i]);
        if (!worker_report_check(err))
            return false;
    }
    return true;
}

static const struct features *features_of(const struct worker_backtest *run)
{
    const struct worker_dataset *dataset = &run->saved.dataset;

    for (size_t i = 0; i < dataset->n_symbols; i++)
        if (dataset->symbols[i].bars == &run->series->bars)
            return &dataset->symbols[i].features;
    return NULL;
}

/* From where on it has not seen the bars: its test part, or what follows all it was given. */
static int64_t seen_until(const struct worker_backtest *run)
{
    const struct wire_model *told = &run->saved.told;
    int64_t last = INT64_MIN;

    if (told->test_part && told->test_part->rows > 0)
        return told->test_part->start;
    for (size_t i = 0; i < told->n_data; i++)
        if (!strcmp(told->data[i].timeframe, run->wanted->timeframe) && told->data[i].last >= last)
            last = told->data[i].last + 1;
    return last == INT64_MIN ? INT64_MAX : last;
}

static void count_in_sample(struct worker_backtest *run, const struct turn *turn)
{
    const size_t unseen = bars_lower_bound(&run->series->bars, seen_until(run));

    if (unseen > turn->from)
        run->in_sample += (unseen < turn->until ? unseen : turn->until) - turn->from;
}

static void note_warm_up(struct worker_backtest *run, const struct features *features)
{
    const size_t first = run->first;

    run->warm_up = features->first_row > first ? features->first_row - first : 0;
}

static bool ask_model(struct worker_backtest *run, const struct turn *turn, struct error *err)
{
    const struct features *features;

    worker_saved_release(&run->saved);
    if (!worker_saved_open(turn->folder, &run->saved, err) ||
        !worker_dataset_compute(&run->saved.dataset, &run->input, err))
        return false;
    features = features_of(run);
    if (!features)
        return error_set(err, ERROR_INVALID, "the model decides on '%s' bars, not on '%s'",
                         timeframe_name(run->saved.dataset.plan.base), run->wanted->timeframe);
    note_warm_up(run, features);
    count_in_sample(run, turn);
    return ask_network(run, features, turn, err);
}

/* ---- turns ---- */

static bool take_turn(const struct worker_backtest *run, size_t i, struct turn *ret_turn,
                      struct error *err)
{
    const struct wire_backtest_request *wanted = run->wanted;
    const struct bars *bars = &run->series->bars;
    const size_t first = run->first, end = run->first + run->bars.count;
    struct turn turn = { run->request->turn_folders[i], first, end };
    enum date_zone zone;
    int64_t time;

    if (!date_parse_iso(wanted->turns[i].start_date, &time, &zone, err))
        return false;
    turn.from = bars_lower_bound(bars, time);
    if (i + 1 < wanted->n_turns) {
        if (!date_parse_iso(wanted->turns[i + 1].start_date, &time, &zone, err))
            return false;
        turn.until = bars_lower_bound(bars, time);
    }
    turn.from = turn.from < first ? first : turn.from > end ? end : turn.from;
    turn.until = turn.until < turn.from ? turn.from : turn.until > end ? end : turn.until;
    *ret_turn = turn;
    return true;
}

static bool list_turns(const struct worker_backtest *run, struct turn *turns, struct error *err)
{
    if (!run->wanted->n_turns) {
        turns[0] = (struct turn){ run->request->model_folder, run->first,
                                  run->first + run->bars.count };
        return true;
    }
    if (run->request->n_turn_folders != run->wanted->n_turns)
        return error_set(err, ERROR_INVALID, "%zu models for %zu turns",
                         run->request->n_turn_folders, run->wanted->n_turns);
    for (size_t i = 0; i < run->wanted->n_turns; i++)
        if (!take_turn(run, i, &turns[i], err))
            return false;
    return true;
}

/* The turn of the bar that is asked of, so that its model is the one that stays open. */
static bool find_kept(const struct worker_backtest *run, const struct turn *turns, size_t n,
                      size_t *ret_kept, struct error *err)
{
    enum date_zone zone;
    int64_t at;

    *ret_kept = n - 1;
    while (*ret_kept && !turns[*ret_kept].folder[0])
        --*ret_kept;
    if (!run->request->why)
        return true;
    *ret_kept = n - 1;
    if (!date_parse_iso(run->request->why->at, &at, &zone, err))
        return false;
    while (*ret_kept && (turns[*ret_kept].from >= run->series->bars.count ||
                         run->series->bars.time[turns[*ret_kept].from] > at))
        --*ret_kept;
    return true;
}

static bool ask_all(struct worker_backtest *run, const struct turn *turns, size_t n,
                    struct error *err)
{
    size_t kept;

    if (!find_kept(run, turns, n, &kept, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (i != kept && turns[i].folder[0] && turns[i].from < turns[i].until &&
            !ask_model(run, &turns[i], err))
            return false;
    if (turns[kept].folder[0])
        return ask_model(run, &turns[kept], err);
    return error_set(err, ERROR_INVALID, "no model decides at '%s': the training of that window "
                     "found none", run->request->why->at);
}

static bool check_warm_up(const struct worker_backtest *run, struct error *err)
{
    if (run->warm_up < run->bars.count)
        return true;
    error_set(err, ERROR_INVALID, "all %zu bars from '%s' to '%s' lie in the warm-up of the "
              "strategy's indicators", run->bars.count, run->wanted->start_date,
              run->wanted->end_date);
    return error_suggest(err, "a later --start-date or --end-date, or earlier bars of '%s'",
                         run->wanted->symbol);
}

bool worker_backtest_model_decide(struct worker_backtest *run, struct error *err)
{
    const size_t n = run->wanted->n_turns ? run->wanted->n_turns : 1;
    struct turn *turns = mem_alloc(n * sizeof(*turns));
    bool ok;

    run->confidence = mem_alloc(run->series->bars.count * sizeof(*run->confidence));
    ok = list_turns(run, turns, err) && ask_all(run, turns, n, err) && check_warm_up(run, err);
    free(turns);
    return ok;
}
