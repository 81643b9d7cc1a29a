#include "base/traceparent.h"

#include "base/hash.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SPAN = 16, BYTES = 24 };     /* random ones: of the trace, then of the span */

/* So many lower-case digits, followed by `end`. */
static bool is_hex(const char *text, size_t length, char end)
{
    return strspn(text, "0123456789abcdef") == length && text[length] == end;
}

static bool is_zero(const char *text, size_t length)
{
    return strspn(text, "0") >= length;
}

bool traceparent_parse(const char *text, char ret_id[TRACEPARENT_ID])
{
    const char *id, *parent, *flags;

    ret_id[0] = '\0';
    if (!text || !is_hex(text, 2, '-') || !strncmp(text, "ff", 2))
        return false;
    id = text + 3;
    if (!is_hex(id, 32, '-') || is_zero(id, 32))
        return false;
    parent = id + 33;
    if (!is_hex(parent, 16, '-') || is_zero(parent, 16))
        return false;
    flags = parent + 17;
    if (!is_hex(flags, 2, '\0') && (!strncmp(text, "00", 2) || !is_hex(flags, 2, '-')))
        return false;
    memcpy(ret_id, id, 32);
    ret_id[32] = '\0';
    return true;
}

static void fill_random(unsigned char *bytes, size_t length)
{
    size_t got = 0;

    while (got < length) {
        const ssize_t n = getrandom(bytes + got, length - got, 0);

        if (n < 0 && errno != EINTR) {
            perror("getrandom");
            abort();                    /* a Linux without it is not one we run on */
        }
        got += n > 0 ? (size_t)n : 0;
    }
}

void traceparent_next(const char *from, char ret_text[TRACEPARENT])
{
    char id[TRACEPARENT_ID], span[17];
    unsigned char bytes[BYTES];

    fill_random(bytes, sizeof(bytes));
    bytes[0] |= 1;                      /* neither may be all zeros */
    bytes[BYTES - 1] |= 1;
    if (!traceparent_parse(from, id))
        hash_hex(bytes, SPAN, id);
    hash_hex(bytes + SPAN, BYTES - SPAN, span);
    snprintf(ret_text, TRACEPARENT, "00-%s-%s-01", id, span);
}
