#include "async/loop.h"
#include "async/scope.h"
#include "async/socket.h"
#include "async/stream.h"
#include "async/timer.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct loop *loop;
static struct stream *pair[2];
static char got[64];
static size_t n_got;
static int64_t deadline;

static bool use_pair(void *fn, struct error *err)
{
    struct scope scope = { .loop = loop };
    bool ok;

    if (!stream_pair(loop, pair, err))
        return false;
    scope_spawn(&scope, *(task_fn **)fn, NULL);
    ok = scope_wait(&scope, err);
    stream_free(pair[0]);
    stream_free(pair[1]);
    return ok;
}

static enum error_code run(task_fn *fn, loop_fn *meddle, int64_t after)
{
    struct error err = {0};
    struct task *task;
    bool ok;

    loop = loop_new_virtual();
    n_got = 0;
    memset(got, 0, sizeof(got));
    task = task_spawn(loop, use_pair, &fn);
    if (meddle)
        loop_timer_start(loop, after, meddle, task);
    loop_run(loop);
    ok = task_join(task, &err);
    CHECK(task_count() == 0);
    loop_free(loop);
    return ok ? ERROR_NONE : err.code;
}

static int64_t now;

static bool read_once(void *arg, struct error *err)
{
    const bool ok = stream_read(pair[0], got, sizeof(got), deadline, &n_got, err);

    (void)arg;
    now = loop_now(loop);
    return ok;
}

static bool write_later(void *arg, struct error *err)
{
    (void)arg;
    return timer_sleep(3000, 0, err) && stream_write(pair[1], "late", 4, 0, err);
}

static bool read_and_write(void *arg, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = loop };

    scope_spawn(&scope, read_once, arg);
    scope_spawn(&scope, write_later, arg);
    return scope_wait(&scope, err);
}

TEST(a_silent_stream_does_not_hold_the_virtual_clock)
{
    deadline = 0;
    CHECK(run(read_and_write, NULL, 0) == ERROR_NONE);
    CHECK(n_got == 4 && !memcmp(got, "late", 4) && now == 3000);
}

TEST(a_read_obeys_its_deadline)
{
    deadline = 1234;
    CHECK(run(read_once, NULL, 0) == ERROR_TIMEOUT && now == 1234);
}

static bool read_after_a_timeout(void *arg, struct error *err)
{
    struct error why;

    deadline = 10;
    CHECK(!read_once(arg, &why) && why.code == ERROR_TIMEOUT);
    deadline = 0;
    return stream_write(pair[1], "again", 5, 0, err) && read_once(arg, err);
}

TEST(a_stream_is_usable_after_a_timeout)
{
    CHECK(run(read_after_a_timeout, NULL, 0) == ERROR_NONE && n_got == 5);
}

static void cancel(void *task)
{
    task_cancel(task);
}

TEST(a_read_ends_when_its_task_is_cancelled)
{
    deadline = 0;
    CHECK(run(read_once, cancel, 500) == ERROR_CANCELLED && now == 500);
}

static bool write_without_end(void *arg, struct error *err)
{
    static char piece[65536];
    bool ok = true;

    (void)arg;
    while (ok)
        ok = stream_write(pair[0], piece, sizeof(piece), deadline, err);
    now = loop_now(loop);
    return false;
}

TEST(a_write_that_nobody_reads_waits_until_its_deadline_or_a_cancel)
{
    deadline = 777;
    CHECK(run(write_without_end, NULL, 0) == ERROR_TIMEOUT && now == 777);
    deadline = 0;
    CHECK(run(write_without_end, cancel, 50) == ERROR_CANCELLED && now == 50);
}

static bool close_one_end(void *arg, struct error *err)
{
    stream_end(pair[1]);
    return read_once(arg, err);
}

TEST(a_closed_side_reads_as_nothing)
{
    deadline = 0;
    n_got = 1;
    CHECK(run(close_one_end, NULL, 0) == ERROR_NONE && n_got == 0);
}

static bool write_much(void *arg, struct error *err)
{
    static char piece[1 << 20];

    (void)arg;
    memset(piece, 'w', sizeof(piece));
    return stream_write(pair[0], piece, sizeof(piece), 0, err);
}

static bool read_much(void *arg, struct error *err)
{
    size_t n, total = 0;

    (void)arg;
    while (total < 1 << 20) {
        if (!stream_read(pair[1], got, sizeof(got), 0, &n, err))
            return false;
        CHECK(n > 0 && got[0] == 'w' && got[n - 1] == 'w');
        total += n;
    }
    n_got = total;
    return true;
}

static bool both_ways(void *arg, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = loop };

    scope_spawn(&scope, write_much, arg);
    scope_spawn(&scope, read_much, arg);
    return scope_wait(&scope, err);
}

TEST(a_megabyte_arrives_whole)
{
    CHECK(run(both_ways, NULL, 0) == ERROR_NONE && n_got == 1 << 20);
}

/* ---- listening ---- */

static struct stream_listener *listener;
static char path[200];

static bool answer_one(void *arg, struct error *err)
{
    struct stream *stream;
    size_t n;
    bool ok;

    (void)arg;
    if (!stream_accept(listener, 0, &stream, err))
        return false;
    ok = stream_read(stream, got, sizeof(got), 0, &n, err) &&
         stream_write(stream, got, n, 0, err);
    stream_free(stream);
    return ok;
}

static bool ask_one(void *arg, struct error *err)
{
    struct stream *stream;
    bool ok;

    (void)arg;
    if (*path ? !stream_connect_unix(path, 0, &stream, err)
              : !stream_connect("localhost", stream_listener_port(listener), 0, &stream, err))
        return false;
    ok = stream_write(stream, "echo", 4, 0, err) &&
         stream_read(stream, got, sizeof(got), 0, &n_got, err);
    stream_free(stream);
    return ok;
}

static bool meet(void *arg, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = loop };

    scope_spawn(&scope, answer_one, arg);
    scope_spawn(&scope, ask_one, arg);
    return scope_wait(&scope, err);
}

static bool meet_on_tcp(void *arg, struct error *err)
{
    bool ok;

    *path = '\0';
    if (!stream_listen(loop, "127.0.0.1", 0, &listener, err))
        return false;
    ok = meet(arg, err);
    stream_listener_free(listener);
    return ok;
}

static bool meet_on_a_path(void *arg, struct error *err)
{
    bool ok;

    snprintf(path, sizeof(path), "%s/s", test_folder());
    if (!stream_listen_unix(loop, path, &listener, err))
        return false;
    ok = meet(arg, err);
    stream_listener_free(listener);
    CHECK(access(path, F_OK));
    return ok;
}

TEST(a_connection_is_made_over_tcp_and_by_a_name)
{
    CHECK(run(meet_on_tcp, NULL, 0) == ERROR_NONE && n_got == 4);
}

static bool break_off(void *arg, struct error *err)
{
    struct stream *stream;

    (void)arg;
    if (!stream_accept(listener, 0, &stream, err))
        return false;
    stream_reset(stream);
    stream_free(stream);
    return true;
}

static bool be_broken_off(void *arg, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = loop };
    struct stream *stream;
    bool ok;

    if (!stream_listen(loop, "127.0.0.1", 0, &listener, err))
        return false;
    scope_spawn(&scope, break_off, arg);
    ok = stream_connect("127.0.0.1", stream_listener_port(listener), 0, &stream, err) &&
         scope_wait(&scope, err);
    if (ok) {
        ok = stream_read(stream, got, sizeof(got), 0, &n_got, err);
        stream_free(stream);
    }
    stream_listener_free(listener);
    return ok;
}

TEST(a_reset_is_a_failure_and_not_an_end)
{
    CHECK(run(be_broken_off, NULL, 0) == ERROR_UNAVAILABLE);
}

TEST(a_connection_is_made_over_a_unix_socket)
{
    CHECK(run(meet_on_a_path, NULL, 0) == ERROR_NONE && n_got == 4);
}

static bool wait_for_nobody(void *arg, struct error *err)
{
    struct stream *stream;
    bool ok;

    (void)arg;
    if (!stream_listen(loop, "127.0.0.1", 0, &listener, err))
        return false;
    ok = stream_accept(listener, 60000, &stream, err);
    now = loop_now(loop);
    stream_listener_free(listener);
    return ok;
}

TEST(an_accept_obeys_its_deadline_and_a_cancel)
{
    CHECK(run(wait_for_nobody, NULL, 0) == ERROR_TIMEOUT && now == 60000);
    CHECK(run(wait_for_nobody, cancel, 5) == ERROR_CANCELLED && now == 5);
}

static bool call_nobody(void *arg, struct error *err)
{
    struct stream *stream;
    uint16_t port;

    (void)arg;
    if (!stream_listen(loop, "127.0.0.1", 0, &listener, err))
        return false;
    port = stream_listener_port(listener);
    stream_listener_free(listener);
    CHECK(!stream_connect_unix("/nowhere/at/all", 0, &stream, err));
    CHECK(err->code == ERROR_UNAVAILABLE);
    return stream_connect("127.0.0.1", port, 0, &stream, err);
}

TEST(a_connection_that_is_refused_is_unavailable)
{
    CHECK(run(call_nobody, NULL, 0) == ERROR_UNAVAILABLE);
}

static bool write_to_the_gone(void *arg, struct error *err)
{
    struct error why;

    (void)arg;
    stream_free(pair[1]);
    CHECK(!stream_write(pair[0], "x", 1, 0, &why) && why.code == ERROR_UNAVAILABLE);
    stream_free(pair[0]);
    return stream_pair(loop, pair, err);        /* for the caller to free */
}

TEST(writing_to_who_is_gone_is_unavailable_and_no_signal)
{
    CHECK(run(write_to_the_gone, NULL, 0) == ERROR_NONE);
}

TEST(addresses_are_parsed)
{
    char host[32];
    uint16_t port = 1;
    struct error err;

    CHECK(socket_parse("127.0.0.1:8000", host, sizeof(host), &port, &err) && port == 8000);
    CHECK(!strcmp(host, "127.0.0.1"));
    CHECK(socket_parse("[::1]:0", host, sizeof(host), &port, &err) && port == 0);
    CHECK(!strcmp(host, "::1"));
    CHECK(socket_parse(":80", host, sizeof(host), &port, &err) && !*host);
    CHECK(!socket_parse("8000", host, sizeof(host), &port, &err));
    CHECK(!socket_parse("a:", host, sizeof(host), &port, &err));
    CHECK(!socket_parse("a:-1", host, sizeof(host), &port, &err));
    CHECK(!socket_parse("a:65536", host, sizeof(host), &port, &err));
    CHECK(!socket_parse("a:80x", host, sizeof(host), &port, &err));
    CHECK(!socket_parse("a-name-that-is-longer-than-the-room:1", host, sizeof(host), &port, &err));
}

TEST(a_socket_left_behind_is_replaced_and_a_file_is_not)
{
    struct socket_place place;
    struct error err;
    int fd = -1;
    FILE *file;

    snprintf(path, sizeof(path), "%s/s", test_folder());
    CHECK(socket_place_unix(path, &place, &err) && socket_listen(&place, &fd, &err));
    close(fd);                          /* as after a crash: the file stays */
    CHECK(!access(path, F_OK) && socket_listen(&place, &fd, &err));
    close(fd);
    unlink(path);
    file = fopen(path, "w");
    fclose(file);
    CHECK(!socket_listen(&place, &fd, &err) && err.code == ERROR_CONFLICT && !access(path, F_OK));
    CHECK(!socket_place_unix("", &place, &err));
}
