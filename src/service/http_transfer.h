/*
 * http_transfer - one request of http_client under way: between curl's callbacks, which may not
 * wait, and the task, which does.
 */
#ifndef SERVICE_HTTP_TRANSFER_H
#define SERVICE_HTTP_TRANSFER_H

#include "async/event.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"
#include "net/curl.h"
#include "service/http_client.h"

#include <stdbool.h>

struct loop;

struct http_transfer {
    struct loop *loop;
    CURL *easy;
    const struct http_client_request *request;
    struct http_client_reply reply;
    struct event news;                  /* something below has changed */
    struct buf in;                      /* for `take` */
    struct buf out;                     /* from `read`; the first `sent` bytes are with curl */
    size_t sent;
    uint64_t left;                      /* bytes of the request's body that curl has not taken */
    uint64_t received;
    int64_t touched;                    /* when bytes came last */
    bool is_in_paused, is_out_paused, is_head_whole, is_too_long, is_over;
    bool is_head_told;                  /* to `take` */
    CURLcode result;
    char why[CURL_ERROR_SIZE];
    struct curl_slist *headers, *places;    /* owned */
};

/* Sets up `easy`, which is as curl_easy_reset leaves it. `place`: see http_lookup_find. */
CHECKED bool http_transfer_prepare(struct http_transfer *transfer,
                                   const struct http_client_settings *settings, const char *place,
                                   struct error *err);
/* Waits. Until it is over, feeding it and taking from it; then says how it went. */
CHECKED bool http_transfer_wait(struct http_transfer *transfer, struct error *err);
void http_transfer_end(struct http_transfer *transfer, CURLcode result);    /* curl says so */
void http_transfer_release(struct http_transfer *transfer);     /* curl has let go of it */

#endif
