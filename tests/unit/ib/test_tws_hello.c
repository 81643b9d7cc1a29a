#include "ib/tws_hello.h"

#include "ib/tws_frame.h"
#include "test.h"

#include <string.h>

TEST(a_frame_is_whole_when_its_last_byte_has_come)
{
    static const char bytes[] = "\0\0\0\3ab\0\0\0\0\1";
    struct tws_frame frame;
    struct error err;

    for (size_t n = 0; n < 7; n++)
        CHECK(tws_frame_take(bytes, n, &frame, &err) && !frame.size);
    CHECK(tws_frame_take(bytes, sizeof(bytes) - 1, &frame, &err));
    CHECK(frame.size == 7 && frame.length == 3 && frame.payload == bytes + 4);
}

TEST(a_length_that_cannot_be_ends_the_connection)
{
    static const char *const wrong[] = { "\0\0\0\0", "\1\0\0\0", "\x7f\xff\xff\xff", "\x80\0\0\0",
                                         "\xff\xff\xff\xff", "HTTP" };
    struct tws_frame frame;
    struct error err;

    for (size_t i = 0; i < COUNT(wrong); i++)
        CHECK(!tws_frame_take(wrong[i], 4, &frame, &err) && err.code == ERROR_BAD_DATA);
    CHECK(tws_frame_take("\0\xff\xff\xff", 4, &frame, &err) && !frame.size);
}

TEST(a_payload_beyond_the_most_is_not_sent)
{
    OWNED(buf_release) struct buf out = {0};
    static char big[1 << 20];
    struct error err;
    size_t begun = tws_frame_begin(&out);

    CHECK(!tws_frame_end(&out, begun, &err));
    for (int i = 0; i < 16; i++)
        buf_add(&out, big, sizeof(big));
    CHECK(!tws_frame_end(&out, begun, &err) && err.code == ERROR_TOO_LARGE);
    out.length--;
    CHECK(tws_frame_end(&out, begun, &err) && !memcmp(out.bytes, "\0\xff\xff\xff", 4));
}

static bool reads(const char *text, struct tws_hello *ret_hello)
{
    OWNED(buf_release) struct buf bytes = {0};
    struct error err;

    buf_add(&bytes, "API\0\0\0\0", 7);
    buf_add(&bytes, &(char){ (char)strlen(text) }, 1);
    buf_add(&bytes, text, strlen(text));
    buf_add(&bytes, "more", 4);
    return tws_hello_read(bytes.bytes, bytes.length, ret_hello, &err)
        && ret_hello->size == bytes.length - 4;
}

TEST(a_greeting_says_a_range_or_one_version)
{
    struct tws_hello hello;

    CHECK(reads("v157..200", &hello) && hello.oldest == 157 && hello.newest == 200);
    CHECK(reads("v176", &hello) && hello.oldest == 176 && hello.newest == 176);
    CHECK(reads("v100..193 +PACEAPI", &hello) && hello.newest == 193);
    CHECK(!reads("157..200", &hello) && !reads("v", &hello) && !reads("v200..157", &hello));
    CHECK(!reads("v157..", &hello) && !reads("v157...200", &hello) && !reads("v0..1", &hello));
    CHECK(!reads("v157..99999999999", &hello) && !reads("v157..200x", &hello));
}

TEST(what_is_no_greeting_is_told_by_its_first_bytes)
{
    struct tws_hello hello;
    struct error err;

    CHECK(!tws_hello_read("GET / HTTP", 10, &hello, &err) && err.code == ERROR_BAD_DATA);
    CHECK(!tws_hello_read("AX", 2, &hello, &err));
    CHECK(!tws_hello_read("API\0\0\1\0\0", 8, &hello, &err));
    CHECK(!tws_hello_read("API\0\0\0\0\0", 8, &hello, &err));
}

TEST(both_settle_on_the_newest_version_that_both_know)
{
    const struct tws_hello hello = { 157, 200, 1 };

    CHECK(tws_hello_choose(&hello, 157, 187) == 187);
    CHECK(tws_hello_choose(&hello, 157, 225) == 200);
    CHECK(tws_hello_choose(&hello, 201, 225) == 0);
    CHECK(tws_hello_choose(&hello, 100, 156) == 0);
}

static enum error_code answer_code(const char *payload, size_t length)
{
    struct tws_hello_answer answer;
    struct error err;

    return tws_hello_read_answer(payload, length, &answer, &err) ? ERROR_NONE : err.code;
}

TEST(an_answer_has_two_fields_and_any_clock)
{
    struct tws_hello_answer answer;
    struct error err;

    CHECK(tws_hello_read_answer("187\0" "20251009 13:45:00 M\xe4rz", 26, &answer, &err));
    CHECK(!answer.version);                         /* the second field is not ended: only one */
    CHECK(tws_hello_read_answer("187\0" "20251009 13:45:00 M\xe4rz", 27, &answer, &err));
    CHECK(answer.version == 187);
    CHECK_TEXT(answer.time, "20251009 13:45:00 M\xe4rz");
    CHECK(tws_hello_read_answer("4\0" "2\0" "x", 5, &answer, &err) && answer.version == 4);
    CHECK(tws_hello_read_answer("15\0" "1\0" "DU1\0", 9, &answer, &err) && !answer.version);
    CHECK(answer_code("-1\0host\0", 8) == ERROR_UNAVAILABLE);
    CHECK(answer_code("x\0y\0", 4) == ERROR_BAD_DATA && answer_code("0\0y\0", 4) == ERROR_BAD_DATA);
}
