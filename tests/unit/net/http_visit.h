/*
 * http_visit - a server on a virtual loop, and a client of plain bytes in a task beside it.
 *
 * visit() runs the client's function and then drains the server. It checks that no task, no
 * descriptor and no connection is left.
 */
#ifndef TESTS_HTTP_VISIT_H
#define TESTS_HTTP_VISIT_H

#include "async/loop.h"
#include "async/stream.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "net/http_server.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

extern struct loop *visit_loop;
extern struct http_server *visit_server;
extern struct http_server_access visit_access;      /* the last one; its texts are copies */
extern int visit_accesses;

typedef void visit_fn(void);
void visit(const struct http_server_settings *settings, const struct http_route *routes,
           size_t n_routes, visit_fn *client);

/* For the client's function, which runs in a task. */
struct stream *visit_connect(void);
void visit_say(struct stream *stream, const char *text);
/* Until the server closes; in a static buffer. */
const char *visit_hear(struct stream *stream);
const char *visit_hear_bytes(struct stream *stream, size_t length);     /* so many, or to the end */
void visit_sleep(int64_t ms);
/* One connection: say it, hear all, close. */
const char *visit_talk(const char *text);

#endif
