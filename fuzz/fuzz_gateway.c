/* What a session makes of a gateway's bytes: the first byte is the size of the pieces they come in,
 * the second the server version, the rest what follows the hello. Every frame is looked at, as many
 * as a look at the whole finds; it ends because the other side has closed, or with the bytes that
 * make no sense; and what was open is still open, or has ended once. */
#include "async/loop.h"
#include "async/stream.h"
#include "async/task.h"
#include "ib/gateway_core.h"
#include "ib/gateway_message.h"
#include "log/log.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { LENGTH_MOST = 4096, FIRST_ID = 1000 };

struct play {
    struct loop *loop;
    struct stream *pair[2];
    const char *bytes;
    size_t length, piece;
    int version;
    size_t frames;              /* that the session saw, and one more if it ended by it */
    bool is_bad, is_over;
};

static void hold(bool what)
{
    if (!what)
        abort();
}

static int64_t read_wall(void *arg)
{
    return 1800000000000 + loop_now(arg);
}

static bool send_all(void *arg, struct error *err)
{
    struct play *play = arg;

    for (size_t at = 0; at < play->length; at += play->piece) {
        const size_t left = play->length - at;

        if (!stream_write(play->pair[1], play->bytes + at, left < play->piece ? left : play->piece,
                          0, err))
            return false;
    }
    stream_end(play->pair[1]);
    return true;
}

static enum flight_taken take(void *arg, struct tws_message *message, struct error *err)
{
    (void)err;
    *(size_t *)arg += 1;
    return message->type == TWS_CONTRACT_DATA ? FLIGHT_MORE : FLIGHT_DONE;
}

static void fill(struct gateway *gateway, const struct play *play, struct tws_link *link)
{
    gateway->loop = play->loop;
    gateway->clock = wall_clock_start(play->loop, read_wall, play->loop);
    gateway->queue = (struct pacing_queue){ .clock = &gateway->clock, .pacing = pacing_new() };
    gateway->flights.last_id = FIRST_ID;
    gateway->state = GATEWAY_READY;
    gateway->link = link;
    link->dialect.version = play->version;
}

static void read_all(struct gateway *gateway, struct play *play)
{
    struct tws_frame frame;
    struct error why = {0};

    while (tws_link_read(gateway->link, 0, &frame, &why)) {
        play->frames++;
        hold(frame.length > 0 && frame.size == frame.length + TWS_FRAME_HEAD);
        if (!gateway_message_take(gateway, &frame, &why)) {
            hold(why.code == ERROR_CONFLICT || why.code == ERROR_UNAVAILABLE);
            play->is_over = true;
            return;
        }
    }
    hold(why.code == ERROR_UNAVAILABLE || why.code == ERROR_BAD_DATA);
    play->is_bad = why.code == ERROR_BAD_DATA;
}

static bool read_task(void *arg, struct error *err)
{
    struct play *play = arg;
    struct gateway *gateway = calloc(1, sizeof(*gateway));
    struct tws_link link = tws_link_begin(play->pair[0]);
    size_t taken = 0;
    struct flight *flights = calloc(3, sizeof(*flights));

    (void)err;
    hold(gateway && flights);
    fill(gateway, play, &link);
    for (int i = 0; i < 3; i++) {
        flights[i] = (struct flight){ .take = take, .arg = &taken };
        flight_start(&gateway->flights, &flights[i]);
    }
    read_all(gateway, play);
    hold(gateway->flights.count == 3);
    hold(gateway->state == GATEWAY_READY || gateway->state == GATEWAY_DEGRADED);
    hold((gateway->state == GATEWAY_DEGRADED) == gateway->shown.farms.link_lost);
    for (int i = 0; i < 3; i++)
        hold(flights[i].state != FLIGHT_LOST || flights[i].error.code != ERROR_NONE);
    hold(gateway->shown.farms.n <= FARM_MOST);
    hold(gateway->queue.pacing.cap >= 1 && gateway->queue.pacing.cap <= PACING_CAP);
    tws_link_release(&link);
    free(flights);
    free(gateway);
    return true;
}

/* The second look, at all bytes at once. */
static void hold_frames(const struct play *play)
{
    size_t at = 0, n = 0;
    struct tws_frame frame;
    struct error err;
    bool is_good = true;

    while (at < play->length &&
           (is_good = tws_frame_take(play->bytes + at, play->length - at, &frame, &err)) &&
           frame.size) {
        at += frame.size;
        n++;
    }
    hold(play->is_over ? play->frames <= n : play->frames == n && play->is_bad == !is_good);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct play play = { .loop = NULL };
    struct task *reader, *sender;
    struct error err;

    if (length < 2 || length > LENGTH_MOST)
        return 0;
    log_start("fuzz", LOG_ERROR, LOG_TEXT);
    play = (struct play){ .loop = loop_new_virtual(), .bytes = (const char *)bytes + 2,
                          .length = length - 2, .piece = bytes[0] % 64u + 1,
                          .version = TWS_LINK_OLDEST + bytes[1] % (TWS_LINK_NEWEST -
                                                                   TWS_LINK_OLDEST + 1) };
    hold(stream_pair(play.loop, play.pair, &err));
    reader = task_spawn(play.loop, read_task, &play);
    sender = task_spawn(play.loop, send_all, &play);
    loop_run(play.loop);
    hold(task_join(reader, &err));
    if (!task_join(sender, &err))
        hold(play.is_bad || play.is_over);
    stream_free(play.pair[1]);
    loop_free(play.loop);
    hold_frames(&play);
    return 0;
}
