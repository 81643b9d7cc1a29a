/*
 * http_request - what a handler asks of the request it answers.
 *
 * A request is there until its handler has returned; all texts below are
 * borrowed until then. A handler that wants to answer later keeps it.
 */
#ifndef NET_HTTP_REQUEST_H
#define NET_HTTP_REQUEST_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct buf;
struct http_request;

const char *http_request_method(const struct http_request *request);
const char *http_request_target(const struct http_request *request);    /* with query, as sent */
const char *http_request_id(const struct http_request *request);        /* X-Request-Id */
/* NULL if there is none; the case of letters does not matter. */
const char *http_request_header(const struct http_request *request, const char *name);
/* Of the route's '{name}': resolved, valid UTF-8, not empty. A name the route has. */
const char *http_request_param(const struct http_request *request, const char *name);
/* "?name=": resolved, valid UTF-8; NULL if it is not there. Of a name given twice, the first. */
const char *http_request_query(const struct http_request *request, const char *name);
/* The i-th name and value, to refuse what is not known. False after the last. */
bool http_request_query_at(const struct http_request *request, size_t i, const char **ret_name,
                           const char **ret_value);
bool http_request_is_local(const struct http_request *request);     /* came over a unix socket */
const char *http_request_peer(const struct http_request *request);  /* see socket_peer */

/* By which the client wants the answer (X-Timeout-Ms), in loop_now(); 0: it did not say. The
 * handler's task is limited by it (task_limit): past it every wait fails and the answer is 504. An
 * answer that is kept (http_request_keep) goes on. */
int64_t http_request_deadline(const struct http_request *request);

/* HTTP_BODY_WHOLE: the body; length 0 if there is none. */
const struct buf *http_request_body(const struct http_request *request);
uint64_t http_request_body_length(const struct http_request *request);  /* as announced */

/* HTTP_BODY_STREAM. Waits. The next piece, up to 64 KB, in place of what ret_piece held; length 0
 * after the last. Fails with ERROR_TIMEOUT if the client is too slow. */
CHECKED bool http_request_read(struct http_request *request, struct buf *ret_piece,
                               struct error *err);

/* For answers that come after the handler has returned: the request stays until http_reply_end or
 * http_reply_send. `gone` is called once at the most with HTTP_REQUEST_LEFT, when the client has
 * left: the request is not valid after that call. And once with HTTP_REQUEST_DRAIN, when the server
 * wants to stop: end the reply soon. Never from inside a call of the owner. */
enum http_request_gone { HTTP_REQUEST_LEFT, HTTP_REQUEST_DRAIN };
typedef void http_request_gone_fn(void *arg, enum http_request_gone why);
void http_request_keep(struct http_request *request, http_request_gone_fn *gone, void *arg);

#endif
