/* The first byte chooses a zone, the rest is IB's text. What is accepted has sessions that rise,
 * each on the day that it ends; written again in IB's form it reads as the same; what is refused
 * leaves nothing. The same text as windows of maintenance: accepted or named, nothing else. */
#include "base/buf.h"
#include "base/date.h"
#include "base/zone.h"
#include "ib/maintenance.h"
#include "ib/trading_hours.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

static void print_face(const struct zone *zone, int64_t utc, struct buf *out)
{
    const struct date face = date_civil(zone_from_utc(zone, utc));

    buf_print(out, "%04d%02d%02d:%02d%02d", (int)face.year, face.month, face.day, face.hour,
              face.minute);
}

static void print_session(const struct trading_session *session, const struct zone *zone,
                          struct buf *out)
{
    if (session->open || session->close) {
        print_face(zone, session->open, out);
        buf_add(out, "-", 1);
        print_face(zone, session->close, out);
        buf_add(out, ";", 1);
    } else {
        const struct date day = date_civil(session->date);

        buf_print(out, "%04d%02d%02d:CLOSED;", (int)day.year, day.month, day.day);
    }
}

/* Where clocks are changed a face says less than an instant: there only the form is held. */
static void hold_again(const struct trading_hours *hours, const struct zone *zone)
{
    OWNED(trading_hours_release) struct trading_hours again = {0};
    OWNED(buf_release) struct buf text = {0};
    struct error err;

    for (size_t i = 0; i < hours->n; i++)
        print_session(&hours->rows[i], zone, &text);
    if (!text.length || zone != zone_builtin("UTC"))
        return;
    hold(trading_hours_parse(text.bytes, zone, &again, &err) && again.n == hours->n);
    hold(!memcmp(again.rows, hours->rows, hours->n * sizeof(*hours->rows)));
}

static void hold_hours(const char *text, const struct zone *zone)
{
    OWNED(trading_hours_release) struct trading_hours hours = {0};
    int64_t last = INT64_MIN;
    struct error err;

    if (!trading_hours_parse(text, zone, &hours, &err)) {
        hold(err.code == ERROR_BAD_DATA && !hours.rows);
        return;
    }
    hold(hours.n <= TRADING_HOURS_MOST);
    for (size_t i = 0; i < hours.n; i++) {
        const struct trading_session *session = &hours.rows[i];

        hold(session->date % DATE_DAY == 0);
        if (!session->open && !session->close)
            continue;
        hold(session->open >= last && session->close > session->open);
        last = session->close;
    }
    hold_again(&hours, zone);
}

static void hold_maintenance(const char *text)
{
    OWNED(maintenance_release) struct maintenance maintenance = {0};
    struct error err = {0};

    if (!maintenance_parse(text, &maintenance, &err)) {
        hold(*err.text && !maintenance.n);
        return;
    }
    hold(maintenance.n <= MAINTENANCE_MOST);
    for (int64_t hour = 0; hour < 168; hour += 5) {
        const int64_t utc = 1768000000 + hour * 3600, until = maintenance_until(&maintenance, utc);

        hold(!until || (until > utc && until - utc <= 25 * 3600));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    OWNED(buf_release) struct buf text = {0};

    if (!length)
        return 0;
    buf_add(&text, (const char *)bytes + 1, length - 1);
    hold_hours(text.bytes, zone_builtin(bytes[0] & 1 ? "America/New_York" : "UTC"));
    hold_maintenance(text.bytes);
    return 0;
}
