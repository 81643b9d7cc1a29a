/* A stream of events: whole and byte by byte the same ones must come out. */
#include "net/sse_reader.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void read_all(const char *bytes, size_t length, size_t step, struct buf *ret_events)
{
    struct sse_reader reader = {0};
    struct sse_event event;
    struct error err;

    for (size_t i = 0; i < length; i += step) {
        if (!sse_reader_add(&reader, bytes + i, length - i < step ? length - i : step, &err))
            break;
        while (sse_reader_next(&reader, &event)) {
            buf_print(ret_events, "%s|%s|%zu|", event.event, event.id, event.length);
            buf_add(ret_events, event.data, event.length);
            if (strpbrk(event.event, "\r\n") || strpbrk(event.id, "\r\n") ||
                event.length > length)
                abort();
        }
    }
    sse_reader_release(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct buf whole = {0}, pieces = {0};

    if (length > 65536)
        return 0;
    read_all((const char *)bytes, length, length ? length : 1, &whole);
    read_all((const char *)bytes, length, 1, &pieces);
    if (whole.length != pieces.length ||
        (whole.length && memcmp(whole.bytes, pieces.bytes, whole.length))) {
        fprintf(stderr, "broken: the pieces make a difference\n");
        abort();
    }
    buf_release(&whole);
    buf_release(&pieces);
    return 0;
}
