#include "ib/tws_link.h"

#include "async/loop.h"
#include "async/stream.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/zone.h"
#include "ib/tws_hello.h"
#include "ib/tws_time.h"

#include <string.h>

enum { CHUNK = 4096, FRAMES_BEFORE_HELLO = 32, ROOM_KEPT = 1 << 18,
       CHUNKS_A_TURN = 64 };

struct tws_link tws_link_begin(struct stream *stream)
{
    return (struct tws_link){ .dialect = { .sender = TWS_SERVER }, .stream = stream,
                              .last_byte_at = loop_now(task_loop()) };
}

void tws_link_release(struct tws_link *link)
{
    stream_free(link->stream);
    buf_release(&link->in);
    buf_release(&link->out);
    *link = (struct tws_link){0};
}

/* ---- in ---- */

/* What was given before goes, so that the buffer holds one frame and a rest; and the room that a
 * year of bars has taken goes with it. */
static void forget_taken(struct tws_link *link)
{
    const size_t left = link->in.length - link->taken;
    struct buf smaller = {0};

    if (!link->taken)
        return;
    if (link->in.room > ROOM_KEPT && left < ROOM_KEPT / 4) {
        buf_add(&smaller, link->in.bytes + link->taken, left);
        buf_release(&link->in);
        link->in = smaller;
    } else {
        memmove(link->in.bytes, link->in.bytes + link->taken, left);
        link->in.length = left;
    }
    link->taken = 0;
}

/* Others have their turn, however much there is to read. */
static bool read_more(struct tws_link *link, int64_t deadline, struct error *err)
{
    char bytes[CHUNK];
    size_t n;

    if (++link->chunks % CHUNKS_A_TURN == 0 && !timer_sleep(0, 0, err))
        return false;
    if (!stream_read(link->stream, bytes, sizeof(bytes), deadline, &n, err))
        return false;
    if (!n)
        return error_set(err, ERROR_UNAVAILABLE, "the gateway closed the connection");
    link->last_byte_at = loop_now(task_loop());
    forget_taken(link);
    buf_add(&link->in, bytes, n);
    return true;
}

bool tws_link_read(struct tws_link *link, int64_t deadline, struct tws_frame *ret_frame,
                   struct error *err)
{
    for (;;) {
        const size_t left = link->in.length - link->taken;

        if (left && !tws_frame_take(link->in.bytes + link->taken, left, ret_frame, err))
            return false;
        if (left && ret_frame->size) {
            link->taken += ret_frame->size;
            return true;
        }
        if (!read_more(link, deadline, err))
            return false;
    }
}

/* ---- hello ---- */

static bool take_version(struct tws_link *link, int version, struct error *err)
{
    if (version > TWS_LINK_NEWEST)
        return error_set(err, ERROR_UNAVAILABLE, "the gateway chose version %d, beyond what it was "
                         "offered (%d)", version, TWS_LINK_NEWEST);
    if (version < TWS_LINK_OLDEST) {
        error_set(err, ERROR_UNAVAILABLE, "the gateway speaks version %d: those before %d cut "
                  "fractions off volumes", version, TWS_LINK_OLDEST);
        return error_suggest(err, "update TWS or IB Gateway to 10.30 or newer");
    }
    link->dialect.version = version;
    return true;
}

/* Some zones there are none ("hora de verano"); then the first heartbeat tells. */
static int64_t read_clock(const char *text)
{
    const struct zone *zone = NULL;
    struct tws_time time;
    struct error why;
    int64_t utc = 0;

    if (!text || !tws_time_read(text, &time, &why) || time.form != TWS_TIME_ZONED ||
        !tws_time_zone(time.zone, &zone, &why))
        return 0;
    if (!tws_time_instant(&time, zone, &utc, &why))
        utc = 0;
    zone_free(zone);
    return utc;
}

bool tws_link_hello(struct tws_link *link, int64_t deadline, struct error *err)
{
    OWNED(buf_release) struct buf hello = {0};
    struct tws_hello_answer answer = {0};
    struct tws_frame frame;

    tws_hello_write(TWS_LINK_OLDEST, TWS_LINK_NEWEST, &hello);
    if (!stream_write(link->stream, hello.bytes, hello.length, deadline, err))
        return false;
    for (int i = 0; i < FRAMES_BEFORE_HELLO && !answer.version; i++)
        if (!tws_link_read(link, deadline, &frame, err) ||
            !tws_hello_read_answer(frame.payload, frame.length, &answer, err))
            return false;
    if (!answer.version)
        return error_set(err, ERROR_BAD_DATA, "no hello among the first %d frames",
                         FRAMES_BEFORE_HELLO);
    link->hello_utc = read_clock(answer.time);
    return take_version(link, answer.version, err);
}

/* ---- out ---- */

bool tws_link_post(struct tws_link *link, const struct tws_message *message, struct error *err)
{
    const struct tws_dialect dialect = { TWS_CLIENT, link->dialect.version, NULL };

    if (link->out.length > TWS_LINK_QUEUE_MOST)
        return error_set(err, ERROR_LIMIT, "the gateway does not read: %zu bytes wait for it",
                         link->out.length);
    if (!tws_encode(message, &dialect, &link->out, err))
        return false;
    event_raise(&link->posted);
    return true;
}

/* Cut off in the middle, what follows could not be told from the rest of a frame. */
static bool write_batch(struct tws_link *link, struct error *err)
{
    OWNED(buf_release) struct buf batch = link->out;
    bool ok;

    link->out = (struct buf){0};
    link->is_sending = true;
    ok = stream_write(link->stream, batch.bytes, batch.length,
                      loop_now(task_loop()) + TWS_LINK_WRITE_MS, err);
    link->is_sending = false;
    link->is_torn |= !ok;
    event_raise(&link->sent);
    return ok;
}

static bool write_posted(struct tws_link *link, struct error *err)
{
    while (link->out.length)
        if (!task_check(err) || !write_batch(link, err))
            return false;
    return true;
}

bool tws_link_drain(struct tws_link *link, struct error *err)
{
    while (write_posted(link, err))
        if (!event_wait(&link->posted, 0, err))
            return false;
    if (err->code == ERROR_TIMEOUT)
        error_set(err, ERROR_UNAVAILABLE, "the gateway has read nothing for %d s",
                  TWS_LINK_WRITE_MS / 1000);
    return false;
}

bool tws_link_flush(struct tws_link *link, int64_t deadline, struct error *err)
{
    while (link->out.length || link->is_sending)
        if (!event_wait(&link->sent, deadline, err))
            return false;
    return true;
}

void tws_link_end(struct tws_link *link, int64_t deadline)
{
    char bytes[CHUNK];
    struct error why;
    size_t n;

    if (link->out.length && !link->is_torn &&
        !stream_write(link->stream, link->out.bytes, link->out.length, deadline, &why))
        return;
    stream_end(link->stream);
    while (stream_read(link->stream, bytes, sizeof(bytes), deadline, &n, &why) && n)
        continue;
}
