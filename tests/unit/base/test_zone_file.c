#include "base/zone_file.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

/* One change, at 1000, from +0 to +3600, after it the rule; made by hand from RFC 8536. */
#define HEAD(times, types, chars) "TZif2" "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" \
    "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0\0\0" times "\0\0\0" types "\0\0\0" chars
static const char file[] =
    HEAD("\0", "\1", "\4") "\0\0\0\0\0\0" "UTC\0"
    HEAD("\1", "\2", "\4") "\0\0\0\0\0\0\3\350" "\1" "\0\0\0\0\0\0" "\0\0\16\20\0\0" "UTC\0"
    "\nAAA-2\n";
enum { LENGTH = sizeof(file) - 1 };

TEST(a_zone_file_gives_its_changes_and_its_rule)
{
    struct error err;
    OWNED(zone_file_release) struct zone_file zone = {0};

    CHECK(zone_file_decode(file, LENGTH, &zone, &err));
    CHECK(zone.count == 1 && zone.at[0] == 1000 && zone.offset[0] == 3600 && zone.first == 0);
    CHECK(zone.has_rule && zone.rule.standard == 7200 && !zone.rule.has_summer);
}

TEST(a_zone_file_cut_anywhere_is_refused)
{
    for (size_t length = 0; length < LENGTH; length++) {
        char *bytes = malloc(length + 1);
        struct zone_file zone;
        struct error err = {0};

        memcpy(bytes, file, length);
        bytes = realloc(bytes, length ? length : 1);        /* one byte too far would be seen */
        CHECK(!zone_file_decode(bytes, length, &zone, &err));
        CHECK(err.code == ERROR_BAD_DATA);
        free(bytes);
    }
}

TEST(any_byte_may_be_wrong_without_harm)
{
    for (size_t i = 0; i < LENGTH; i++)
        for (int flip = 1; flip < 256; flip *= 2) {
            char bytes[LENGTH];
            OWNED(zone_file_release) struct zone_file zone = {0};
            struct error err;

            memcpy(bytes, file, LENGTH);
            bytes[i] = (char)(bytes[i] ^ flip);
            if (zone_file_decode(bytes, LENGTH, &zone, &err))
                CHECK(zone.count <= 1);
        }
}
