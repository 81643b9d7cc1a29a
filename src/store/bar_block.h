/*
 * bar_block - a run of bars as bytes for a database row, and back.
 *
 *     byte 0   codec: 0 raw, 1 packed
 *     1        which of the eight value columns are there, one bit each, open lowest
 *     2-3      0
 *     4-7      number of bars
 *     8-15     hash of the first eight bytes and of all that follows
 *     16-      raw: time as int64, then the columns as float64, little endian
 *              packed: zstd, level 1, of one section per column
 *
 * A section: {u8 kind, power, width, 0, 0, 0, 0, 0}, the first value in 8 bytes, the differences to
 * the one before. Kind 0: values are integers over 10^power (checked bit by bit), differences
 * zigzag in `width` bytes. Kind 1: bits of float64, xor with the one before, 8 bytes. The bytes of
 * the differences lie in planes: all lowest ones, all second ones, …
 *
 * Lossless down to the bits of a NaN. Any thread.
 */
#ifndef STORE_BAR_BLOCK_H
#define STORE_BAR_BLOCK_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct bars;

enum { BAR_BLOCK_MOST = 4096, BAR_BLOCK_USUAL = 1024 };    /* bars in one; in one as written */

enum bar_block_codec {
    BAR_BLOCK_RAW,          /* 48 bytes a bar; reads fastest */
    BAR_BLOCK_PACKED,       /* some 7 bytes a bar */
};

/* Replaces what is in `ret_bytes`. 1 to BAR_BLOCK_MOST bars. */
void bar_block_encode(const struct bars *bars, enum bar_block_codec codec, struct buf *ret_bytes);

/* Adds its bars to `bars` behind those there. ERROR_BAD_DATA if a byte is not what was written;
 * then nothing is added. */
CHECKED bool bar_block_decode(const void *bytes, size_t length, struct bars *bars,
                              struct error *err);

#endif
