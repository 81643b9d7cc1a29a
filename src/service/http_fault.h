/* http_fault - how an exchange failed, as our own error: of http_client. */
#ifndef SERVICE_HTTP_FAULT_H
#define SERVICE_HTTP_FAULT_H

#include "base/error.h"
#include "net/curl.h"

#include <stdbool.h>

struct http_client_request;

/* Always false. `why` is what curl wrote for people. */
bool http_fault_of_curl(CURL *easy, CURLcode result, const char *why, struct error *err);

enum http_fault_moment { HTTP_FAULT_BEFORE_HEAD, HTTP_FAULT_IN_BODY };
bool http_fault_late(enum http_fault_moment moment, const struct http_client_request *request,
                     struct error *err);        /* always false */

#endif
