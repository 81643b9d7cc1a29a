/* http_dispatch - from a request's head to its handler's task, and to the end of its reply. */
#ifndef NET_HTTP_DISPATCH_H
#define NET_HTTP_DISPATCH_H

#include <stddef.h>

struct error;
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

#endif
