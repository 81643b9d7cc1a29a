/*
 * curl - libcurl, loaded when it is first needed: with what it brings it takes 5 ms and 8 MB, and
 * most processes never ask another one over HTTP, or not over TLS.
 *
 *     if (!curl_load(err)) ...
 *     easy = curl.easy_init();
 *
 * A function of libcurl is called by its name without "curl_". Loaded once, and kept; not by two
 * threads at the same time. A call before it was loaded crashes.
 */
#ifndef NET_CURL_H
#define NET_CURL_H

#include "base/error.h"
#include "base/words.h"

#include <curl/curl.h>

/* All that we use. */
#define EACH_CURL_FUNCTION(X)                                                                 \
    X(global_init)                                                                            \
    X(easy_init) X(easy_setopt) X(easy_perform) X(easy_getinfo) X(easy_send) X(easy_recv)     \
    X(easy_pause) X(easy_reset) X(easy_cleanup) X(easy_strerror)                              \
    X(multi_init) X(multi_setopt) X(multi_assign) X(multi_add_handle) X(multi_remove_handle)  \
    X(multi_socket_action) X(multi_info_read) X(multi_cleanup)                                \
    X(slist_append) X(slist_free_all)                                                         \
    X(url) X(url_set) X(url_get) X(url_cleanup) X(free)

struct curl {
#define CURL_MEMBER(name) __typeof__(&curl_##name) name;
    EACH_CURL_FUNCTION(CURL_MEMBER)
#undef CURL_MEMBER
};
extern struct curl curl;

/* Blocks, the first time. ERROR_NOT_FOUND: it is not installed. */
CHECKED bool curl_load(struct error *err);

#endif
