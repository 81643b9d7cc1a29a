#include "cli/stored_series.h"

#include "base/buf.h"
#include "cli/cli.h"
#include "client/api_bars.h"
#include "domain/series.h"

#include <stdio.h>
#include <string.h>

/* The timeframes stored for the symbol, and how many. */
static size_t gather(const struct wire_bars_list *list, const char *symbol, struct buf *names,
                     const char **ret_one)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n_items; i++) {
        if (strcmp(list->items[i].symbol, symbol))
            continue;
        buf_print(names, "%s%s", n++ ? ", " : "", list->items[i].timeframe);
        *ret_one = list->items[i].timeframe;
    }
    return n;
}

static bool choose(const struct wire_bars_list *list, const char *symbol,
                   char timeframe[STORED_SERIES_TIMEFRAME], struct error *err)
{
    OWNED(buf_release) struct buf names = {0};
    const char *one = "";
    const size_t n = gather(list, symbol, &names, &one);

    if (n == 1) {
        snprintf(timeframe, STORED_SERIES_TIMEFRAME, "%s", one);
        return true;
    }
    if (!n) {
        error_set(err, ERROR_NOT_FOUND, "no bars for '%s'", symbol);
        return error_suggest(err, "ktrdr data list shows what is there");
    }
    error_set(err, ERROR_INVALID, "'%s' is stored as %s", symbol, names.bytes);
    return error_suggest(err, "say which: -t %s", one);
}

static bool bring_into_form(char symbol[STORED_SERIES_SYMBOL], struct error *err)
{
    char proper[SERIES_SYMBOL];

    if (!series_parse_symbol(symbol, proper, err))
        return false;
    strcpy(symbol, proper);
    return true;
}

bool stored_series_symbol(char symbol[STORED_SERIES_SYMBOL], struct error *err)
{
    return !symbol[0] || bring_into_form(symbol, err);
}

bool stored_series_find(struct cli *cli, char symbol[STORED_SERIES_SYMBOL],
                        char timeframe[STORED_SERIES_TIMEFRAME], struct error *err)
{
    struct wire_bars_list list;
    enum timeframe parsed;
    bool held;

    if (!bring_into_form(symbol, err))
        return false;
    if (timeframe[0])
        return timeframe_parse(timeframe, &parsed, err);
    if (!api_bars_list(cli->api, &list, err))
        return false;
    held = choose(&list, symbol, timeframe, err);
    wire_bars_list_release(&list);
    return held;
}
