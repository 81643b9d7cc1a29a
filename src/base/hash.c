#include "base/hash.h"

#include <assert.h>
#include <string.h>

#include <nettle/sha2.h>

static_assert(sizeof(struct sha256_ctx) <= sizeof(struct hash), "the state must fit");
static_assert(_Alignof(struct sha256_ctx) <= _Alignof(struct hash), "and lie well");

static const char digits[] = "0123456789abcdef";

static struct sha256_ctx *state(struct hash *hash)
{
    return (struct sha256_ctx *)(void *)hash->room;
}

void hash_start(struct hash *hash)
{
    nettle_sha256_init(state(hash));
}

void hash_add(struct hash *hash, const void *bytes, size_t length)
{
    if (length)
        nettle_sha256_update(state(hash), length, bytes);
}

void hash_end(struct hash *hash, uint8_t ret_bytes[HASH_BYTES])
{
    nettle_sha256_digest(state(hash), HASH_BYTES, ret_bytes);
}

void hash_hex(const uint8_t *bytes, size_t length, char *ret_text)
{
    for (size_t i = 0; i < length; i++) {
        ret_text[2 * i] = digits[bytes[i] >> 4];
        ret_text[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret_text[2 * length] = '\0';
}

bool hash_is_hex(const char *text)
{
    return strlen(text) == HASH_HEX - 1 && strspn(text, digits) == HASH_HEX - 1;
}

void hash_text_hex(const char *text, char ret_text[HASH_HEX])
{
    struct hash hash;
    uint8_t bytes[HASH_BYTES];

    hash_start(&hash);
    hash_add(&hash, text, strlen(text));
    hash_end(&hash, bytes);
    hash_hex(bytes, sizeof(bytes), ret_text);
}
