/* Long replies that are given in parts, to clients that are slow to take them. */
#include "http_visit.h"

#include <stdlib.h>

enum { LONG_PART = 6000000, SHORT_PART = 1000, PARTS = 3, WHOLE = 2 * LONG_PART + SHORT_PART };

/* Bytes that differ by their place in the whole reply. */
static char byte_at(size_t i)
{
    return (char)('a' + i * 2654435761u % 26);
}

static bool give_parts(struct http_request *request, void *context, struct error *err)
{
    static const size_t lengths[PARTS] = { LONG_PART, SHORT_PART, LONG_PART };
    struct buf parts[PARTS] = {0};
    size_t at = 0;

    (void)context, (void)err;
    for (int i = 0; i < PARTS; i++) {
        buf_reserve(&parts[i], lengths[i]);
        for (size_t k = 0; k < lengths[i]; k++)
            parts[i].bytes[parts[i].length++] = byte_at(at++);
    }
    http_reply_give(request, 200, "text/plain", parts, PARTS);
    for (int i = 0; i < PARTS; i++)
        CHECK(!parts[i].bytes);
    return true;
}

static bool give_nothing(struct http_request *request, void *context, struct error *err)
{
    struct buf parts[2] = {0};

    (void)context, (void)err;
    return http_reply_give(request, 200, "text/plain", parts, 2);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/parts", .handler = give_parts },
    { .method = "HEAD", .path = "/parts", .handler = give_parts },
    { .method = "GET", .path = "/nothing", .handler = give_nothing },
};

#define HOST "Host: 127.0.0.1\r\n"

/* Reads `length` bytes in pieces, and says how many of them are not what was given. */
static size_t count_wrong(struct stream *stream, size_t length)
{
    size_t wrong = 0, got = 0;

    while (got < length) {
        const size_t want = length - got < 50000 ? length - got : 50000;
        const char *piece = visit_hear_bytes(stream, want);
        const size_t n = strlen(piece);

        if (!n)
            return length - got + wrong;
        for (size_t i = 0; i < n; i++)
            wrong += piece[i] != byte_at(got + i);
        got += n;
    }
    return wrong;
}

static size_t skip_head(struct stream *stream)
{
    size_t n = 0;
    char last[5] = "    ";

    while (strcmp(last, "\r\n\r\n") != 0) {
        const char *byte = visit_hear_bytes(stream, 1);

        if (!byte[0])
            return 0;
        memmove(last, last + 1, 3);
        last[3] = byte[0];
        n++;
    }
    return n;
}

static void take_slowly(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /parts HTTP/1.1\r\n" HOST "\r\n");
    visit_sleep(1000);
    CHECK(skip_head(stream) && !count_wrong(stream, WHOLE));
    stream_free(stream);
}

TEST(a_long_reply_given_in_parts_reaches_a_slow_client_whole)
{
    visit(NULL, routes, COUNT(routes), take_slowly);
}

static void take_two(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /parts HTTP/1.1\r\n" HOST "\r\nGET /parts HTTP/1.1\r\n" HOST "\r\n");
    visit_sleep(1000);
    for (int i = 0; i < 2; i++)
        CHECK(skip_head(stream) && !count_wrong(stream, WHOLE));
    stream_free(stream);
}

TEST(one_that_is_given_behind_another_waits_its_turn)
{
    visit(NULL, routes, COUNT(routes), take_two);
}

static void take_none(void)
{
    const char *text = visit_talk("HEAD /parts HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");

    CHECK(strstr(text, "Content-Length: 12001000\r\n") && strstr(text, "\r\n\r\n")[4] == '\0');
    text = visit_talk("GET /nothing HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    CHECK(strstr(text, "Content-Length: 0\r\n") && strstr(text, "\r\n\r\n")[4] == '\0');
}

TEST(given_to_a_head_only_the_length_is_told)
{
    visit(NULL, routes, COUNT(routes), take_none);
}

static void leave(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /parts HTTP/1.1\r\n" HOST "\r\n");
    CHECK(skip_head(stream) > 0);
    stream_free(stream);
}

TEST(a_client_that_leaves_amid_a_given_reply_leaves_nothing_behind)
{
    visit(NULL, routes, COUNT(routes), leave);
}
