/*
 * wire - C structs to JSON and back, by one table per struct.
 *
 * Every struct that crosses a process border has its table next to it, in wire_<noun>.c. Nobody
 * else writes JSON or picks it apart.
 *
 * What is unknown is not 0: a number is NaN, an integer WIRE_UNKNOWN, a time 0, a text "", a
 * pointer NULL. OPTIONAL fields that are unknown are left out, NULLABLE ones are null; REQUIRED
 * ones must be known. wire_clear() makes a struct whose fields are all unknown; start from it
 * wherever a table has numbers. An optional flag that is missing is false, an optional name the
 * first one.
 *
 * Structs own their pointers; wire_release() frees them and leaves a cleared struct. Any thread.
 */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct buf;

enum { WIRE_MOST_BYTES = 64 << 20, WIRE_MOST_DEPTH = 64 };

#define WIRE_UNKNOWN INT64_MIN

enum wire_type {
    WIRE_TEXT_TYPE, WIRE_OWNED_TYPE, WIRE_RAW_TYPE, WIRE_NUMBER_TYPE, WIRE_INTEGER_TYPE,
    WIRE_TIME_TYPE, WIRE_FLAG_TYPE, WIRE_NAME_TYPE, WIRE_STRUCT_TYPE, WIRE_POINTER_TYPE,
    WIRE_LIST_TYPE, WIRE_NUMBERS_TYPE, WIRE_INTEGERS_TYPE, WIRE_TIMES_TYPE, WIRE_TEXTS_TYPE,
    WIRE_TYPES
};

enum wire_need { WIRE_OPTIONAL, WIRE_REQUIRED, WIRE_NULLABLE };

struct wire_field {
    const char *name;
    enum wire_type type;
    enum wire_need need;
    size_t offset;
    size_t size;                        /* of the field, or of one element */
    size_t count_offset;                /* of lists: size_t n_<name> */
    const struct wire_field *fields;    /* of structs, pointers, lists */
    const char *const *names;           /* of names: ends with NULL; the place is the value */
};

#define WIRE_FIELD_(st, f, type, need) #f, type, need, offsetof(st, f), sizeof(((st *)0)->f)
#define WIRE_MANY_(st, f, type, need) \
    #f, type, need, offsetof(st, f), sizeof(*((st *)0)->f), offsetof(st, n_##f)

/* char f[n]: text that fits, or is refused. char *f: owned text. char *f: owned JSON, as it is. */
#define WIRE_TEXT(st, f, need)    { WIRE_FIELD_(st, f, WIRE_TEXT_TYPE, need), 0, NULL, NULL }
#define WIRE_OWNED(st, f, need)   { WIRE_FIELD_(st, f, WIRE_OWNED_TYPE, need), 0, NULL, NULL }
#define WIRE_RAW(st, f, need)     { WIRE_FIELD_(st, f, WIRE_RAW_TYPE, need), 0, NULL, NULL }
#define WIRE_NUMBER(st, f, need)  { WIRE_FIELD_(st, f, WIRE_NUMBER_TYPE, need), 0, NULL, NULL }
#define WIRE_INTEGER(st, f, need) { WIRE_FIELD_(st, f, WIRE_INTEGER_TYPE, need), 0, NULL, NULL }
/* int64_t f: seconds since 1970 UTC, "2024-01-31T14:30:00Z" in JSON. */
#define WIRE_TIME(st, f, need)    { WIRE_FIELD_(st, f, WIRE_TIME_TYPE, need), 0, NULL, NULL }
#define WIRE_FLAG(st, f, need)    { WIRE_FIELD_(st, f, WIRE_FLAG_TYPE, need), 0, NULL, NULL }
/* An enum, as one of a table of names. */
#define WIRE_NAME(st, f, names, need) { WIRE_FIELD_(st, f, WIRE_NAME_TYPE, need), 0, NULL, names }
/* A struct within; one behind an owned pointer, NULL if there is none. */
#define WIRE_STRUCT(st, f, fields, need) \
    { WIRE_FIELD_(st, f, WIRE_STRUCT_TYPE, need), 0, fields, NULL }
#define WIRE_POINTER(st, f, fields, need) \
    { #f, WIRE_POINTER_TYPE, need, offsetof(st, f), sizeof(*((st *)0)->f), 0, fields, NULL }
/* struct x *f, double *f, int64_t *f, char **f, each with size_t n_f beside it. In NUMBERS a NaN is
 * null and back; TIMES are like TIME. */
#define WIRE_LIST(st, f, fields, need) { WIRE_MANY_(st, f, WIRE_LIST_TYPE, need), fields, NULL }
/* The same, of structs of a text and a list, as an object: {"rsi": […], "macd.line": […]}. */
#define WIRE_KEYED(st, f, fields, need) \
    { WIRE_MANY_(st, f, WIRE_LIST_TYPE, need), fields, wire_keyed }
#define WIRE_NUMBERS(st, f, need)  { WIRE_MANY_(st, f, WIRE_NUMBERS_TYPE, need), NULL, NULL }
#define WIRE_INTEGERS(st, f, need) { WIRE_MANY_(st, f, WIRE_INTEGERS_TYPE, need), NULL, NULL }
#define WIRE_TIMES(st, f, need)    { WIRE_MANY_(st, f, WIRE_TIMES_TYPE, need), NULL, NULL }
#define WIRE_TEXTS(st, f, need)    { WIRE_MANY_(st, f, WIRE_TEXTS_TYPE, need), NULL, NULL }
#define WIRE_END                   { NULL, WIRE_TYPES, WIRE_OPTIONAL, 0, 0, 0, NULL, NULL }

extern const char *const wire_keyed[];

void wire_clear(const struct wire_field *fields, void *ret_object);     /* frees nothing */
void wire_release(const struct wire_field *fields, void *object);

/* For OWNED: defines wire_<noun>_release(struct wire_<noun> *). */
#define WIRE_RELEASE(noun)                                           \
    static inline void wire_##noun##_release(struct wire_##noun *it) \
    {                                                                \
        wire_release(wire_##noun##_fields, it);                      \
    }

/* Appends one JSON object on one line. */
void wire_encode(const struct wire_field *fields, const void *object, struct buf *json);

enum wire_care {
    WIRE_STRICT,        /* requests: an unknown field is refused by its path, 'training.epochs' */
    WIRE_TOLERANT,      /* replies and events: it is passed over */
};

/* Fails with ERROR_MALFORMED if it is not JSON (or deeper than we read, or has a name twice), with
 * ERROR_INVALID if it does not fit the table, with ERROR_TOO_LARGE. *ret_object needs no
 * preparation; after a failure it is cleared and owns nothing. */
CHECKED bool wire_decode(const struct wire_field *fields, enum wire_care care, const char *json,
                         size_t length, void *ret_object, struct error *err);

#endif
