/* http_output - what a connection sends: at once as far as the kernel takes it, the rest queued. */
#ifndef NET_HTTP_OUTPUT_H
#define NET_HTTP_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct http_connection;
struct iovec;

/* Sends, or queues, all parts. What a client that is gone does not get is nobody's concern. */
void http_output_send(struct http_connection *connection, struct iovec *parts, size_t count);

enum { HTTP_OUTPUT_GIVEN = 4 };     /* bodies at most */
/* The same for a head and the parts of a body, one after the other. Of those that must wait the
 * first is taken, not copied. */
void http_output_give(struct http_connection *connection, const struct buf *head,
                      struct buf *bodies, size_t count);
size_t http_output_queued(const struct http_connection *connection);    /* bytes */
bool http_output_flush(struct http_connection *connection);     /* false: nothing to send */

#endif
