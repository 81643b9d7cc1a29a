/* Frames that were exchanged with IB's own client programs and others. Each must be split as they
 * split it, and come back from a message as it was: number for number, text for text. */
#include "base/buf.h"
#include "base/file.h"
#include "base/zone.h"
#include "ib/tws_encode.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "ib/tws_read.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 200, VERSIONS = 40 };

struct vector {
    char direction[8], encoding[16];
    int versions[VERSIONS], n_versions;
    struct buf frame;
    char *fields[FIELDS];
    size_t n_fields;
};

static void vector_release(struct vector *vector)
{
    buf_release(&vector->frame);
    for (size_t i = 0; i < vector->n_fields; i++)
        free(vector->fields[i]);
}

/* Behind `"key":` in the rest of the text. */
static const char *behind(const char *at, const char *key)
{
    char quoted[40];

    snprintf(quoted, sizeof(quoted), "\"%s\":", key);
    at = strstr(at, quoted);
    return at ? at + strlen(quoted) : NULL;
}

static void copy_word(const char *at, char *ret_word, size_t room)
{
    const size_t n = strcspn(at + 1, "\"");

    snprintf(ret_word, room, "%.*s", (int)n, at + 1);
}

static void read_hex(const char *at, struct buf *ret_bytes)
{
    unsigned byte;

    for (at++; *at != '"'; at += 2) {
        sscanf(at, "%2x", &byte);
        buf_add(ret_bytes, &(char){ (char)byte }, 1);
    }
}

/* A string of JSON whose only escapes are \" and \\; returns what stands behind it. */
static const char *read_string(const char *at, char **ret_text)
{
    struct buf text = {0};

    for (at++; *at != '"'; at++) {
        at += *at == '\\';
        buf_add(&text, at, 1);
    }
    if (!text.bytes)
        buf_add(&text, "", 0);
    *ret_text = text.bytes ? text.bytes : calloc(1, 1);
    return at + 1;
}

static void read_versions(const char *at, struct vector *ret_vector)
{
    while (*at != ']' && ret_vector->n_versions < VERSIONS) {
        char *end;

        at += strcspn(at, "0123456789]");
        if (*at == ']')
            break;
        ret_vector->versions[ret_vector->n_versions++] = (int)strtol(at, &end, 10);
        at = end;
    }
}

/* Returns where the next one begins to be looked for; NULL behind the last. */
static const char *read_vector(const char *at, struct vector *ret_vector)
{
    at = behind(at, "direction");
    if (!at)
        return NULL;
    copy_word(at, ret_vector->direction, sizeof(ret_vector->direction));
    read_versions(behind(at, "serverVersions"), ret_vector);
    copy_word(behind(at, "encoding"), ret_vector->encoding, sizeof(ret_vector->encoding));
    at = behind(at, "hex");
    read_hex(at, &ret_vector->frame);
    at = behind(at, "fields");
    if (*at++ != '[')
        return at;
    while (*at != ']' && ret_vector->n_fields < FIELDS) {
        at += strspn(at, ", \n");
        if (*at == '"')
            at = read_string(at, &ret_vector->fields[ret_vector->n_fields++]);
    }
    return at;
}

static bool is_same_number(const char *a, const char *b)
{
    char *end_a, *end_b;
    const double x = strtod(*a ? a : "0", &end_a), y = strtod(*b ? b : "0", &end_b);

    return !*end_a && !*end_b && x >= y && x <= y;
}

static bool is_same_frame(const struct buf *a, const struct buf *b, bool has_version)
{
    struct tws_read left = tws_read_begin(a->bytes + 4, a->length - 4);
    struct tws_read right = tws_read_begin(b->bytes + 4, b->length - 4);
    size_t length;

    for (int i = 0;; i++) {
        const char *x = tws_read_text(&left, &length), *y = tws_read_text(&right, &length);

        if (!x || !y)
            return !x && !y;
        if (strcmp(x, y) != 0 && !is_same_number(x, y) && !(has_version && i == 1)) {
            fprintf(stderr, "field %d: '%s' became '%s'\n", i, x, y);
            return false;
        }
    }
}

static const struct tws_dialect *dialect_of(const struct vector *vector, int version)
{
    static struct tws_dialect dialect;

    dialect = (struct tws_dialect){ vector->direction[0] == 'C' ? TWS_CLIENT : TWS_SERVER, version,
                                    zone_builtin("US/Eastern") };
    return &dialect;
}

/* Orders, which decode as unknown, are let be. True for what is known. */
static bool hold_round_trip(const struct vector *vector, int version)
{
    const struct tws_dialect *dialect = dialect_of(vector, version);
    OWNED(tws_message_release) struct tws_message message = {0};
    OWNED(tws_message_release) struct tws_message again = {0};
    OWNED(buf_release) struct buf first = {0};
    OWNED(buf_release) struct buf second = {0};
    struct tws_frame frame;
    struct error err = {0};

    CHECK(tws_frame_take(vector->frame.bytes, vector->frame.length, &frame, &err));
    CHECK(frame.size == vector->frame.length);
    test_expect(tws_decode(frame.payload, frame.length, dialect, &message, &err), __FILE__, __LINE__,
                "%s at %d: %s", vector->fields[0], version, err.text);
    if (message.type == TWS_UNKNOWN)
        return false;
    CHECK(tws_encode(&message, dialect, &first, &err));
    test_expect(is_same_frame(&vector->frame, &first,
                              tws_message_layout(message.type)->fields->kind == TWS_FIXED),
                __FILE__, __LINE__, "%s at %d is the same", tws_message_name(message.type), version);
    CHECK(tws_decode(first.bytes + 4, first.length - 4, dialect, &again, &err));
    CHECK(tws_encode(&again, dialect, &second, &err));
    CHECK(first.length == second.length && !memcmp(first.bytes, second.bytes, first.length));
    return true;
}

static bool is_session(const struct vector *vector)
{
    return !strcmp(vector->encoding, "text") && vector->versions[0] <= TWS_NEWEST;
}

/* The hello's answer looks like an order by its first field: told by its two fields and direction. */
static bool is_answer(const struct vector *vector)
{
    return vector->direction[0] == 'S' && vector->n_fields == 2
        && strchr(vector->fields[1], ':') != NULL;
}

static void hold_split(const struct vector *vector)
{
    struct tws_read read = tws_read_begin(vector->frame.bytes + 4, vector->frame.length - 4);
    size_t length;

    CHECK(tws_read_count(read) == vector->n_fields);
    for (size_t i = 0; i < vector->n_fields; i++) {
        const char *field = tws_read_text(&read, &length);

        CHECK_TEXT(field, vector->fields[i]);
    }
}

static void hold_answer(const struct vector *vector)
{
    struct tws_hello_answer answer;
    OWNED(buf_release) struct buf out = {0};
    struct error err;

    CHECK(tws_hello_read_answer(vector->frame.bytes + 4, vector->frame.length - 4, &answer, &err));
    CHECK(answer.version == vector->versions[0]);
    tws_hello_write_answer(answer.version, answer.time, &out);
    CHECK(out.length == vector->frame.length && !memcmp(out.bytes, vector->frame.bytes, out.length));
}

static void hold_hello(const struct vector *vector)
{
    struct tws_hello hello;
    OWNED(buf_release) struct buf out = {0};
    struct error err;

    for (size_t n = 0; n < vector->frame.length; n++)
        CHECK(tws_hello_read(vector->frame.bytes, n, &hello, &err) && !hello.size);
    CHECK(tws_hello_read(vector->frame.bytes, vector->frame.length, &hello, &err));
    CHECK(hello.size == vector->frame.length);
    tws_hello_write(hello.oldest, hello.newest, &out);
    CHECK(out.length == vector->frame.length && !memcmp(out.bytes, vector->frame.bytes, out.length));
}

static bool hold_vector(const struct vector *vector)
{
    bool is_known = false;

    if (!strcmp(vector->encoding, "handshake")) {
        hold_hello(vector);
        return true;
    }
    if (!is_session(vector))
        return false;
    hold_split(vector);
    if (is_answer(vector)) {
        hold_answer(vector);
        return true;
    }
    for (int i = 0; i < vector->n_versions; i++)
        if (vector->versions[i] <= TWS_NEWEST)
            is_known = hold_round_trip(vector, vector->versions[i]);
    return is_known;
}

TEST(every_frame_of_other_programs_comes_back_as_it_was)
{
    const char *path = test_extra_path("spec/ib-vectors.json");
    OWNED(buf_release) struct buf text = {0};
    struct error err;
    int known = 0, all = 0;

    if (!path) {
        test_skip("no frames of other programs here");
        return;
    }
    CHECK(file_read(path, 4 << 20, &text, &err));
    for (const char *at = text.bytes; at; all++) {
        OWNED(vector_release) struct vector vector = {0};

        at = read_vector(at, &vector);
        if (at)
            known += hold_vector(&vector);
    }
    CHECK(all == known + 54 + 1 && known == 274);
}
