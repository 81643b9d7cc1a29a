#include "domain/feature_bars.h"

#include "base/date.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

enum { PRICES = BARS_CLOSE + 1, PATIENCE_DAYS = 10 };

static bool adjust(const struct bars *bars, struct feature_bars *made, struct error *err)
{
    const double *factor = bars->column[BARS_ADJUST];
    const size_t n = bars->count;

    for (size_t i = 0; i < n; i++)
        if (!(factor[i] > 0) || !isfinite(factor[i]))
            return error_set(err, ERROR_BAD_DATA, "bar %zu has the adjustment factor '%g'", i,
                             factor[i]);
    made->adjusted = mem_alloc((n + 1) * PRICES * sizeof(double));
    for (size_t c = 0; c < PRICES; c++) {
        double *column = made->adjusted + c * n;
        for (size_t i = 0; i < n; i++)
            column[i] = bars->column[c][i] * factor[i];
        made->bars.column[c] = column;
    }
    return true;
}

bool feature_bars_adjust(const struct bars *bars, struct feature_bars *ret_made, struct error *err)
{
    OWNED(feature_bars_release) struct feature_bars made = {0};

    if (!bars_check(bars, err))
        return false;
    made.bars = bars_slice(bars, 0, bars->count);
    if (bars->count && bars->column[BARS_ADJUST] && !adjust(bars, &made, err))
        return false;
    *ret_made = made;
    made = (struct feature_bars){0};
    return true;
}

static bool refuse_stale(enum timeframe timeframe, int64_t time, struct error *err)
{
    char text[DATE_TEXT];

    date_print_iso(time, text);
    error_set(err, ERROR_BAD_DATA, "%s bars are missing before %s", timeframe_name(timeframe),
              text);
    return error_suggest(err, "ktrdr data load, or ktrdr data check to see the gap");
}

bool feature_bars_align(struct feature_bars *made, enum timeframe timeframe,
                        const struct bars *base, enum timeframe base_timeframe,
                        const struct calendar *calendar, struct error *err)
{
    const struct bars *bars = &made->bars;
    const int64_t patience = PATIENCE_DAYS * DATE_DAY + 2 * timeframe_seconds(timeframe);
    size_t next = 0;
    int64_t end = 0;

    made->latest = mem_alloc((base->count + 1) * sizeof(*made->latest));
    for (size_t i = 0; i < base->count; i++) {
        const int64_t now = calendar_bar_end(calendar, base_timeframe, base->time[i]);

        while (next < bars->count) {
            const int64_t next_end = calendar_bar_end(calendar, timeframe, bars->time[next]);
            if (next_end > now)
                break;
            end = next_end;
            next++;
        }
        made->latest[i] = next ? next - 1 : FEATURE_BARS_NONE;
        if (next && now - end > patience)
            return refuse_stale(timeframe, base->time[i], err);
    }
    return true;
}

void feature_bars_release(struct feature_bars *made)
{
    free(made->adjusted);
    free(made->latest);
    *made = (struct feature_bars){0};
}
