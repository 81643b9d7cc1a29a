#include "base/hash.h"
#include "test.h"

#include <string.h>

/* The examples of FIPS 180-2, appendix B. */
TEST(the_hashes_of_the_standard_come_out)
{
    char hex[HASH_HEX];

    hash_text_hex("abc", hex);
    CHECK_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_text_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", hex);
    CHECK_TEXT(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    hash_text_hex("", hex);
    CHECK_TEXT(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(bytes_in_pieces_hash_as_in_one)
{
    static char text[1000];
    char hex[HASH_HEX], whole[HASH_HEX];

    memset(text, 'a', sizeof(text) - 1);
    hash_text_hex(text, whole);
    for (size_t piece = 1; piece < 200; piece += 13) {
        struct hash hash;
        uint8_t bytes[HASH_BYTES];

        hash_start(&hash);
        for (size_t i = 0; i < sizeof(text) - 1; i += piece)
            hash_add(&hash, text + i, i + piece < sizeof(text) ? piece : sizeof(text) - 1 - i);
        hash_end(&hash, bytes);
        hash_hex(bytes, sizeof(bytes), hex);
        CHECK_TEXT(hex, whole);
    }
}
