#include "ib/tws_bars.h"

#include "base/number.h"
#include "base/zone.h"
#include "ib/tws_time.h"
#include "ib/tws_value.h"

#include <math.h>
#include <string.h>

enum {
    VALUES = BARS_TRADES + 1,                       /* behind the date, in the order of columns */
    LEAST = 8 + 1 + 4 * 2 + 3,                      /* bytes of the shortest row */
};

struct rows {
    struct tws_read *read;
    struct tws_history *history;
    const struct zone *zone, *opened;               /* of the dates */
    int64_t before;                                 /* time of the row before */
    size_t row;
};

static void free_opened(struct rows *rows)
{
    zone_free(rows->opened);
}

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

static bool blame(const struct rows *rows, const char *field, const char *text, struct error *err)
{
    char shown[44];

    return error_set(err, ERROR_BAD_DATA, "historicalData: '%s' of bar %zu is '%s'", field,
                     rows->row + 1, text ? tws_read_shown(text, shown) : "missing");
}

/* What the first row says about all dates. */
static bool settle_dates(struct rows *rows, const struct tws_time *time, struct error *err)
{
    rows->history->form = time->form;
    rows->history->zone = time->zone;
    if (time->form == TWS_TIME_ZONED) {
        if (!tws_time_zone(time->zone, &rows->opened, err))
            return false;
        rows->zone = rows->opened;
    }
    if (time->form == TWS_TIME_NAIVE && !rows->zone)
        return error_set(err, ERROR_BAD_DATA, "historicalData: dates without a zone, and no zone "
                                              "of the gateway is told");
    return true;
}

static bool read_time(struct rows *rows, int64_t *ret_time, struct error *err)
{
    size_t length;
    const char *text = tws_read_text(rows->read, &length);
    struct tws_time time;

    if (!text)
        return blame(rows, "time", NULL, err);
    if (!tws_time_read(text, &time, err))
        return false;
    if (!rows->row && !settle_dates(rows, &time, err))
        return false;
    if (time.form != rows->history->form || strcmp(time.zone, rows->history->zone) != 0)
        return error_set(err, ERROR_BAD_DATA, "historicalData: bar %zu is dated in another way "
                                              "than the first", rows->row + 1);
    *ret_time = time.clock;
    if (time.form != TWS_TIME_ZONED && time.form != TWS_TIME_NAIVE)
        return true;
    return tws_time_after(time.clock, rows->zone, rows->before, ret_time, err);
}

/* A volume that is not told is 0, a mean price or a count NaN. */
static bool settle_value(int column, double *value)
{
    if (column < BARS_VOLUME)
        return isfinite(*value);
    if (column == BARS_VOLUME && isnan(*value))
        *value = 0;
    if (*value >= -1 && *value <= -1)
        *value = column == BARS_VOLUME ? 0 : (double)NAN;
    return column == BARS_WAP || !(*value < 0);
}

static bool read_value(struct rows *rows, int column, struct error *err)
{
    struct tws_read *read = rows->read;
    const char *text = read->at;
    double *value = &rows->history->bars.column[column][rows->row];
    const char *behind;
    size_t length;

    if (text == read->end)
        return blame(rows, bars_column_name((enum bars_column)column), NULL, err);
    behind = tws_value_quick(text, value);
    if (behind) {
        read->at = behind;
    } else if (!tws_read_text(read, &length) || (!length && column < BARS_VOLUME) ||
               !tws_value_read(TWS_DECIMAL, text, length, value)) {
        return blame(rows, bars_column_name((enum bars_column)column), text, err);
    }
    return settle_value(column, value)
        || blame(rows, bars_column_name((enum bars_column)column), text, err);
}

static bool read_row(struct rows *rows, struct error *err)
{
    struct bars *bars = &rows->history->bars;

    if (!read_time(rows, &bars->time[rows->row], err))
        return false;
    for (int c = 0; c < VALUES; c++)
        if (!read_value(rows, c, err))
            return false;
    rows->before = bars->time[rows->row];
    bars->count++;
    return true;
}

bool tws_bars_decode(struct tws_read *read, int64_t count, const struct zone *zone,
                     struct tws_history *ret_history, struct error *err)
{
    OWNED(free_opened) struct rows rows = { .read = read, .history = ret_history, .zone = zone,
                                            .before = INT64_MIN };
    const size_t most = (size_t)(read->end - read->at) / LEAST;

    ret_history->zone = "";
    if (count < 0 || (uint64_t)count > most)
        return error_set(err, ERROR_BAD_DATA, "historicalData: '%lld' bars do not fit into what "
                                              "came", (long long)count);
    bars_reserve(&ret_history->bars, (size_t)count);
    bars_add_column(&ret_history->bars, BARS_WAP, (double)NAN);
    bars_add_column(&ret_history->bars, BARS_TRADES, (double)NAN);
    for (; rows.row < (size_t)count; rows.row++)
        if (!read_row(&rows, err))
            return false;
    return true;
}

static bool write_time(const struct tws_history *history, const struct zone *zone, size_t i,
                       struct buf *out, struct error *err)
{
    struct tws_time time = { history->form, history->bars.time[i], history->zone };
    char text[TWS_TIME_TEXT];
    size_t length;

    if (time.form == TWS_TIME_ZONED || time.form == TWS_TIME_NAIVE)
        time.clock = zone_from_utc(zone, time.clock);
    if (!tws_time_write(&time, text, &length, err))
        return false;
    buf_add(out, text, length + 1);
    return true;
}

static double value_at(const struct bars *bars, int column, size_t i)
{
    return bars->column[column] ? bars->column[column][i] : (double)NAN;
}

static void write_values(const struct bars *bars, size_t i, struct buf *out)
{
    const bool is_quote = isnan(value_at(bars, BARS_WAP, i)) &&
                          isnan(value_at(bars, BARS_TRADES, i)) &&
                          bars->column[BARS_VOLUME][i] <= 0;
    char text[NUMBER_TEXT];

    for (int c = 0; c < VALUES; c++) {
        double value = value_at(bars, c, i);

        if (isnan(value) || (c == BARS_VOLUME && is_quote))
            value = -1;
        buf_add(out, text, tws_value_write(TWS_REAL, &value, text) + 1);
    }
}

bool tws_bars_encode(const struct tws_history *history, const struct zone *zone, struct buf *out,
                     struct error *err)
{
    OWNED(free_zone) const struct zone *opened = NULL;
    char text[NUMBER_TEXT];

    buf_add(out, text, number_print_int64((int64_t)history->bars.count, text) + 1);
    if (history->form == TWS_TIME_ZONED && history->bars.count) {
        if (!tws_time_zone(history->zone, &opened, err))
            return false;
        zone = opened;
    }
    if (history->form == TWS_TIME_NAIVE && history->bars.count && !zone)
        return error_set(err, ERROR_INVALID, "dates without a zone, and no zone to write them in");
    for (size_t i = 0; i < history->bars.count; i++) {
        if (!write_time(history, zone, i, out, err))
            return false;
        write_values(&history->bars, i, out);
    }
    return true;
}
