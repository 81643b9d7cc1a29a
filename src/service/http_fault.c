#include "service/http_fault.h"

#include "base/words.h"
#include "service/http_client.h"

#include <stddef.h>
#include <string.h>

/* What is not here is a connection that broke. */
static const struct {
    CURLcode result;
    enum error_code code;
    const char *text;
} faults[] = {
    { CURLE_COULDNT_CONNECT, ERROR_UNAVAILABLE, "cannot connect" },
    { CURLE_COULDNT_RESOLVE_HOST, ERROR_UNAVAILABLE, "no address for it" },
    { CURLE_COULDNT_RESOLVE_PROXY, ERROR_UNAVAILABLE, "no address for the proxy" },
    { CURLE_OPERATION_TIMEDOUT, ERROR_TIMEOUT, "no connection in time" },
    { CURLE_GOT_NOTHING, ERROR_UNAVAILABLE, "it hung up without an answer" },
    { CURLE_PARTIAL_FILE, ERROR_UNAVAILABLE, "it hung up in the middle of its answer" },
    { CURLE_SEND_ERROR, ERROR_UNAVAILABLE, "it hung up while we asked" },
    { CURLE_SEND_FAIL_REWIND, ERROR_UNAVAILABLE, "it hung up without an answer" },
    { CURLE_RECV_ERROR, ERROR_UNAVAILABLE, "the connection broke" },
    { CURLE_UNSUPPORTED_PROTOCOL, ERROR_BAD_DATA, "its answer is not HTTP" },
    { CURLE_WEIRD_SERVER_REPLY, ERROR_BAD_DATA, "its answer is not HTTP" },
    { CURLE_BAD_CONTENT_ENCODING, ERROR_BAD_DATA, "its answer cannot be decoded" },
    { CURLE_URL_MALFORMAT, ERROR_INVALID, "that is not a URL" },
    { CURLE_LOGIN_DENIED, ERROR_INVALID, "a URL must not have a user name" },
    { CURLE_PEER_FAILED_VERIFICATION, ERROR_BAD_DATA, "its certificate is not trusted" },
    { CURLE_SSL_CONNECT_ERROR, ERROR_BAD_DATA, "it does not talk TLS with us" },
    { CURLE_SSL_CACERT_BADFILE, ERROR_INVALID, "cannot read the trusted certificates" },
};

/* The system's words for a connection that was not made; curl's own elsewhere. */
static const char *cause(CURL *easy, const char *why)
{
    long number = 0;

    curl.easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
    return number ? strerror((int)number) : *why ? why : "no more is known";
}

bool http_fault_of_curl(CURL *easy, CURLcode result, const char *why, struct error *err)
{
    for (size_t i = 0; i < COUNT(faults); i++)
        if (faults[i].result == result)
            return error_set(err, faults[i].code, "%s: %.150s", faults[i].text,
                             result == CURLE_COULDNT_CONNECT ? cause(easy, why) :
                             *why ? why : curl.easy_strerror(result));
    return error_set(err, ERROR_UNAVAILABLE, "the connection broke: %.150s",
                     *why ? why : curl.easy_strerror(result));
}

bool http_fault_late(enum http_fault_moment moment, const struct http_client_request *request,
                     struct error *err)
{
    if (moment == HTTP_FAULT_BEFORE_HEAD)
        return error_set(err, ERROR_TIMEOUT, "no answer in time");
    return error_set(err, ERROR_TIMEOUT, request->quiet_ms ? "it went silent in its answer"
                                                           : "its answer did not end in time");
}
