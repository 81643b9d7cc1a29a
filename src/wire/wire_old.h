/* wire_old - what became of every file of an old data folder: `ktrdr import-old DIR --json`. */
#ifndef WIRE_WIRE_OLD_H
#define WIRE_WIRE_OLD_H

#include "wire/wire.h"

enum wire_old_kind { WIRE_OLD_BARS, WIRE_OLD_STRATEGY, WIRE_OLD_OTHER };
/* would: a dry run; failed: it should have come; left: it cannot come. */
enum wire_old_outcome { WIRE_OLD_TAKEN, WIRE_OLD_WOULD, WIRE_OLD_FAILED, WIRE_OLD_LEFT };

struct wire_old_item {
    char file[1024];            /* below the folder */
    enum wire_old_kind kind;
    enum wire_old_outcome outcome;
    char symbol[33], timeframe[8];
    int64_t accepted, rejected;     /* rows of bars; WIRE_UNKNOWN: not known */
    char text[512];             /* where it went, or why it did not */
};

struct wire_old_report {
    int64_t taken, would, failed, left;
    size_t n_items;
    struct wire_old_item *items;
    int64_t total;
    char next[2];
};

extern const char *const wire_old_kind_names[];
extern const char *const wire_old_outcome_names[];
extern const struct wire_field wire_old_item_fields[];
extern const struct wire_field wire_old_report_fields[];

WIRE_RELEASE(old_item)
WIRE_RELEASE(old_report)

#endif
