#include "managers/manage_lockbox.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/series.h"
#include "domain/span.h"
#include "managers/manage_bars.h"
#include "operations/manage_store.h"
#include "store/trial_seal.h"
#include "wire/wire_lockbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- on the pool ---- */

struct call {
    const char *symbol;
    struct trial_seal seal;
    struct trial_seal *items;
    size_t count;
};

static bool find(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return trial_seal_find(store, call->symbol, &call->seal, err);
}

static bool add(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return trial_seal_add(store, &call->seal, err) &&
           trial_seal_find(store, call->seal.symbol, &call->seal, err);
}

static bool list(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return trial_seal_list(store, &call->items, &call->count, err);
}

static bool find_seal(const struct manage_store *store, const char *symbol,
                      struct trial_seal *ret_seal, struct error *err)
{
    struct call call = { .symbol = symbol };

    if (!manage_store_read(store, find, &call, err))
        return false;
    *ret_seal = call.seal;
    return true;
}

/* ---- the end of what may be read ---- */

/* The seconds from which on a told end lies behind. */
static bool read_end(const char *end_date, int64_t *ret_until, struct error *err)
{
    enum date_zone zone;

    *ret_until = INT64_MAX;
    if (!end_date[0])
        return true;
    if (!date_parse_iso(end_date, ret_until, &zone, err))
        return false;
    *ret_until += strlen(end_date) == 10 ? DATE_DAY : 1;
    return true;
}

static void print_end(int64_t from, char *end_date, size_t size)
{
    char day[DATE_TEXT];

    date_print_day(from - 1, day);
    snprintf(end_date, size, "%s", day);
}

bool manage_lockbox_limit(const struct manage_store *store, const struct manage_lockbox_of *of,
                          struct error *err)
{
    int64_t until, earliest = INT64_MAX;
    struct trial_seal seal;

    if (!read_end(of->end_date, &until, err))
        return false;
    for (size_t i = 0; i < of->n_symbols; i++) {
        if (!find_seal(store, of->symbols[i], &seal, err))
            return false;
        if (!seal.is_sealed)
            continue;
        if (of->end_date[0] && until > seal.from)
            return trial_seal_refuse(&seal, err);
        earliest = seal.from < earliest ? seal.from : earliest;
    }
    if (!of->end_date[0] && earliest != INT64_MAX)
        print_end(earliest, of->end_date, of->end_size);
    return true;
}

bool manage_lockbox_clip(const struct manage_store *store, struct manage_bars_want *want,
                         struct error *err)
{
    struct trial_seal seal;

    if (!find_seal(store, want->symbol, &seal, err))
        return false;
    if (seal.is_sealed && want->until > seal.from)
        want->until = seal.from;
    return true;
}

/* ---- sealing ---- */

static bool find_last(struct manage_bars *bars, const char *symbol, const char *timeframe,
                      int64_t *ret_day, struct error *err)
{
    struct manage_bars_want want;
    struct manage_bars_got got;

    if (!manage_bars_parse_want(symbol, timeframe, "", "", &want, err))
        return false;
    want.limit = 1;
    if (!manage_bars_read(bars, &want, &got, err))
        return false;
    *ret_day = date_midnight(got.bars.count ? got.bars.time[0] : got.info.last);
    manage_bars_got_release(&got);
    return true;
}

/* What was seen cannot be unseen. */
static bool check_unseen(const struct trial_seal *seal, int64_t from, struct error *err)
{
    char at[DATE_TEXT];

    if (seal->is_sealed || seal->from == INT64_MAX || from > seal->at_ms / 1000)
        return true;
    date_print_day(seal->at_ms / 1000, at);
    error_set(err, ERROR_CONFLICT, "the lockbox of '%s' was unsealed on %s: no bars before that "
              "day can be sealed again", seal->symbol, at);
    return error_suggest(err, "leave --lockbox out, or wait for as many new bars");
}

/* The first second of the earliest lockbox: of those there are, and the one that is wanted. */
static bool find_from(struct manage_bars *bars, const struct manage_store *store,
                      const struct manage_lockbox_of *of, const struct span *length,
                      int64_t *ret_from, struct error *err)
{
    int64_t earliest = INT64_MAX, last, from;
    struct trial_seal seal;

    for (size_t i = 0; i < of->n_symbols; i++) {
        if (!find_last(bars, of->symbols[i], of->timeframe, &last, err) ||
            !find_seal(store, of->symbols[i], &seal, err))
            return false;
        from = span_after(length, last, -1) + DATE_DAY;
        if (!check_unseen(&seal, from, err))
            return false;
        from = seal.is_sealed && seal.from < from ? seal.from : from;
        earliest = from < earliest ? from : earliest;
    }
    *ret_from = earliest;
    return true;
}

bool manage_lockbox_plan(struct manage_bars *bars, const struct manage_store *store,
                         const struct manage_lockbox_of *of, const char *length,
                         struct error *err)
{
    int64_t until, from;
    struct span span;

    if (!span_parse(length, "lockbox", &span, err) || !read_end(of->end_date, &until, err) ||
        !find_from(bars, store, of, &span, &from, err))
        return false;
    if (!of->end_date[0] || until > from)
        print_end(from, of->end_date, of->end_size);
    return true;
}

bool manage_lockbox_seal(struct manage_bars *bars, const struct manage_store *store,
                         const struct manage_lockbox_of *of, const char *length,
                         struct error *err)
{
    struct span span;
    int64_t from;

    if (!span_parse(length, "lockbox", &span, err) ||
        !find_from(bars, store, of, &span, &from, err))
        return false;
    for (size_t i = 0; i < of->n_symbols; i++) {
        struct call call = { .symbol = of->symbols[i] };

        if (!manage_store_read(store, find, &call, err))
            return false;
        if (call.seal.is_sealed && call.seal.from <= from)
            continue;
        call.seal.is_sealed = true;
        call.seal.from = from;
        if (!manage_store_write(store, add, &call, err))
            return false;
    }
    return true;
}

/* ---- unsealing ---- */

static void fill(const struct trial_seal *seal, struct wire_lockbox *to)
{
    char day[DATE_TEXT];

    wire_clear(wire_lockbox_fields, to);
    snprintf(to->symbol, sizeof(to->symbol), "%s", seal->symbol);
    to->is_sealed = seal->is_sealed;
    date_print_day(seal->from, day);
    snprintf(to->from, sizeof(to->from), "%.10s", day);
    to->sealed_at = seal->sealed_ms / 1000;
    if (!seal->is_sealed)
        to->unsealed_at = seal->at_ms / 1000;
}

bool manage_lockbox_unseal(const struct manage_store *store, const char *symbol,
                           struct wire_lockbox *ret_lockbox, struct error *err)
{
    char known[SERIES_SYMBOL];
    struct call call = { .symbol = known };

    if (!series_parse_symbol(symbol, known, err) || !manage_store_read(store, find, &call, err))
        return false;
    if (!call.seal.is_sealed) {
        error_set(err, ERROR_NOT_FOUND, "no bars of '%s' are sealed", known);
        return error_suggest(err, "ktrdr unseal lists all lockboxes");
    }
    call.seal.is_sealed = false;
    if (!manage_store_write(store, add, &call, err))
        return false;
    fill(&call.seal, ret_lockbox);
    return true;
}

bool manage_lockbox_list(const struct manage_store *store, struct wire_lockbox_list *ret_list,
                         struct error *err)
{
    struct call call = {0};

    if (!manage_store_read(store, list, &call, err))
        return false;
    wire_clear(wire_lockbox_list_fields, ret_list);
    ret_list->items = mem_alloc(call.count * sizeof(*ret_list->items));
    for (; ret_list->n_items < call.count; ret_list->n_items++)
        fill(&call.items[ret_list->n_items], &ret_list->items[ret_list->n_items]);
    ret_list->total = (int64_t)call.count;
    free(call.items);
    return true;
}
