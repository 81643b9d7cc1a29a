#include "base/buf.h"
#include "cli/command_line.h"
#include "test.h"

#include <string.h>

/* "[a][b c]", or the error. */
static const char *split(const char *text)
{
    static struct buf shown;
    static struct command_line line;
    static struct error err;

    if (!command_line_split(text, &line, &err))
        return err.text;
    shown.length = 0;
    buf_add(&shown, "", 0);
    for (size_t i = 0; line.words[i]; i++)
        buf_print(&shown, "[%s]", line.words[i]);
    command_line_release(&line);
    return shown.bytes;
}

TEST(words_are_parted_by_spaces_and_held_by_quotes)
{
    CHECK_TEXT(split("data show  AAPL\t-t 1d\r\n"), "[data][show][AAPL][-t][1d]");
    CHECK_TEXT(split("a 'b c' \"d e\""), "[a][b c][d e]");
    CHECK_TEXT(split("--name='x y'z"), "[--name=x yz]");
    CHECK_TEXT(split("'' \"\" x"), "[][][x]");
    CHECK_TEXT(split("a\\ b c\\\\d \"q\\\"r\\\\s\\t\" 'n\\o'"), "[a b][c\\d][q\"r\\s\\t][n\\o]");
    CHECK_TEXT(split("last\\"), "[last\\]");
}

TEST(a_hash_at_the_start_of_a_word_ends_the_line)
{
    CHECK_TEXT(split("# all of it"), "");
    CHECK_TEXT(split("   "), "");
    CHECK_TEXT(split(""), "");
    CHECK_TEXT(split("a b#c # d 'e"), "[a][b#c]");
    CHECK_TEXT(split("a '#b'"), "[a][#b]");
}

TEST(a_quote_that_stays_open_and_too_many_words_are_refused)
{
    static char many[2 * (COMMAND_LINE_WORDS + 1) + 1];

    CHECK_TEXT(split("a 'b c"), "a ' is not closed");
    CHECK_TEXT(split("a \"b\\\""), "a \" is not closed");
    for (size_t i = 0; i < sizeof(many) - 1; i++)
        many[i] = i % 2 ? ' ' : 'x';
    CHECK_TEXT(split(many), "more than 256 words");
    many[sizeof(many) - 3] = '\0';
    CHECK(strlen(split(many)) == 3 * COMMAND_LINE_WORDS);
}
