#include "base/traceparent.h"
#include "test.h"

#include <string.h>

#define ID     "4bf92f3577b34da6a3ce929d0e0e4736"
#define PARENT "00f067aa0ba902b7"

static const char *parse(const char *text)
{
    static char id[TRACEPARENT_ID];

    return traceparent_parse(text, id) ? id : id[0] ? "left something" : "none";
}

TEST(the_id_of_a_trace_is_taken_as_it_is)
{
    CHECK_TEXT(parse("00-" ID "-" PARENT "-01"), ID);
    CHECK_TEXT(parse("00-" ID "-" PARENT "-00"), ID);
}

TEST(a_version_to_come_may_have_more_at_its_end)
{
    CHECK_TEXT(parse("01-" ID "-" PARENT "-01"), ID);
    CHECK_TEXT(parse("cc-" ID "-" PARENT "-01-more"), ID);
    CHECK_TEXT(parse("cc-" ID "-" PARENT "-01.more"), "none");
    CHECK_TEXT(parse("00-" ID "-" PARENT "-01-more"), "none");
}

TEST(what_is_no_trace_is_passed_over)
{
    CHECK_TEXT(parse(NULL), "none");
    CHECK_TEXT(parse(""), "none");
    CHECK_TEXT(parse("00"), "none");
    CHECK_TEXT(parse("00-" ID), "none");
    CHECK_TEXT(parse("00-" ID "-"), "none");
    CHECK_TEXT(parse("00-" ID "-" PARENT), "none");
    CHECK_TEXT(parse("00-" ID "-" PARENT "-1"), "none");
    CHECK_TEXT(parse("ff-" ID "-" PARENT "-01"), "none");
    CHECK_TEXT(parse("00-00000000000000000000000000000000-" PARENT "-01"), "none");
    CHECK_TEXT(parse("00-" ID "-0000000000000000-01"), "none");
    CHECK_TEXT(parse("00-4BF92F3577B34DA6A3CE929D0E0E4736-" PARENT "-01"), "none");
    CHECK_TEXT(parse("00-" ID "0-" PARENT "-01"), "none");
}

TEST(the_next_span_is_another_one_of_the_same_trace)
{
    char first[TRACEPARENT], second[TRACEPARENT];

    traceparent_next("00-" ID "-" PARENT "-01", first);
    traceparent_next(first, second);
    CHECK_TEXT(parse(first), ID);
    CHECK_TEXT(parse(second), ID);
    CHECK(!strstr(first, PARENT) && strcmp(first, second) != 0);
}

TEST(where_there_is_no_trace_one_begins)
{
    char first[TRACEPARENT], second[TRACEPARENT], id[TRACEPARENT_ID];

    traceparent_next(NULL, first);
    traceparent_next("nonsense", second);
    CHECK(traceparent_parse(first, id) && strlen(id) == 32);
    CHECK(!strstr(second, id) && traceparent_parse(second, id));
    CHECK(strlen(first) == TRACEPARENT - 1);
}
