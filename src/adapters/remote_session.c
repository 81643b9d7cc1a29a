#include "adapters/remote_session.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "service/host_service.h"
#include "service/host_stream.h"
#include "wire/wire_session.h"
#include "wire/wire_worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 64 << 10, HASH_AT = 24, HEAD = 64, FILE_MOST = 256 << 20 };

/* ---- bars ---- */

struct blob {                       /* a KBAR file here */
    const char *path;
    struct file_map map;
    size_t sent;
    char hash[HASH_HEX];
};

static void release_blob(struct blob *blob)
{
    file_map_release(&blob->map);
}

static bool map_blob(void *arg, struct error *err)
{
    struct blob *blob = arg;

    if (!file_map(blob->path, &blob->map, err))
        return false;
    if (blob->map.length < HEAD)
        return error_set(err, ERROR_BAD_DATA, "'%s' is cut short", blob->path);
    hash_hex((const uint8_t *)blob->map.bytes + HASH_AT, HASH_BYTES, blob->hash);
    return true;
}

static bool read_piece(void *arg, struct buf *ret_piece, struct error *err)
{
    struct blob *blob = arg;
    const size_t left = blob->map.length - blob->sent, n = left < PIECE ? left : PIECE;

    (void)err;
    buf_add(ret_piece, (const char *)blob->map.bytes + blob->sent, n);
    blob->sent += n;
    return true;
}

static bool send_file(struct host_service *host, const char *path, struct error *err)
{
    OWNED(release_blob) struct blob blob = { .path = path };
    char target[96];

    if (!work_run(map_blob, &blob, err))
        return false;
    snprintf(target, sizeof(target), "/blobs/%s", blob.hash);
    return host_stream_upload(host, &(struct host_service_call){ .path = target },
                              &(struct host_stream_body){
                                  .type = "application/vnd.ktrdr.bars",
                                  .length = blob.map.length, .read = read_piece, .arg = &blob },
                              NULL, err);
}

static bool send_what_lacks(struct host_service *host, const struct wire_worker_request *request,
                            const struct wire_session_start *start, bool *ret_any,
                            struct error *err)
{
    OWNED(wire_session_lacks_release) struct wire_session_lacks asked = {0}, told = {0};

    asked.hashes = mem_alloc(start->n_bars * sizeof(*asked.hashes));
    for (size_t i = 0; i < start->n_bars; i++)
        asked.hashes[asked.n_hashes++] = mem_text(start->bars[i].blob);
    if (!host_service_post(host, &(struct host_service_call){
            .path = WIRE_SESSION_LACKS, .fields = wire_session_lacks_fields, .object = &asked,
            .reply_fields = wire_session_lacks_fields }, &told, err))
        return false;
    *ret_any = told.n_hashes > 0;
    for (size_t i = 0; i < start->n_bars; i++)
        for (size_t k = 0; k < told.n_hashes; k++)
            if (!strcmp(start->bars[i].blob, told.hashes[k]) &&
                !send_file(host, request->bars[i].path, err))
                return false;
    return true;
}

/* ---- start ---- */

static bool fill_bars(const struct wire_worker_request *request, struct wire_session_start *start,
                      struct error *err)
{
    start->bars = mem_alloc(request->n_bars * sizeof(*start->bars));
    for (size_t i = 0; i < request->n_bars; i++) {
        const struct wire_worker_bars *from = &request->bars[i];
        struct wire_session_bars *to = &start->bars[start->n_bars++];
        OWNED(release_blob) struct blob blob = { .path = from->path };

        wire_clear(wire_session_bars_fields, to);
        snprintf(to->symbol, sizeof(to->symbol), "%s", from->symbol);
        snprintf(to->timeframe, sizeof(to->timeframe), "%s", from->timeframe);
        snprintf(to->data_hash, sizeof(to->data_hash), "%s", from->data_hash);
        snprintf(to->calendar, sizeof(to->calendar), "%s", from->calendar);
        snprintf(to->instrument_type, sizeof(to->instrument_type), "%s", from->instrument_type);
        snprintf(to->currency, sizeof(to->currency), "%s", from->currency);
        if (!work_run(map_blob, &blob, err))
            return false;
        snprintf(to->blob, sizeof(to->blob), "%s", blob.hash);
    }
    return true;
}

static bool fill(const struct wire_worker_request *request, const char *share,
                 struct wire_session_start *start, struct error *err)
{
    wire_clear(wire_session_start_fields, start);
    snprintf(start->session_id, sizeof(start->session_id), "%s", request->operation_id);
    snprintf(start->share, sizeof(start->share), "%s", share);
    snprintf(start->strategy_label, sizeof(start->strategy_label), "%s", request->strategy_label);
    start->strategy_text = mem_text(request->strategy_text);
    hash_text_hex(start->strategy_text, start->strategy_hash);
    start->seed = request->seed;
    start->training = request->training;        /* lent; taken back before the release */
    return fill_bars(request, start, err);
}

static bool post_start(struct host_service *host, const struct wire_session_start *start,
                       struct wire_operation *ret_session, struct error *err)
{
    return host_service_post(host, &(struct host_service_call){
        .path = WIRE_SESSION_START, .fields = wire_session_start_fields, .object = start,
        .reply_fields = wire_operation_fields, .idempotency_key = start->session_id,
    }, ret_session, err);
}

/* A conflict is one of two: the host lacks bars, or it has that session of another request. */
static bool settle_conflict(struct host_service *host, const struct wire_worker_request *request,
                            const struct wire_session_start *start, struct error *err)
{
    bool was_for_bars;

    return send_what_lacks(host, request, start, &was_for_bars, err) &&
           (was_for_bars || remote_session_forget(host, start->session_id, err));
}

bool remote_session_start(struct host_service *host, const struct wire_worker_request *request,
                          const char *share, struct wire_operation *ret_session,
                          struct error *err)
{
    struct wire_session_start start;
    bool ok = fill(request, share, &start, err);

    if (ok && !post_start(host, &start, ret_session, err))
        ok = err->code == ERROR_CONFLICT && settle_conflict(host, request, &start, err) &&
             post_start(host, &start, ret_session, err);
    start.training = NULL;
    wire_session_start_release(&start);
    return ok;
}

/* ---- the rest ---- */

bool remote_session_look(struct host_service *host, const char *id,
                         struct wire_operation *ret_session, struct error *err)
{
    char path[96];

    snprintf(path, sizeof(path), "/training/status/%s", id);
    return host_service_get(host, &(struct host_service_call){
        .path = path, .reply_fields = wire_operation_fields }, ret_session, err);
}

bool remote_session_resume(struct host_service *host, const char *id,
                           struct wire_operation *ret_session, struct error *err)
{
    char path[96];

    snprintf(path, sizeof(path), "/training/resume/%s", id);
    return host_service_post(host, &(struct host_service_call){
        .path = path, .reply_fields = wire_operation_fields }, ret_session, err);
}

bool remote_session_stop(struct host_service *host, const char *id, int64_t deadline,
                         struct error *err)
{
    struct wire_session_stop stop = { .save_checkpoint = true };
    char key[64];

    snprintf(stop.session_id, sizeof(stop.session_id), "%s", id);
    snprintf(key, sizeof(key), "stop-%s", id);
    return host_service_post(host, &(struct host_service_call){
        .path = WIRE_SESSION_STOP, .fields = wire_session_stop_fields, .object = &stop,
        .idempotency_key = key, .deadline = deadline }, NULL, err);
}

bool remote_session_forget(struct host_service *host, const char *id, struct error *err)
{
    char path[96];

    snprintf(path, sizeof(path), "/training/sessions/%s", id);
    return host_service_delete(host, &(struct host_service_call){ .path = path }, NULL, err) ||
           err->code == ERROR_NOT_FOUND;
}

/* ---- what came of it ---- */

static bool download(struct host_service *host, const char *path, struct buf *ret_bytes,
                     struct error *err)
{
    struct host_stream_held held = { ret_bytes, FILE_MOST };

    return host_stream_download(host, &(struct host_service_call){ .path = path },
                                host_stream_hold, &held, err);
}

struct writing {
    const char *folder, *name;
    const struct buf *bytes;
};

static bool write_file(void *arg, struct error *err)
{
    const struct writing *writing = arg;
    OWNED(buf_release) struct buf path = {0};

    buf_print(&path, "%s/model", writing->folder);
    if (!file_make_folder(path.bytes, 0700, err))
        return false;
    buf_print(&path, "/%s", writing->name);
    return file_write(path.bytes, writing->bytes->bytes, writing->bytes->length, err);
}

static bool fetch_file(struct host_service *host, const struct wire_worker_request *request,
                       const char *name, struct error *err)
{
    OWNED(buf_release) struct buf bytes = {0};
    struct writing writing = { request->output_folder, name, &bytes };
    char path[160];

    snprintf(path, sizeof(path), "/training/files/%s/%s", request->operation_id, name);
    return download(host, path, &bytes, err) && work_run(write_file, &writing, err);
}

bool remote_session_fetch(struct host_service *host, const struct wire_worker_request *request,
                          char **ret_result, struct error *err)
{
    struct buf json = {0};
    char path[96];

    snprintf(path, sizeof(path), "/training/result/%s", request->operation_id);
    if (download(host, path, &json, err) && fetch_file(host, request, "model.safetensors", err) &&
        fetch_file(host, request, "model.json", err)) {
        *ret_result = json.bytes;               /* handed over */
        return true;
    }
    buf_release(&json);
    return false;
}
