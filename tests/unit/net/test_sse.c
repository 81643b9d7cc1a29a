#include "http_visit.h"

#include "net/sse.h"

static struct sse *subscriber;
static int gone;
static char last_id[32];

static void forget(void *arg)
{
    CHECK_TEXT((const char *)arg, "an argument");
    subscriber = NULL;
    gone++;
}

static bool subscribe(struct http_request *request, void *context, struct error *err)
{
    const char *id = sse_last_id(request);

    (void)context, (void)err;
    snprintf(last_id, sizeof(last_id), "%s", id ? id : "none");
    subscriber = sse_subscribe(request, forget, "an argument");
    return true;
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/events", .handler = subscribe },
};

static void run(visit_fn *client)
{
    subscriber = NULL;
    gone = 0;
    visit(NULL, routes, COUNT(routes), client);
}

static struct stream *come(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /events HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 41\r\n\r\n");
    while (!subscriber)
        visit_sleep(1);
    return stream;
}

static void hear_events(void)
{
    struct stream *stream = come();
    const char *heard;

    CHECK(task_count() == 1);
    CHECK(!strcmp(last_id, "41"));
    sse_send(subscriber, "state", "42", "{\"a\":\n1}", 8);
    sse_send(subscriber, NULL, NULL, "", 0);
    CHECK(sse_queued(subscriber) == 0);
    sse_end(subscriber);
    visit_sleep(1);
    stream_end(stream);
    heard = visit_hear(stream);
    CHECK(strstr(heard, "\r\nContent-Type: text/event-stream\r\n") != NULL);
    CHECK(strstr(heard, "event: state\nid: 42\ndata: {\"a\":\ndata: 1}\n\n") != NULL);
    CHECK(strstr(heard, "\r\ndata: \n\n\r\n0\r\n\r\n") != NULL);
    CHECK(gone == 0);
    stream_free(stream);
}

TEST(events_are_sent_as_lines_and_ended_by_the_owner)
{
    run(hear_events);
}

static void listen_for_a_minute(void)
{
    struct stream *stream = come();
    const char *heard;
    int n = 0;

    visit_sleep(60000);
    sse_end(subscriber);
    stream_end(stream);
    heard = visit_hear(stream);
    while ((heard = strstr(heard, "\r\n:\n\n\r\n")) != NULL) {
        heard++;
        n++;
    }
    CHECK(n == 3 || n == 4);
    stream_free(stream);
}

TEST(silence_is_broken_by_a_comment_every_15_seconds)
{
    run(listen_for_a_minute);
}

static void leave(void)
{
    struct stream *stream = come();

    stream_free(stream);
    visit_sleep(1);
    CHECK(gone == 1 && !subscriber);
}

TEST(a_subscriber_that_leaves_is_forgotten)
{
    run(leave);
}

static void never_read(void)
{
    static char data[10000];
    struct stream *stream = come();
    int sent = 0;

    memset(data, 'd', sizeof(data));
    for (; subscriber && sent < 10000; sent++) {
        struct sse *mine = subscriber;

        sse_send(mine, "progress", NULL, data, sizeof(data));
        CHECK(sse_queued(mine) <= 128 * 1024 + 2 * sizeof(data));
        CHECK(subscriber == mine);          /* not told inside the call */
        if (sent % 10 == 9)
            visit_sleep(1);
    }
    CHECK(gone == 1 && !subscriber && sent < 10000);
    CHECK(strstr(visit_hear(stream), "\r\n: too slow\n\n\r\n0\r\n\r\n") != NULL);
    stream_free(stream);
}

TEST(a_slow_subscriber_is_dropped_with_a_last_word_and_a_bounded_queue)
{
    run(never_read);
}

static void stay(void)
{
    struct stream *stream = come();

    http_server_drain(visit_server, 1000);
    CHECK(gone == 1 && !subscriber && loop_now(visit_loop) <= 1005);
    CHECK(strstr(visit_hear(stream), ": the service stops\n\n\r\n0\r\n\r\n") != NULL);
    stream_free(stream);
}

TEST(subscribers_are_told_when_the_service_stops)
{
    run(stay);
}
