/*
 * tws_field - the words that tables of messages are written in: one row per field, in wire order.
 *
 * A row says where a value stands in struct tws_message (or in a row of a list), how it is written,
 * and at which server versions it is there. tws_decode and tws_encode walk the same rows, so that
 * the two directions cannot differ. The type of a member is checked when a table is compiled.
 */
#ifndef IB_TWS_FIELD_H
#define IB_TWS_FIELD_H

#include "ib/tws_type.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tws_kind {
    TWS_FIELD_END,
    TWS_FIXED,          /* written as it stands in the table; what is read there is ignored */
    TWS_ID,             /* int64_t; must be there */
    TWS_INT,            /* int64_t; empty reads as 0 */
    TWS_REAL,           /* double; empty reads as 0, IB's 'unset' as NaN */
    TWS_STRIKE,         /* the same, but no strike (0) is written as an empty field */
    TWS_DECIMAL,        /* double; empty and 'unset' are NaN */
    TWS_BOOL,           /* bool; 1, 0 or empty */
    TWS_TEXT,           /* const char *; NULL is written as an empty field */
    TWS_ESCAPED,        /* the same, with \uXXXX on the wire: tws_text.h */
    TWS_TIME,           /* struct tws_time */
    TWS_LIST,           /* a count, and so many rows of another table */
    TWS_GROUP,          /* another table of the same struct, in this place */
    TWS_BARS,           /* a count, and so many bars: struct tws_history */
};

enum tws_when { TWS_ALWAYS, TWS_IF_BAG, TWS_IF_FUND };      /* by the contract's security type */

struct tws_field {
    enum tws_kind kind;
    const char *name;
    size_t offset;
    int since, until;               /* server versions; until is exclusive, 0: no end */
    enum tws_when when;
    bool is_loose;                  /* nobody needs it: a bad number reads as none */
    const char *text;               /* of TWS_FIXED */
    const struct tws_field *rows;   /* of TWS_LIST and TWS_GROUP */
    size_t row_size, count_offset;  /* of TWS_LIST; at `offset` is the pointer to the rows */
};

struct tws_layout {                     /* a row of the five tables; the last one has no name */
    enum tws_type type;
    const char *name;                   /* as IB's own programs call it */
    int id;                             /* on the wire */
    enum tws_side sender;
    int since;                          /* server version */
    bool may_grow;                      /* fields behind the last one known are let be */
    const struct tws_field *fields;     /* behind the id */
};

/* Where a member of that type is; the comparison has no value, it makes a wrong type an error. */
#define TWS_AT(type, shape, member) \
    (offsetof(shape, member) + 0 * sizeof(&((shape *)0)->member == (type *)0))

#define TWS_MEMBER(kind_, type_, shape_, member_) \
    .kind = kind_, .name = #member_, .offset = TWS_AT(type_, shape_, member_)

#define TWS_FIELD_FIXED(text_)      .kind = TWS_FIXED, .name = "version", .text = text_
#define TWS_FIELD_ID(s, m)          TWS_MEMBER(TWS_ID, int64_t, s, m)
#define TWS_FIELD_INT(s, m)         TWS_MEMBER(TWS_INT, int64_t, s, m)
#define TWS_FIELD_REAL(s, m)        TWS_MEMBER(TWS_REAL, double, s, m)
#define TWS_FIELD_STRIKE(s, m)      TWS_MEMBER(TWS_STRIKE, double, s, m)
#define TWS_FIELD_DECIMAL(s, m)     TWS_MEMBER(TWS_DECIMAL, double, s, m)
#define TWS_FIELD_BOOL(s, m)        TWS_MEMBER(TWS_BOOL, bool, s, m)
#define TWS_FIELD_TEXT(s, m)        TWS_MEMBER(TWS_TEXT, const char *, s, m)
#define TWS_FIELD_ESCAPED(s, m)     TWS_MEMBER(TWS_ESCAPED, const char *, s, m)
#define TWS_FIELD_TIME(s, m)        TWS_MEMBER(TWS_TIME, struct tws_time, s, m)
#define TWS_FIELD_BARS(s, m)        TWS_MEMBER(TWS_BARS, struct tws_history, s, m)
#define TWS_FIELD_GROUP(rows_)      .kind = TWS_GROUP, .name = #rows_, .rows = rows_
#define TWS_FIELD_LIST(type_, s, m, n_, rows_)                                              \
    TWS_MEMBER(TWS_LIST, const type_ *, s, m), .count_offset = TWS_AT(size_t, s, n_),       \
    .row_size = sizeof(type_), .rows = rows_

#endif
