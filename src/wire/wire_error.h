/* wire_error - an error as it travels: RFC 9457 problem details, application/problem+json. */
#ifndef WIRE_WIRE_ERROR_H
#define WIRE_WIRE_ERROR_H

#include "wire/wire.h"

struct findings;

#define WIRE_ERROR_TYPE "application/problem+json"

struct wire_error {
    char type[64];              /* "urn:ktrdr:error:not_found" */
    char title[32];             /* "not found" */
    int64_t status;             /* of HTTP */
    char detail[400];           /* struct error's text */
    char code[24];              /* error_name() */
    char suggestion[200];
    char request_id[64];
    size_t n_errors;
    struct wire_error_item {
        char field[128];        /* "training.epochs" */
        char message[256];
        int64_t line, column;   /* in the text that was sent; WIRE_UNKNOWN: no place */
        char suggestion[128];
    } *errors;                  /* owned; of 422 */
};

extern const struct wire_field wire_error_fields[];
WIRE_RELEASE(error)

/* Both fill all of *ret_problem, which must own nothing yet. */
void wire_error_from(const struct error *err, struct wire_error *ret_problem);
void wire_error_add_findings(struct wire_error *problem, const struct findings *findings);

/* What the other side said, as our own error; an unknown code by its status. Always false. */
bool wire_error_to(const struct wire_error *problem, struct error *err);

#endif
