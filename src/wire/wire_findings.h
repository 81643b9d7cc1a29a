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

extern const char *const wire_findings_kind_names[];
extern const struct wire_field wire_findings_item_fields[];

WIRE_RELEASE(findings_item)

#endif
