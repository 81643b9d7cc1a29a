#include "base/mem.h"
#include "domain/backtest/performance.h"
#include "domain/backtest/portfolio.h"

#include <math.h>
#include <stdlib.h>

struct merge {
    const struct portfolio_input *input;
    struct portfolio_timeline *timeline;
    size_t *next;                       /* of each: its next bar */
    double **hold;                      /* of each: the returns of holding it, from bar 1 on */
    double *value;                      /* of each: what its part has grown to */
};

/* The soonest bar that has not come yet; false after the last. */
static bool find_time(const struct merge *merge, int64_t *ret_time)
{
    bool is_one = false;

    *ret_time = 0;
    for (size_t s = 0; s < merge->input->n; s++) {
        const struct bars *bars = merge->input->symbols[s].bars;
        if (merge->next[s] < bars->count && (!is_one || bars->time[merge->next[s]] < *ret_time)) {
            *ret_time = bars->time[merge->next[s]];
            is_one = true;
        }
    }
    return is_one;
}

static void add_time(struct merge *merge, int64_t time)
{
    struct portfolio_timeline *timeline = merge->timeline;
    double value = 0;

    for (size_t s = 0; s < merge->input->n; s++) {
        const struct bars *bars = merge->input->symbols[s].bars;
        const size_t t = merge->next[s];
        if (t < bars->count && bars->time[t] == time) {
            timeline->at[s][t] = timeline->basket.count;
            merge->value[s] *= t && isfinite(merge->hold[s][t - 1]) ? 1 + merge->hold[s][t - 1] : 1;
            merge->next[s]++;
        }
        value += merge->value[s] / (double)merge->input->n;
    }
    bars_append(&timeline->basket, time,
                (double[BARS_REQUIRED]){ value, value, value, value, 0 });
}

static double *hold_of(const struct portfolio_input *input, size_t s)
{
    const struct performance_input of = { .bars = input->symbols[s].bars,
                                          .settings = &input->settings[s] };
    double *hold = mem_alloc(of.bars->count * sizeof(*hold));

    performance_hold_returns(&of, hold);
    return hold;
}

void portfolio_timeline_make(const struct portfolio_input *input,
                             struct portfolio_timeline *ret_timeline)
{
    struct portfolio_timeline timeline = { .n = input->n,
                                           .at = mem_alloc(input->n * sizeof(*timeline.at)) };
    struct merge merge = {
        input, &timeline, mem_alloc(input->n * sizeof(size_t)),
        mem_alloc(input->n * sizeof(double *)), mem_alloc(input->n * sizeof(double))
    };
    int64_t time;

    for (size_t s = 0; s < input->n; s++) {
        timeline.at[s] = mem_alloc(input->symbols[s].bars->count * sizeof(size_t));
        merge.hold[s] = hold_of(input, s);
        merge.value[s] = 1;
    }
    while (find_time(&merge, &time))
        add_time(&merge, time);
    for (size_t s = 0; s < input->n; s++)
        free(merge.hold[s]);
    free(merge.next);
    free(merge.hold);
    free(merge.value);
    *ret_timeline = timeline;
}

void portfolio_timeline_release(struct portfolio_timeline *timeline)
{
    for (size_t s = 0; s < timeline->n; s++)
        free(timeline->at[s]);
    free(timeline->at);
    bars_release(&timeline->basket);
    *timeline = (struct portfolio_timeline){0};
}
