#include "ibsim/sim_market.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/zone.h"
#include "domain/bars_csv.h"
#include "domain/calendar.h"
#include "ib/tws_time.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 30, CONTRACTS_MOST = 1 << 20 };

static bool is_taken(const struct sim_market *market, int64_t con_id)
{
    for (size_t i = 0; i < market->count; i++)
        if (market->items[i].contract.con_id == con_id)
            return true;
    return false;
}

struct sim_instrument *sim_market_add(struct sim_market *market,
                                      const struct sim_contract *contract)
{
    struct sim_instrument *item;

    if (market->count == market->room) {
        market->room = market->room ? 2 * market->room : 16;
        market->items = mem_resize(market->items, market->room * sizeof(*market->items));
    }
    item = &market->items[market->count];
    *item = (struct sim_instrument){ .contract = *contract };
    while (is_taken(market, item->contract.con_id))
        item->contract.con_id++;
    item->hours = calendar_find(contract->calendar);
    item->regular = strcmp(contract->calendar, "nyse_all") ? item->hours : calendar_find("nyse");
    market->count++;
    return item;
}

static bool check_zone(const struct sim_contract *contract, const char *path, struct error *err)
{
    const struct zone *zone;

    if (!tws_time_zone(contract->zone, &zone, err))
        return error_set(err, ERROR_INVALID, "'%s': '%s' of '%s' is no known zone", path,
                         contract->zone, contract->symbol);
    zone_free(zone);
    return true;
}

bool sim_market_load_contracts(struct sim_market *market, const char *path, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    OWNED(sim_contract_release) struct sim_contracts contracts = {0};

    if (!file_read(path, CONTRACTS_MOST, &text, err) ||
        !sim_contract_read(text.bytes ? text.bytes : "", text.length, path, &contracts, err))
        return false;
    for (size_t i = 0; i < contracts.count; i++) {
        if (!check_zone(&contracts.items[i], path, err))
            return false;
        sim_market_add(market, &contracts.items[i]);
    }
    return true;
}

/* ---- bars ---- */

/* 'SPX_1d.csv': the word before the last '_' and the timeframe behind it. */
static bool split_name(const char *name, char ret_bars[40], enum timeframe *ret_timeframe)
{
    const char *line = strrchr(name, '_'), *point = strrchr(name, '.');
    struct error ignored;
    char text[8];

    if (!line || !point || point < line || strcmp(point, ".csv") != 0 || line == name ||
        line - name >= 33 || point - line - 1 >= (ptrdiff_t)sizeof(text))
        return false;
    snprintf(ret_bars, 40, "%.*s", (int)(line - name), name);
    snprintf(text, sizeof(text), "%.*s", (int)(point - line - 1), line + 1);
    return timeframe_parse(text, ret_timeframe, &ignored);
}

static struct sim_instrument *find_by_bars(const struct sim_market *market, const char *bars,
                                           const struct sim_instrument *after)
{
    const size_t first = after ? (size_t)(after - market->items) + 1 : 0;

    for (size_t i = first; i < market->count; i++)
        if (!strcmp(market->items[i].contract.bars, bars))
            return &market->items[i];
    return NULL;
}

static void free_csv(struct bars_csv **csv)
{
    bars_csv_free(*csv);
}

static bool read_bars(const char *text, size_t length, enum timeframe timeframe,
                      struct bars *ret_bars, struct error *err)
{
    OWNED(free_csv) struct bars_csv *csv =
        bars_csv_new(&(struct bars_csv_options){ .timeframe = timeframe });

    if (!bars_csv_feed(csv, text, length, err) || !bars_csv_finish(csv, err))
        return false;
    bars_csv_take(csv, ret_bars);
    return true;
}

bool sim_market_load_text(struct sim_market *market, const char *file_name, const char *text,
                          size_t length, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    struct sim_contract made;
    enum timeframe timeframe;
    char name[40];

    if (!split_name(file_name, name, &timeframe))
        return error_set(err, ERROR_INVALID, "'%s' is no name like SYMBOL_1d.csv", file_name);
    if (!read_bars(text, length, timeframe, &bars, err))
        return false;
    made = sim_contract_for(name);
    if (!find_by_bars(market, name, NULL))
        sim_market_add(market, &made);
    for (struct sim_instrument *it = NULL; (it = find_by_bars(market, name, it));) {
        bars_release(&it->stored[timeframe]);
        it->stored[timeframe] = bars_copy(&bars, 0, bars.count);
    }
    return true;
}

static bool load_file(struct sim_market *market, const char *folder, const char *name,
                      struct error *err)
{
    OWNED(file_map_release) struct file_map map = {0};
    OWNED(buf_release) struct buf path = {0};
    struct error why;

    buf_print(&path, "%s/%s", folder, name);
    if (!file_map(path.bytes, &map, err))
        return false;
    if (sim_market_load_text(market, name, map.length ? map.bytes : "", map.length, &why))
        return true;
    return error_set(err, why.code, "'%s': %s", path.bytes, why.text);
}

static int keep_bars(const struct dirent *entry)
{
    enum timeframe ignored;
    char bars[40];

    return split_name(entry->d_name, bars, &ignored);
}

bool sim_market_load_bars(struct sim_market *market, const char *folder, struct error *err)
{
    struct dirent **names;
    const int n = scandir(folder, &names, keep_bars, alphasort);
    bool ok = n > 0;

    if (n < 0)
        return error_set_errno(err, errno, "cannot read the folder '%s'", folder);
    if (!n)
        error_set(err, ERROR_NOT_FOUND, "no SYMBOL_timeframe.csv in '%s', such as AAPL_1d.csv",
                  folder);
    for (int i = 0; i < n; i++) {
        ok = ok && load_file(market, folder, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    return ok;
}

void sim_market_release(struct sim_market *market)
{
    for (size_t i = 0; i < market->count; i++)
        for (int t = 0; t < TIMEFRAME_COUNT; t++)
            bars_release(&market->items[i].stored[t]);
    free(market->items);
    *market = (struct sim_market){0};
}

struct sim_instrument *sim_market_next(const struct sim_market *market,
                                       const struct tws_contract *asked,
                                       const struct sim_instrument *after)
{
    for (size_t i = after ? (size_t)(after - market->items) + 1 : 0; i < market->count; i++)
        if (sim_contract_fits(&market->items[i].contract, asked))
            return &market->items[i];
    return NULL;
}
