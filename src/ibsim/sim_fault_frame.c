#include "ibsim/sim_fault_frame.h"

#include "ib/tws_frame.h"
#include "ib/tws_read.h"

#include <string.h>

enum { GARBAGE = 64, LONG = 70000, HISTORY_OLD_HEAD = 5, BAR_FIELDS = 8, NO_FIELD = -1,
       FIELDS_MOST = 1000 };

/* ---- the first frame ---- */

static void set_length(struct sim_act *act, int64_t value)
{
    for (int i = 0; i < TWS_FRAME_HEAD && act->bytes.length >= TWS_FRAME_HEAD; i++)
        act->bytes.bytes[i] = (char)(value >> (24 - 8 * i));
}

static void drop_nul(struct sim_act *act, int64_t value)
{
    (void)value;
    act->bytes.length--;
    set_length(act, (int64_t)(act->bytes.length - TWS_FRAME_HEAD));
}

static void replace_all(struct sim_act *act, const char *bytes, size_t length)
{
    act->bytes.length = act->tail_frame = 0;
    buf_add(&act->bytes, bytes, length);
    act->end = SIM_CLOSE;
}

static void say_garbage(struct sim_act *act, int64_t value)
{
    uint32_t state = (uint32_t)value | 1;
    char bytes[GARBAGE];

    for (size_t i = 0; i < sizeof(bytes); i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (char)(state >> 24);
    }
    bytes[0] |= (char)0x80;             /* no length that could be waited for */
    replace_all(act, bytes, sizeof(bytes));
}

static void say_http(struct sim_act *act, int64_t value)
{
    static const char text[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

    (void)value;
    replace_all(act, text, strlen(text));
}

/* ---- fields ---- */

/* The first frame again, with field `which` replaced; NULL takes it out. */
static void edit(struct sim_act *act, int which, const char *text)
{
    struct tws_frame frame = {0};
    struct buf out = {0};
    struct tws_read read;
    struct error ignored;
    size_t begun, n;
    const char *field;

    if (which == NO_FIELD || !act->bytes.length ||
        !tws_frame_take(act->bytes.bytes, act->bytes.length, &frame, &ignored) || !frame.size)
        return;
    begun = tws_frame_begin(&out);
    read = tws_read_begin(frame.payload, frame.length);
    for (int i = 0; (field = tws_read_text(&read, &n)); i++) {
        const char *put = i == which ? text : field;

        if (put)
            buf_add(&out, put, strlen(put) + 1);
    }
    if (tws_frame_end(&out, begun, &ignored))
        buf_add(&out, act->bytes.bytes + frame.size, act->bytes.length - frame.size);
    act->tail_frame = act->tail_frame ? act->tail_frame + out.length - act->bytes.length : 0;
    buf_release(&act->bytes);
    act->bytes = out;
}

static size_t count_fields(const struct sim_act *act)
{
    struct tws_frame frame = {0};
    struct error ignored;

    if (!act->bytes.length ||
        !tws_frame_take(act->bytes.bytes, act->bytes.length, &frame, &ignored) || !frame.size)
        return 0;
    return tws_read_count(tws_read_begin(frame.payload, frame.length));
}

/* Where the count of rows stands; NO_FIELD in messages without one. */
static int count_at(const struct sim_act *act)
{
    const char *id = act->bytes.length > TWS_FRAME_HEAD ? act->bytes.bytes + TWS_FRAME_HEAD : "";

    if (!strcmp(id, "17"))
        return count_fields(act) % BAR_FIELDS == HISTORY_OLD_HEAD % BAR_FIELDS ? 4 : 2;
    if (!strcmp(id, "106"))
        return 5;
    return strcmp(id, "79") && strcmp(id, "96") && strcmp(id, "97") && strcmp(id, "98") ? NO_FIELD
                                                                                        : 2;
}

static void set_count(struct sim_act *act, int64_t value)
{
    OWNED(buf_release) struct buf text = {0};

    buf_print(&text, "%lld", (long long)value);
    edit(act, count_at(act), text.bytes);
}

/* Behind the count stand a row's time and its first price. */
static void set_price(struct sim_act *act, const char *text)
{
    if (count_at(act) != NO_FIELD)
        edit(act, count_at(act) + 2, text);
}

static void set_nan(struct sim_act *act, int64_t value)
{
    (void)value;
    set_price(act, "NaN");
}

static void set_overflow(struct sim_act *act, int64_t value)
{
    (void)value;
    set_price(act, "1e400");
}

static void set_long(struct sim_act *act, int64_t value)
{
    const size_t n = value > 0 && value < TWS_FRAME_MOST ? (size_t)value : LONG;
    OWNED(buf_release) struct buf text = {0};

    while (text.length < n)
        buf_add(&text, "9", 1);
    set_price(act, text.bytes);
}

static void set_id(struct sim_act *act, int64_t value)
{
    (void)value;
    edit(act, 0, "abc");
}

static void drop_field(struct sim_act *act, int64_t value)
{
    for (int64_t i = 0; i < value && i < FIELDS_MOST; i++)
        edit(act, (int)count_fields(act) - 1, NULL);
}

static void add_field(struct sim_act *act, int64_t value)
{
    struct tws_frame frame = {0};
    struct error ignored;
    struct buf out = {0};
    size_t begun;

    if (!act->bytes.length ||
        !tws_frame_take(act->bytes.bytes, act->bytes.length, &frame, &ignored) || !frame.size)
        return;
    begun = tws_frame_begin(&out);
    buf_add(&out, frame.payload, frame.length);
    for (int64_t i = 0; i < value && i < FIELDS_MOST; i++)
        buf_add(&out, "0", 2);
    if (tws_frame_end(&out, begun, &ignored))
        buf_add(&out, act->bytes.bytes + frame.size, act->bytes.length - frame.size);
    buf_release(&act->bytes);
    act->bytes = out;
}

const struct sim_fault_kind sim_fault_frame[] = {
    { "bad-length", 9, SIM_AT_REPLY, 0x7fffffff, set_length, NULL,
      "VALUE as the length of a frame: 0, 1, 0x00ffffff, 0x80000000, …" },
    { "garbage-bytes", 10, SIM_AT_REPLY, 1, say_garbage, NULL, "random bytes, then hangs up" },
    { "garbage-http", 10, SIM_AT_REPLY, 0, say_http, NULL, "HTTP, then hangs up" },
    { "no-nul", 10, SIM_AT_REPLY, 0, drop_nul, NULL, "a frame that does not end in NUL" },
    { "id-text", 10, SIM_AT_REPLY, 0, set_id, NULL, "a message that begins with no number" },
    { "fields-few", 10, SIM_AT_REPLY, 1, drop_field, NULL, "VALUE fields too few" },
    { "fields-many", 10, SIM_AT_REPLY, 1, add_field, NULL, "VALUE fields too many" },
    { "count", 10, SIM_AT_REPLY, -1, set_count, NULL, "VALUE rows announced: -1, 1000000000" },
    { "price-nan", 10, SIM_AT_REPLY, 0, set_nan, NULL, "a price of NaN" },
    { "price-overflow", 10, SIM_AT_REPLY, 0, set_overflow, NULL, "a price of 1e400" },
    { "field-long", 10, SIM_AT_REPLY, LONG, set_long, NULL, "a price of VALUE digits" },
    {0}
};
