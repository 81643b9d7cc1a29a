/* wire_findings - what a validator found in a text, for people and editors. */
#ifndef WIRE_WIRE_FINDINGS_H
#define WIRE_WIRE_FINDINGS_H

#include "wire/wire.h"

enum wire_findings_kind {
    WIRE_FINDINGS_ERROR, WIRE_FINDINGS_WARNING, WIRE_FINDINGS_KINDS
};

struct wire_findings_item {
    enum wire_findings_kind kind;
    int64_t line, column;
    char field[128];
    char text[256];
    char suggestion[128];
};

struct findings;

extern const char *const wire_findings_kind_names[];
extern const struct wire_field wire_findings_item_fields[];

WIRE_RELEASE(findings_item)

/* Those that were kept; owned by the caller. */
struct wire_findings_item *wire_findings_from(const struct findings *findings, size_t *ret_count);

#endif
