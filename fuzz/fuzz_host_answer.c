/*
 * What a host service may answer: "status\nName: value\n…\n\nbody", read as host_attempt does. Whatever
 * it is, it is either an answer or an error with a code and a text; a wait is never negative, and a
 * URL is never shown with its query.
 */
#include "base/buf.h"
#include "service/host_answer.h"
#include "service/http_client.h"
#include "wire/wire_error.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes the next line off; false at an empty one or at the end. */
static bool next_line(const char **at, const char *end, struct buf *ret_line)
{
    const char *stop = *at < end ? memchr(*at, '\n', (size_t)(end - *at)) : NULL;

    ret_line->length = 0;
    if (!stop)
        return false;
    buf_add(ret_line, *at, (size_t)(stop - *at));
    *at = stop + 1;
    return ret_line->length > 0;
}

static void read_reply(const char *at, const char *end, struct http_client_reply *reply)
{
    OWNED(buf_release) struct buf line = {0};

    if (next_line(&at, end, &line))
        reply->status = atoi(line.bytes);
    while (next_line(&at, end, &line)) {
        const char *colon = strchr(line.bytes, ':');

        if (!colon)
            continue;
        buf_add(&reply->headers, line.bytes, (size_t)(colon - line.bytes));
        buf_add(&reply->headers, "", 1);
        buf_add(&reply->headers, colon + 1 + strspn(colon + 1, " "),
                strlen(colon + 1 + strspn(colon + 1, " ")));
        buf_add(&reply->headers, "", 1);
    }
    buf_add(&reply->body, at, (size_t)(end - at));
}

static void check_reply(const struct http_client_reply *reply)
{
    OWNED(wire_error_release) struct wire_error problem;
    const int64_t wait = host_answer_retry_after_ms(reply);
    struct error err = {0};

    assert(wait >= -1 && wait <= 999999000 && (wait == -1 || wait % 1000 == 0));
    if (host_answer_check(reply, "1.2.3", &err))
        assert(reply->status / 100 == 2 && !err.code);
    else
        assert(err.code && err.text[0]);
    err = (struct error){0};
    wire_clear(wire_error_fields, &problem);
    if (!host_answer_decode(reply, wire_error_fields, &problem, &err))
        assert(err.code == ERROR_BAD_DATA && err.text[0]);
    else
        assert(host_answer_is_type(reply, "application/json"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};
    OWNED(buf_release) struct buf text = {0};
    char shown[HTTP_CLIENT_SHOWN];

    buf_add(&text, (const char *)data, size);
    http_client_show_url(text.bytes, shown);
    assert(!strpbrk(shown, "?#") && strlen(shown) < sizeof(shown));
    read_reply((const char *)data, (const char *)data + size, &reply);
    check_reply(&reply);
    return 0;
}
