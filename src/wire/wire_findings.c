#include "wire/wire_findings.h"

#include "base/findings.h"
#include "base/mem.h"

#include <stdio.h>

const char *const wire_findings_kind_names[] = { "error", "warning", NULL };

const struct wire_field wire_findings_item_fields[] = {
    WIRE_NAME(struct wire_findings_item, kind, wire_findings_kind_names, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_findings_item, line, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_findings_item, column, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_findings_item, field, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_findings_item, text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_findings_item, suggestion, WIRE_OPTIONAL),
    WIRE_END
};

static void fill(const struct finding *from, struct wire_findings_item *to)
{
    wire_clear(wire_findings_item_fields, to);
    to->kind = from->kind == FINDINGS_ERROR ? WIRE_FINDINGS_ERROR : WIRE_FINDINGS_WARNING;
    if (from->line) {
        to->line = from->line;
        to->column = from->column;
    }
    snprintf(to->field, sizeof(to->field), "%s", from->field);
    snprintf(to->text, sizeof(to->text), "%s", from->text);
    snprintf(to->suggestion, sizeof(to->suggestion), "%s", from->suggestion);
}

struct wire_findings_item *wire_findings_from(const struct findings *findings, size_t *ret_count)
{
    struct wire_findings_item *items = mem_alloc(findings->count * sizeof(*items));

    for (size_t i = 0; i < findings->count; i++)
        fill(&findings->items[i], &items[i]);
    *ret_count = findings->count;
    return items;
}
