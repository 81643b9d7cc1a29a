#include "domain/labels/labels.h"

#include "base/mem.h"
#include "domain/feature_bars.h"
#include "domain/labels/label_kinds.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Every kind. To add one: its file, its function here, its words in the grammar. */
static void (*const kinds[])(const struct strategy_labels *, const struct bars *,
                             struct labels *) = {
    [STRATEGY_ZIGZAG] = label_zigzag,
    [STRATEGY_ZIGZAG_SEGMENTS] = label_segments,
    [STRATEGY_FORWARD_RETURN] = label_return,
    [STRATEGY_TRIPLE_BARRIER] = label_barrier,
};
static_assert(COUNT(kinds) == STRATEGY_LABELS, "one function per kind");

static bool check_prices(const struct bars *bars, struct error *err)
{
    for (size_t i = 0; i < bars->count; i++)
        if (!(bars->column[BARS_LOW][i] > 0))
            return error_set(err, ERROR_BAD_DATA, "bar %zu has the price '%g': a label is a ratio "
                             "of prices", i, bars->column[BARS_LOW][i]);
    return true;
}

bool labels_make(const struct strategy_labels *how, const struct bars *bars,
                 struct labels *ret_labels, struct error *err)
{
    OWNED(feature_bars_release) struct feature_bars adjusted = {0};
    struct labels labels = { .count = bars->count };

    if (!feature_bars_adjust(bars, &adjusted, err) || !check_prices(&adjusted.bars, err))
        return false;
    labels.classes = mem_alloc(bars->count + 1);
    labels.returns = mem_alloc((bars->count + 1) * sizeof(*labels.returns));
    labels.settled = mem_alloc((bars->count + 1) * sizeof(*labels.settled));
    for (size_t i = 0; i < bars->count; i++) {
        labels.classes[i] = LABELS_OPEN_ENDED;
        labels.returns[i] = NAN;
        labels.settled[i] = SIZE_MAX;
    }
    kinds[how->kind](how, &adjusted.bars, &labels);
    *ret_labels = labels;
    return true;
}

void labels_release(struct labels *labels)
{
    free(labels->classes);
    free(labels->returns);
    free(labels->settled);
    *labels = (struct labels){0};
}

void labels_count(const struct labels *labels, const size_t *rows, size_t n_rows,
                  size_t ret_counts[SIGNAL_COUNT])
{
    const size_t n = rows ? n_rows : labels->count;

    for (int c = 0; c < SIGNAL_COUNT; c++)
        ret_counts[c] = 0;
    for (size_t i = 0; i < n; i++) {
        const int class = labels->classes[rows ? rows[i] : i];
        if (class != LABELS_OPEN_ENDED)
            ret_counts[class]++;
    }
}
