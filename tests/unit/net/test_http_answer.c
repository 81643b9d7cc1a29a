#include "net/http_answer.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct http_answer answer;
static struct error err;

/* In pieces of `step` bytes. */
static bool parse(const char *text, size_t step, enum http_answer_to to)
{
    const size_t length = strlen(text);

    http_answer_begin(&answer, to);
    for (size_t i = 0; i < length; i += step)
        if (!http_answer_add(&answer, text + i, length - i < step ? length - i : step, &err))
            return false;
    return true;
}

static bool body_is(const char *want)
{
    return answer.body.length == strlen(want) && !memcmp(answer.body.bytes, want, strlen(want));
}

TEST(a_reply_is_the_same_in_whatever_pieces_it_comes)
{
    for (size_t step = 1; step < 90; step++) {
        CHECK(parse("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nX-Empty:\r\nRetry-After: 7\r\n"
                    "\r\nhello", step, HTTP_ANSWER_TO_OTHERS));
        CHECK(answer.status == 404 && answer.is_whole && answer.is_kept_alive && body_is("hello"));
        CHECK_TEXT(http_answer_header(&answer, "retry-after"), "7");
        CHECK_TEXT(http_answer_header(&answer, "content-length"), "5");
        CHECK_TEXT(http_answer_header(&answer, "x-empty"), "");
        CHECK(!http_answer_header(&answer, "retry"));
    }
    http_answer_release(&answer);
}

TEST(chunks_are_joined_and_1xx_passed_over)
{
    for (size_t step = 1; step < 120; step++) {
        CHECK(parse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                    "\r\n3\r\none\r\n5;x=y\r\nthree\r\n0\r\n\r\n", step, HTTP_ANSWER_TO_OTHERS));
        CHECK(answer.status == 200 && answer.is_whole && body_is("onethree"));
    }
    http_answer_release(&answer);
}

TEST(a_reply_to_a_head_has_no_body)
{
    CHECK(parse("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", 7, HTTP_ANSWER_TO_HEAD));
    CHECK(answer.is_whole && answer.is_kept_alive && !answer.body.length);
    CHECK(parse("HTTP/1.1 204 No Content\r\n\r\n", 7, HTTP_ANSWER_TO_OTHERS));
    CHECK(answer.is_whole && answer.is_kept_alive && !answer.body.length);
    http_answer_release(&answer);
}

TEST(a_reply_without_a_length_ends_with_the_connection_and_others_are_cut_short)
{
    CHECK(parse("HTTP/1.1 200 OK\r\n\r\nall", 5, HTTP_ANSWER_TO_OTHERS) && !answer.is_whole);
    CHECK(http_answer_end(&answer, &err) && answer.is_whole && !answer.is_kept_alive);
    CHECK(body_is("all"));
    CHECK(parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", 5, HTTP_ANSWER_TO_OTHERS));
    CHECK(!http_answer_end(&answer, &err) && err.code == ERROR_UNAVAILABLE);
    CHECK(parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n", 5,
                HTTP_ANSWER_TO_OTHERS));
    CHECK(!http_answer_end(&answer, &err) && err.code == ERROR_UNAVAILABLE);
    CHECK(parse("", 1, HTTP_ANSWER_TO_OTHERS) && !http_answer_end(&answer, &err));
    CHECK(!http_answer_has_begun(&answer));
    http_answer_release(&answer);
}

TEST(what_follows_a_reply_spoils_its_connection)
{
    CHECK(parse("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!", 100, HTTP_ANSWER_TO_OTHERS));
    CHECK(answer.is_whole && !answer.is_kept_alive && body_is("hi"));
    CHECK(parse("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi", 1,
                HTTP_ANSWER_TO_OTHERS));
    CHECK(answer.is_whole && !answer.is_kept_alive);
    http_answer_release(&answer);
}

TEST(nonsense_is_bad_data)
{
    static char headers[8192];
    int n = snprintf(headers, sizeof(headers), "HTTP/1.1 200 OK\r\n");

    for (int i = 0; i < 65; i++)
        n += snprintf(headers + n, sizeof(headers) - (size_t)n, "X-%d: y\r\n", i);
    for (size_t step = 1; step < 50; step += 7) {
        CHECK(!parse("SSH-2.0-OpenSSH_9.2\r\n", step, HTTP_ANSWER_TO_OTHERS));
        CHECK(err.code == ERROR_BAD_DATA);
        CHECK(!parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                     step, HTTP_ANSWER_TO_OTHERS));
        CHECK(!parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", step,
                     HTTP_ANSWER_TO_OTHERS));
        CHECK(!parse(headers, step, HTTP_ANSWER_TO_OTHERS) && err.code == ERROR_BAD_DATA);
    }
    http_answer_release(&answer);
}
