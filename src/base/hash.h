/*
 * hash - SHA-256, over bytes as they come. `struct hash h; hash_start(&h)`; nothing to free.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_BYTES = 32, HASH_HEX = 2 * HASH_BYTES + 1 };

struct hash {
    _Alignas(16) unsigned char room[128];       /* the library's state; hash.c knows */
};

void hash_start(struct hash *hash);
void hash_add(struct hash *hash, const void *bytes, size_t length);
void hash_end(struct hash *hash, uint8_t ret_bytes[HASH_BYTES]);    /* start anew after it */

/* `length` bytes as 2 * length lower case digits and a '\0'. */
void hash_hex(const uint8_t *bytes, size_t length, char *ret_text);

/* Is it HASH_BYTES in such digits, and nothing else: only then it may be part of a path. */
bool hash_is_hex(const char *text);

/* The hash of a text, without its '\0', in one go. */
void hash_text_hex(const char *text, char ret_text[HASH_HEX]);

#endif
