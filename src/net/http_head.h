/*
 * http_head - the head of a request: from bytes to fields, and what is refused.
 *
 * libhttp-parser reads it, and we read it too, because that parser is lenient:
 * refused are bare LF and CR, folded headers, bytes outside of token before a
 * colon, other than one Host, versions but 1.0 and 1.1, CONNECT, targets with
 * bytes outside of printable ASCII, and any Transfer-Encoding (501): a request's
 * body has a Content-Length.
 */
#ifndef NET_HTTP_HEAD_H
#define NET_HTTP_HEAD_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum { HTTP_HEAD_HEADERS = 64 };

struct http_head {
    char *text;                     /* owned; what the others point into */
    const char *method;             /* "GET", as sent */
    const char *target;             /* "/data?limit=5", as sent, escapes and all */
    int minor;                      /* of HTTP/1 */
    bool is_kept_alive;
    bool expects_continue;          /* the client waits for a go before it sends the body */
    uint64_t body_length;
    size_t n_headers;
    struct http_header {
        const char *name, *value;   /* as sent, without the spaces around */
    } headers[HTTP_HEAD_HEADERS];
};

/* Where the head that begins at `bytes` ends; looks from *from on, where the last look ended.
 * HTTP_HEAD_BROKEN: a CR or LF stands alone. */
enum http_head_end { HTTP_HEAD_PARTIAL, HTTP_HEAD_WHOLE, HTTP_HEAD_BROKEN };
enum http_head_end http_head_end(const char *bytes, size_t length, size_t *from);

/* Of a whole head. On failure, *ret_status is what to answer. */
CHECKED bool http_head_parse(const char *bytes, size_t length, struct http_head *ret_head,
                             int *ret_status, struct error *err);
/* NULL if there is none; the case of letters does not matter. */
const char *http_head_find(const struct http_head *head, const char *name);
void http_head_release(struct http_head *head);

#endif
