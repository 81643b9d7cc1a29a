#include "base/error.h"
#include "test.h"

#include <errno.h>

TEST(every_error_has_a_name_by_which_it_is_found)
{
    for (int code = ERROR_NONE; code < ERROR_COUNT; code++) {
        CHECK(error_name((enum error_code)code)[0]);
        CHECK(error_find(error_name((enum error_code)code)) == (enum error_code)code);
    }
    CHECK(error_find("no such error") == ERROR_NONE);
}

TEST(setting_an_error_forgets_the_suggestion_of_the_one_before)
{
    struct error err = {0};

    error_set(&err, ERROR_NOT_FOUND, "no bars for '%s'", "NOPE");
    error_suggest(&err, "ktrdr data list");
    CHECK_TEXT(err.text, "no bars for 'NOPE'");
    CHECK_TEXT(err.suggestion, "ktrdr data list");
    error_set(&err, ERROR_INTERNAL, "x");
    CHECK_TEXT(err.suggestion, "");
}

TEST(a_full_disk_is_its_own_error)
{
    struct error err = {0};

    CHECK(!error_set_errno(&err, ENOSPC, "writing '%s'", "a"));
    CHECK_TEXT(err.suggestion, ERROR_NO_SPACE_SUGGESTION);
    CHECK(err.code == ERROR_NO_SPACE);
    CHECK_TEXT(err.text, "writing 'a': No space left on device");
    error_set_errno(&err, EIO, "x");
    CHECK(err.code == ERROR_INTERNAL);
}
