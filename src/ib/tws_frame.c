#include "ib/tws_frame.h"

#include <stdint.h>

static uint32_t read_length(const char *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;

    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

bool tws_frame_take(const char *bytes, size_t length, struct tws_frame *ret_frame,
                    struct error *err)
{
    uint32_t said;

    *ret_frame = (struct tws_frame){0};
    if (length < TWS_FRAME_HEAD)
        return true;
    said = read_length(bytes);
    if (!said || said > TWS_FRAME_MOST)
        return error_set(err, ERROR_BAD_DATA, "a frame of '%lu' bytes", (unsigned long)said);
    if (length - TWS_FRAME_HEAD >= said)
        *ret_frame = (struct tws_frame){ bytes + TWS_FRAME_HEAD, said, TWS_FRAME_HEAD + said };
    return true;
}

size_t tws_frame_begin(struct buf *out)
{
    buf_add(out, "\0\0\0\0", TWS_FRAME_HEAD);
    return out->length - TWS_FRAME_HEAD;
}

bool tws_frame_end(struct buf *out, size_t begun, struct error *err)
{
    const size_t length = out->length - begun - TWS_FRAME_HEAD;

    if (!length || length > TWS_FRAME_MOST)
        return error_set(err, ERROR_TOO_LARGE, "a frame of '%zu' bytes; ib takes %d", length,
                         TWS_FRAME_MOST);
    for (int i = 0; i < TWS_FRAME_HEAD; i++)
        out->bytes[begun + (size_t)i] = (char)(length >> (24 - 8 * i));
    return true;
}
