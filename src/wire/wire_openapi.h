/*
 * wire_openapi - an HTTP interface as an OpenAPI 3.1 document, from tables of routes and fields.
 *
 * Errors need no rows: every route has `default`, a problem.
 */
#ifndef WIRE_WIRE_OPENAPI_H
#define WIRE_WIRE_OPENAPI_H

#include "wire/wire.h"

#define WIRE_OPENAPI "/api/v1/openapi.json"

struct wire_openapi_route {
    const char *method, *path;              /* "GET", "/api/v1/data/{symbol}" */
    const char *summary;                    /* one sentence */
    int status;                             /* when all is well */
    const struct wire_field *query, *request, *reply;   /* or NULL */
    const char *request_type, *reply_type;  /* NULL: application/json */
    const char *reply_schema;               /* JSON, where no table says it; NULL: anything */
};

/* Appends the document. Routes of one path need not lie together. */
void wire_openapi_print(const struct wire_openapi_route *routes, size_t count, struct buf *json);

#endif
