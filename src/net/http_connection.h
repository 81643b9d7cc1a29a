/*
 * http_connection - one client: its bytes in and out, its states and its deadlines.
 *
 * For the other files of the HTTP server. A connection lives until it is closed
 * and its request has ended; it frees itself, from the loop.
 */
#ifndef NET_HTTP_CONNECTION_H
#define NET_HTTP_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_connection;
struct http_server;

enum http_connection_kind { HTTP_CONNECTION_TCP, HTTP_CONNECTION_UNIX };

/* Owns the descriptor from now on. Over the server's limit it gets 503. */
void http_connection_new(struct http_server *server, int fd, enum http_connection_kind kind);

/* At once: what was not sent is lost. A request in flight is cancelled, or told that it is gone. */
void http_connection_close(struct http_connection *connection);
void http_connection_check_time(struct http_connection *connection, int64_t now);

void http_connection_watch(struct http_connection *connection);     /* as its state wants */

/* What lies unread, and taking it. */
size_t http_connection_unread(const struct http_connection *connection);
const char *http_connection_bytes(const struct http_connection *connection);
void http_connection_use(struct http_connection *connection, size_t length);

/* Waits. In the request's task: until something came, went out, is late or is over. */
void http_connection_wait(struct http_connection *connection);

/* The request has ended: on with the next, or with closing. */
enum http_connection_next { HTTP_CONNECTION_KEEP, HTTP_CONNECTION_END };
void http_connection_next(struct http_connection *connection, enum http_connection_next next);

#endif
