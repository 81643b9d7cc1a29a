/* service_problem - errors as replies: RFC 9457 problem details, the same from every service. */
#ifndef SERVICE_SERVICE_PROBLEM_H
#define SERVICE_SERVICE_PROBLEM_H

#include <stdbool.h>

struct buf;
struct error;
struct findings;
struct http_request;

#define SERVICE_PROBLEM_TYPE "application/problem+json"

/* Appends the body. The status may be one that no error code has: 405, 408, 431, 501. */
void service_problem_print(struct buf *json, const struct error *err, int status,
                           const char *request_id);

/* For a handler whose validator found mistakes: replies with each of them, by the status of the
 * error's code. Always true. An error without findings is handed up instead. */
bool service_problem_send(struct http_request *request, const struct error *err,
                          const struct findings *findings);

#endif
