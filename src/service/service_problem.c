#include "service/service_problem.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "wire/wire_error.h"

#include <stdio.h>

static void print(struct buf *json, struct wire_error *problem, const char *request_id)
{
    snprintf(problem->request_id, sizeof(problem->request_id), "%s", request_id);
    wire_encode(wire_error_fields, problem, json);
}

void service_problem_print(struct buf *json, const struct error *err, int status,
                           const char *request_id)
{
    OWNED(wire_error_release) struct wire_error problem;

    wire_error_from(err, &problem);
    problem.status = status;
    print(json, &problem, request_id);
}

bool service_problem_send(struct http_request *request, const struct error *err,
                          const struct findings *findings)
{
    OWNED(wire_error_release) struct wire_error problem;
    OWNED(buf_release) struct buf json = {0};

    wire_error_from(err, &problem);
    wire_error_add_findings(&problem, findings);
    print(&json, &problem, http_request_id(request));
    return http_reply_send(request, error_http_status(err->code), SERVICE_PROBLEM_TYPE, json.bytes,
                           json.length);
}
