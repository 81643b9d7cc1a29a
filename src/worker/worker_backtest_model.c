#include "worker/worker_backtest_model.h"

#include "base/date.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest.h"

#include <string.h>

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

static bool ask_model(struct worker_backtest *run, struct worker_backtest_turn *turn,
                      struct error *err)
{
    worker_saved_release(&run->saved);
    if (!worker_saved_open(turn->folder, &run->saved, err) ||
        !worker_dataset_compute(&run->saved.dataset, &run->input, err))
        return false;
    turn->seen_until = seen_until(run);
    for (size_t s = 0; s < run->n_symbols; s++)
        if (!worker_backtest_symbol_ask(run->wanted, &run->saved, turn, &run->symbols[s], err))
            return false;
    return true;
}

static bool read_from(const struct worker_backtest *run, size_t i, int64_t *ret_from,
                      struct error *err)
{
    enum date_zone zone;

    return date_parse_iso(run->wanted->turns[i].start_date, ret_from, &zone, err);
}

static bool list_turns(struct worker_backtest *run, struct error *err)
{
    const size_t n = run->wanted->n_turns;

    run->turns = mem_alloc((n + 1) * sizeof(*run->turns));
    run->n_turns = n ? n : 1;
    run->turns[0] = (struct worker_backtest_turn){ run->request->model_folder, INT64_MIN,
                                                   INT64_MAX, INT64_MIN };
    if (run->request->n_turn_folders != n)
        return error_set(err, ERROR_INVALID, "%zu models for %zu turns",
                         run->request->n_turn_folders, n);
    for (size_t i = 0; i < n; i++) {
        run->turns[i] = (struct worker_backtest_turn){ run->request->turn_folders[i], 0, INT64_MAX,
                                                       INT64_MIN };
        if (!read_from(run, i, &run->turns[i].from, err))
            return false;
        if (i)
            run->turns[i - 1].until = run->turns[i].from;
    }
    return true;
}

/* The turn of the bar that is asked of, so that its model is the one that stays open. */
static bool find_kept(const struct worker_backtest *run, size_t *ret_kept, struct error *err)
{
    enum date_zone zone;
    int64_t at;

    *ret_kept = run->n_turns - 1;
    if (!run->request->why) {
        while (*ret_kept && !run->turns[*ret_kept].folder[0])
            --*ret_kept;
        return true;
    }
    if (!date_parse_iso(run->request->why->at, &at, &zone, err))
        return false;
    while (*ret_kept && run->turns[*ret_kept].from > at)
        --*ret_kept;
    return run->turns[*ret_kept].folder[0] ||
           error_set(err, ERROR_INVALID, "no model decides at '%s': the training of that window "
                     "found none", run->request->why->at);
}

bool worker_backtest_model_decide(struct worker_backtest *run, struct error *err)
{
    size_t kept;

    if (!list_turns(run, err) || !find_kept(run, &kept, err))
        return false;
    for (size_t i = 0; i < run->n_turns; i++)
        if (i != kept && run->turns[i].folder[0] && !ask_model(run, &run->turns[i], err))
            return false;
    return ask_model(run, &run->turns[kept], err);
}

size_t worker_backtest_model_in_sample(const struct worker_backtest *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->n_turns; i++) {
        const struct worker_backtest_turn *turn = &run->turns[i];
        const int64_t until = turn->until < turn->seen_until ? turn->until : turn->seen_until;

        if (until > turn->from)
            count += bars_lower_bound(&run->bars, until) - bars_lower_bound(&run->bars, turn->from);
    }
    return count;
}
