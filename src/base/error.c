#include "base/error.h"

#include "base/words.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The one place where an error becomes an HTTP status or an exit status. */
static const struct {
    const char *name;
    int http_status;
    int exit_status;
    bool temporary;
} codes[] = {
    [ERROR_NONE]         = { "none",         200, 0, false },
    [ERROR_MALFORMED]    = { "malformed",    400, 2, false },
    [ERROR_INVALID]      = { "invalid",      422, 2, false },
    [ERROR_NOT_FOUND]    = { "not_found",    404, 3, false },
    [ERROR_CONFLICT]     = { "conflict",     409, 1, false },
    [ERROR_TOO_LARGE]    = { "too_large",    413, 2, false },
    [ERROR_UNAUTHORIZED] = { "unauthorized", 401, 1, false },
    [ERROR_FORBIDDEN]    = { "forbidden",    403, 1, false },
    [ERROR_CANCELLED]    = { "cancelled",    409, 4, false },
    [ERROR_INTERRUPTED]  = { "interrupted",  503, 1, false },
    [ERROR_TIMEOUT]      = { "timeout",      504, 5, true  },
    [ERROR_PACING]       = { "pacing",       429, 5, true  },
    [ERROR_LIMIT]        = { "limit",        429, 5, true  },
    [ERROR_UNAVAILABLE]  = { "unavailable",  503, 5, true  },
    [ERROR_BAD_DATA]     = { "bad_data",     502, 1, false },
    [ERROR_NO_MODEL]     = { "no_model",     422, 1, false },
    [ERROR_NO_SPACE]     = { "no_space",     507, 1, false },
    [ERROR_INTERNAL]     = { "internal",     500, 1, false },
};
static_assert(COUNT(codes) == ERROR_COUNT, "one row per error code");

static const struct {
    int number;
    enum error_code code;
} system_codes[] = {
    { ENOENT, ERROR_NOT_FOUND },      { EACCES, ERROR_FORBIDDEN },  { EPERM, ERROR_FORBIDDEN },
    { EROFS, ERROR_FORBIDDEN },       { ENOSPC, ERROR_NO_SPACE },   { EDQUOT, ERROR_NO_SPACE },
    { EEXIST, ERROR_CONFLICT },       { EADDRINUSE, ERROR_CONFLICT },
    { ECONNREFUSED, ERROR_UNAVAILABLE }, { ECONNRESET, ERROR_UNAVAILABLE },
    { EPIPE, ERROR_UNAVAILABLE },     { ETIMEDOUT, ERROR_TIMEOUT }, { EMFILE, ERROR_LIMIT },
    { ENFILE, ERROR_LIMIT },          { ENAMETOOLONG, ERROR_INVALID },
};

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
    va_list args;

    err->code = code;
    err->suggestion[0] = '\0';
    va_start(args, format);
    vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    return false;
}

bool error_suggest(struct error *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(err->suggestion, sizeof(err->suggestion), format, args);
    va_end(args);
    return false;
}

bool error_set_errno(struct error *err, int number, const char *format, ...)
{
    char text[sizeof(err->text)];
    enum error_code code = ERROR_INTERNAL;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    for (size_t i = 0; i < COUNT(system_codes); i++)
        if (system_codes[i].number == number)
            code = system_codes[i].code;
    error_set(err, code, "%.300s: %s", text, strerror(number));
    return code == ERROR_NO_SPACE && error_suggest(err, "%s", ERROR_NO_SPACE_SUGGESTION);
}

const char *error_name(enum error_code code)
{
    return codes[code].name;
}

enum error_code error_find(const char *name)
{
    for (int i = 0; i < ERROR_COUNT; i++)
        if (!strcmp(codes[i].name, name))
            return (enum error_code)i;
    return ERROR_NONE;
}

int error_http_status(enum error_code code)
{
    return codes[code].http_status;
}

int error_exit_status(enum error_code code)
{
    return codes[code].exit_status;
}

bool error_is_temporary(enum error_code code)
{
    return codes[code].temporary;
}
