#include "base/findings.h"

#include <stdarg.h>
#include <stdio.h>

static struct finding *next_place(struct findings *findings)
{
    static _Thread_local struct finding thrown_away;

    if (findings->count < FINDINGS_MOST)
        return &findings->items[findings->count++];
    return &thrown_away;
}

struct finding *findings_add(struct findings *findings, enum findings_kind kind, const char *field,
                             const char *format, ...)
{
    struct finding *finding = next_place(findings);
    va_list args;

    *finding = (struct finding){ .kind = kind };
    snprintf(finding->field, sizeof(finding->field), "%s", field ? field : "");
    va_start(args, format);
    vsnprintf(finding->text, sizeof(finding->text), format, args);
    va_end(args);
    if (kind == FINDINGS_ERROR)
        findings->n_errors++;
    else
        findings->n_warnings++;
    return finding;
}

static const struct finding *first_error(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].kind == FINDINGS_ERROR)
            return &findings->items[i];
    return &findings->items[0];
}

bool findings_check(const struct findings *findings, const char *label, struct error *err)
{
    const struct finding *first = first_error(findings);
    char place[48] = "", more[48] = "";

    if (!findings->n_errors)
        return true;
    if (first->line)
        snprintf(place, sizeof(place), ":%d:%d", first->line, first->column);
    if (findings->n_errors > 1)
        snprintf(more, sizeof(more), " (and %zu more)", findings->n_errors - 1);
    error_set(err, ERROR_INVALID, "%s%s: %s%s%s%s", label, place, first->field,
              first->field[0] ? ": " : "", first->text, more);
    return error_suggest(err, "%s", first->suggestion);
}
