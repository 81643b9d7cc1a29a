/*
 * http_lookup - the addresses of names, for curl, which would block the loop when a lookup is
 * broken off. Looked up in the pool, once for all who wait, and kept for a minute.
 */
#ifndef SERVICE_HTTP_LOOKUP_H
#define SERVICE_HTTP_LOOKUP_H

#include "async/scope.h"
#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct buf;
struct http_lookup_name;

enum { HTTP_LOOKUP_KEEP_MS = 60000 };

struct http_lookup {
    struct http_lookup_name *names;     /* private */
    struct scope scope;                 /* its loop is the owner's to set */
};

/* Waits. Appends an entry for CURLOPT_RESOLVE; nothing where the URL has a number. Cancel and
 * deadline end the wait, not the lookup. */
CHECKED bool http_lookup_find(struct http_lookup *lookup, const char *url, int64_t deadline,
                              struct buf *entry, struct error *err);

/* Waits for a lookup that is under way: nothing can stop it. */
void http_lookup_release(struct http_lookup *lookup);

#endif
