/*
 * session_vwap - Volume-Weighted Average Price of the typical price since the session began.
 *
 * `session` names the calendar that says when: by default "none", a session per day in UTC, which
 * is the exchange's own day wherever trading stops over midnight UTC, as in US regular hours. A bar
 * outside the calendar's sessions, and a daily one, belongs to its day in UTC. Until something was
 * traded in the session: the plain mean of its typical prices.
 */
#include "domain/calendar.h"
#include "domain/indicators/indicator.h"

enum { SESSION };
enum { HIGH, LOW, CLOSE, VOLUME, TIME };
enum { DAY = 86400 };

static const char *const calendars[] = { "none", "nyse", "nyse_all", "fx", "idealpro", "cme",
                                        "crypto" };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

/* The date of the session; `last` is the one found before, which most often is it. */
static int64_t session_of(const struct calendar *calendar, int64_t time,
                          struct calendar_session *last)
{
    if ((time >= last->open && time < last->close) || calendar_session_of(calendar, time, last))
        return last->date;
    return time - (time % DAY + DAY) % DAY;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const struct calendar *calendar = calendar_find(calendars[(size_t)param[SESSION]]);
    struct calendar_session last = {0};
    int64_t session = 0;
    double anchor = 0, sum = 0, value = 0, volume = 0, count = 0;

    for (size_t i = 0; i < n; i++) {
        const double typical = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
        const int64_t now = session_of(calendar, (int64_t)in[TIME][i], &last);

        if (i == 0 || now != session) {
            session = now;
            anchor = typical;
            sum = value = volume = count = 0;
        }
        count++;
        sum += typical - anchor;
        value += (typical - anchor) * in[VOLUME][i];
        volume += in[VOLUME][i];
        out[0][i] = anchor + (volume > 0 ? value / volume : sum / count);
    }
}

const struct indicator session_vwap_indicator = {
    .name = "session_vwap",
    .title = "Volume-Weighted Average Price of the session",
    .origin = "folklore of the trading desks, 1980s",
    .n_inputs = 5,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME, INDICATOR_TIME },
    .n_params = 1,
    .params = { [SESSION] = { .name = "session", .unit = "", .fallback = 0, .least = 0,
                              .most = COUNT(calendars) - 1, .is_whole = true,
                              .choices = calendars } },
    .n_outputs = 1, .outputs = { "session_vwap" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
