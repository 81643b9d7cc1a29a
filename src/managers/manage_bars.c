#include "managers/manage_bars.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "domain/bars_resample.h"
#include "domain/calendar.h"
#include "domain/kbar.h"
#include "operations/manage_store.h"
#include "store/bar_hash.h"
#include "store/store.h"
#include "store/trial_seal.h"
#include "wire/wire_bars.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MANY_BARS = 100000 };

struct manage_bars {
    const struct manage_store *store;
    uint64_t version;
};

struct manage_bars *manage_bars_new(const struct manage_store *store)
{
    struct manage_bars *manager = MEM_NEW(struct manage_bars);

    manager->store = store;
    return manager;
}

void manage_bars_free(struct manage_bars *manager)
{
    free(manager);
}

uint64_t manage_bars_version(const struct manage_bars *manager)
{
    return manager->version;
}

void manage_bars_changed(struct manage_bars *manager)
{
    manager->version++;
}

void manage_bars_got_release(struct manage_bars_got *got)
{
    bars_release(&got->bars);
}

/* ---- what is wanted ---- */

/* `day_adds`: what a date has beside its first second; an inclusive end is the next 00:00. */
static bool parse_time(const char *text, int64_t day_adds, int64_t *ret_time, struct error *err)
{
    enum date_zone zone;

    if (strlen(text) == 10) {
        if (!date_parse_day(text, ret_time, err))
            return false;
        *ret_time += day_adds;
        return true;
    }
    if (!date_parse_iso(text, ret_time, &zone, err))
        return false;
    *ret_time += day_adds ? 1 : 0;
    return true;
}

bool manage_bars_parse_want(const char *symbol, const char *timeframe, const char *start,
                            const char *end, struct manage_bars_want *ret_want, struct error *err)
{
    *ret_want = (struct manage_bars_want){ .until = INT64_MAX, .from = INT64_MIN };
    if (!series_parse_symbol(symbol, ret_want->symbol, err) ||
        !timeframe_parse(timeframe, &ret_want->timeframe, err) ||
        (start[0] && !parse_time(start, 0, &ret_want->from, err)) ||
        (end[0] && !parse_time(end, DATE_DAY, &ret_want->until, err)))
        return false;
    return ret_want->from <= ret_want->until ||
           error_set(err, ERROR_INVALID, "start '%s' is after end '%s'", start, end);
}

/* ---- on the pool ---- */

struct call {
    const struct manage_bars_want *want;
    struct bar_store_list list;
    struct bar_store_info info;
    struct bars bars;
    char data_hash[HASH_HEX];
    char path[400];
};

static bool not_found(const struct manage_bars_want *want, const struct bar_store_list *list,
                      struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "no %s bars of '%s'", timeframe_name(want->timeframe),
              want->symbol);
    if (!list->count)
        return error_suggest(err, "ktrdr data import FILE --symbol %s --timeframe %s", want->symbol,
                             timeframe_name(want->timeframe));
    return error_suggest(err, "there are %s bars: ktrdr data list",
                         timeframe_name(list->items[0].series.timeframe));
}

static int find_in_list(struct call *call, enum timeframe timeframe)
{
    int found = 0;

    for (size_t i = 0; i < call->list.count; i++)
        if (call->list.items[i].series.timeframe == timeframe &&
            series_is_quotes(&call->list.items[i].series) == call->want->of_quotes) {
            call->info = call->list.items[i];
            found++;
        }
    return found;
}

/* The one series of that symbol and timeframe. */
static bool choose(struct store *store, struct call *call, struct error *err)
{
    const struct manage_bars_want *want = call->want;
    int found;

    bar_store_list_release(&call->list);
    if (!bar_store_list(store, want->symbol, &call->list, err))
        return false;
    found = find_in_list(call, want->timeframe);
    if (!found)
        return not_found(want, &call->list, err);
    return found == 1 || error_set(err, ERROR_CONFLICT, "'%s' has %d series of %s bars",
                                   want->symbol, found, timeframe_name(want->timeframe));
}

/* 2h, 4h, 1w and 1M are made of stored 1h and 1d bars, unless they were imported themselves. */
static bool is_made_of_others(struct store *store, struct call *call, struct error *err)
{
    const enum timeframe source = bars_resample_source(call->want->timeframe);

    bar_store_list_release(&call->list);
    return source != call->want->timeframe && !call->want->of_quotes &&
           bar_store_list(store, call->want->symbol, &call->list, err) &&
           !find_in_list(call, call->want->timeframe) && find_in_list(call, source) == 1;
}

/* From all of the source, so that the first long bar is whole; then cut to what was asked. */
static bool resample(struct store *store, struct call *call, struct error *err)
{
    const struct manage_bars_want *want = call->want;
    const enum timeframe source = call->info.series.timeframe;
    const struct calendar *calendar = calendar_find(call->info.series.calendar);
    OWNED(bars_release) struct bars parts = {0}, all = {0};
    size_t from, until;

    if (!calendar)
        return error_set(err, ERROR_BAD_DATA, "no calendar '%s'", call->info.series.calendar);
    if (!bar_store_read(store, call->info.id, INT64_MIN, INT64_MAX, &parts, err) ||
        !bars_resample(&parts, source, want->timeframe, calendar, &all, err))
        return false;
    from = bars_lower_bound(&all, want->from);
    until = bars_lower_bound(&all, want->until);
    call->bars = bars_copy(&all, from, until > from ? until - from : 0);
    call->info.series.timeframe = want->timeframe;
    snprintf(call->info.source, sizeof(call->info.source), "from %s", timeframe_name(source));
    call->info.count = (int64_t)all.count;
    call->info.first = all.count ? all.time[0] : 0;
    call->info.last = all.count ? all.time[all.count - 1] : 0;
    return true;
}

static void keep_last(struct bars *bars, int64_t limit)
{
    const size_t drop = limit && bars->count > (size_t)limit ? bars->count - (size_t)limit : 0;

    if (!drop)
        return;
    bars->count -= drop;
    memmove(bars->time, bars->time + drop, bars->count * sizeof(*bars->time));
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            memmove(bars->column[c], bars->column[c] + drop, bars->count * sizeof(double));
}

static bool read_chosen(struct store *store, struct call *call, struct error *err)
{
    const struct manage_bars_want *want = call->want;
    const struct bar_store_range range = { call->info.id, want->from, want->until };
    const bool ok = bar_store_read_tail(store, &range, (size_t)want->limit, &call->bars, err);

    keep_last(&call->bars, want->limit);
    return ok;
}

static bool read_bars(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    if (!is_made_of_others(store, call, err))
        return choose(store, call, err) && read_chosen(store, call, err);
    if (!resample(store, call, err))
        return false;
    keep_last(&call->bars, call->want->limit);
    return true;
}

static bool list(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return bar_store_list(store, NULL, &call->list, err);
}

static bool hash(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    if (!read_bars(store, arg, err))
        return false;
    kbar_data_hash(&call->info.series, &call->bars, call->data_hash);
    return true;
}

/* Without holding them all, where they are many. */
static bool hash_stored(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    if (is_made_of_others(store, call, err))
        return hash(store, arg, err);
    if (!choose(store, call, err))
        return false;
    if (call->info.count < MANY_BARS || call->want->limit) {
        if (!read_chosen(store, call, err))
            return false;
        kbar_data_hash(&call->info.series, &call->bars, call->data_hash);
        return true;
    }
    return bar_hash_range(store, &call->info.series, &(struct bar_store_range){
        call->info.id, call->want->from, call->want->until }, call->data_hash, err);
}

static bool write_file(struct store *store, void *arg, struct error *err)
{
    OWNED(buf_release) struct buf bytes = {0};
    struct call *call = arg;
    char folder[300];

    if (!hash(store, arg, err) || !trial_seal_check(store, &call->info.series, &call->bars, err))
        return false;
    if (!call->bars.count)
        return error_set(err, ERROR_NOT_FOUND, "no %s bars of '%s' on these dates",
                         timeframe_name(call->want->timeframe), call->want->symbol);
    snprintf(folder, sizeof(folder), "%.280s/blobs", store_folder(store));
    snprintf(call->path, sizeof(call->path), "%s/%s.kbar", folder, call->data_hash);
    if (!access(call->path, R_OK))
        return true;
    kbar_encode(&call->bars, &bytes);
    return file_make_folder(folder, 0700, err) &&
           file_write(call->path, bytes.bytes, bytes.length, err);
}

static bool delete(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return choose(store, call, err) && bar_store_delete(store, call->info.id, err);
}

/* ---- answers ---- */

static void fill_item(const struct bar_store_info *info, struct wire_bars_item *item)
{
    const struct series *series = &info->series;

    wire_clear(wire_bars_item_fields, item);
    snprintf(item->symbol, sizeof(item->symbol), "%s", series->symbol);
    snprintf(item->timeframe, sizeof(item->timeframe), "%s", timeframe_name(series->timeframe));
    item->count = info->count;
    item->first = info->count ? info->first : 0;
    item->last = info->count ? info->last : 0;
    snprintf(item->source, sizeof(item->source), "%s", info->source);
    snprintf(item->calendar, sizeof(item->calendar), "%s", series->calendar);
    snprintf(item->instrument_type, sizeof(item->instrument_type), "%s", series->type);
    snprintf(item->currency, sizeof(item->currency), "%s", series->currency);
    snprintf(item->what_to_show, sizeof(item->what_to_show), "%s", series->what);
    snprintf(item->hours, sizeof(item->hours), "%s", series_hours_name(series->hours));
}

bool manage_bars_list(struct manage_bars *manager, struct wire_bars_list *ret_list,
                      struct error *err)
{
    struct call call = {0};

    if (!manage_store_read(manager->store, list, &call, err))
        return false;
    wire_clear(wire_bars_list_fields, ret_list);
    ret_list->n_items = call.list.count;
    ret_list->total = (int64_t)call.list.count;
    ret_list->items = mem_alloc(call.list.count * sizeof(*ret_list->items));
    for (size_t i = 0; i < call.list.count; i++)
        fill_item(&call.list.items[i], &ret_list->items[i]);
    bar_store_list_release(&call.list);
    return true;
}

static bool run_read(struct manage_bars *manager, manage_store_fn *fn, struct call *call,
                     struct error *err)
{
    const bool ok = manage_store_read(manager->store, fn, call, err);

    bar_store_list_release(&call->list);
    if (!ok)
        bars_release(&call->bars);
    return ok;
}

bool manage_bars_read(struct manage_bars *manager, const struct manage_bars_want *want,
                      struct manage_bars_got *ret_got, struct error *err)
{
    struct call call = { .want = want };

    if (!run_read(manager, read_bars, &call, err))
        return false;
    *ret_got = (struct manage_bars_got){ call.info, call.bars };
    return true;
}

struct empty {
    const struct series *series;
    struct bar_empty_span **spans;
    size_t *count;
};

static bool list_empty(struct store *store, void *arg, struct error *err)
{
    const struct empty *empty = arg;

    return bar_empty_list(store, empty->series, empty->spans, empty->count, err);
}

bool manage_bars_empty(struct manage_bars *manager, const struct series *series,
                       struct bar_empty_span **ret_spans, size_t *ret_count, struct error *err)
{
    struct empty empty = { series, ret_spans, ret_count };

    return manage_store_read(manager->store, list_empty, &empty, err);
}

bool manage_bars_range(struct manage_bars *manager, const struct manage_bars_want *want,
                       struct wire_bars_item *ret_item, struct error *err)
{
    struct call call = { .want = want };

    if (!run_read(manager, hash_stored, &call, err))
        return false;
    fill_item(&call.info, ret_item);
    snprintf(ret_item->data_hash, sizeof(ret_item->data_hash), "%s", call.data_hash);
    bars_release(&call.bars);
    return true;
}

bool manage_bars_file(struct manage_bars *manager, const struct manage_bars_want *want,
                      struct manage_bars_file *ret_file, struct error *err)
{
    struct call call = { .want = want };

    if (!run_read(manager, write_file, &call, err))
        return false;
    ret_file->info = call.info;
    ret_file->info.count = (int64_t)call.bars.count;
    ret_file->info.first = call.bars.time[0];
    ret_file->info.last = call.bars.time[call.bars.count - 1];
    snprintf(ret_file->path, sizeof(ret_file->path), "%s", call.path);
    memcpy(ret_file->data_hash, call.data_hash, sizeof(call.data_hash));
    bars_release(&call.bars);
    return true;
}

bool manage_bars_delete(struct manage_bars *manager, const struct manage_bars_want *want,
                        struct wire_bars_deleted *ret_deleted, struct error *err)
{
    struct call call = { .want = want };
    const bool ok = manage_store_write(manager->store, delete, &call, err);

    bar_store_list_release(&call.list);
    if (!ok)
        return false;
    manage_bars_changed(manager);
    wire_clear(wire_bars_deleted_fields, ret_deleted);
    snprintf(ret_deleted->symbol, sizeof(ret_deleted->symbol), "%s", want->symbol);
    snprintf(ret_deleted->timeframe, sizeof(ret_deleted->timeframe), "%s",
             timeframe_name(want->timeframe));
    ret_deleted->count = call.info.count;
    return true;
}
