#include "net/http_tls.h"

#include "base/mem.h"
#include "net/curl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct http_tls {
    CURL *easy;
    curl_socket_t fd;
};

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
    curl.easy_setopt(easy, CURLOPT_URL, url);
    curl.easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl.easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl.easy_setopt(easy, CURLOPT_PROXY, "");
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_ms);
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, why);
    curl.easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl.easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, look);
    curl.easy_setopt(easy, CURLOPT_XFERINFODATA, (void *)settings->interrupted);
    if (settings->ca_file) {
        curl.easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
        curl.easy_setopt(easy, CURLOPT_CAPATH, NULL);
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
    const char *words = *why ? why : curl.easy_strerror(result);
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

    if (!curl_load(err))
        return false;
    tls = MEM_NEW(struct http_tls);
    tls->easy = curl.easy_init();
    if (!tls->easy) {
        free(tls);
        return error_set(err, ERROR_UNAVAILABLE, "libcurl does not start");
    }
    prepare(tls->easy, settings, why);
    result = curl.easy_perform(tls->easy);
    if (result == CURLE_OK)
        result = curl.easy_getinfo(tls->easy, CURLINFO_ACTIVESOCKET, &tls->fd);
    curl.easy_setopt(tls->easy, CURLOPT_ERRORBUFFER, NULL);
    curl.easy_setopt(tls->easy, CURLOPT_NOPROGRESS, 1L);
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
    curl.easy_cleanup(tls->easy);
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
    const CURLcode result = curl.easy_send(tls->easy, bytes, length, &n);

    return as_socket(result, n);
}

ssize_t http_tls_recv(struct http_tls *tls, void *bytes, size_t most)
{
    size_t n = 0;
    const CURLcode result = curl.easy_recv(tls->easy, bytes, most, &n);

    return as_socket(result, n);
}
