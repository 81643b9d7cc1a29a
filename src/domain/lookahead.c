#include "domain/lookahead.h"

#include "base/mem.h"
#include "domain/labels/labels.h"
#include "domain/lookahead_decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All that is derived from one set of bars. */
struct world {
    struct features_input in;
    struct bars bars[TIMEFRAME_COUNT];      /* poisoned copies; empty in the true world */
    struct features features;
    struct labels labels;
    struct lookahead_decide decided;
    struct feature_plan_scale *scales;      /* one per column; NULL: not learnt */
};

struct proof {
    const struct lookahead_subject *subject;
    const struct bars *base;
    struct world truth;
    struct lookahead_report *report;
    size_t known;                           /* the bar after which all is poisoned */
    enum lookahead_poison how;
};

const char *lookahead_part_name(enum lookahead_part part)
{
    static const char *const names[] = { "feature", "scale", "label", "decision" };

    return names[part];
}

static void world_release(struct world *world)
{
    for (int t = 0; t < TIMEFRAME_COUNT; t++)
        bars_release(&world->bars[t]);
    features_release(&world->features);
    labels_release(&world->labels);
    lookahead_decide_release(&world->decided);
    free(world->scales);
}

static void proof_release(struct proof *proof)
{
    world_release(&proof->truth);
}

/* ---- computing ---- */

static struct feature_plan_scale *copy_scales(const struct lookahead_subject *subject)
{
    const struct feature_plan_fit *fit = feature_plan_find_fit(subject->plan, subject->in->symbol);
    const size_t size = subject->plan->n_columns * sizeof(*fit->scales);
    struct feature_plan_scale *copy;

    if (!fit)
        return NULL;
    copy = mem_alloc(size + 1);
    memcpy(copy, fit->scales, size);
    return copy;
}

/* Learns the scales in this world, keeps them aside, and puts the true ones back. */
static bool learn_scales(const struct lookahead_subject *subject, struct world *world,
                         struct error *err)
{
    struct feature_plan *plan = subject->plan;
    struct feature_plan_scale *before = copy_scales(subject);
    const bool ok = features_fit(plan, &world->in, subject->fit_rows, subject->n_fit_rows, err);

    if (ok)
        world->scales = copy_scales(subject);
    if (before)
        memcpy(feature_plan_find_fit(plan, subject->in->symbol)->scales, before,
               plan->n_columns * sizeof(*before));
    free(before);
    return ok;
}

static bool compute(const struct proof *proof, struct world *world, bool learns, struct error *err)
{
    const struct lookahead_subject *subject = proof->subject;
    const struct bars *base = world->in.bars[subject->plan->base];

    return (!learns || learn_scales(subject, world, err)) &&
           features_compute(subject->plan, &world->in, &world->features, err) &&
           labels_make(&subject->strategy->labels, base, &world->labels, err) &&
           lookahead_decide_run(subject->strategy, base, &world->features, subject->seed,
                                &world->decided, err);
}

/* ---- comparing ---- */

static void note(struct proof *proof, enum lookahead_part part, const char *what, size_t bar)
{
    struct lookahead_report *report = proof->report;
    struct lookahead_leak *leak;

    report->n_leaks++;
    for (size_t i = 0; i < report->n_leaks - 1 && i < LOOKAHEAD_LEAKS; i++)
        if (report->leaks[i].part == part && !strcmp(report->leaks[i].what, what)) {
            report->n_leaks--;
            return;
        }
    if (report->n_leaks > LOOKAHEAD_LEAKS)
        return;
    leak = &report->leaks[report->n_leaks - 1];
    *leak = (struct lookahead_leak){ .part = part, .how = proof->how, .bar = bar,
                                     .known = proof->known };
    snprintf(leak->what, sizeof(leak->what), "%s", what);
}

static void compare_features(struct proof *proof, const struct world *world)
{
    const struct features *was = &proof->truth.features, *is = &world->features;
    const struct feature_plan *plan = proof->subject->plan;
    const size_t columns = was->columns, from = was->first_row;

    if (from > proof->known)
        return;
    if (is->first_row != from || is->rows <= proof->known) {
        note(proof, LOOKAHEAD_FEATURE, "length of the warm-up", from);
        return;
    }
    proof->report->n_compared[LOOKAHEAD_FEATURE] += (proof->known + 1 - from) * columns;
    if (!memcmp(was->values + from * columns, is->values + from * columns,
                (proof->known + 1 - from) * columns * sizeof(float)))
        return;
    for (size_t i = from * columns; i < (proof->known + 1) * columns; i++)
        if (memcmp(&was->values[i], &is->values[i], sizeof(float)) != 0)
            note(proof, LOOKAHEAD_FEATURE, plan->columns[i % columns].name, i / columns);
}

static void compare_scales(struct proof *proof, const struct world *world)
{
    const struct feature_plan *plan = proof->subject->plan;

    if (!world->scales || !proof->truth.scales)
        return;
    proof->report->n_compared[LOOKAHEAD_SCALE] += plan->n_columns;
    for (size_t c = 0; c < plan->n_columns; c++)
        if (memcmp(&world->scales[c], &proof->truth.scales[c], sizeof(*world->scales)) != 0)
            note(proof, LOOKAHEAD_SCALE, plan->columns[c].name,
                 proof->subject->fit_rows[proof->subject->n_fit_rows - 1]);
}

static void compare_labels(struct proof *proof, const struct world *world)
{
    const struct labels *was = &proof->truth.labels, *is = &world->labels;

    for (size_t b = 0; b <= proof->known; b++) {
        if (was->classes[b] == LABELS_OPEN_ENDED || was->settled[b] > proof->known)
            continue;
        proof->report->n_compared[LOOKAHEAD_LABEL]++;
        if (was->classes[b] != is->classes[b])
            note(proof, LOOKAHEAD_LABEL, "class", b);
        if (was->settled[b] != is->settled[b])
            note(proof, LOOKAHEAD_LABEL, "settled", b);
    }
}

static void compare_decisions(struct proof *proof, const struct world *world)
{
    struct lookahead_decide_difference difference;

    if (proof->truth.features.first_row > proof->known)
        return;
    proof->report->n_compared[LOOKAHEAD_DECISION] += proof->known + 1;
    if (lookahead_decide_compare(&proof->truth.decided, &world->decided, proof->known,
                                 &difference))
        note(proof, LOOKAHEAD_DECISION, difference.what, difference.bar);
}

/* ---- probing ---- */

static void poison(const struct proof *proof, struct world *world)
{
    const struct lookahead_subject *subject = proof->subject;
    struct lookahead_poisoning poisoning = { .calendar = subject->in->calendar,
                                             .seed = subject->seed };

    poisoning.now = calendar_bar_end(subject->in->calendar, subject->plan->base,
                                     proof->base->time[proof->known]);
    world->in = *subject->in;
    for (int t = 0; t < TIMEFRAME_COUNT; t++) {
        if (!world->in.bars[t])
            continue;
        poisoning.timeframe = (enum timeframe)t;
        world->bars[t] = lookahead_poison_bars(world->in.bars[t], proof->how, &poisoning);
        world->in.bars[t] = &world->bars[t];
    }
}

static bool probe(struct proof *proof, struct error *err)
{
    const struct lookahead_subject *subject = proof->subject;
    const bool learns = subject->n_fit_rows &&
                        subject->fit_rows[subject->n_fit_rows - 1] <= proof->known;
    OWNED(world_release) struct world world = {0};

    if (subject->go_on && !subject->go_on(subject->arg))
        return error_set(err, ERROR_CANCELLED, "the look-ahead check was stopped");
    poison(proof, &world);
    if (!compute(proof, &world, learns, err))
        return false;
    proof->report->runs++;
    compare_features(proof, &world);
    compare_scales(proof, &world);
    compare_labels(proof, &world);
    compare_decisions(proof, &world);
    return true;
}

/* Evenly from behind the warm-up to the bar before the last. */
static size_t place_of(const struct proof *proof, size_t i)
{
    const size_t first = proof->truth.features.first_row, last = proof->base->count - 2;
    const size_t n = proof->subject->probes;

    return first + (last - first) * (i + 1) / (n + 1);
}

bool lookahead_check(const struct lookahead_subject *subject, struct lookahead_report *ret_report,
                     struct error *err)
{
    struct lookahead_report report = {0};
    OWNED(proof_release) struct proof proof = { .subject = subject, .report = &report,
                                                .base = subject->in->bars[subject->plan->base] };

    proof.truth.in = *subject->in;
    if (!compute(&proof, &proof.truth, subject->n_fit_rows > 0, err))
        return false;
    report.first_row = proof.truth.features.first_row;
    if (report.first_row + 2 > proof.base->count)
        return error_set(err, ERROR_BAD_DATA, "%zu bars of '%s' are too few: the features need %zu",
                         proof.base->count, subject->in->symbol, report.first_row + 2);
    for (size_t i = 0; i < subject->probes; i++) {
        proof.known = place_of(&proof, i);
        report.probes++;
        for (int how = 0; how < LOOKAHEAD_POISONS; how++) {
            proof.how = (enum lookahead_poison)how;
            if (!probe(&proof, err))
                return false;
        }
    }
    *ret_report = report;
    return true;
}
