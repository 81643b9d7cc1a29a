/*
 * http_inner - a request that a handler makes of its own server, without a socket.
 *
 * It runs in the handler's task, as the same client, and goes through the same routes; who may ask
 * was checked with the request around it. Not within: streams (bodies in or out that have no
 * length), and an inner request of an inner request.
 */
#ifndef NET_HTTP_INNER_H
#define NET_HTTP_INNER_H

#include "base/buf.h"
#include "base/words.h"

#include <stddef.h>

struct http_request;

struct http_inner_call {        /* texts are borrowed */
    const char *method;
    const char *target;         /* "/api/v1/data?limit=5" */
    const char *body;           /* or NULL */
    size_t length;
    const char *key;            /* its Idempotency-Key, or NULL */
};

struct http_inner_answer {
    int status;
    char type[64];              /* Content-Type; "" : none */
    struct buf body;
};

/* Waits. An error is an answer like every other, with the body that the server gives errors. Once
 * the task is cancelled, all of them are: the caller asks task_check. */
void http_inner_run(const struct http_request *outer, const struct http_inner_call *call,
                    struct http_inner_answer *ret_answer);
void http_inner_answer_release(struct http_inner_answer *answer);

#endif
