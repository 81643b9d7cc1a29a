/*
 * stream - bytes to and from another process: TCP or a unix socket, for tasks.
 *
 * A stream owns its descriptor. One task may read it while another writes; two
 * that read at once are a bug. Every wait obeys its deadline (loop_now(), 0 for
 * none) and the task's cancel, and leaves the stream usable: what was read or
 * sent until then stays so. A peer that is gone is ERROR_UNAVAILABLE.
 */
#ifndef ASYNC_STREAM_H
#define ASYNC_STREAM_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct loop;
struct stream;
struct stream_listener;

/* Waits. A name is looked up in the pool, which no deadline cuts short. */
CHECKED bool stream_connect(const char *host, uint16_t port, int64_t deadline,
                            struct stream **ret_stream, struct error *err);
CHECKED bool stream_connect_unix(const char *path, int64_t deadline, struct stream **ret_stream,
                                 struct error *err);            /* Waits. */
/* Of a socket that does not block; it is the stream's from now on. */
struct stream *stream_open(struct loop *loop, int fd);
CHECKED bool stream_pair(struct loop *loop, struct stream *ret_pair[2], struct error *err);
void stream_free(struct stream *stream);        /* closes; nobody may be waiting on it */

/* Waits. For at least a byte; *ret_length is 0 once the other side has closed. */
CHECKED bool stream_read(struct stream *stream, char *bytes, size_t room, int64_t deadline,
                         size_t *ret_length, struct error *err);
/* Waits. Until all are with the kernel. */
CHECKED bool stream_write(struct stream *stream, const char *bytes, size_t length,
                          int64_t deadline, struct error *err);
void stream_end(struct stream *stream);         /* nothing more will be written; may still read */
void stream_reset(struct stream *stream);       /* of TCP: freed, it breaks off and not in order */

/* Port 0 takes a free one. A unix socket: see socket_listen in socket.h. */
CHECKED bool stream_listen(struct loop *loop, const char *host, uint16_t port,
                           struct stream_listener **ret_listener, struct error *err);
CHECKED bool stream_listen_unix(struct loop *loop, const char *path,
                                struct stream_listener **ret_listener, struct error *err);
uint16_t stream_listener_port(const struct stream_listener *listener);
void stream_listener_free(struct stream_listener *listener);

CHECKED bool stream_accept(struct stream_listener *listener, int64_t deadline,
                           struct stream **ret_stream, struct error *err);      /* Waits. */

#endif
