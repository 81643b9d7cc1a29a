#include "domain/series.h"

#include "domain/symbol.h"

#include <stdio.h>
#include <string.h>

static const char *const hours_names[] = { [SERIES_ALL_HOURS] = "all", [SERIES_RTH] = "rth" };

struct series series_imported(const char *symbol, enum timeframe timeframe)
{
    struct series series = { .timeframe = timeframe, .what = "TRADES", .calendar = "none" };

    snprintf(series.symbol, sizeof(series.symbol), "%s", symbol);
    return series;
}

void series_key_text(const struct series *series, char ret_text[SERIES_KEY])
{
    char who[SERIES_SYMBOL];

    if (series->contract)
        snprintf(who, sizeof(who), "#%lld", (long long)series->contract);
    else
        snprintf(who, sizeof(who), "%s", series->symbol);
    snprintf(ret_text, SERIES_KEY, "%s:%s:%s:%s", who, timeframe_name(series->timeframe),
             series->what, series_hours_name(series->hours));
}

bool series_is_quotes(const struct series *series)
{
    return !strcmp(series->what, SERIES_QUOTES);
}

const char *series_hours_name(enum series_hours hours)
{
    return hours_names[hours];
}

bool series_parse_hours(const char *text, enum series_hours *ret_hours, struct error *err)
{
    for (int i = 0; i < SERIES_HOURS_COUNT; i++)
        if (!strcmp(hours_names[i], text)) {
            *ret_hours = (enum series_hours)i;
            return true;
        }
    error_set(err, ERROR_INVALID, "'%.40s' are no hours", text);
    return error_suggest(err, "one of all rth");
}

static char normal(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c == ' ' || c == '/' ? '.' : c;
}

static bool is_allowed(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

static bool is_symbol(const char *symbol)
{
    const size_t length = strlen(symbol);

    for (size_t i = 0; i < length; i++)
        if (!is_allowed(symbol[i]))
            return false;
    return length > 0 && symbol[0] != '.' && symbol[0] != '-' && symbol[length - 1] != '.'
        && !strstr(symbol, "..");
}

static void join_pair(char symbol[SERIES_SYMBOL])
{
    char joined[7];

    if (strlen(symbol) != 7 || symbol[3] != '.')
        return;
    snprintf(joined, sizeof(joined), "%.3s%.3s", symbol, symbol + 4);
    if (symbol_is_pair(joined))
        memcpy(symbol, joined, sizeof(joined));
}

bool series_parse_symbol(const char *text, char ret_symbol[SERIES_SYMBOL], struct error *err)
{
    char symbol[SERIES_SYMBOL] = "";
    const size_t length = strlen(text);

    for (size_t i = 0; i < length && length < sizeof(symbol); i++)
        symbol[i] = normal(text[i]);
    if (!is_symbol(symbol)) {
        error_set(err, ERROR_INVALID, "'%.60s' is not a symbol", text);
        return error_suggest(err, "1 to 32 of A-Z 0-9 . _ - and a letter or digit first");
    }
    join_pair(symbol);
    memcpy(ret_symbol, symbol, sizeof(symbol));
    return true;
}
