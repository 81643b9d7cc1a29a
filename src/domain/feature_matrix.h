/*
 * feature_matrix - features as bytes, so that many processes can have the same ones mapped.
 *
 *      0  magic 'KFEA'              4  u32 version, 1
 *      8  u64 rows                 16  u64 columns
 *     24  u64 first row            32  u8 key[32]: what they were computed from
 *     64  u8 sha256[32]: of the bytes before it, and of the values
 *     96  zeros up to 128          128 float32 values, row by row
 *
 * Little endian. Any thread.
 */
#ifndef DOMAIN_FEATURE_MATRIX_H
#define DOMAIN_FEATURE_MATRIX_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "domain/features.h"

#include <stddef.h>
#include <stdint.h>

enum { FEATURE_MATRIX_HEAD = 128 };

/* The bytes that come before the values. */
void feature_matrix_head(const struct features *features, const uint8_t key[HASH_BYTES],
                         uint8_t ret_head[FEATURE_MATRIX_HEAD]);

/* Looks at all of it. ret_features is borrowed until `bytes`, which begin at a multiple of 4, go.
 * Fails with ERROR_BAD_DATA: cut off, changed, of another key. */
CHECKED bool feature_matrix_decode(const void *bytes, size_t length, const uint8_t key[HASH_BYTES],
                                   struct features *ret_features, struct error *err);

#endif
