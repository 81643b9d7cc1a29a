/* What is read as signals, written out again for every bar, in the other line ending and backwards,
 * is read as the same. A refusal says so and leaves the signals alone. */
#include "base/buf.h"
#include "base/date.h"
#include "domain/backtest/signals.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

static void write_backwards(struct buf *out, const struct bars *bars, const uint8_t *signal)
{
    buf_print(out, "timestamp,signal\r\n");
    for (size_t i = bars->count; i-- > 0;) {
        char stamp[DATE_TEXT];
        date_print_iso(bars->time[i], stamp);
        buf_print(out, "%s,%s\r\n", stamp, signal_name(signal[i]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    int64_t time[DAYS];
    const struct bars bars = { .count = DAYS, .time = time };
    uint8_t first[DAYS], again[DAYS];
    struct buf out = {0};
    struct error err = {0};

    for (int i = 0; i < DAYS; i++)
        time[i] = date_of(2024, 1, i + 1);
    memset(first, 77, sizeof(first));
    if (!signals_parse((const char *)bytes, length, "file", &bars, first, &err)) {
        hold(err.code == ERROR_INVALID && !strncmp(err.text, "file:", 5));
        for (int i = 0; i < DAYS; i++)
            hold(first[i] == 77);
        return 0;
    }
    for (int i = 0; i < DAYS; i++)
        hold(first[i] < SIGNAL_COUNT);
    write_backwards(&out, &bars, first);
    hold(signals_parse(out.bytes, out.length, "file", &bars, again, &err));
    hold(!memcmp(first, again, sizeof(first)));
    buf_release(&out);
    return 0;
}
