#include "base/words.h"
#include "net/http_text.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static char text[100];

static const char *unescape(const char *from, bool (*how)(char *))
{
    snprintf(text, sizeof(text), "%s", from);
    return how(text) ? text : "refused";
}

TEST(escapes_are_resolved)
{
    CHECK_TEXT(unescape("a%2fb%2Fc+d", http_text_unescape), "a/b/c+d");
    CHECK_TEXT(unescape("a+b%2B", http_text_unescape_form), "a b+");
    CHECK_TEXT(unescape("%25%32%35", http_text_unescape), "%25");
    CHECK_TEXT(unescape("", http_text_unescape), "");
    CHECK_TEXT(unescape("%", http_text_unescape), "refused");
    CHECK_TEXT(unescape("%a", http_text_unescape), "refused");
    CHECK_TEXT(unescape("%g0", http_text_unescape), "refused");
    CHECK_TEXT(unescape("%00", http_text_unescape_form), "refused");
}

TEST(utf8_is_valid_only_in_its_shortest_form_and_range)
{
    static const char *const good[] = { "", "abc", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
                                        "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                                        "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF" };
    static const char *const bad[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2z",
                                       "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF",
                                       "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                                       "\xF8\x88\x80\x80\x80", "\xFE", "\xFF" };

    for (size_t i = 0; i < COUNT(good); i++)
        CHECK(http_text_is_utf8(good[i], strlen(good[i])));
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!http_text_is_utf8(bad[i], strlen(bad[i])));
}

TEST(tokens_are_what_the_standard_lists)
{
    static const char all[] = "!#$%&'*+-.^_`|~09azAZ";

    CHECK(http_text_is_token(all, sizeof(all) - 1));
    CHECK(!http_text_is_token("", 0));
    for (int c = 0; c < 256; c++) {
        const char one = (char)c;
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z');

        CHECK(http_text_is_token(&one, 1) == (is_plain || (c && strchr("!#$%&'*+-.^_`|~", c))));
    }
}
