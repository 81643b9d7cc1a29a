/*
 * load_plan - which stretches of a series a load has to fetch, so that every bar the calendar
 * expects is stored or was answered with 'no data', and nothing is asked for twice.
 *
 * Stretches are of bars by their start, [from, until): seconds since 1970 UTC, dates (00:00Z) for
 * daily and longer bars. They begin at a bar that is expected and end with one: no night, weekend
 * or holiday is asked for by itself. `missing` is what gaps_find finds without `empty`. Only
 * finished bars are asked for: 60 s after their end, daily and longer ones 30 minutes after the
 * close of their (last) session.
 */
#ifndef DOMAIN_LOAD_PLAN_H
#define DOMAIN_LOAD_PLAN_H

#include "base/error.h"
#include "base/words.h"
#include "domain/gaps.h"
#include "domain/timeframe.h"

#include <stddef.h>
#include <stdint.h>

struct calendar;

enum load_plan_mode {
    LOAD_PLAN_TAIL,         /* from the last stored bar on; the last two sessions again */
    LOAD_PLAN_BACKFILL,     /* before the first stored bar */
    LOAD_PLAN_FULL,         /* from the head, every hole included */
    LOAD_PLAN_MODES
};

struct load_plan_request {
    enum load_plan_mode mode;
    enum timeframe timeframe;
    const struct calendar *calendar;
    size_t n_stored;                    /* bars; 0: every mode is LOAD_PLAN_FULL */
    int64_t first, last;                /* starts of the first and last one */
    const struct gaps_span *missing;    /* the holes between them (MISSING, UNCLASSIFIED) */
    size_t n_missing;
    const struct gaps_span *empty;      /* answered with 'no data'; sorted, not overlapping */
    size_t n_empty;
    bool asks_again;                    /* --recheck: for those too */
    int64_t head;                       /* where the source begins; INT64_MIN: not known */
    int64_t start, end;                 /* what the user wants; INT64_MIN, INT64_MAX: all */
    int64_t now;
};

/* Where to begin within a stretch, so that a load which is killed leaves no new hole. */
enum load_plan_order { LOAD_PLAN_OLDEST_FIRST, LOAD_PLAN_NEWEST_FIRST };

struct load_plan {
    size_t count, room;
    struct load_plan_part {
        int64_t from, until;
        enum load_plan_order order;
    } *parts;                           /* in order of time */
    int64_t replaces_from;              /* differences from here on are corrections: tail only */
};

const char *load_plan_mode_name(enum load_plan_mode mode);          /* "tail" */
CHECKED bool load_plan_parse_mode(const char *text, enum load_plan_mode *ret_mode,
                                  struct error *err);

/* ERROR_INVALID where neither the head nor a start is known and the mode needs one. An empty plan
 * is no error: all is there. Release ret_plan. */
CHECKED bool load_plan_make(const struct load_plan_request *request, struct load_plan *ret_plan,
                            struct error *err);
void load_plan_release(struct load_plan *plan);

/* The first bar that is not finished yet would start here, or later. */
int64_t load_plan_finished(const struct calendar *calendar, enum timeframe timeframe, int64_t now);

/* Where the last two sessions (two bars of 1w and 1M) of a series begin that ends with `last`. */
int64_t load_plan_last_sessions(const struct calendar *calendar, enum timeframe timeframe,
                                int64_t last);

#endif
