#include "hosts/training/route_training_host.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "hosts/training/host_training.h"
#include "hosts/training/session_stream.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "operations/operation_stream.h"
#include "service/route.h"
#include "training/training_blob.h"
#include "wire/wire_error.h"
#include "wire/wire_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { START_MOST = 4 << 20, ASK_MOST = 64 << 10 };
#define BLOB_MOST ((size_t)4 << 30)


static bool reply_session(struct http_request *request, struct wire_operation *session)
{
    route_reply(request, 200, wire_operation_fields, session);
    wire_operation_release(session);
    return true;
}

/* ---- sessions ---- */

/* Not one of our errors: whoever asked is told which files to send, and asks again. */
static bool reply_missing(struct http_request *request, const struct wire_session_start *start,
                          const bool *missing)
{
    OWNED(wire_session_missing_release) struct wire_session_missing told;
    OWNED(buf_release) struct buf json = {0};

    wire_clear(wire_session_missing_fields, &told);
    snprintf(told.type, sizeof(told.type), "about:blank");
    snprintf(told.title, sizeof(told.title), "Conflict");
    snprintf(told.code, sizeof(told.code), "conflict");
    snprintf(told.detail, sizeof(told.detail), "files of bars are missing here");
    told.status = 409;
    told.missing = mem_alloc(start->n_bars * sizeof(*told.missing));
    for (size_t i = 0; i < start->n_bars; i++)
        if (missing[i])
            told.missing[told.n_missing++] = mem_text(start->bars[i].blob);
    wire_encode(wire_session_missing_fields, &told, &json);
    return http_reply_send(request, 409, WIRE_ERROR_TYPE, json.bytes, json.length);
}

static bool start(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    OWNED(wire_session_start_release) struct wire_session_start start = {0};
    struct wire_operation session;
    bool *missing, ok;

    if (!route_decode_body(request, wire_session_start_fields, &start, err) ||
        !store_watch_check_space(&host->watch, host->data_dir, err))
        return false;
    missing = mem_alloc(start.n_bars + 1);
    memset(missing, 0, start.n_bars + 1);
    ok = training_sessions_start(&host->sessions, &start, missing, &session, err);
    if (ok && memchr(missing, true, start.n_bars))
        reply_missing(request, &start, missing);
    else if (ok)
        reply_session(request, &session);
    free(missing);
    return ok;
}

static bool stop(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    struct wire_session_stop stop;
    struct wire_operation session;

    return route_decode_body(request, wire_session_stop_fields, &stop, err) &&
           training_sessions_stop(&host->sessions, stop.session_id,
                                  stop.save_checkpoint ? TRAINING_SESSIONS_KEEP_CHECKPOINT
                                                       : TRAINING_SESSIONS_KEEP_NOTHING,
                                  &session, err) && reply_session(request, &session);
}

static bool resume(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    struct wire_operation session;

    return manage_operations_resume(host->operations, http_request_param(request, "id"), &session,
                                    err) && reply_session(request, &session);
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    struct wire_operation session;

    return manage_operations_find(host->operations, http_request_param(request, "id"), &session,
                                  err) && reply_session(request, &session);
}

static bool list(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    OWNED(wire_operation_list_release) struct wire_operation_list told = {0};
    struct wire_operation_query query;

    return route_decode_query(request, wire_operation_query_fields, &query, err) &&
           manage_operations_list(host->operations, &query, &told, err) &&
           route_reply(request, 200, wire_operation_list_fields, &told);
}

static bool forget(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;

    return training_sessions_forget(&host->sessions, http_request_param(request, "id"), err) &&
           http_reply_send(request, 204, NULL, "", 0);
}

static bool show_events(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;

    return session_stream_start(host->operations, request, err);
}

static bool show_events_of(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;

    return operation_stream_start(host->operations, request, http_request_param(request, "id"),
                                  err);
}

/* ---- what came of one ---- */

static bool reply_owned(struct http_request *request, char *json)
{
    route_reply_json(request, 200, &(struct buf){ .bytes = json, .length = strlen(json) });
    free(json);
    return true;
}

static bool show_result(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    char *json = NULL;

    return manage_operations_result(host->operations, http_request_param(request, "id"), &json,
                                    err) && reply_owned(request, json);
}

static bool show_file(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    struct buf bytes = {0};

    if (training_sessions_file(&host->sessions, http_request_param(request, "id"),
                               http_request_param(request, "name"), &bytes, err))
        return http_reply_give(request, 200, "application/octet-stream", &bytes, 1);
    buf_release(&bytes);
    return false;
}

static bool run_evaluation(struct http_request *request, void *context, struct buf *ret_json,
                           struct error *err)
{
    struct host_training *host = context;
    struct wire_session_evaluate wanted;
    char *json = NULL;

    if (!route_decode_body(request, wire_session_evaluate_fields, &wanted, err) ||
        !training_sessions_evaluate(&host->sessions, &wanted, &json, err))
        return false;
    buf_print(ret_json, "%s", json);
    free(json);
    return true;
}

/* Takes a worker: the same question with the same key is answered once. */
static bool evaluate(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;

    return service_replies_run(&host->replies, request,
                               &(struct service_replies_act){ run_evaluation, host }, err);
}

/* ---- bars ---- */

static bool look_for_blobs(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    OWNED(wire_session_lacks_release) struct wire_session_lacks asked = {0}, told = {0};
    bool *missing, ok;

    if (!route_decode_body(request, wire_session_lacks_fields, &asked, err))
        return false;
    missing = mem_alloc(asked.n_hashes + 1);
    ok = training_blob_look(&host->store, asked.n_hashes, asked.hashes, missing, err);
    told.hashes = mem_alloc((asked.n_hashes + 1) * sizeof(*told.hashes));
    for (size_t i = 0; ok && i < asked.n_hashes; i++)
        if (missing[i])
            told.hashes[told.n_hashes++] = mem_text(asked.hashes[i]);
    free(missing);
    return ok && route_reply(request, 200, wire_session_lacks_fields, &told);
}

static bool receive(struct http_request *request, struct training_blob *blob, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};

    do
        if (!http_request_read(request, &piece, err) ||
            (piece.length && !training_blob_add(blob, piece.bytes, piece.length, err)))
            return false;
    while (piece.length);
    return training_blob_finish(blob, err);
}

static bool put_blob(struct http_request *request, void *context, struct error *err)
{
    struct host_training *host = context;
    const char *hash = http_request_param(request, "hash");
    struct training_blob *blob;
    bool ok;

    if (!hash_is_hex(hash))
        return error_set(err, ERROR_INVALID, "'%.80s' is not a hash", hash);
    if (!store_watch_check_space(&host->watch, host->data_dir, err) ||
        !training_blob_new(&host->store, hash, &blob, err))
        return false;
    ok = receive(request, blob, err);
    training_blob_free(blob);
    return ok && http_reply_send(request, 204, NULL, "", 0);
}

const struct http_route route_training_host_table[] = {
    { .method = "POST", .path = WIRE_SESSION_START, .handler = start, .body_limit = START_MOST },
    { .method = "POST", .path = WIRE_SESSION_STOP, .handler = stop, .body_limit = ASK_MOST },
    { .method = "GET", .path = WIRE_SESSION_STATUS, .handler = show },
    { .method = "GET", .path = WIRE_SESSION_RESULT, .handler = show_result },
    { .method = "GET", .path = WIRE_SESSION_FILE, .handler = show_file },
    { .method = "GET", .path = WIRE_SESSION_LIST, .handler = list },
    { .method = "DELETE", .path = WIRE_SESSION_ONE, .handler = forget },
    { .method = "GET", .path = WIRE_SESSION_EVENTS, .handler = show_events },
    { .method = "GET", .path = WIRE_SESSION_EVENTS_ONE, .handler = show_events_of },
    { .method = "POST", .path = WIRE_SESSION_RESUME, .handler = resume, .body_limit = ASK_MOST },
    { .method = "POST", .path = WIRE_SESSION_EVALUATE, .handler = evaluate,
      .body_limit = ASK_MOST },
    { .method = "POST", .path = WIRE_SESSION_LACKS, .handler = look_for_blobs,
      .body_limit = START_MOST },
    { .method = "PUT", .path = WIRE_SESSION_BLOB, .handler = put_blob,
      .body = HTTP_BODY_STREAM, .body_limit = BLOB_MOST },
};
const size_t route_training_host_count = COUNT(route_training_host_table);
