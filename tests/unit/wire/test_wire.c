#include "base/buf.h"
#include "base/mem.h"
#include "test.h"
#include "wire/wire.h"

#include <stdlib.h>
#include <string.h>

static const char *const color_names[] = {"red", "green", NULL};

struct inner {
    int64_t epochs;
    double rate;
    char *note;
};

struct outer {
    char symbol[8];
    char *text;
    char *raw;
    double number;
    int64_t integer;
    int64_t time;
    bool flag;
    int color;
    struct inner training;
    struct inner *maybe;
    size_t n_items;
    struct inner *items;
    size_t n_values;
    double *values;
    size_t n_counts;
    int64_t *counts;
    size_t n_times;
    int64_t *times;
    size_t n_names;
    char **names;
};

static const struct wire_field inner_fields[] = {WIRE_INTEGER(struct inner, epochs, WIRE_REQUIRED),
                                                 WIRE_NUMBER(struct inner, rate, WIRE_NULLABLE),
                                                 WIRE_OWNED(struct inner, note, WIRE_OPTIONAL),
                                                 WIRE_END};

static const struct wire_field outer_fields[] = {
    WIRE_TEXT(struct outer, symbol, WIRE_REQUIRED),
    WIRE_OWNED(struct outer, text, WIRE_OPTIONAL),
    WIRE_RAW(struct outer, raw, WIRE_OPTIONAL),
    WIRE_NUMBER(struct outer, number, WIRE_OPTIONAL),
    WIRE_INTEGER(struct outer, integer, WIRE_OPTIONAL),
    WIRE_TIME(struct outer, time, WIRE_NULLABLE),
    WIRE_FLAG(struct outer, flag, WIRE_OPTIONAL),
    WIRE_NAME(struct outer, color, color_names, WIRE_OPTIONAL),
    WIRE_STRUCT(struct outer, training, inner_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct outer, maybe, inner_fields, WIRE_NULLABLE),
    WIRE_LIST(struct outer, items, inner_fields, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct outer, values, WIRE_OPTIONAL),
    WIRE_INTEGERS(struct outer, counts, WIRE_OPTIONAL),
    WIRE_TIMES(struct outer, times, WIRE_OPTIONAL),
    WIRE_TEXTS(struct outer, names, WIRE_OPTIONAL),
    WIRE_END};

static void outer_release(struct outer *outer)
{
    wire_release(outer_fields, outer);
}

static struct error err;

static bool decode(enum wire_care care, const char *json, struct outer *ret_outer)
{
    return wire_decode(outer_fields, care, json, strlen(json), ret_outer, &err);
}

/* What comes out again; NULL if it was refused. */
static const char *again(const char *json)
{
    static struct buf text;
    OWNED(outer_release) struct outer outer = {0};

    text.length = 0;
    if (!decode(WIRE_STRICT, json, &outer))
        return NULL;
    wire_encode(outer_fields, &outer, &text);
    return text.bytes;
}

/* "" if it was taken. */
static const char *refusal(enum wire_care care, const char *json)
{
    OWNED(outer_release) struct outer outer = {0};

    err.text[0] = '\0';
    return decode(care, json, &outer) ? "" : err.text;
}

#define WHOLE                                                                                      \
    "{\"symbol\":\"A\\\"\\n\\u0001B\",\"text\":\"\xc3\xa9\",\"raw\":{\"z\":[1,2.5,true],\"a\":"    \
    "null},"                                                                                       \
    "\"number\":190.05,\"integer\":-9007199254740993,\"time\":\"2024-02-29T23:59:59Z\","           \
    "\"flag\":true,\"color\":\"green\",\"training\":{\"epochs\":3,\"rate\":null},"                 \
    "\"maybe\":{\"epochs\":4,\"rate\":0.5,\"note\":\"n\"},\"items\":[{\"epochs\":1,\"rate\":null}" \
    ","                                                                                            \
    "{\"epochs\":2,\"rate\":1e-07}],\"values\":[1.5,null,-0.0],\"counts\":[1,2],"                  \
    "\"times\":[\"1999-12-31T00:00:00Z\"],\"names\":[\"x\",\"\"]}"

TEST(every_type_of_field_comes_out_as_it_went_in)
{
    CHECK_TEXT(again(WHOLE), WHOLE);
}

TEST(what_is_unknown_is_left_out_or_null_and_never_0)
{
    OWNED(outer_release) struct outer outer = {0};

    CHECK_TEXT(again("{\"symbol\":\"A\",\"training\":{\"epochs\":1}}"),
               "{\"symbol\":\"A\",\"time\":null,\"color\":\"red\","
               "\"training\":{\"epochs\":1,\"rate\":null},\"maybe\":null}");
    CHECK(decode(WIRE_STRICT, "{\"symbol\":\"A\",\"number\":null}", &outer));
    CHECK(isnan(outer.number) && outer.integer == WIRE_UNKNOWN && outer.time == 0);
    CHECK(isnan(outer.training.rate) && !outer.maybe && !outer.items && !outer.text);
}

TEST(a_number_that_is_none_is_null)
{
    OWNED(buf_release) struct buf json = {0};
    const struct inner inner = {1, (double)INFINITY, NULL};

    wire_encode(inner_fields, &inner, &json);
    CHECK_TEXT(json.bytes, "{\"epochs\":1,\"rate\":null}");
}

TEST(requests_are_refused_by_the_path_of_what_is_wrong)
{
    static const struct {
        const char *json, *why;
    } wrong[] = {
        {"{}", "'symbol' is missing"},
        {"{\"symbol\":null}", "'symbol' must be text"},
        {"{\"symbol\":\"12345678\"}", "'symbol' is too long"},
        {"{\"symbol\":\"A\",\"sybmol\":1}", "unknown field 'sybmol'"},
        {"{\"symbol\":\"A\",\"training\":{\"epoch\":1}}", "unknown field 'training.epoch'"},
        {"{\"symbol\":\"A\",\"training\":{\"epochs\":\"3\"}}",
         "'training.epochs' must be a whole number"},
        {"{\"symbol\":\"A\",\"training\":{\"epochs\":1.5}}",
         "'training.epochs' must be a whole number"},
        {"{\"symbol\":\"A\",\"training\":{}}", "'training.epochs' is missing"},
        {"{\"symbol\":\"A\",\"training\":[]}", "'training' must be an object"},
        {"{\"symbol\":\"A\",\"items\":{}}", "'items' must be a list"},
        {"{\"symbol\":\"A\",\"items\":[{\"epochs\":1},{\"rate\":1}]}",
         "'items[1].epochs' is missing"},
        {"{\"symbol\":\"A\",\"items\":[{\"epochs\":1,\"note\":\"kept\"},7]}",
         "'items[1]' must be an object"},
        {"{\"symbol\":\"A\",\"values\":[1,\"x\"]}", "'values[1]' must be a number"},
        {"{\"symbol\":\"A\",\"names\":[\"kept\",2]}", "'names[1]' must be text"},
        {"{\"symbol\":\"A\",\"counts\":[null]}", "'counts[0]' must be a whole number"},
        {"{\"symbol\":\"A\",\"flag\":1}", "'flag' must be true or false"},
        {"{\"symbol\":\"A\",\"color\":\"blue\"}", "'color' must be one of red green"},
        {"{\"symbol\":\"A\",\"time\":\"2023-02-29T00:00:00Z\"}",
         "'time' must be a time like '2024-01-31T14:30:00Z'"},
        {"{\"symbol\":\"A\",\"maybe\":{\"epochs\":1,\"note\":3}}", "'maybe.note' must be text"},
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        CHECK_TEXT(refusal(WIRE_STRICT, wrong[i].json), wrong[i].why);
        CHECK(err.code == ERROR_INVALID);
    }
}

TEST(replies_may_say_more_than_we_know)
{
    CHECK_TEXT(
        refusal(WIRE_TOLERANT, "{\"symbol\":\"A\",\"new\":1,\"maybe\":{\"epochs\":1,\"x\":2}}"),
        "");
    CHECK_TEXT(refusal(WIRE_TOLERANT, "{\"symbol\":1,\"new\":1}"), "'symbol' must be text");
}

TEST(what_is_no_json_is_malformed)
{
    static const char *const wrong[] = {"",
                                        "nope",
                                        "[]",
                                        "{\"symbol\":\"A\"",
                                        "{\"symbol\":\"A\"}}",
                                        "{\"symbol\":\"\xff\"}",
                                        "{\"symbol\":\"\\u0000\"}",
                                        "{\"symbol\":\"A\",\"symbol\":\"B\"}",
                                        "{\"symbol\":NaN}",
                                        "{\"symbol\":\"A\",\"number\":1e999}",
                                        "{\"symbol\":\"A\",\"integer\":9223372036854775808}"};

    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *why = refusal(WIRE_STRICT, wrong[i]);
        test_expect(*why && err.code == ERROR_MALFORMED, __FILE__, __LINE__, "'%s': '%s'", wrong[i],
                    why);
    }
}

TEST(json_nested_without_end_is_refused_before_it_is_read)
{
    enum { DEPTH = 100000 };
    static char json[DEPTH * 6 + 1];

    for (int i = 0; i < DEPTH; i++)
        memcpy(json + i * 5, "{\"a\":", 5);
    CHECK_TEXT(refusal(WIRE_TOLERANT, json), "JSON nested deeper than 64");
    memset(json, '[', DEPTH);
    CHECK_TEXT(refusal(WIRE_TOLERANT, json), "JSON nested deeper than 64");
    CHECK(err.code == ERROR_MALFORMED);
}

TEST(brackets_in_text_are_not_nesting)
{
    static char json[2000] = "{\"symbol\":\"A\",\"text\":\"\\\"";

    memset(json + strlen(json), '[', 500);
    strcat(json, "\"}");
    CHECK_TEXT(refusal(WIRE_STRICT, json), "");
}

TEST(text_that_is_no_utf8_is_sent_as_replacement_characters)
{
    OWNED(buf_release) struct buf json = {0};
    OWNED(outer_release) struct outer outer = {0};

    wire_clear(outer_fields, &outer);
    strcpy(outer.symbol, "\xff\xc3"
                         "A\x7f");
    outer.training.epochs = 1;
    wire_encode(outer_fields, &outer, &json);
    CHECK(strstr(json.bytes, "\"\xef\xbf\xbd\xef\xbf\xbd"
                             "A\\u007f\"") != NULL);
}

TEST(a_failed_decode_leaves_nothing_to_release)
{
    struct outer outer;

    CHECK(!decode(WIRE_STRICT,
                  "{\"symbol\":\"A\",\"text\":\"t\",\"items\":[{\"epochs\":1}],\"flag\":3}",
                  &outer));
    CHECK(!outer.text && !outer.items && outer.n_items == 0 && !outer.symbol[0]);
}
