/* http_dispatch - from a request's head to its handler's task, and to the end of its reply. */
#ifndef NET_HTTP_DISPATCH_H
#define NET_HTTP_DISPATCH_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct http_connection;
struct http_request;

/* The next `length` unread bytes are a whole head. */
void http_dispatch_start(struct http_connection *connection, size_t length);
/* Answers what is not a request, and ends the connection. */
void http_dispatch_refuse(struct http_connection *connection, int status,
                          const struct error *error);
/* The connection was closed under it. */
void http_dispatch_abandon(struct http_request *request);
/* Its reply was ended by whoever kept it. */
void http_dispatch_reply_ended(struct http_request *request);
/* The server drains: cancels tasks that run, if it is impatient, and tells who keeps a request. */
void http_dispatch_drain(struct http_request *request);

/* For http_inner: a request that is not its connection's, where it goes, and what an error is. */
struct http_request *http_dispatch_request_new(struct http_connection *connection);
void http_dispatch_request_free(struct http_request *request);
CHECKED bool http_dispatch_route(struct http_request *request, int *ret_status, struct error *err);
int http_dispatch_status(const struct http_request *request, const struct error *error);
void http_dispatch_fail(struct http_request *request, int status, const struct error *error);
void http_dispatch_report(const struct http_request *request);

#endif
