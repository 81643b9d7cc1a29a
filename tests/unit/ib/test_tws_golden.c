/* Frames that tools/oracle_tws.py put together by hand: what is read out of them, field for field,
 * and that they are written again byte for byte. */
#include "base/buf.h"
#include "base/file.h"
#include "base/number.h"
#include "base/zone.h"
#include "ib/tws_encode.h"
#include "ib/tws_frame.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const forms[] = { "date", "epoch", "utc", "zoned", "naive" };

static void show_double(double value, struct buf *out)
{
    char text[NUMBER_TEXT];

    if (isfinite(value))
        number_print(value, text);
    buf_print(out, "%s", isnan(value) ? "nan" : isinf(value) ? "inf" : text);
}

static void show_bars(const struct tws_history *history, struct buf *out)
{
    const struct bars *bars = &history->bars;

    buf_print(out, "history.form=%s\nhistory.bars=%zu\n", forms[history->form], bars->count);
    for (size_t i = 0; i < bars->count; i++) {
        buf_print(out, "history.bars[%zu]=%lld", i, (long long)bars->time[i]);
        for (int c = 0; c <= BARS_TRADES; c++) {
            buf_add(out, " ", 1);
            show_double(bars->column[c][i], out);
        }
        buf_add(out, "\n", 1);
    }
}

struct show {
    const struct tws_message *message;
    int version;
    struct buf *out;
};

static void show_fields(const struct show *show, const struct tws_field *fields, const char *base,
                        const char *prefix);

static void show_list(const struct show *show, const struct tws_field *field, const char *base,
                      const char *prefix)
{
    const char *rows;
    size_t n;
    char name[200];

    memcpy(&rows, base + field->offset, sizeof(rows));
    memcpy(&n, base + field->count_offset, sizeof(n));
    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "%s%s[%zu].", prefix, field->name, i);
        show_fields(show, field->rows, rows + i * field->row_size, name);
    }
}

static void show_value(const struct tws_field *field, const void *value, struct buf *out)
{
    const struct tws_time *time = value;

    if (field->kind == TWS_TEXT || field->kind == TWS_ESCAPED)
        buf_print(out, "%s", *(const char *const *)value);
    else if (field->kind == TWS_ID || field->kind == TWS_INT)
        buf_print(out, "%lld", (long long)*(const int64_t *)value);
    else if (field->kind == TWS_BOOL)
        buf_print(out, "%d", *(const bool *)value);
    else if (field->kind == TWS_TIME)
        buf_print(out, "%s %lld", forms[time->form], (long long)time->clock);
    else
        show_double(*(const double *)value, out);
}

static void show_field(const struct show *show, const struct tws_field *field, const char *base,
                       const char *prefix)
{
    switch (field->kind) {
    case TWS_FIXED: return;
    case TWS_LIST:  show_list(show, field, base, prefix); return;
    case TWS_GROUP: show_fields(show, field->rows, base, prefix); return;
    case TWS_BARS:  show_bars(&show->message->history, show->out); return;
    default:
        buf_print(show->out, "%s%s=", prefix, field->name);
        show_value(field, base + field->offset, show->out);
        buf_add(show->out, "\n", 1);
    }
}

static void show_fields(const struct show *show, const struct tws_field *fields, const char *base,
                        const char *prefix)
{
    for (; fields->kind; fields++)
        if (tws_message_has(show->message, fields, show->version))
            show_field(show, fields, base, prefix);
}

struct golden {
    char *header, *hex, *lines;     /* "client 157 162 …" */
};

static void read_hex(const char *hex, struct buf *ret_bytes)
{
    unsigned byte;

    for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
        buf_add(ret_bytes, &(char){ (char)byte }, 1);
}

static void hold_at(const struct golden *golden, const struct tws_dialect *dialect,
                    const struct buf *frame, bool seen[TWS_TYPES])
{
    OWNED(tws_message_release) struct tws_message message = {0};
    OWNED(buf_release) struct buf shown = {0};
    OWNED(buf_release) struct buf again = {0};
    struct error err = {0};
    bool good = tws_decode(frame->bytes + 4, frame->length - 4, dialect, &message, &err);

    test_expect(good && message.type, __FILE__, __LINE__, "%s at %d: %s", golden->hex,
                dialect->version, err.text);
    if (!good || !message.type)
        return;
    seen[message.type] = true;
    show_fields(&(struct show){ &message, dialect->version, &shown },
                tws_message_layout(message.type)->fields, (const char *)&message, "");
    CHECK_TEXT(shown.bytes ? shown.bytes : "", golden->lines);
    good = tws_encode(&message, dialect, &again, &err);
    test_expect(good && again.length == frame->length &&
                !memcmp(again.bytes, frame->bytes, frame->length), __FILE__, __LINE__,
                "%s at %d comes back: %s", tws_message_name(message.type), dialect->version, err.text);
}

static int hold(const struct golden *golden, bool seen[TWS_TYPES])
{
    struct tws_dialect dialect = { *golden->header == 'c' ? TWS_CLIENT : TWS_SERVER, 0,
                                   zone_builtin("US/Eastern") };
    OWNED(buf_release) struct buf frame = {0};
    int n = 0;

    read_hex(golden->hex, &frame);
    for (char *at = golden->header + 6; *at; n++) {
        dialect.version = (int)strtol(at, &at, 10);
        hold_at(golden, &dialect, &frame, seen);
    }
    return n;
}

/* Cuts the text into cases, in place: lines up to the next '= '. */
static char *next(char *at, struct golden *ret_golden)
{
    char *end = strstr(at, "\n= ");

    ret_golden->header = at + 2;
    at = strchr(at, '\n');
    *at++ = '\0';
    ret_golden->hex = at;
    ret_golden->lines = at + strspn(at, "0123456789abcdef");
    *ret_golden->lines++ = '\0';
    if (!end)
        return NULL;
    if (ret_golden->lines > end)            /* no line at all */
        ret_golden->lines = "";
    else
        *end = '\0';
    return end + 1;
}

/* The last line of a case has lost its end to the cut. */
static void mend(struct golden *golden, struct buf *lines)
{
    const size_t n = strlen(golden->lines);

    buf_print(lines, "%s%s", golden->lines, n && golden->lines[n - 1] != '\n' ? "\n" : "");
    golden->lines = lines->bytes;
}

TEST(frames_put_together_by_hand_are_read_and_written_as_the_protocol_says)
{
    OWNED(buf_release) struct buf text = {0};
    struct golden golden;
    struct error err;
    bool seen[TWS_TYPES] = {0};
    int n = 0;

    CHECK(file_read(test_path("golden/tws/frames.txt"), 1 << 20, &text, &err));
    for (char *at = text.bytes; at;) {
        OWNED(buf_release) struct buf lines = {0};

        at = next(at, &golden);
        mend(&golden, &lines);
        n += hold(&golden, seen);
    }
    CHECK(n == 1477);
    for (int i = TWS_UNKNOWN + 1; i < TWS_TYPES; i++)
        test_expect(seen[i], __FILE__, __LINE__, "%s is among them", tws_message_name((enum tws_type)i));
}
