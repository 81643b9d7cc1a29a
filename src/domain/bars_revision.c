#include "domain/bars_revision.h"

#include "domain/bars.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Bars that must show a split; how far a single price's ratio may lie from the mean, for prices are
 * rounded to cents; how far the mean may lie from the fraction. */
enum { SPLIT_BARS = 2 };
static const double price_slack = 5e-3, mean_slack = 1e-3, least_change = 0.02;

/* 1 for 100 is the largest that was seen often; 3 for 2, 5 for 4, 21 for 20 are usual too. */
enum { LARGE = 100, SMALL = 4, CLOSE_PAIR = 25 };

static const char *const names[] = {
    [BARS_REVISION_NONE] = "none", [BARS_REVISION_CORRECTED] = "corrected",
    [BARS_REVISION_REVISED] = "revised", [BARS_REVISION_SPLIT] = "split",
};
static_assert(COUNT(names) == BARS_REVISION_SPLIT + 1, "one name per verdict");

const char *bars_revision_name(enum bars_revision_verdict verdict)
{
    return names[verdict];
}

static bool is_usual(int after, int before)
{
    const int small = after < before ? after : before, large = after < before ? before : after;

    if (small == large)
        return false;
    return (small <= SMALL && large <= LARGE) || (large == small + 1 && large <= CLOSE_PAIR);
}

/* The one with the smallest numbers, so that 2 for 1 is not told as 4 for 2. */
bool bars_revision_split(double ratio, int *ret_after, int *ret_before)
{
    if (!(ratio > 0) || !isfinite(ratio) || fabs(ratio - 1) < least_change)
        return false;
    for (int sum = 3; sum <= LARGE + CLOSE_PAIR; sum++)
        for (int before = 1; before < sum; before++) {
            const int after = sum - before;
            const double want = (double)before / after;

            if (is_usual(after, before) && fabs(ratio / want - 1) <= mean_slack) {
                *ret_after = after;
                *ret_before = before;
                return true;
            }
        }
    return false;
}

static bool is_same(const struct bars *a, size_t i, const struct bars *b, size_t k)
{
    for (int c = 0; c < BARS_REQUIRED; c++)
        if (memcmp(&a->column[c][i], &b->column[c][k], sizeof(double)))
            return false;
    return true;
}

static void note(struct bars_revision *revision, const struct bars_revision_difference *difference)
{
    revision->corrected += difference->is_correction;
    revision->revised += !difference->is_correction;
    if (revision->n_kept < BARS_REVISION_KEPT)
        revision->kept[revision->n_kept++] = *difference;
}

/* Of the prices of all overlapping bars: how many ratios, their sum, the least and the greatest. */
struct ratios {
    size_t count;
    double sum, least, most;
};

static void add_ratios(struct ratios *ratios, const struct bars *stored, size_t i,
                       const struct bars *fresh, size_t k)
{
    for (int c = BARS_OPEN; c <= BARS_CLOSE; c++) {
        const double ratio = fresh->column[c][k] / stored->column[c][i];

        ratios->least = ratios->count ? fmin(ratios->least, ratio) : ratio;
        ratios->most = ratios->count ? fmax(ratios->most, ratio) : ratio;
        ratios->sum += ratio;
        ratios->count++;
    }
}

static bool is_split(const struct ratios *ratios, const struct bars_revision *revision,
                     int *ret_after, int *ret_before)
{
    const double mean = ratios->sum / (double)ratios->count;

    return revision->overlapping >= SPLIT_BARS && revision->same == 0
        && ratios->most / mean - 1 <= price_slack && 1 - ratios->least / mean <= price_slack
        && bars_revision_split(mean, ret_after, ret_before);
}

static enum bars_revision_verdict judge(struct bars_revision *revision,
                                        const struct ratios *ratios)
{
    if (ratios->count && is_split(ratios, revision, &revision->after, &revision->before))
        return BARS_REVISION_SPLIT;
    if (revision->revised)
        return BARS_REVISION_REVISED;
    return revision->corrected ? BARS_REVISION_CORRECTED : BARS_REVISION_NONE;
}

struct bars_revision bars_revision_find(const struct bars *stored, const struct bars *fresh,
                                        int64_t replaces_from)
{
    struct bars_revision revision = {0};
    struct ratios ratios = {0};
    size_t i = fresh->count ? bars_lower_bound(stored, fresh->time[0]) : stored->count;

    for (size_t k = 0; i < stored->count && k < fresh->count;) {
        const int64_t time = fresh->time[k];

        if (stored->time[i] != time) {
            *(stored->time[i] < time ? &i : &k) += 1;
            continue;
        }
        revision.overlapping++;
        add_ratios(&ratios, stored, i, fresh, k);
        if (is_same(stored, i, fresh, k))
            revision.same++;
        else
            note(&revision, &(struct bars_revision_difference){
                .time = time, .stored_close = stored->column[BARS_CLOSE][i],
                .new_close = fresh->column[BARS_CLOSE][k],
                .is_correction = time >= replaces_from });
        i++;
        k++;
    }
    revision.verdict = judge(&revision, &ratios);
    return revision;
}
