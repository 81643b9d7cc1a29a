#include "ibsim/sim_fault_reply.h"

#include "ib/tws_frame.h"

enum { AGAIN_MOST = 100 };

static void drop(struct sim_act *act, int64_t value)
{
    (void)value;
    act->is_dropped = true;
}

static void delay(struct sim_act *act, int64_t value)
{
    act->delay_ms += value;
}

static void delay_past_cancel(struct sim_act *act, int64_t value)
{
    act->delay_ms += value;
    act->is_late_too = true;
}

static void trickle(struct sim_act *act, int64_t value)
{
    act->bytes_per_second = value > 0 ? value : 1;
}

static void send_single(struct sim_act *act, int64_t value)
{
    act->piece = value > 0 ? (size_t)value : 1;
}

static void cut_at(struct sim_act *act, size_t most, enum sim_end end)
{
    act->most = most;
    act->end = end;
}

static void close_before(struct sim_act *act, int64_t value)
{
    (void)value;
    cut_at(act, 0, SIM_CLOSE);
}

static void reset_before(struct sim_act *act, int64_t value)
{
    (void)value;
    cut_at(act, 0, SIM_RESET);
}

static size_t middle(const struct sim_act *act)
{
    return act->bytes.length / 2;
}

static void close_middle(struct sim_act *act, int64_t value)
{
    (void)value;
    cut_at(act, middle(act), SIM_CLOSE);
}

static void reset_middle(struct sim_act *act, int64_t value)
{
    (void)value;
    cut_at(act, middle(act), SIM_RESET);
}

static void close_between(struct sim_act *act, int64_t value)
{
    (void)value;
    cut_at(act, act->tail_frame ? act->tail_frame : act->bytes.length, SIM_CLOSE);
}

static void fall_silent(struct sim_act *act, int64_t value)
{
    (void)value;
    cut_at(act, middle(act), SIM_SILENT);
}

static void repeat(struct sim_act *act, int64_t value)
{
    const size_t length = act->bytes.length;

    for (int64_t i = 0; i < value && i < AGAIN_MOST && length; i++) {
        OWNED(buf_release) struct buf copy = {0};

        buf_add(&copy, act->bytes.bytes, length);
        buf_add(&act->bytes, copy.bytes, copy.length);
    }
}

/* ---- messages that nobody asked for ---- */

static void put_frame(struct buf *out, const char *fields[], size_t n)
{
    const size_t begun = tws_frame_begin(out);
    struct error ignored;

    for (size_t i = 0; i < n; i++)
        buf_print(out, "%s%c", fields[i], 0);
    if (!tws_frame_end(out, begun, &ignored))
        out->length = begun;
}

static void put_before(struct sim_act *act, const char *fields[], size_t n)
{
    struct buf all = {0};

    put_frame(&all, fields, n);
    act->tail_frame += all.length;
    if (act->bytes.length)
        buf_add(&all, act->bytes.bytes, act->bytes.length);
    buf_release(&act->bytes);
    act->bytes = all;
}

static void add_unknown_message(struct sim_act *act, int64_t value)
{
    OWNED(buf_release) struct buf id = {0};

    buf_print(&id, "%lld", (long long)value);
    put_before(act, (const char *[]){ id.bytes, "1", "what is this" }, 3);
}

static void add_unknown_request(struct sim_act *act, int64_t value)
{
    OWNED(buf_release) struct buf id = {0};

    buf_print(&id, "%lld", (long long)value);
    put_before(act, (const char *[]){ "52", "1", id.bytes }, 3);
}

/* The end of contract details, whatever was asked. */
static void answer_otherwise(struct sim_act *act, int64_t value)
{
    OWNED(buf_release) struct buf id = {0};

    (void)value;
    buf_print(&id, "%lld", (long long)act->id);
    act->bytes.length = act->tail_frame = 0;
    put_frame(&act->bytes, (const char *[]){ "52", "1", id.bytes }, 3);
}

const struct sim_fault_kind sim_fault_reply[] = {
    { "no-reply", 5, SIM_AT_REQUEST, 0, drop, NULL, "never answers; nor a cancel" },
    { "slow-reply", 6, SIM_AT_REQUEST, 5000, delay, NULL, "VALUE ms more before the answer" },
    { "trickle", 6, SIM_AT_REPLY, 100, trickle, NULL, "VALUE bytes a second" },
    { "one-byte", 6, SIM_AT_REPLY, 1, send_single, NULL, "VALUE bytes in one segment" },
    { "close-before", 7, SIM_AT_REPLY, 0, close_before, NULL, "hangs up in place of the answer" },
    { "close-middle", 7, SIM_AT_REPLY, 0, close_middle, NULL, "hangs up amid a frame" },
    { "close-between", 7, SIM_AT_REPLY, 0, close_between, NULL,
      "hangs up before the message that ends the answer" },
    { "reset-before", 7, SIM_AT_REPLY, 0, reset_before, NULL, "resets in place of the answer" },
    { "reset-middle", 7, SIM_AT_REPLY, 0, reset_middle, NULL, "resets amid a frame" },
    { "half-frame", 8, SIM_AT_REPLY, 0, fall_silent, NULL,
      "half a frame, and not a byte more on this connection" },
    { "unknown-message", 11, SIM_AT_REPLY, 150, add_unknown_message, NULL,
      "a message of kind VALUE before the answer" },
    { "unknown-request", 11, SIM_AT_REPLY, 999999, add_unknown_request, NULL,
      "an answer to a request VALUE before the answer" },
    { "other-kind", 11, SIM_AT_REPLY, 0, answer_otherwise, NULL, "the answer to another question" },
    { "duplicate-reply", 11, SIM_AT_REPLY, 1, repeat, NULL, "the answer again, VALUE times" },
    { "late-reply", 11, SIM_AT_REQUEST, 5000, delay_past_cancel, NULL,
      "answers after VALUE ms, even if it was cancelled" },
    {0}
};
