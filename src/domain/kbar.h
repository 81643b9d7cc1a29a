/*
 * kbar - bars as bytes, version 1: over HTTP (application/vnd.ktrdr.bars), in files for workers and
 * in the store. Little endian, so that a mapped file is read in place.
 *
 *      0  magic 'KBAR'
 *      4  u16 version, 1              6  u16 number of columns
 *      8  u32 bytes before the first column: 64 + 16 for each column, rounded up to 64
 *     12  u32 zero                   16  u64 number of bars
 *     24  u8 sha256[32]: of all from byte 64 on
 *     56  u64 zero                   64  directory: {char name[8], u8 type, u8 zero[7]} each
 *
 * Then the columns in that order, 8 bytes a value, each padded with zeros to a multiple of 64; the
 * first is `time`, int64. A reader skips columns it does not know. Other headers, wrong lengths and
 * doubled columns are refused with ERROR_BAD_DATA.
 */
#ifndef DOMAIN_KBAR_H
#define DOMAIN_KBAR_H

#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"

#include <stddef.h>

struct bars;
struct series;

enum { KBAR_ALIGN = 64 };

/* Adds the bytes to `ret`, which should be empty: columns are aligned from where it begins. */
void kbar_encode(const struct bars *bars, struct buf *ret);
size_t kbar_encoded_length(const struct bars *bars);

/* Looks at the header only, not at the hash nor at the bars (bars_check does that). ret_bars is
 * borrowed until `bytes` go, where they begin at a multiple of 8 (what malloc and mmap give); else
 * it is a copy. Release it in either case. */
CHECKED bool kbar_decode(const void *bytes, size_t length, struct bars *ret_bars,
                         struct error *err);

/* The hash in the header, and whether it is that of the content. */
CHECKED bool kbar_check_hash(const void *bytes, size_t length, struct error *err);

/* The data hash: SHA-256 of the key of the series, a line end, and the columns time, open, high,
 * low, close, volume. Independent of how the bars are stored. */
void kbar_data_hash(const struct series *series, const struct bars *bars, char ret_hex[HASH_HEX]);
/* Its beginning, for who has not all bars at hand: then come the columns, one after the other. */
void kbar_start_data_hash(const struct series *series, struct hash *ret_hash);

#endif
