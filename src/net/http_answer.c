#include "net/http_answer.h"

#include "base/mem.h"

#include <http_parser.h>
#include <stdlib.h>
#include <strings.h>

/* ---- the parser's callbacks: 0 is go on ---- */

static int on_message_begin(http_parser *parser)
{
    struct http_answer *answer = parser->data;

    answer->texts.length = 0;
    answer->n_headers = 0;
    answer->is_in_value = true;
    return 0;
}

static void end_text(struct http_answer *answer)
{
    if (answer->texts.length)
        buf_add(&answer->texts, "", 1);
}

static int on_field(http_parser *parser, const char *bytes, size_t length)
{
    struct http_answer *answer = parser->data;

    if (answer->is_in_value) {
        if (answer->n_headers == HTTP_ANSWER_HEADERS)
            return 1;
        end_text(answer);
        answer->headers[answer->n_headers++][0] = answer->texts.length;
        answer->is_in_value = false;
    }
    buf_add(&answer->texts, bytes, length);
    return 0;
}

static int on_value(http_parser *parser, const char *bytes, size_t length)
{
    struct http_answer *answer = parser->data;

    if (!answer->is_in_value) {
        end_text(answer);
        answer->headers[answer->n_headers - 1][1] = answer->texts.length;
        answer->is_in_value = true;
    }
    buf_add(&answer->texts, bytes, length);
    return 0;
}

/* 1: there is no body, whatever the headers say. */
static int on_headers_complete(http_parser *parser)
{
    struct http_answer *answer = parser->data;

    end_text(answer);
    if (parser->status_code >= 200)
        answer->status = parser->status_code;
    return answer->to == HTTP_ANSWER_TO_HEAD;
}

static int on_body(http_parser *parser, const char *bytes, size_t length)
{
    struct http_answer *answer = parser->data;

    buf_add(&answer->body, bytes, length);
    return 0;
}

static int on_message_complete(http_parser *parser)
{
    struct http_answer *answer = parser->data;

    if (parser->status_code < 200)
        return 0;
    answer->is_whole = true;
    answer->is_kept_alive = http_should_keep_alive(parser);
    http_parser_pause(parser, 1);
    return 0;
}

static const http_parser_settings settings = {
    .on_message_begin = on_message_begin,
    .on_header_field = on_field,
    .on_header_value = on_value,
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
};

/* ---- ours ---- */

void http_answer_begin(struct http_answer *answer, enum http_answer_to to)
{
    if (!answer->parser)
        answer->parser = MEM_NEW(struct http_parser);
    http_parser_init(answer->parser, HTTP_RESPONSE);
    answer->parser->data = answer;
    answer->to = to;
    answer->status = 0;
    answer->is_whole = answer->is_kept_alive = answer->has_begun = false;
    answer->body.length = answer->texts.length = 0;
    answer->n_headers = 0;
}

bool http_answer_add(struct http_answer *answer, const char *bytes, size_t length,
                     struct error *err)
{
    size_t n;

    if (!length)
        return true;
    if (answer->is_whole) {
        answer->is_kept_alive = false;
        return true;
    }
    answer->has_begun = true;
    n = http_parser_execute(answer->parser, &settings, bytes, length);
    if (answer->is_whole) {
        if (n < length || answer->parser->upgrade)
            answer->is_kept_alive = false;
        return true;
    }
    if (HTTP_PARSER_ERRNO(answer->parser) != HPE_OK || n < length)
        return error_set(err, ERROR_BAD_DATA, "the reply is not HTTP: %s",
                         http_errno_description(HTTP_PARSER_ERRNO(answer->parser)));
    return true;
}

bool http_answer_end(struct http_answer *answer, struct error *err)
{
    if (!answer->is_whole && answer->has_begun &&
        HTTP_PARSER_ERRNO(answer->parser) == HPE_OK)
        http_parser_execute(answer->parser, &settings, "", 0);
    answer->is_kept_alive = false;
    return answer->is_whole || error_set(err, ERROR_UNAVAILABLE, "the reply was cut short");
}

bool http_answer_has_begun(const struct http_answer *answer)
{
    return answer->has_begun;
}

const char *http_answer_header(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->n_headers; i++)
        if (!strcasecmp(answer->texts.bytes + answer->headers[i][0], name))
            return answer->texts.bytes + answer->headers[i][1];
    return NULL;
}

void http_answer_release(struct http_answer *answer)
{
    free(answer->parser);
    buf_release(&answer->body);
    buf_release(&answer->texts);
    *answer = (struct http_answer){0};
}
