#include "service/service_replies.h"

#include "async/event.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/service_frame.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct service_reply {
    struct service_reply *next;
    char key[SERVICE_FRAME_KEY];
    uint8_t asked[HASH_BYTES];      /* of the method, the target and the body */
    bool is_running;
    int64_t when;                   /* it was answered */
    struct buf json;
};

static void hash_request(const struct http_request *request, uint8_t ret_hash[HASH_BYTES])
{
    const struct buf *body = http_request_body(request);
    const char *method = http_request_method(request), *target = http_request_target(request);
    struct hash hash;

    hash_start(&hash);
    hash_add(&hash, method, strlen(method) + 1);
    hash_add(&hash, target, strlen(target) + 1);
    if (body->length)
        hash_add(&hash, body->bytes, body->length);
    hash_end(&hash, ret_hash);
}

/* ---- the list ---- */

static struct service_reply *find(const struct service_replies *replies, const char *key)
{
    struct service_reply *one = replies->first;

    while (one && strcmp(one->key, key))
        one = one->next;
    return one;
}

static struct service_reply *add(struct service_replies *replies, const char *key,
                                 const uint8_t asked[HASH_BYTES])
{
    struct service_reply *one = MEM_NEW(struct service_reply);

    *one = (struct service_reply){ .is_running = true };
    strcpy(one->key, key);
    memcpy(one->asked, asked, HASH_BYTES);
    if (replies->last)
        replies->last->next = one;
    else
        replies->first = one;
    replies->last = one;
    return one;
}

static void drop(struct service_replies *replies, struct service_reply *gone)
{
    struct service_reply *before = NULL;

    for (struct service_reply *one = replies->first; one != gone; one = one->next)
        before = one;
    if (before)
        before->next = gone->next;
    else
        replies->first = gone->next;
    if (replies->last == gone)
        replies->last = before;
    if (!gone->is_running) {
        replies->count--;
        replies->bytes -= gone->json.length;
    }
    buf_release(&gone->json);
    free(gone);
}

static void make_room(struct service_replies *replies, int64_t now)
{
    for (struct service_reply *one = replies->first, *after; one; one = after) {
        after = one->next;
        if (!one->is_running &&
            (replies->count > SERVICE_REPLIES_MOST || replies->bytes > SERVICE_REPLIES_BYTES ||
             now - one->when > SERVICE_REPLIES_MS))
            drop(replies, one);
    }
}

/* ---- a request ---- */

static bool send(struct http_request *request, const struct buf *json)
{
    return http_reply_send(request, 200, "application/json", json->bytes, json->length);
}

static void keep(struct service_replies *replies, struct service_reply *mine,
                 const struct buf *json)
{
    mine->is_running = false;
    mine->when = loop_now(task_loop());
    buf_add(&mine->json, json->bytes ? json->bytes : "", json->length);
    replies->count++;
    replies->bytes += json->length;
    make_room(replies, mine->when);
}

static bool run_first(struct service_replies *replies, struct service_reply *mine,
                      struct http_request *request, const struct service_replies_act *act,
                      struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    const bool ok = act->run(request, act->context, &json, err);

    if (ok && json.length <= SERVICE_REPLIES_ONE)
        keep(replies, mine, &json);
    else
        drop(replies, mine);
    event_raise(&replies->ended);
    return ok && send(request, &json);
}

/* Looked up again after each wait: the twin may have failed, and then it is our turn. */
static bool find_or_wait(struct service_replies *replies, const char *key,
                         const uint8_t asked[HASH_BYTES], struct service_reply **ret_known,
                         struct error *err)
{
    struct service_reply *one;

    while ((one = find(replies, key)) != NULL) {
        if (memcmp(one->asked, asked, HASH_BYTES))
            return error_set(err, ERROR_CONFLICT,
                             "the Idempotency-Key '%s' belongs to another request", key);
        if (!one->is_running)
            break;
        if (!event_wait(&replies->ended, 0, err))
            return false;
    }
    *ret_known = one;
    return true;
}

bool service_replies_run(struct service_replies *replies, struct http_request *request,
                         const struct service_replies_act *act, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    uint8_t asked[HASH_BYTES];
    char key[SERVICE_FRAME_KEY];
    struct service_reply *known = NULL;

    if (!service_frame_idempotency_key(request, key, err))
        return false;
    if (!key[0])
        return act->run(request, act->context, &json, err) && send(request, &json);
    make_room(replies, loop_now(task_loop()));
    hash_request(request, asked);
    if (!find_or_wait(replies, key, asked, &known, err))
        return false;
    return known ? send(request, &known->json)
                 : run_first(replies, add(replies, key, asked), request, act, err);
}

void service_replies_release(struct service_replies *replies)
{
    while (replies->first)
        drop(replies, replies->first);
}
