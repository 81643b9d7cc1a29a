#include "base/build_id.h"

#include "test.h"

#include <string.h>

/* As 'readelf -n' prints it: mostly 40 digits, never an odd number. */
TEST(this_program_knows_which_build_it_is)
{
    char text[BUILD_ID_TEXT], again[BUILD_ID_TEXT];

    build_id(text);
    build_id(again);
    CHECK_TEXT(text, again);
    CHECK(strlen(text) >= 16 && strlen(text) % 2 == 0);
    CHECK(strspn(text, "0123456789abcdef") == strlen(text));
}
