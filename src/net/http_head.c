#include "net/http_head.h"

#include "base/mem.h"
#include "net/http_text.h"

#include <http_parser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- where it ends ---- */

enum http_head_end http_head_end(const char *bytes, size_t length, size_t *from)
{
    size_t at = *from;

    for (;;) {
        const char *line_end = memchr(bytes + at, '\n', length - at);
        const size_t end = line_end ? (size_t)(line_end - bytes) : length;
        const char *cr = end > at ? memchr(bytes + at, '\r', end - at) : NULL;

        if (cr && cr + 1 < bytes + end)
            return HTTP_HEAD_BROKEN;
        if (!line_end) {
            *from = cr ? (size_t)(cr - bytes) : length;
            return HTTP_HEAD_PARTIAL;
        }
        if (!cr)
            return HTTP_HEAD_BROKEN;
        *from = at = end + 1;
        if (end == 1 || (end >= 3 && bytes[end - 2] == '\n'))
            return HTTP_HEAD_WHOLE;
    }
}

/* ---- what the parser says ---- */

static int on_headers_complete(http_parser *parser)
{
    struct http_head *head = parser->data;

    head->is_kept_alive = http_should_keep_alive(parser);
    head->minor = parser->http_major == 1 && parser->http_minor <= 1 ? parser->http_minor : -1;
    head->body_length = parser->flags & F_CONTENTLENGTH ? parser->content_length : 0;
    return 1;                       /* no body: that is ours to read */
}

static const http_parser_settings settings = { .on_headers_complete = on_headers_complete };

static bool refuse(int status, int *ret_status, struct error *err, const char *text)
{
    *ret_status = status;
    return error_set(err, ERROR_MALFORMED, "%s", text);
}

static bool ask_parser(const char *bytes, size_t length, struct http_head *head, int *ret_status,
                       struct error *err)
{
    http_parser parser;
    size_t n;

    head->minor = -1;
    http_parser_init(&parser, HTTP_REQUEST);
    parser.data = head;
    n = http_parser_execute(&parser, &settings, bytes, length);
    if (HTTP_PARSER_ERRNO(&parser) == HPE_INVALID_METHOD)
        return refuse(501, ret_status, err, "not a method we know");
    if (HTTP_PARSER_ERRNO(&parser) == HPE_INVALID_VERSION)
        return refuse(505, ret_status, err, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    if (HTTP_PARSER_ERRNO(&parser) != HPE_OK)
        return refuse(400, ret_status, err,
                      http_errno_description(HTTP_PARSER_ERRNO(&parser)));
    if (head->minor < 0)
        return refuse(505, ret_status, err, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    return n == length || refuse(400, ret_status, err, "the request's head ends too early");
}

/* ---- what we say ---- */

/* "GET /target HTTP/1.1", one space each. */
static bool parse_first_line(char *line, struct http_head *head, int *ret_status,
                             struct error *err)
{
    char *target = strchr(line, ' ');
    char *version = target ? strchr(target + 1, ' ') : NULL;

    if (!version)
        return refuse(400, ret_status, err, "not a request line");
    *target++ = '\0';
    *version++ = '\0';
    head->method = line;
    head->target = target;
    if (!http_text_is_token(line, strlen(line)))
        return refuse(400, ret_status, err, "not a method");
    if (!strcmp(line, "CONNECT"))
        return refuse(501, ret_status, err, "CONNECT is for proxies");
    for (const char *c = target; *c; c++)
        if (*c <= ' ' || *c > '~')
            return refuse(400, ret_status, err, "the target has bytes outside of printable ASCII");
    if (*target != '/' && strcmp(target, "*"))
        return refuse(400, ret_status, err, "the target must begin with '/'");
    return !strcmp(version, "HTTP/1.1") || !strcmp(version, "HTTP/1.0") ||
           refuse(505, ret_status, err, "only HTTP/1.0 and HTTP/1.1 are spoken here");
}

static bool parse_line(char *line, struct http_head *head, int *ret_status, struct error *err)
{
    char *colon = strchr(line, ':');
    char *end = line + strlen(line);

    if (*line == ' ' || *line == '\t')
        return refuse(400, ret_status, err, "a header is folded over two lines");
    if (!colon || !http_text_is_token(line, (size_t)(colon - line)))
        return refuse(400, ret_status, err, "a header's name is not a token");
    if (head->n_headers == HTTP_HEAD_HEADERS)
        return refuse(431, ret_status, err, "too many headers");
    *colon++ = '\0';
    while (*colon == ' ' || *colon == '\t')
        colon++;
    while (end > colon && (end[-1] == ' ' || end[-1] == '\t'))
        *--end = '\0';
    for (const char *c = colon; *c; c++)
        if ((*c > 0 && *c < ' ' && *c != '\t') || *c == 0x7F)
            return refuse(400, ret_status, err, "a header's value has control characters");
    head->headers[head->n_headers++] = (struct http_header){ line, colon };
    return true;
}

static bool parse_lines(char *line, char *end, struct http_head *head, int *ret_status,
                        struct error *err)
{
    for (bool is_first = true; line < end; is_first = false) {
        char *cr = strchr(line, '\r');      /* there is one: http_head_end saw it */

        *cr = '\0';
        if (is_first ? !parse_first_line(line, head, ret_status, err)
                     : !parse_line(line, head, ret_status, err))
            return false;
        line = cr + 2;
    }
    return true;
}

static bool check_headers(struct http_head *head, int *ret_status, struct error *err)
{
    size_t n_hosts = 0;

    for (size_t i = 0; i < head->n_headers; i++) {
        const struct http_header *header = &head->headers[i];

        if (!strcasecmp(header->name, "Host"))
            n_hosts++;
        if (!strcasecmp(header->name, "Transfer-Encoding"))
            return refuse(501, ret_status, err, "a request's body needs a Content-Length");
        if (!strcasecmp(header->name, "Content-Length") &&
            (!*header->value || header->value[strspn(header->value, "0123456789")]))
            return refuse(400, ret_status, err, "Content-Length is not a number");
        if (!strcasecmp(header->name, "Expect")) {
            if (strcasecmp(header->value, "100-continue"))
                return refuse(417, ret_status, err, "the only thing to expect is 100-continue");
            head->expects_continue = true;
        }
    }
    return n_hosts == 1 || refuse(400, ret_status, err, "a request has exactly one Host");
}

static bool parse(const char *bytes, size_t length, struct http_head *head, int *ret_status,
                  struct error *err)
{
    if (memchr(bytes, '\0', length))
        return refuse(400, ret_status, err, "the head has a NUL");
    return parse_lines(head->text, head->text + length - 2, head, ret_status, err) &&
           check_headers(head, ret_status, err) && ask_parser(bytes, length, head, ret_status, err);
}

bool http_head_parse(const char *bytes, size_t length, struct http_head *ret_head, int *ret_status,
                     struct error *err)
{
    ret_head->n_headers = 0;
    ret_head->expects_continue = false;
    ret_head->method = ret_head->target = "";
    ret_head->text = mem_resize(NULL, length + 1);
    memcpy(ret_head->text, bytes, length);
    ret_head->text[length] = '\0';
    return parse(bytes, length, ret_head, ret_status, err);
}

const char *http_head_find(const struct http_head *head, const char *name)
{
    for (size_t i = 0; i < head->n_headers; i++)
        if (!strcasecmp(head->headers[i].name, name))
            return head->headers[i].value;
    return NULL;
}

void http_head_release(struct http_head *head)
{
    free(head->text);
    head->text = NULL;
}
