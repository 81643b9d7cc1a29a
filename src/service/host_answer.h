/* host_answer - what the answer of a host service means: version, status, problem details. */
#ifndef SERVICE_HOST_ANSWER_H
#define SERVICE_HOST_ANSWER_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire.h"

#include <stdbool.h>
#include <stdint.h>

struct http_client_reply;

/* That it is of our major version and has a status of 2xx; else the host's own error. */
CHECKED bool host_answer_check(const struct http_client_reply *reply, const char *our_version,
                               struct error *err);
/* The type before any ';', in any case. */
bool host_answer_is_type(const struct http_client_reply *reply, const char *type);
/* ERROR_BAD_DATA where it is not JSON of these fields. */
CHECKED bool host_answer_decode(const struct http_client_reply *reply,
                                const struct wire_field *fields, void *ret_object,
                                struct error *err);
int64_t host_answer_retry_after_ms(const struct http_client_reply *reply);  /* -1: not said */

#endif
