#include "managers/manage_quality.h"

#include "async/work.h"
#include "base/mem.h"
#include "domain/bars_quality.h"
#include "domain/calendar.h"
#include "domain/gaps.h"
#include "domain/kbar.h"
#include "managers/manage_bars.h"
#include "wire/wire_bars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAPS_SHOWN = 1000 };

struct look {
    const struct manage_bars_got *got;
    const struct calendar *calendar;
    const struct manage_bars_want *want;
    struct gaps_span *empty;
    size_t n_empty;
    struct gaps gaps;
    struct bars_quality quality;
    char data_hash[HASH_HEX];
};

static bool start_look(const struct manage_bars_got *got, struct look *look, struct error *err)
{
    look->got = got;
    look->calendar = calendar_find(got->info.series.calendar);
    return look->calendar ||
           error_set(err, ERROR_BAD_DATA, "series '%s' has the unknown calendar '%s'",
                     got->info.series.symbol, got->info.series.calendar);
}

/* Holes at the ends of what was asked count where more is stored beyond. */
static bool find_gaps(void *arg, struct error *err)
{
    struct look *look = arg;
    const struct bar_store_info *info = &look->got->info;
    const struct manage_bars_want *want = look->want;
    const struct gaps_range range = {
        .timeframe = info->series.timeframe, .calendar = look->calendar,
        .empty = look->empty, .n_empty = look->n_empty,
        .from = want->from > info->first && !want->limit ? want->from : INT64_MIN,
        .until = want->until <= info->last ? want->until : INT64_MAX,
    };

    (void)err;
    gaps_find_within(&look->got->bars, &range, &look->gaps);
    return true;
}

static bool read_empty(struct manage_bars *bars, struct look *look, struct error *err)
{
    struct bar_empty_span *spans;
    size_t count;

    if (!manage_bars_empty(bars, &look->got->info.series, &spans, &count, err))
        return false;
    look->empty = mem_alloc(count * sizeof(*look->empty));
    look->n_empty = count;
    for (size_t i = 0; i < count; i++)
        look->empty[i] = (struct gaps_span){ spans[i].from, spans[i].until };
    free(spans);
    return true;
}

static bool run_quality(void *arg, struct error *err)
{
    struct look *look = arg;

    (void)err;
    bars_quality_run(&look->got->bars, look->got->info.series.timeframe, look->calendar,
                     &look->quality);
    kbar_data_hash(&look->got->info.series, &look->got->bars, look->data_hash);
    return true;
}

/* ---- gaps ---- */

static void fill_kinds(const struct gaps *gaps, struct wire_bars_gaps *to)
{
    to->kinds = mem_alloc(GAPS_KINDS * sizeof(*to->kinds));
    for (int k = 0; k < GAPS_KINDS; k++) {
        struct wire_bars_kind *kind = &to->kinds[to->n_kinds];

        if (!gaps->by_kind[k])
            continue;
        wire_clear(wire_bars_kind_fields, kind);
        snprintf(kind->kind, sizeof(kind->kind), "%s", gaps_kind_name((enum gaps_kind)k));
        kind->gaps = (int64_t)gaps->by_kind[k];
        kind->bars = 0;
        for (size_t i = 0; i < gaps->count; i++)
            if (gaps->items[i].kind == (enum gaps_kind)k)
                kind->bars += (int64_t)gaps->items[i].bars;
        to->n_kinds++;
    }
}

static void fill_gaps(const struct look *look, struct wire_bars_gaps *to)
{
    const struct series *series = &look->got->info.series;

    wire_clear(wire_bars_gaps_fields, to);
    snprintf(to->symbol, sizeof(to->symbol), "%s", series->symbol);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", timeframe_name(series->timeframe));
    snprintf(to->calendar, sizeof(to->calendar), "%s", series->calendar);
    to->count = (int64_t)look->got->bars.count;
    fill_kinds(&look->gaps, to);
    to->n_gaps = look->gaps.count < GAPS_SHOWN ? look->gaps.count : GAPS_SHOWN;
    to->gaps = mem_alloc(to->n_gaps * sizeof(*to->gaps));
    for (size_t i = 0; i < to->n_gaps; i++) {
        const struct gap *gap = &look->gaps.items[i];
        wire_clear(wire_bars_gap_fields, &to->gaps[i]);
        to->gaps[i].from = gap->from;
        to->gaps[i].until = gap->until;
        to->gaps[i].bars = (int64_t)gap->bars;
        snprintf(to->gaps[i].kind, sizeof(to->gaps[i].kind), "%s", gaps_kind_name(gap->kind));
        snprintf(to->gaps[i].note, sizeof(to->gaps[i].note), "%s", gap->note);
    }
    to->more = (int64_t)(look->gaps.count - to->n_gaps);
}

bool manage_quality_gaps(struct manage_bars *bars, const struct manage_bars_want *want,
                         struct wire_bars_gaps *ret_gaps, struct error *err)
{
    struct manage_bars_got got;
    struct look look = { .want = want };
    bool ok;

    if (!manage_bars_read(bars, want, &got, err))
        return false;
    ok = start_look(&got, &look, err) && read_empty(bars, &look, err) &&
         work_run(find_gaps, &look, err);
    if (ok)
        fill_gaps(&look, ret_gaps);
    free(look.empty);
    gaps_release(&look.gaps);
    manage_bars_got_release(&got);
    return ok;
}

/* ---- quality ---- */

static struct wire_bars_finding *add_finding(struct wire_bars_quality *to, const char *check,
                                             size_t count)
{
    struct wire_bars_finding *finding;

    to->findings = mem_resize(to->findings, (to->n_findings + 1) * sizeof(*to->findings));
    finding = &to->findings[to->n_findings++];
    wire_clear(wire_bars_finding_fields, finding);
    snprintf(finding->check, sizeof(finding->check), "%s", check);
    finding->count = (int64_t)count;
    finding->share = to->count ? (double)count / (double)to->count : (double)NAN;
    return finding;
}

static void add_kinds(const struct bars_quality *from, struct wire_bars_quality *to)
{
    for (int k = 0; k < BARS_QUALITY_KINDS; k++) {
        const size_t count = from->found[k].count;
        struct wire_bars_finding *finding;

        if (!count)
            continue;
        finding = add_finding(to, bars_quality_kind_name((enum bars_quality_kind)k), count);
        finding->first = from->found[k].examples[0].time;
        snprintf(finding->text, sizeof(finding->text), "%s", from->found[k].examples[0].text);
    }
}

static void add_stale_years(const struct bars_quality *from, struct wire_bars_quality *to)
{
    for (size_t i = 0; i < from->n_years; i++) {
        const struct bars_quality_year *year = &from->years[i];
        struct wire_bars_finding *finding;

        if (!year->is_stale)
            continue;
        finding = add_finding(to, "stale opens", year->stale);
        finding->share = (double)year->stale / (double)year->bars;
        snprintf(finding->text, sizeof(finding->text),
                 "%d: %zu of %zu bars open at the close before; no fill may use these opens",
                 year->year, year->stale, year->bars);
    }
}

static void fill_quality(const struct look *look, struct wire_bars_quality *to)
{
    const struct bars *bars = &look->got->bars;
    const struct series *series = &look->got->info.series;

    wire_clear(wire_bars_quality_fields, to);
    snprintf(to->symbol, sizeof(to->symbol), "%s", series->symbol);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", timeframe_name(series->timeframe));
    to->count = (int64_t)bars->count;
    to->first = bars->count ? bars->time[0] : 0;
    to->last = bars->count ? bars->time[bars->count - 1] : 0;
    snprintf(to->data_hash, sizeof(to->data_hash), "%s", look->data_hash);
    add_kinds(&look->quality, to);
    add_stale_years(&look->quality, to);
    if (look->quality.missing_bars)
        snprintf(add_finding(to, "missing bars", look->quality.missing_bars)->text, 256,
                 "by the calendar '%s': ktrdr data gaps %s -t %s", series->calendar, series->symbol,
                 timeframe_name(series->timeframe));
}

bool manage_quality_check(struct manage_bars *bars, const struct manage_bars_want *want,
                          struct wire_bars_quality *ret_quality, struct error *err)
{
    struct manage_bars_got got;
    struct look look = {0};
    bool ok;

    if (!manage_bars_read(bars, want, &got, err))
        return false;
    ok = start_look(&got, &look, err) && work_run(run_quality, &look, err);
    if (ok)
        fill_quality(&look, ret_quality);
    bars_quality_release(&look.quality);
    manage_bars_got_release(&got);
    return ok;
}
