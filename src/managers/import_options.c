#include "managers/import_options.h"

#include "domain/calendar.h"
#include "wire/wire_import.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const types[] = { "STK", "CASH", "FUT", "IND", "CRYPTO" };

static bool check_type(const char *type, struct error *err)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (!type[0] || !strcmp(types[i], type))
            return true;
    error_set(err, ERROR_INVALID, "'%s' is not a type of instrument", type);
    return error_suggest(err, "one of STK CASH FUT IND CRYPTO");
}

/* What a bar shows is part of the series: prices and quotes never mix. */
static bool read_what(const char *text, char ret_what[SERIES_WHAT], struct error *err)
{
    static const char *const kinds[] = { "TRADES", "MIDPOINT", "BID", "ASK", SERIES_QUOTES };

    if (!text[0])
        return true;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (!strcmp(kinds[i], text)) {
            snprintf(ret_what, SERIES_WHAT, "%s", text);
            return true;
        }
    error_set(err, ERROR_INVALID, "'%s' is not what a bar may show", text);
    return error_suggest(err, "one of TRADES MIDPOINT BID ASK BID_ASK");
}

/* A name of one word, so that one source is not two by a capital or a space. */
static bool read_source(const char *text, char ret_source[32], struct error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    const size_t length = strlen(text);

    if (strspn(text, letters) != length) {
        error_set(err, ERROR_INVALID, "'%.40s' is not the name of a source", text);
        return error_suggest(err, "small letters, digits, '.', '_' and '-', like csv or stooq.com");
    }
    snprintf(ret_source, 32, "%s", length ? text : "csv");
    return true;
}

static bool fill_series(const struct wire_import_query *query, struct series *series,
                        struct error *err)
{
    char symbol[SERIES_SYMBOL];
    enum timeframe timeframe;

    if (!series_parse_symbol(query->symbol, symbol, err) ||
        !timeframe_parse(query->timeframe, &timeframe, err) ||
        !check_type(query->instrument_type, err))
        return false;
    *series = series_imported(symbol, timeframe);
    if (query->calendar[0])
        snprintf(series->calendar, sizeof(series->calendar), "%s", query->calendar);
    snprintf(series->type, sizeof(series->type), "%.7s", query->instrument_type);
    if (!read_what(query->what_to_show, series->what, err))
        return false;
    return calendar_find(series->calendar) ||
           error_set(err, ERROR_INVALID, "no calendar '%s'", series->calendar);
}

/* As percent. 0 is none at all here, and the default there. */
static bool read_most_rejected(double share, double *ret_percent, struct error *err)
{
    *ret_percent = isnan(share) ? 0 : fmax(100 * share, 1e-9);
    return isnan(share) || (share >= 0 && share <= 1) ||
           error_set(err, ERROR_INVALID, "max_rejected is %g, not a share from 0 to 1", share);
}

/* Which of `names` it is; 0, as the file tells, if it is "". */
static bool read_choice(const char *what, const char *text, const char *const names[3],
                        int *ret_choice, struct error *err)
{
    for (*ret_choice = 0; *ret_choice < 3; ++*ret_choice)
        if (!strcmp(text, names[*ret_choice]))
            return true;
    return error_set(err, ERROR_INVALID, "%s is '%.10s', not %s or %s", what, text, names[1],
                     names[2]);
}

static bool read_options(const struct wire_import_query *query, struct bars_csv_options *options,
                         struct error *err)
{
    static const char *const dates[] = { [BARS_CSV_DATES_BY_FILE] = "",
                                         [BARS_CSV_MONTH_FIRST] = "mdy",
                                         [BARS_CSV_DAY_FIRST] = "dmy" };
    static const char *const decimals[] = { [BARS_CSV_DECIMAL_BY_FILE] = "",
                                            [BARS_CSV_DECIMAL_POINT] = "point",
                                            [BARS_CSV_DECIMAL_COMMA] = "comma" };
    int date, decimal;

    if (!read_most_rejected(query->max_rejected, &options->most_rejected, err) ||
        !read_choice("dates", query->dates, dates, &date, err) ||
        !read_choice("decimal", query->decimal, decimals, &decimal, err))
        return false;
    options->dates = (enum bars_csv_dates)date;
    options->decimal = (enum bars_csv_decimal)decimal;
    return true;
}

bool import_options_read(const struct wire_import_query *query, struct import_options *ret_options,
                         struct error *err)
{
    struct import_options options = {0};

    if (!fill_series(query, &options.series, err) || !read_source(query->source, options.source,
                                                                  err) ||
        !read_options(query, &options.csv, err))
        return false;
    options.csv.timeframe = options.series.timeframe;
    options.csv.calendar = calendar_find(options.series.calendar);
    *ret_options = options;
    return true;
}
