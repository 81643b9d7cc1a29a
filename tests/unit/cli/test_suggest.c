#include "cli/suggest.h"
#include "test.h"

#include <string.h>

TEST(distances_count_single_changes)
{
    CHECK(suggest_distance("", "") == 0);
    CHECK(suggest_distance("list", "list") == 0);
    CHECK(suggest_distance("lst", "list") == 1);
    CHECK(suggest_distance("lsit", "list") == 1);
    CHECK(suggest_distance("", "abc") == 3);
    CHECK(suggest_distance("kitten", "sitting") == 3);
    CHECK(suggest_distance("flaw", "lawn") == 2);
}

TEST(words_too_long_are_never_near)
{
    static char text[200];

    memset(text, 'a', sizeof(text) - 1);
    CHECK(suggest_distance(text, "a") > SUGGEST_LONGEST);
    CHECK(suggest_distance("a", text) > SUGGEST_LONGEST);
}

static const char *best(const char *word)
{
    static const char *const all[] = {"import", "list", "show", "export", "delete"};
    struct suggest suggest = {.word = word};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        suggest_offer(&suggest, all[i]);
    return suggest.best ? suggest.best : "";
}

TEST(the_nearest_word_is_suggested_and_nothing_that_is_far)
{
    CHECK_TEXT(best("lst"), "list");
    CHECK_TEXT(best("exprot"), "export");
    CHECK_TEXT(best("improt"), "import");
    CHECK_TEXT(best("xyzzy"), "");
    CHECK_TEXT(best(""), "");
}
