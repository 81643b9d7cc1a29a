#include "domain/bars.h"

#include "base/mem.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [BARS_OPEN] = "open",   [BARS_HIGH] = "high", [BARS_LOW] = "low",      [BARS_CLOSE] = "close",
    [BARS_VOLUME] = "volume", [BARS_WAP] = "wap", [BARS_TRADES] = "count", [BARS_ADJUST] = "adjust",
};
static_assert(COUNT(names) == BARS_COLUMNS, "one name per column");

static bool is_there(const struct bars *bars, int column)
{
    return column < BARS_REQUIRED || bars->column[column];
}

void bars_reserve(struct bars *bars, size_t count)
{
    if (count <= bars->room)
        return;
    bars->room = count;
    bars->time = mem_resize(bars->time, count * sizeof(*bars->time));
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (is_there(bars, c))
            bars->column[c] = mem_resize(bars->column[c], count * sizeof(double));
}

static double value_untold(int column)
{
    return column == BARS_ADJUST ? 1 : (double)NAN;
}

void bars_append(struct bars *bars, int64_t time, const double value[BARS_REQUIRED])
{
    if (bars->count == bars->room)
        bars_reserve(bars, bars->room * 2 + 64);
    bars->time[bars->count] = time;
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (is_there(bars, c))
            bars->column[c][bars->count] = c < BARS_REQUIRED ? value[c] : value_untold(c);
    bars->count++;
}

void bars_add_column(struct bars *bars, enum bars_column column, double value)
{
    if (bars->column[column])
        return;
    if (!bars->room)
        bars_reserve(bars, 64);
    bars->column[column] = mem_alloc(bars->room * sizeof(double));
    for (size_t i = 0; i < bars->count; i++)
        bars->column[column][i] = value;
}

struct bars bars_slice(const struct bars *bars, size_t from, size_t count)
{
    struct bars slice = { .count = count, .room = count, .is_borrowed = true };

    if (!count)
        return slice;
    slice.time = bars->time + from;
    for (int c = 0; c < BARS_COLUMNS; c++)
        slice.column[c] = bars->column[c] ? bars->column[c] + from : NULL;
    return slice;
}

struct bars bars_copy(const struct bars *bars, size_t from, size_t count)
{
    const struct bars slice = bars_slice(bars, from, count);
    struct bars copy = { .count = count, .room = count };

    if (!count)
        return (struct bars){0};
    copy.time = memcpy(mem_alloc(count * sizeof(*copy.time)), slice.time,
                       count * sizeof(*copy.time));
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (slice.column[c])
            copy.column[c] = memcpy(mem_alloc(count * sizeof(double)), slice.column[c],
                                    count * sizeof(double));
    return copy;
}

size_t bars_lower_bound(const struct bars *bars, int64_t time)
{
    size_t from = 0, until = bars->count;

    while (from < until) {
        const size_t middle = from + (until - from) / 2;
        if (bars->time[middle] < time)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

const char *bars_column_name(enum bars_column column)
{
    return names[column];
}

static bool is_finite_at(const struct bars *bars, size_t i)
{
    for (int c = 0; c < BARS_REQUIRED; c++)
        if (!isfinite(bars->column[c][i]))
            return false;
    return true;
}

static bool is_ordered_at(const struct bars *bars, size_t i)
{
    const double low = bars->column[BARS_LOW][i], high = bars->column[BARS_HIGH][i];
    const double open = bars->column[BARS_OPEN][i], close = bars->column[BARS_CLOSE][i];

    return low <= open && low <= close && open <= high && close <= high;
}

bool bars_check(const struct bars *bars, struct error *err)
{
    for (size_t i = 0; i < bars->count; i++) {
        if (i > 0 && bars->time[i] <= bars->time[i - 1])
            return error_set(err, ERROR_BAD_DATA, "bar %zu is not later than the one before", i);
        if (!is_finite_at(bars, i))
            return error_set(err, ERROR_BAD_DATA, "bar %zu has a value that is no number", i);
        if (!is_ordered_at(bars, i))
            return error_set(err, ERROR_BAD_DATA, "bar %zu has a price outside low and high", i);
    }
    return true;
}

void bars_release(struct bars *bars)
{
    if (!bars->is_borrowed) {
        free(bars->time);
        for (int c = 0; c < BARS_COLUMNS; c++)
            free(bars->column[c]);
    }
    *bars = (struct bars){0};
}
