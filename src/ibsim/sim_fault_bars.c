#include "ibsim/sim_fault_bars.h"

#include "base/date.h"
#include "domain/bars.h"
#include "ib/tws_frame.h"
#include "ib/tws_history.h"
#include "ib/tws_read.h"

#include <math.h>
#include <string.h>

enum { MINUTE = 60, UTC_LENGTH = 17, ROWS_MOST = 1000000 };

static void copy_bar(struct bars *bars, size_t i, int64_t time)
{
    double values[BARS_REQUIRED];
    double extra[BARS_COLUMNS] = {0};

    for (int c = 0; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            extra[c] = bars->column[c][i];
    memcpy(values, extra, sizeof(values));
    bars_append(bars, time, values);
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            bars->column[c][bars->count - 1] = extra[c];
}

static void swap_rows(struct bars *bars, size_t a, size_t b)
{
    const int64_t time = bars->time[a];

    bars->time[a] = bars->time[b];
    bars->time[b] = time;
    for (int c = 0; c < BARS_COLUMNS; c++) {
        double value;

        if (!bars->column[c])
            continue;
        value = bars->column[c][a];
        bars->column[c][a] = bars->column[c][b];
        bars->column[c][b] = value;
    }
}

static void unsort(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;

    (void)value;
    if (bars->count > 1)
        swap_rows(bars, 0, bars->count - 1);
}

static void duplicate(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;

    (void)value;
    if (bars->count)
        copy_bar(bars, bars->count - 1, bars->time[bars->count - 1]);
}

/* A bar before the range, as the chunk before it had one. */
static void overlap(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;

    (void)value;
    if (bars->count < 2)
        return;
    copy_bar(bars, 0, 2 * bars->time[0] - bars->time[1]);
    for (size_t i = bars->count - 1; i > 0; i--)
        swap_rows(bars, i, i - 1);
}

static void scale(struct bars *bars, enum bars_column from, enum bars_column last, double by)
{
    for (int c = (int)from; c <= (int)last; c++)
        for (size_t i = 0; bars->column[c] && i < bars->count; i++)
            bars->column[c][i] *= by;
}

static void no_trades(struct sim_act *act, int64_t value)
{
    (void)value;
    scale(&act->history->bars, BARS_VOLUME, BARS_VOLUME, 0);
}

static void no_volume(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;

    no_trades(act, value);
    for (size_t i = 0; i < bars->count; i++)
        bars->column[BARS_WAP][i] = bars->column[BARS_TRADES][i] = (double)NAN;
}

static void add_fraction(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;

    (void)value;
    for (size_t i = 0; i < bars->count; i++)
        bars->column[BARS_VOLUME][i] += 0.25;
}

static void split(struct sim_act *act, int64_t value)
{
    const double by = value > 0 ? (double)value : 2;

    scale(&act->history->bars, BARS_OPEN, BARS_CLOSE, 1 / by);
    scale(&act->history->bars, BARS_VOLUME, BARS_VOLUME, by);
    scale(&act->history->bars, BARS_WAP, BARS_WAP, 1 / by);
}

static void revise(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;

    (void)value;
    for (size_t i = 0; i < bars->count; i++)
        bars->column[BARS_CLOSE][i] = bars->column[BARS_HIGH][i];
}

/* The last one as after a tenth of its time: it opened, and went nowhere yet. */
static void unfinish(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;
    const size_t last = bars->count - 1;

    (void)value;
    if (!bars->count)
        return;
    for (int c = BARS_HIGH; c <= BARS_CLOSE; c++)
        bars->column[c][last] = bars->column[BARS_OPEN][last];
    bars->column[BARS_VOLUME][last] = floor(bars->column[BARS_VOLUME][last] / 10);
}

/* As if a holiday had been in the middle that no calendar knows. */
static void gap(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;
    const size_t at = bars->count / 2;

    (void)value;
    if (!bars->count)
        return;
    for (size_t i = at; i + 1 < bars->count; i++)
        swap_rows(bars, i, i + 1);
    bars->count--;
}

/* 1:30 in New York came twice on that day. */
static void repeat_hour(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;
    const int64_t first = date_of(2024, 11, 3) + 5 * 3600 + 1800;

    (void)value;
    if (bars->count > 2)
        bars->count = 2;
    for (size_t i = 0; i < bars->count; i++)
        bars->time[i] = first + (int64_t)i * 3600;
    act->history->form = TWS_TIME_ZONED;
    act->history->zone = "US/Eastern";
}

static void empty(struct sim_act *act, int64_t value)
{
    (void)value;
    act->history->bars.count = 0;
    act->is_empty = true;
}

/* A minute (daily bars: a day) apart, backwards from the first. */
static void swell(struct sim_act *act, int64_t value)
{
    struct bars *bars = &act->history->bars;
    const int64_t step = act->history->form == TWS_TIME_DATE ? DATE_DAY : MINUTE;
    const size_t had = bars->count, most = (size_t)(value < ROWS_MOST ? value : ROWS_MOST);

    if (!had || value < 1)
        return;
    while (bars->count < most)
        copy_bar(bars, 0, 0);
    for (size_t i = 0; i < had; i++)
        swap_rows(bars, i, bars->count - had + i);
    for (size_t i = 0; i + had < bars->count; i++)
        bars->time[i] = bars->time[bars->count - had] -
                        (int64_t)(bars->count - had - i) * step;
}

static void swell_contracts(struct sim_act *act, int64_t value)
{
    act->rows_most = value < 1 ? 1 : (size_t)(value < ROWS_MOST ? value : ROWS_MOST);
}

/* ---- dates ---- */

static void date_epoch(struct sim_act *act, int64_t value)
{
    (void)value;
    act->history->form = TWS_TIME_EPOCH;
}

static void date_utc(struct sim_act *act, int64_t value)
{
    (void)value;
    act->history->form = TWS_TIME_UTC;
}

static void date_two_spaces(struct sim_act *act, int64_t value)
{
    (void)value;
    act->history->form = TWS_TIME_NAIVE;
}

/* Every frame again; `change` adds a field, as it is or otherwise. */
static void change_fields(struct sim_act *act, void (*change)(const char *text, struct buf *out))
{
    struct tws_frame frame = {0};
    struct buf out = {0};
    struct error ignored;

    for (size_t at = 0; at < act->bytes.length; at += frame.size) {
        struct tws_read read;
        const char *text;
        size_t begun, n;

        if (!tws_frame_take(act->bytes.bytes + at, act->bytes.length - at, &frame, &ignored) ||
            !frame.size)
            break;
        act->tail_frame = begun = tws_frame_begin(&out);
        read = tws_read_begin(frame.payload, frame.length);
        while ((text = tws_read_text(&read, &n)))
            change(text, &out);
        if (!tws_frame_end(&out, begun, &ignored))
            out.length = begun;
    }
    buf_release(&act->bytes);
    act->bytes = out;
}

static bool is_clock(const char *text, char between)
{
    return strlen(text) >= UTC_LENGTH && text[8] == between && text[11] == ':' && text[14] == ':';
}

static void put_z(const char *text, struct buf *out)
{
    buf_add(out, text, strlen(text));
    buf_add(out, "Z", is_clock(text, '-') ? 2 : 0);
    if (!is_clock(text, '-'))
        buf_add(out, "", 1);
}

static void put_no_zone(const char *text, struct buf *out)
{
    buf_add(out, text, is_clock(text, ' ') ? UTC_LENGTH : strlen(text));
    buf_add(out, "", 1);
}

static void date_z(struct sim_act *act, int64_t value)
{
    (void)value;
    change_fields(act, put_z);
}

static void date_no_zone(struct sim_act *act, int64_t value)
{
    (void)value;
    change_fields(act, put_no_zone);
}

const struct sim_fault_kind sim_fault_bars[] = {
    { "bars-unsorted", 18, SIM_AT_BARS, 0, unsort, NULL, "the first and the last change places" },
    { "bars-duplicate", 18, SIM_AT_BARS, 0, duplicate, NULL, "the last one twice" },
    { "bars-overlap", 18, SIM_AT_BARS, 0, overlap, NULL, "one from before the range" },
    { "bars-zero-volume", 18, SIM_AT_BARS, 0, no_trades, NULL, "volumes of 0" },
    { "bars-no-volume", 18, SIM_AT_BARS, 0, no_volume, NULL, "volumes of -1" },
    { "bars-fraction", 18, SIM_AT_BARS, 0, add_fraction, NULL, "volumes with a fraction" },
    { "bars-gap", 18, SIM_AT_BARS, 0, gap, NULL, "one is missing in the middle" },
    { "bars-dst", 18, SIM_AT_BARS, 0, repeat_hour, NULL, "two, in the hour that came twice" },
    { "bars-unfinished", 18, SIM_AT_BARS, 0, unfinish, NULL, "the last one is not over" },
    { "bars-split", 18, SIM_AT_BARS, 2, split, NULL, "after a split of VALUE for 1" },
    { "bars-revised", 18, SIM_AT_BARS, 0, revise, NULL, "other closes than before" },
    { "bars-empty", 14, SIM_AT_BARS, 0, empty, NULL, "none, and no error" },
    { "bars-many", 21, SIM_AT_BARS, 100000, swell, NULL, "VALUE of them" },
    { "contracts-many", 21, SIM_AT_REQUEST, 10000, swell_contracts, NULL, "VALUE contracts" },
    { "date-epoch", 18, SIM_AT_BARS, 0, date_epoch, NULL, "dates as seconds" },
    { "date-utc", 18, SIM_AT_BARS, 0, date_utc, NULL, "dates like 20251008-13:30:00" },
    { "date-two-spaces", 18, SIM_AT_BARS, 0, date_two_spaces, NULL, "dates as before 174" },
    { "date-z", 18, SIM_AT_REPLY, 0, date_z, NULL, "a Z behind dates in UTC" },
    { "date-no-zone", 18, SIM_AT_REPLY, 0, date_no_zone, NULL, "dates without their zone" },
    {0}
};
