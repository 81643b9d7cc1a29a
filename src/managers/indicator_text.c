#include "managers/indicator_text.h"

#include "base/buf.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 256 };

static bool no_param(const struct indicator *indicator, const char *name, struct error *err)
{
    OWNED(buf_release) struct buf names = {0};

    for (size_t i = 0; i < indicator->n_params; i++)
        buf_print(&names, "%s%s", i ? ", " : "", indicator->params[i].name);
    if (indicator_takes_source(indicator))
        buf_print(&names, "%ssource", names.length ? ", " : "");
    error_set(err, ERROR_INVALID, "%s has no parameter '%s'", indicator->name, name);
    return error_suggest(err, "it has %s", names.length ? names.bytes : "none");
}

static bool take_param(struct indicator_text *parsed, char *assignment, struct error *err)
{
    char *equals = strchr(assignment, '=');
    int param;

    if (!equals)
        return error_set(err, ERROR_INVALID, "'%s' is not NAME=VALUE", assignment);
    *equals++ = '\0';
    if (!strcmp(assignment, "source") && indicator_takes_source(parsed->indicator))
        return indicator_source_parse(equals, &parsed->source, err);
    param = indicator_find_param(parsed->indicator, assignment);
    if (param < 0)
        return no_param(parsed->indicator, assignment, err);
    return indicator_parse_param(parsed->indicator, param, equals, &parsed->param[param], err);
}

bool indicator_text_parse(const char *text, struct indicator_text *ret_parsed, struct error *err)
{
    char copy[TEXT_MOST];
    char *rest = copy, *name;

    if (strlen(text) >= sizeof(copy))
        return error_set(err, ERROR_INVALID, "'%.40s…' is too long for an indicator", text);
    strcpy(copy, text);
    name = strsep(&rest, ":");
    *ret_parsed = (struct indicator_text){ .indicator = indicator_find(name) };
    if (!ret_parsed->indicator) {
        error_set(err, ERROR_INVALID, "no indicator '%.60s'", name);
        return error_suggest(err, "ktrdr indicators list");
    }
    indicator_fill_defaults(ret_parsed->indicator, ret_parsed->param);
    while (rest)
        if (!take_param(ret_parsed, strsep(&rest, ","), err))
            return false;
    return indicator_check_params(ret_parsed->indicator, ret_parsed->param, err);
}
