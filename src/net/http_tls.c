#include "net/http_tls.h"

#include "base/mem.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct http_tls {
    CURL *easy;
    curl_socket_t fd;
};

/* What we use of libcurl. Loaded once, and kept. */
static struct {
    void *library;
    CURLcode (*start)(long flags);
    CURL *(*new)(void);
    CURLcode (*set)(CURL *, CURLoption, ...);
    CURLcode (*connect)(CURL *);
    CURLcode (*ask)(CURL *, CURLINFO, ...);
    CURLcode (*send)(CURL *, const void *, size_t, size_t *);
    CURLcode (*recv)(CURL *, void *, size_t, size_t *);
    const char *(*words)(CURLcode);
    void (*free)(CURL *);
} lib;

static bool find(const char *name, void *ret_function, struct error *err)
{
    void *const symbol = dlsym(lib.library, name);

    if (!symbol)
        return error_set(err, ERROR_UNAVAILABLE, "this libcurl has no %s", name);
    memcpy(ret_function, &symbol, sizeof(symbol));
    return true;
}

static bool open_library(struct error *err)
{
    static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4" };

    for (size_t i = 0; i < COUNT(names) && !lib.library; i++)
        lib.library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (lib.library)
        return true;
    error_set(err, ERROR_NOT_FOUND, "https:// needs libcurl, which is not installed");
    return error_suggest(err, "apt install libcurl4");
}

static bool load(struct error *err)
{
    if (lib.start)
        return true;
    if (!open_library(err) || !find("curl_easy_init", &lib.new, err) ||
        !find("curl_easy_setopt", &lib.set, err) ||
        !find("curl_easy_perform", &lib.connect, err) ||
        !find("curl_easy_getinfo", &lib.ask, err) || !find("curl_easy_send", &lib.send, err) ||
        !find("curl_easy_recv", &lib.recv, err) || !find("curl_easy_strerror", &lib.words, err) ||
        !find("curl_easy_cleanup", &lib.free, err) || !find("curl_global_init", &lib.start, err))
        return false;
    lib.start(CURL_GLOBAL_ALL);
    return true;
}

static int look(void *interrupted, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const volatile sig_atomic_t *flag = interrupted;

    (void)a, (void)b, (void)c, (void)d;
    return flag && *flag;
}

static void prepare(CURL *easy, const struct http_tls_settings *settings, char *why)
{
    const bool has_colon = strchr(settings->host, ':') != NULL;
    char url[320];

    snprintf(url, sizeof(url), has_colon ? "https://[%s]:%u" : "https://%s:%u", settings->host,
             settings->port);
    lib.set(easy, CURLOPT_URL, url);
    lib.set(easy, CURLOPT_CONNECT_ONLY, 1L);
    lib.set(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    lib.set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    lib.set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    lib.set(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    lib.set(easy, CURLOPT_PROXY, "");
    lib.set(easy, CURLOPT_NOSIGNAL, 1L);
    lib.set(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_ms);
    lib.set(easy, CURLOPT_ERRORBUFFER, why);
    lib.set(easy, CURLOPT_NOPROGRESS, 0L);
    lib.set(easy, CURLOPT_XFERINFOFUNCTION, look);
    lib.set(easy, CURLOPT_XFERINFODATA, (void *)settings->interrupted);
    if (settings->ca_file) {
        lib.set(easy, CURLOPT_CAINFO, settings->ca_file);
        lib.set(easy, CURLOPT_CAPATH, NULL);
    }
}

static const struct { CURLcode result; enum error_code code; const char *text; } faults[] = {
    { CURLE_COULDNT_CONNECT, ERROR_UNAVAILABLE, "cannot connect" },
    { CURLE_COULDNT_RESOLVE_HOST, ERROR_UNAVAILABLE, "no address for it" },
    { CURLE_OPERATION_TIMEDOUT, ERROR_TIMEOUT, "no connection in time" },
    { CURLE_ABORTED_BY_CALLBACK, ERROR_CANCELLED, "interrupted" },
    { CURLE_PEER_FAILED_VERIFICATION, ERROR_BAD_DATA, "its certificate is not trusted" },
    { CURLE_SSL_CONNECT_ERROR, ERROR_BAD_DATA, "it does not talk TLS with us" },
    { CURLE_SSL_CACERT_BADFILE, ERROR_INVALID, "cannot read the trusted certificates" },
};

static bool fail(const struct http_tls_settings *settings, CURLcode result, const char *why,
                 struct error *err)
{
    const char *words = *why ? why : lib.words(result);
    size_t i = 0;

    if (look((void *)settings->interrupted, 0, 0, 0, 0))
        result = CURLE_ABORTED_BY_CALLBACK;     /* whatever else it came to */
    while (i < COUNT(faults) && faults[i].result != result)
        i++;
    error_set(err, i < COUNT(faults) ? faults[i].code : ERROR_UNAVAILABLE,
              "https://%.200s:%u: %s: %.120s", settings->host, settings->port,
              i < COUNT(faults) ? faults[i].text : "no connection", words);
    if (result == CURLE_PEER_FAILED_VERIFICATION)
        return error_suggest(err, "--ca-file FILE names the certificate of whoever signed it");
    return false;
}

bool http_tls_open(const struct http_tls_settings *settings, struct http_tls **ret_tls,
                   struct error *err)
{
    char why[CURL_ERROR_SIZE] = "";
    struct http_tls *tls;
    CURLcode result;

    if (!load(err))
        return false;
    tls = MEM_NEW(struct http_tls);
    tls->easy = lib.new();
    if (!tls->easy) {
        free(tls);
        return error_set(err, ERROR_UNAVAILABLE, "libcurl does not start");
    }
    prepare(tls->easy, settings, why);
    result = lib.connect(tls->easy);
    if (result == CURLE_OK)
        result = lib.ask(tls->easy, CURLINFO_ACTIVESOCKET, &tls->fd);
    lib.set(tls->easy, CURLOPT_ERRORBUFFER, NULL);
    lib.set(tls->easy, CURLOPT_NOPROGRESS, 1L);
    if (result != CURLE_OK) {
        http_tls_close(tls);
        return fail(settings, result, why, err);
    }
    *ret_tls = tls;
    return true;
}

void http_tls_close(struct http_tls *tls)
{
    if (!tls)
        return;
    lib.free(tls->easy);
    free(tls);
}

int http_tls_fd(const struct http_tls *tls)
{
    return tls->fd;
}

static ssize_t as_socket(CURLcode result, size_t n)
{
    if (result == CURLE_OK)
        return (ssize_t)n;
    errno = result == CURLE_AGAIN ? EAGAIN : EPROTO;
    return -1;
}

ssize_t http_tls_send(struct http_tls *tls, const void *bytes, size_t length)
{
    size_t n = 0;
    const CURLcode result = lib.send(tls->easy, bytes, length, &n);

    return as_socket(result, n);
}

ssize_t http_tls_recv(struct http_tls *tls, void *bytes, size_t most)
{
    size_t n = 0;
    const CURLcode result = lib.recv(tls->easy, bytes, most, &n);

    return as_socket(result, n);
}
