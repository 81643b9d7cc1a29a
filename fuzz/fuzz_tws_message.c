/* Two bytes choose sender and version, the rest is a payload. What is accepted is written again, has
 * the same number of fields, and reads as what it was; what is refused leaves nothing. As frames and
 * greetings, the bytes are whole at one length and no earlier. */
#include "base/zone.h"
#include "ib/tws_encode.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "ib/tws_read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

static void hold_sendable(const struct buf *frame)
{
    for (size_t i = TWS_FRAME_HEAD; i < frame->length; i++)
        hold(!frame->bytes[i] || (frame->bytes[i] >= ' ' && frame->bytes[i] <= '~'));
}

static void hold_fields(const char *payload, size_t length, const struct buf *frame,
                        const struct tws_layout *layout)
{
    const size_t n = tws_read_count(tws_read_begin(payload, length));
    const size_t again = tws_read_count(tws_read_begin(frame->bytes + TWS_FRAME_HEAD,
                                                       frame->length - TWS_FRAME_HEAD));

    hold(layout->may_grow ? again <= n : again == n);
}

static void hold_round_trip(const char *payload, size_t length, const struct tws_dialect *dialect)
{
    OWNED(tws_message_release) struct tws_message message;
    OWNED(tws_message_release) struct tws_message again = {0};
    OWNED(buf_release) struct buf first = {0};
    OWNED(buf_release) struct buf second = {0};
    struct tws_frame frame;
    struct error err;

    if (!tws_decode(payload, length, dialect, &message, &err)) {
        hold(!message.type && !message.memory && err.code == ERROR_BAD_DATA);
        return;
    }
    if (message.type == TWS_UNKNOWN)
        return;
    hold(tws_encode(&message, dialect, &first, &err));
    hold(tws_frame_take(first.bytes, first.length, &frame, &err) && frame.size == first.length);
    hold_fields(payload, length, &first, tws_message_layout(message.type));
    if (dialect->sender == TWS_CLIENT)
        hold_sendable(&first);
    hold(tws_decode(frame.payload, frame.length, dialect, &again, &err));
    hold(again.type == message.type && again.id == message.id);
    hold(tws_encode(&again, dialect, &second, &err));
    hold(first.length == second.length && !memcmp(first.bytes, second.bytes, first.length));
}

static void hold_frame(const char *bytes, size_t length)
{
    struct tws_frame whole, part;
    struct tws_hello hello, half;
    struct error err;

    if (tws_frame_take(bytes, length, &whole, &err) && whole.size) {
        hold(whole.size <= length && whole.length + TWS_FRAME_HEAD == whole.size);
        hold(tws_frame_take(bytes, whole.size - 1, &part, &err) && !part.size);
        hold(tws_frame_take(bytes, whole.size, &part, &err) && part.size == whole.size);
    }
    if (tws_hello_read(bytes, length, &hello, &err) && hello.size) {
        hold(hello.size <= length && hello.oldest <= hello.newest && hello.oldest > 0);
        hold(tws_hello_read(bytes, hello.size - 1, &half, &err) && !half.size);
    }
}

static void hold_answer(const char *payload, size_t length)
{
    OWNED(buf_release) struct buf frame = {0};
    struct tws_hello_answer answer, again;
    struct error err;

    if (!tws_hello_read_answer(payload, length, &answer, &err) || !answer.version ||
        strlen(answer.time) > 1000)
        return;
    tws_hello_write_answer(answer.version, answer.time, &frame);
    hold(tws_hello_read_answer(frame.bytes + TWS_FRAME_HEAD, frame.length - TWS_FRAME_HEAD, &again,
                               &err));
    hold(again.version == answer.version && !strcmp(again.time, answer.time));
}

/* The payload lies in memory of just its size, so that a byte too far is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const size_t head = length < 2 ? length : 2;
    char *payload = malloc(length - head + (length == head));
    struct tws_dialect dialect = { TWS_SERVER, TWS_NEWEST, NULL };

    if (!payload)
        return 0;
    if (head == 2) {
        dialect = (struct tws_dialect){ bytes[0] & 1 ? TWS_CLIENT : TWS_SERVER,
                                        TWS_OLDEST + bytes[1] % (TWS_NEWEST - TWS_OLDEST + 1),
                                        bytes[0] & 2 ? zone_builtin("US/Eastern") : NULL };
        memcpy(payload, bytes + 2, length - 2);
    }
    hold_round_trip(payload, length - head, &dialect);
    hold_answer(payload, length - head);
    hold_frame((const char *)bytes, length);
    free(payload);
    return 0;
}
