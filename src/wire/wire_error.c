#include "wire/wire_error.h"

#include "base/findings.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static const struct wire_field item_fields[] = {
    WIRE_TEXT(struct wire_error_item, field, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_error_item, message, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_error_item, line, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_error_item, column, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_error_item, suggestion, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_error_fields[] = {
    WIRE_TEXT(struct wire_error, type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_error, title, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_error, status, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_error, detail, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_error, code, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_error, suggestion, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_error, request_id, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_error, errors, item_fields, WIRE_OPTIONAL),
    WIRE_END
};

void wire_error_from(const struct error *err, struct wire_error *ret_problem)
{
    const char *code = error_name(err->code);

    wire_clear(wire_error_fields, ret_problem);
    ret_problem->status = error_http_status(err->code);
    snprintf(ret_problem->type, sizeof(ret_problem->type), "urn:ktrdr:error:%s", code);
    snprintf(ret_problem->title, sizeof(ret_problem->title), "%s", code);
    for (char *at = ret_problem->title; (at = strchr(at, '_'));)
        *at = ' ';
    snprintf(ret_problem->code, sizeof(ret_problem->code), "%s", code);
    snprintf(ret_problem->detail, sizeof(ret_problem->detail), "%s", err->text);
    snprintf(ret_problem->suggestion, sizeof(ret_problem->suggestion), "%s", err->suggestion);
}

void wire_error_add_findings(struct wire_error *problem, const struct findings *findings)
{
    problem->errors = mem_resize(problem->errors, (problem->n_errors + findings->count) *
                                                      sizeof(*problem->errors));
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        struct wire_error_item *item = &problem->errors[problem->n_errors];

        if (finding->kind != FINDINGS_ERROR)
            continue;
        problem->n_errors++;
        *item = (struct wire_error_item){
            .line = finding->line ? finding->line : WIRE_UNKNOWN,
            .column = finding->line ? finding->column : WIRE_UNKNOWN,
        };
        snprintf(item->field, sizeof(item->field), "%s", finding->field);
        snprintf(item->message, sizeof(item->message), "%s", finding->text);
        snprintf(item->suggestion, sizeof(item->suggestion), "%s", finding->suggestion);
    }
}

static enum error_code code_of_status(int64_t status)
{
    for (int code = ERROR_NONE + 1; code < ERROR_COUNT; code++)
        if (error_http_status((enum error_code)code) == status)
            return (enum error_code)code;
    return status >= 400 && status < 500 ? ERROR_INVALID : ERROR_INTERNAL;
}

bool wire_error_to(const struct wire_error *problem, struct error *err)
{
    enum error_code code = error_find(problem->code);

    if (code == ERROR_NONE)
        code = code_of_status(problem->status);
    if (problem->detail[0])
        error_set(err, code, "%s", problem->detail);
    else
        error_set(err, code, "the service answered %d %s", (int)problem->status, problem->title);
    return error_suggest(err, "%s", problem->suggestion);
}
