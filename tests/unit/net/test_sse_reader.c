#include "net/sse_reader.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char got[1000];

/* All events as "event|id|data;", whatever the pieces are. */
static const char *read_all(const char *text, size_t length, size_t step)
{
    struct sse_reader reader = {0};
    struct sse_event event;
    struct error err;
    size_t n = 0;

    *got = '\0';
    for (size_t i = 0; i < length; i += step) {
        CHECK(sse_reader_add(&reader, text + i, length - i < step ? length - i : step, &err));
        while (sse_reader_next(&reader, &event)) {
            CHECK(event.length == strlen(event.data));
            n += (size_t)snprintf(got + n, sizeof(got) - n, "%s|%s|%s;", event.event, event.id,
                                  event.data);
        }
    }
    sse_reader_release(&reader);
    return got;
}

static void check(const char *text, const char *want)
{
    for (size_t step = 1; step <= strlen(text); step++)
        if (strcmp(read_all(text, strlen(text), step), want)) {
            CHECK_TEXT(read_all(text, strlen(text), step), want);
            return;
        }
}

TEST(events_are_read_in_whatever_pieces_they_come)
{
    check("event: state\nid: 7\ndata: one\ndata: two\n\ndata:three\n\n",
          "state|7|one\ntwo;message|7|three;");
}

TEST(lines_end_in_lf_or_cr_or_both)
{
    check("data: a\r\rdata: b\r\n\r\ndata: c\n\ndata: d\r\n\ndata: e\n\r\n",
          "message||a;message||b;message||c;message||d;message||e;");
}

TEST(comments_unknown_fields_and_events_without_data_are_passed_over)
{
    check(": hello\nretry: 5\nevent: x\n\n:\ndata: y\nother\n: \n\n", "message||y;");
}

TEST(the_finer_points_of_the_standard_hold)
{
    check("\xEF\xBB\xBF" "data\n\ndata:  two spaces\n\ndata: a:b\n\nid\ndata: x\n\n",
          "message||;message|| two spaces;message||a:b;message||x;");
    check("data: cut off", "");
    check("data: cut off\n", "");
    check("id: 1\n\ndata: x\n\n", "message|1|x;");
    check("event: a\ndata: x\n\ndata: y\n\n", "a||x;message||y;");
    CHECK_TEXT(read_all("id: 1\0" "2\ndata: x\n\n", 17, 3), "message||x;");
}

TEST(an_event_without_end_is_refused)
{
    struct sse_reader reader = {0};
    struct sse_event event;
    struct error err;
    char *piece = calloc(1, 1 << 20);
    int n = 0;

    while (n < 100 && sse_reader_add(&reader, piece, 1 << 20, &err)) {
        CHECK(!sse_reader_next(&reader, &event));
        n++;
    }
    CHECK(n == 4 && err.code == ERROR_BAD_DATA);
    sse_reader_release(&reader);
    free(piece);
}
