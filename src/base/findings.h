/*
 * findings - what a validator found: each a place in a file, or a field, and a sentence.
 *
 * A validator goes on after the first mistake, so that a person mends them all
 * in one go; after FINDINGS_MOST it only counts.
 */
#ifndef BASE_FINDINGS_H
#define BASE_FINDINGS_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

enum { FINDINGS_MOST = 50 };

enum findings_kind { FINDINGS_ERROR, FINDINGS_WARNING };

struct findings {
    size_t n_errors, n_warnings;    /* all, also those not kept */
    size_t count;                   /* kept */
    struct finding {
        enum findings_kind kind;
        int line, column;           /* from 1; 0: not a place in a file */
        char field[128];            /* "training.epochs"; "" if there is none */
        char text[256];
        char suggestion[128];       /* "did you mean 'period'?"; "" if there is none */
    } items[FINDINGS_MOST];
};

/* The new finding, for a suggestion to be added; a place to throw away when all are taken. */
struct finding *findings_add(struct findings *findings, enum findings_kind kind, const char *field,
                             const char *format, ...) PRINTS(4, 5);

/* Fails with ERROR_INVALID and the first error as "label:line:column: field: text (and N more)". */
CHECKED bool findings_check(const struct findings *findings, const char *label, struct error *err);

#endif
