#include "ib/tws_text.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

static const char *plain(const char *text)
{
    static char got[200];

    CHECK(tws_text_unescape(text, got) == strlen(got) && strlen(got) <= strlen(text));
    return got;
}

static void hold_both(const char *wire, const char *text)
{
    OWNED(buf_release) struct buf out = {0};

    CHECK_TEXT(plain(wire), text);
    tws_text_escape(text, &out);
    CHECK_TEXT(out.bytes, wire);
}

TEST(escapes_become_characters_and_again_escapes)
{
    hold_both("f\\u00fcr", "f\xc3\xbcr");
    hold_both("\\u20ac", "\xe2\x82\xac");
    hold_both("\\ud83d\\ude00", "\xf0\x9f\x98\x80");
    hold_both("a \\n b", "a \\n b");
    hold_both("\\u005cu0041", "\\u0041");
}

TEST(what_is_no_character_stays_as_it_stands)
{
    CHECK_TEXT(plain("\\u0000"), "\\u0000");
    CHECK_TEXT(plain("\\ud83d!"), "\\ud83d!");
    CHECK_TEXT(plain("\\ude00"), "\\ude00");
    CHECK_TEXT(plain("\\u12"), "\\u12");
    CHECK_TEXT(plain("\\u12g4"), "\\u12g4");
    CHECK_TEXT(plain("\\"), "\\");
}

TEST(bytes_that_are_no_utf8_pass_as_they_are)
{
    hold_both("Espa\xf1ol", "Espa\xf1ol");
    hold_both("\xc3", "\xc3");
    hold_both("\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80", "\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80");
}

TEST(people_are_shown_utf8_that_ends_where_a_character_does)
{
    char shown[6];

    tws_text_show("\xf1" "a\tb\xe2\x82\xac", shown, sizeof(shown));
    CHECK_TEXT(shown, "?a?b");
    tws_text_show("ab\xe2\x82\xac", shown, sizeof(shown));
    CHECK_TEXT(shown, "ab\xe2\x82\xac");
}
