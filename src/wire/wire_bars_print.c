#include "wire/wire_bars_print.h"

#include "base/buf.h"
#include "base/number.h"
#include "domain/bars.h"
#include "wire/wire_columns.h"
#include "wire/wire_text.h"
#include "wire/wire_time.h"

#include <math.h>
#include <string.h>

/* What a time or a number is likely to take, with its comma; more is only slower. */
enum { TIME_BYTES = 23, NUMBER_BYTES = 9 };

static void print_columns(struct buf *json, const struct bars *bars, int from, int until)
{
    for (int c = from; c < until; c++) {
        if (c >= BARS_REQUIRED && !bars->column[c])
            continue;
        buf_print(json, ",\"%s\":", bars_column_name((enum bars_column)c));
        wire_columns_numbers(json, bars->column[c], bars->count);
    }
}

void wire_bars_print_json_start(struct buf *json, const char *symbol, const char *timeframe,
                                const struct bars *bars)
{
    buf_reserve(json, bars->count * (TIME_BYTES + 2 * NUMBER_BYTES) + 256);
    buf_print(json, "{\"symbol\":");
    wire_text_print(json, symbol, strlen(symbol));
    buf_print(json, ",\"timeframe\":");
    wire_text_print(json, timeframe, strlen(timeframe));
    buf_print(json, ",\"timestamp\":");
    wire_columns_times(json, bars->time, bars->count);
    print_columns(json, bars, BARS_OPEN, BARS_LOW);
}

void wire_bars_print_json_rest(struct buf *json, const struct bars *bars)
{
    buf_reserve(json, bars->count * 3 * NUMBER_BYTES + 256);
    print_columns(json, bars, BARS_LOW, BARS_COLUMNS);
    buf_add(json, "}", 1);
}

void wire_bars_print_json(struct buf *json, const char *symbol, const char *timeframe,
                          const struct bars *bars)
{
    wire_bars_print_json_start(json, symbol, timeframe, bars);
    wire_bars_print_json_rest(json, bars);
}

static size_t print_row(const struct bars *bars, size_t i, struct wire_time_day *day, char *row)
{
    char *at = row + WIRE_TIME_LENGTH;

    wire_time_print_next(day, bars->time[i], row);
    for (int c = 0; c < BARS_REQUIRED; c++) {
        *at++ = ',';
        if (isfinite(bars->column[c][i]))
            at += number_print(bars->column[c][i], at);
    }
    *at++ = '\n';
    return (size_t)(at - row);
}

void wire_bars_print_csv(struct buf *csv, const struct bars *bars)
{
    struct wire_time_day day = {0};
    char row[WIRE_TIME_LENGTH + 2 + BARS_REQUIRED * (NUMBER_TEXT + 1)];

    buf_print(csv, "timestamp,open,high,low,close,volume\n");
    for (size_t i = 0; i < bars->count; i++)
        buf_add(csv, row, print_row(bars, i, &day, row));
}
