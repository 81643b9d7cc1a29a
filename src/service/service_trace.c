#include "service/service_trace.h"

#include <string.h>

/* So many lower-case digits, followed by `end`. */
static bool is_hex(const char *text, size_t length, char end)
{
    return strspn(text, "0123456789abcdef") == length && text[length] == end;
}

static bool is_zero(const char *text, size_t length)
{
    return strspn(text, "0") >= length;
}

bool service_trace_parse(const char *traceparent, char ret_id[SERVICE_TRACE_ID])
{
    const char *id, *parent, *flags;

    ret_id[0] = '\0';
    if (!traceparent || !is_hex(traceparent, 2, '-') || !strncmp(traceparent, "ff", 2))
        return false;
    id = traceparent + 3;
    if (!is_hex(id, 32, '-') || is_zero(id, 32))
        return false;
    parent = id + 33;
    if (!is_hex(parent, 16, '-') || is_zero(parent, 16))
        return false;
    flags = parent + 17;
    if (!is_hex(flags, 2, '\0') && (!strncmp(traceparent, "00", 2) || !is_hex(flags, 2, '-')))
        return false;
    memcpy(ret_id, id, 32);
    ret_id[32] = '\0';
    return true;
}
