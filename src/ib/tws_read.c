#include "ib/tws_read.h"

#include <string.h>

struct tws_read tws_read_begin(const char *payload, size_t length)
{
    const char *last = length ? memrchr(payload, '\0', length) : NULL;

    return (struct tws_read){ payload, last ? last + 1 : payload };
}

const char *tws_read_text(struct tws_read *read, size_t *ret_length)
{
    const char *text = read->at;

    if (read->at == read->end)
        return NULL;
    *ret_length = strlen(text);
    read->at += *ret_length + 1;
    return text;
}

size_t tws_read_count(struct tws_read read)
{
    size_t n = 0, length;

    while (tws_read_text(&read, &length))
        n++;
    return n;
}

const char *tws_read_shown(const char *text, char ret_shown[44])
{
    size_t n = 0;

    for (; n < 40 && text[n]; n++)
        ret_shown[n] = text[n] < ' ' || text[n] > '~' ? '?' : text[n];
    memcpy(ret_shown + n, text[n] ? "..." : "", text[n] ? 4 : 1);
    return ret_shown;
}
