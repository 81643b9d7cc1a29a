/*
 * route_notes - what each route takes and answers, for the OpenAPI document.
 *
 * A route without a note is in the document too, but bare; a test fails on it.
 */
#ifndef BACKEND_ROUTE_NOTES_H
#define BACKEND_ROUTE_NOTES_H

#include "wire/wire_openapi.h"

#include <stddef.h>

extern const struct wire_openapi_route route_notes[];
extern const size_t route_notes_count;

#endif
