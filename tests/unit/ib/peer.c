#include "peer.h"

#include "async/loop.h"
#include "async/stream.h"
#include "async/timer.h"
#include "base/mem.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "log/log.h"
#include "test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORY = 20, REQ_TIME = 49, START_API = 71, CANCEL_HISTORY = 25, CANCEL_HEAD = 90 };

static int64_t read_wall(void *arg)
{
    const struct peers *peers = arg;

    return (peers->first_at_ms ? peers->first_at_ms : PEER_START * 1000) + loop_now(peers->loop) +
           peers->clock_jump_ms;
}

/* ---- bytes ---- */

static bool read_more(struct peer *peer, struct error *err)
{
    char bytes[1024];
    size_t n;

    if (!stream_read(peer->stream, bytes, sizeof(bytes), peer->deadline, &n, err))
        return false;
    if (!n)
        return error_set(err, ERROR_UNAVAILABLE, "ended");
    buf_add(&peer->in, bytes, n);
    return true;
}

static void use_up(struct peer *peer, size_t n)
{
    memmove(peer->in.bytes, peer->in.bytes + n, peer->in.length - n);
    peer->in.length -= n;
}

static bool read_hello(struct peer *peer, struct error *err)
{
    struct tws_hello hello = {0};

    do {
        if (!read_more(peer, err) || !tws_hello_read(peer->in.bytes, peer->in.length, &hello, err))
            return false;
    } while (!hello.size);
    CHECK(hello.oldest == 163 && hello.newest == 200);
    use_up(peer, hello.size);
    return true;
}

/* Kind and, for those that have one behind it, the id. */
static bool read_frame(struct peer *peer, int *ret_kind, struct error *err)
{
    struct tws_frame frame = {0};
    const char *second;

    while (!frame.size)
        if ((!peer->in.length && !read_more(peer, err)) ||
            !tws_frame_take(peer->in.bytes, peer->in.length, &frame, err) ||
            (!frame.size && !read_more(peer, err)))
            return false;
    *ret_kind = atoi(frame.payload);
    second = frame.payload + strlen(frame.payload) + 1;
    if (*ret_kind == START_API || *ret_kind == 9)
        second += strlen(second) + 1;
    peer->id = *ret_kind == REQ_TIME ? 0 : atoll(second);
    use_up(peer, frame.size);
    return true;
}

bool peer_say_bytes(struct peer *peer, const char *bytes, size_t length, struct error *err)
{
    return stream_write(peer->stream, bytes, length, 0, err);
}

bool peer_say(struct peer *peer, struct error *err, const char *format, ...)
{
    OWNED(buf_release) struct buf frame = {0};
    char text[4096];
    size_t begun;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    begun = tws_frame_begin(&frame);
    buf_add(&frame, text, strlen(text));
    for (size_t i = begun; i < frame.length; i++)
        if (frame.bytes[i] == '|')
            frame.bytes[i] = '\0';
    return tws_frame_end(&frame, begun, err) &&
           peer_say_bytes(peer, frame.bytes, frame.length, err);
}

/* ---- scripts ---- */

bool peer_wait(struct peer *peer, int kind, struct error *err)
{
    int came;

    for (;;) {
        if (!read_frame(peer, &came, err))
            return false;
        peer->peers->cancels += came == CANCEL_HISTORY || came == CANCEL_HEAD;
        peer->peers->beats += came == REQ_TIME;
        if (came == kind)
            return true;
        if (came == REQ_TIME &&
            !peer_say(peer, err, "49|1|%lld|", (long long)read_wall(peer->peers) / 1000))
            return false;
        if (peer->answers && !peer->answers(peer, came, err))
            return false;
    }
}

bool peer_hello(struct peer *peer, struct error *err)
{
    const int version = peer->peers->version ? peer->peers->version : 187;

    if (!read_hello(peer, err) ||
        !peer_say(peer, err, "%d|20270115 08:00:00 Central European Standard Time|", version) ||
        !peer_wait(peer, START_API, err))
        return false;
    peer->peers->client_ids[peer->number] = (int)peer->id;
    return true;
}

bool peer_ready(struct peer *peer, struct error *err)
{
    return peer_hello(peer, err) && peer_say(peer, err, "15|1|DU12345,DU2,|") &&
           peer_say(peer, err, "9|1|1|");
}

bool peer_idle(struct peer *peer, struct error *err)
{
    return peer_wait(peer, -1, err);
}

bool peer_pause(struct peer *peer, int64_t ms, struct error *err)
{
    peer->deadline = loop_now(peer->peers->loop) + ms;
    if (peer_wait(peer, -1, err) || err->code != ERROR_TIMEOUT)
        return false;
    peer->deadline = 0;
    return true;
}

bool peer_ignore(struct peer *peer, struct error *err)
{
    while (read_more(peer, err))
        peer->in.length = 0;
    return false;
}

/* A script that fails has ended, by its own will or because the gateway hung up. */
static bool run_peer(void *arg, struct error *err)
{
    struct peer *peer = arg;
    struct peers *peers = peer->peers;
    struct error why = {0};
    int which = peer->number;

    while (which >= (int)COUNT(peers->scripts) || !peers->scripts[which])
        which--;
    peers->was_ended = false;
    if (!peers->scripts[which](peer, &why))
        peers->was_ended = why.code == ERROR_UNAVAILABLE && !strcmp(why.text, "ended");
    stream_free(peer->stream);
    buf_release(&peer->in);
    free(peer);
    (void)err;
    return true;
}

static bool dial(void *arg, int64_t deadline, struct stream **ret_stream, struct error *err)
{
    struct peers *peers = arg;
    struct stream *pair[2];
    struct peer *peer;

    (void)deadline;
    if (peers->refuses > 0 && peers->refuses--)
        return error_set(err, ERROR_UNAVAILABLE, "refused");
    if (peers->n == PEERS_MOST || !stream_pair(peers->loop, pair, err))
        return error_set(err, ERROR_INTERNAL, "too many connections");
    peer = MEM_NEW(struct peer);
    *peer = (struct peer){ .peers = peers, .stream = pair[1], .number = peers->n };
    peers->at[peers->n++] = loop_now(peers->loop);
    scope_spawn(&peers->scope, run_peer, peer);
    *ret_stream = pair[0];
    return true;
}

/* ---- both ---- */

enum gateway_state peer_state(const struct peers *peers)
{
    struct gateway_snapshot snapshot;

    gateway_snapshot(peers->gateway, &snapshot);
    return snapshot.state;
}

bool peer_wait_for_state(struct peers *peers, enum gateway_state state, int64_t within_ms,
                         struct error *err)
{
    for (int64_t waited = 0; waited <= within_ms; waited += 100) {
        if (peer_state(peers) == state)
            return true;
        if (!timer_sleep(100, 0, err))
            return false;
    }
    return error_set(err, ERROR_TIMEOUT, "'%s' and not '%s'",
                     gateway_state_name(peer_state(peers)), gateway_state_name(state));
}

static bool run_client(void *arg, struct error *err)
{
    struct peers *peers = arg;
    struct error why;
    bool ok;

    gateway_start(peers->gateway);
    ok = peers->client(peers, err);
    gateway_stop(peers->gateway, loop_now(peers->loop) + 10000);
    CHECK(peer_state(peers) == GATEWAY_CLOSED);
    scope_cancel(&peers->scope);
    CHECK(scope_wait(&peers->scope, &why));
    return ok;
}

void peer_run(struct peers *peers)
{
    struct gateway_settings settings = {
        .host = "gateway.test", .port = 4002, .client_id = 11, .maintenance = "",
        .dial = dial, .dial_arg = peers, .wall = read_wall, .wall_arg = peers, .seed = 3,
    };
    struct error err = {0};
    struct task *task;

    log_start("test", LOG_ERROR, LOG_TEXT);
    peers->loop = loop_new_virtual();
    peers->scope.loop = peers->loop;
    settings.folder = peers->folder ? peers->folder : test_folder();
    if (peers->maintenance)
        settings.maintenance = peers->maintenance;
    if (!gateway_new(peers->loop, &settings, &peers->gateway, &err)) {
        test_expect(false, __FILE__, __LINE__, "no gateway: %s", err.text);
        return;
    }
    task = task_spawn(peers->loop, run_client, peers);
    loop_run(peers->loop);
    test_expect(task_join(task, &err), __FILE__, __LINE__, "client: %s", err.text);
    gateway_free(peers->gateway);
    loop_free(peers->loop);
    CHECK(!task_count());
}

bool peer_serve(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && peer_idle(peer, err);
}

struct gateway_bars peer_minutes(int64_t end)
{
    static const struct tws_contract apple = { .con_id = 265598, .symbol = "AAPL",
                                               .sec_type = "STK", .exchange = "SMART",
                                               .currency = "USD" };

    return (struct gateway_bars){ .contract = apple, .size = tws_bar_size_find("1 min"),
                                  .duration = "1 D", .end = end, .what = "TRADES", .use_rth = true,
                                  .lane = PACING_PERSON };
}

bool peers_wait_ready(struct peers *peers, struct error *err)
{
    return peer_wait_for_state(peers, GATEWAY_READY, 120000, err);
}

struct gateway_snapshot peers_look(const struct peers *peers)
{
    struct gateway_snapshot snapshot;

    gateway_snapshot(peers->gateway, &snapshot);
    return snapshot;
}

bool peer_answer_bars(struct peer *peer, int kind, struct error *err)
{
    const bool in_two = peer->peers->version >= 196;

    if (kind != HISTORY)
        return true;
    if (!in_two)
        return peer_say(peer, err, "17|%lld|a|b|2|" PEER_BARS, (long long)peer->id);
    return peer_say(peer, err, "17|%lld|2|" PEER_BARS, (long long)peer->id) &&
           timer_sleep(300, 0, err) && peer_say(peer, err, "108|%lld|a|b|", (long long)peer->id);
}

bool peer_give_bars(struct peer *peer, struct error *err)
{
    peer->answers = peer_answer_bars;
    return peer_serve(peer, err);
}

bool peers_ask(struct peers *peers, int64_t end, int64_t deadline, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    struct gateway_bars what = peer_minutes(end);

    what.deadline = deadline ? loop_now(peers->loop) + deadline : 0;
    return gateway_request_bars(peers->gateway, &what, &bars, err);
}
