#include "managers/load_request.h"

#include "base/mem.h"
#include "managers/manage_bars.h"
#include "wire/wire_ib.h"
#include "wire/wire_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const types[] = { "STK", "CASH", "FUT", "IND", "CRYPTO", NULL };
static const char *const whats[] = { "TRADES", "MIDPOINT", "BID", "ASK", "AGGTRADES", NULL };

static bool is_one_of(const char *text, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(text, *names))
            return true;
    return false;
}

static void fall_back(char *text, size_t size, const char *value)
{
    if (!text[0])
        snprintf(text, size, "%s", value);
}

static bool check_source(const char *source, struct error *err)
{
    if (!strcmp(source, "ib"))
        return true;
    error_set(err, ERROR_INVALID, "source '%s' is not known", source);
    return error_suggest(err, "ib is; a file is stored by: ktrdr data import FILE");
}

static bool check_words(const struct wire_load_request *request, struct error *err)
{
    if (request->instrument_type[0] && !is_one_of(request->instrument_type, types)) {
        error_set(err, ERROR_INVALID, "'%s' is not a type of instrument",
                  request->instrument_type);
        return error_suggest(err, "one of STK CASH FUT IND CRYPTO");
    }
    if (request->what_to_show[0] && !is_one_of(request->what_to_show, whats)) {
        error_set(err, ERROR_INVALID, "'%s' is nothing to show", request->what_to_show);
        return error_suggest(err, "one of TRADES MIDPOINT BID ASK AGGTRADES");
    }
    if (request->rth && request->all_hours)
        return error_set(err, ERROR_INVALID, "rth and all_hours are both on");
    return true;
}

/* As series and file names have it, without the exchange. */
static bool read_symbol(const char *text, char ret_symbol[SERIES_SYMBOL], struct error *err)
{
    char name[WIRE_IB_SYMBOL];

    if (strlen(text) >= sizeof(name))
        return error_set(err, ERROR_INVALID, "symbol '%.60s' is too long", text);
    snprintf(name, sizeof(name), "%s", text);
    name[strcspn(name, "@")] = '\0';
    return series_parse_symbol(name, ret_symbol, err);
}

static int compare_symbols(const void *a, const void *b)
{
    return strcmp(a, b);
}

static bool check_each_symbol(const struct wire_load_request *request,
                              char (*symbols)[SERIES_SYMBOL], struct error *err)
{
    const size_t n = request->n_symbols;

    for (size_t i = 0; i < n; i++)
        if (!read_symbol(request->symbols[i], symbols[i], err))
            return false;
    qsort(symbols, n, sizeof(*symbols), compare_symbols);
    for (size_t i = 1; i < n; i++)
        if (!strcmp(symbols[i - 1], symbols[i]))
            return error_set(err, ERROR_INVALID, "symbol '%s' is there twice", symbols[i]);
    return true;
}

static bool check_symbols(const struct wire_load_request *request, struct error *err)
{
    char (*symbols)[SERIES_SYMBOL];
    bool ok;

    if (!request->n_symbols || request->n_symbols > LOAD_REQUEST_SYMBOLS)
        return error_set(err, ERROR_INVALID, "symbols are %zu, not 1 to %d", request->n_symbols,
                         LOAD_REQUEST_SYMBOLS);
    symbols = mem_alloc(request->n_symbols * sizeof(*symbols));
    ok = check_each_symbol(request, symbols, err);
    free(symbols);
    if (!ok)
        return false;
    return request->contract_id == WIRE_UNKNOWN || request->n_symbols == 1 ||
           error_set(err, ERROR_INVALID, "contract_id is of one instrument, symbols are %zu",
                     request->n_symbols);
}

bool load_request_check(struct wire_load_request *request, struct error *err)
{
    struct load_request_range range;

    fall_back(request->timeframe, sizeof(request->timeframe), "1d");
    fall_back(request->mode, sizeof(request->mode), load_plan_mode_name(LOAD_PLAN_TAIL));
    fall_back(request->source, sizeof(request->source), "ib");
    return check_source(request->source, err) && check_symbols(request, err) &&
           check_words(request, err) && load_request_read(request, &range, err);
}

bool load_request_read(const struct wire_load_request *request,
                       struct load_request_range *ret_range, struct error *err)
{
    struct load_request_range range;
    struct manage_bars_want want;
    char symbol[SERIES_SYMBOL];

    if (!read_symbol(request->symbols[0], symbol, err) ||
        !load_plan_parse_mode(request->mode, &range.mode, err) ||
        !manage_bars_parse_want(symbol, request->timeframe, request->start, request->end, &want,
                                err))
        return false;
    range.start = want.from;
    range.end = want.until;
    *ret_range = range;
    return true;
}
