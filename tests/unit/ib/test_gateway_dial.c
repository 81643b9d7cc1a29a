#include "ib/gateway.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/stream.h"
#include "async/timer.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "log/log.h"
#include "test.h"

#include <string.h>

/* A gateway behind a real port of this machine. */
struct door {
    struct loop *loop;
    struct stream_listener *listener;
    const char *host;
    struct gateway *gateway;
    int greeted;
};

static bool answer(struct door *door, struct stream *stream, struct error *err)
{
    static const char ready[] = "\0\0\0\x0c" "15\0" "1\0" "DU123,\0" "\0\0\0\x06" "9\0" "1\0" "1";
    OWNED(buf_release) struct buf hello = {0};
    char bytes[256];
    size_t n;

    if (!stream_read(stream, bytes, sizeof(bytes), 0, &n, err))
        return false;
    door->greeted += n > 4 && !memcmp(bytes, "API", 4);
    tws_hello_write_answer(187, "20270115 08:00:00 UTC", &hello);
    if (!stream_write(stream, hello.bytes, hello.length, 0, err) ||
        !stream_read(stream, bytes, sizeof(bytes), 0, &n, err) ||
        !stream_write(stream, ready, sizeof(ready), 0, err))
        return false;
    while (stream_read(stream, bytes, sizeof(bytes), 0, &n, err) && n)
        continue;
    return true;
}

static bool let_in(void *arg, struct error *err)
{
    struct door *door = arg;
    struct stream *stream;
    bool ok;

    if (!stream_accept(door->listener, 0, &stream, err))
        return false;
    ok = answer(door, stream, err);
    stream_free(stream);
    return ok;
}

static struct gateway_snapshot look(const struct door *door)
{
    struct gateway_snapshot snapshot;

    gateway_snapshot(door->gateway, &snapshot);
    return snapshot;
}

static bool go_in(struct door *door, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = door->loop };

    if (door->listener)
        scope_spawn(&scope, let_in, door);
    gateway_start(door->gateway);
    for (int i = 0; i < 100 && look(door).state != GATEWAY_READY &&
                    look(door).state != GATEWAY_BACKING_OFF; i++)
        if (!timer_sleep(100, 0, err))
            return false;
    if (door->listener) {
        CHECK(look(door).state == GATEWAY_READY && door->greeted == 1);
        CHECK_TEXT(look(door).account, "DU123");
    } else {
        CHECK(look(door).state == GATEWAY_BACKING_OFF);
        CHECK(look(door).last_error.code == ERROR_UNAVAILABLE);
        CHECK(strstr(look(door).last_error.suggestion, "4002"));
    }
    gateway_stop(door->gateway, 0);
    return true;
}

static bool run(void *arg, struct error *err)
{
    return go_in(arg, err);
}

enum opening { OPEN, SHUT };

static void knock(const char *host, enum opening opening)
{
    struct door door = { .loop = loop_new_virtual(), .host = host };
    struct gateway_settings settings = { .host = host, .client_id = 1, .folder = test_folder(),
                                         .maintenance = "" };
    struct error err = {0};
    struct task *task;

    log_start("test", LOG_ERROR, LOG_TEXT);
    CHECK(stream_listen(door.loop, "127.0.0.1", 0, &door.listener, &err));
    settings.port = stream_listener_port(door.listener);
    if (opening == SHUT) {
        stream_listener_free(door.listener);
        door.listener = NULL;
    }
    CHECK(gateway_new(door.loop, &settings, &door.gateway, &err));
    task = task_spawn(door.loop, run, &door);
    loop_run(door.loop);
    test_expect(task_join(task, &err), __FILE__, __LINE__, "%s: %s", host, err.text);
    gateway_free(door.gateway);
    stream_listener_free(door.listener);
    loop_free(door.loop);
    CHECK(!task_count());
}

TEST(a_gateway_is_reached_by_number_and_by_name)
{
    knock("127.0.0.1", OPEN);
    knock("localhost", OPEN);
}

TEST(a_port_where_nobody_listens_says_what_to_start)
{
    knock("127.0.0.1", SHUT);
    knock("localhost", SHUT);
}
