/*
 * http_multi - libcurl's set of transfers, on the loop.
 *
 * For http_client.c. It tells curl when a descriptor or its timer is ready, and the owner when a
 * transfer is over. Curl's idle connections do not hold the loop. Loop thread only.
 */
#ifndef SERVICE_HTTP_MULTI_H
#define SERVICE_HTTP_MULTI_H

#include "net/curl.h"

#include <stddef.h>
#include <stdint.h>

struct http_multi;
struct loop;

struct http_multi_counts {
    uint64_t opened;                /* connections, since the start */
    size_t open;                    /* now, with the idle ones */
};

/* `transfer` is what CURLOPT_PRIVATE of the easy handle says. Called from the loop or from inside
 * http_multi_add and curl_easy_pause. */
typedef void http_multi_over_fn(void *transfer, CURLcode result);

struct http_multi *http_multi_new(struct loop *loop, size_t connections, http_multi_over_fn *over);
void http_multi_free(struct http_multi *multi);     /* nothing may be under way; takes NULL */

void http_multi_add(struct http_multi *multi, CURL *easy);
void http_multi_remove(struct http_multi *multi, CURL *easy);   /* under way: it is broken off */
struct http_multi_counts http_multi_counts(struct http_multi *multi);

#endif
