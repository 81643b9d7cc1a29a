/*
 * lookahead - the proof that nothing sees the future: the bars after a moment are poisoned, all is
 * computed again, and what was known at that moment must come out the same, bit by bit.
 *
 * Checked are the features; the scales that normalisation learnt; the labels, where the bar that
 * settled them had come; and the decisions: what a network of the plan's shape with random weights
 * answers, and the equity, positions and trades that follow in the engine. A difference is a leak.
 * Deterministic. CPU time: 3 x probes computations of everything.
 */
#ifndef DOMAIN_LOOKAHEAD_H
#define DOMAIN_LOOKAHEAD_H

#include "base/error.h"
#include "base/words.h"
#include "domain/features.h"
#include "domain/lookahead_poison.h"
#include "domain/strategy/strategy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOOKAHEAD_LEAKS = 32 };          /* so many are kept; all are counted */

enum lookahead_part {
    LOOKAHEAD_FEATURE, LOOKAHEAD_SCALE, LOOKAHEAD_LABEL, LOOKAHEAD_DECISION, LOOKAHEAD_PARTS
};
const char *lookahead_part_name(enum lookahead_part part);      /* "feature" … */

struct lookahead_leak {                 /* the earliest of its kind and name */
    enum lookahead_part part;
    char what[FEATURE_PLAN_NAME];       /* the feature; "class", "signal", "equity" … */
    enum lookahead_poison how;
    size_t bar;                         /* that changed */
    size_t known;                       /* all after this bar was poisoned; >= bar */
};

struct lookahead_report {
    size_t first_row, probes, runs;
    size_t n_compared[LOOKAHEAD_PARTS]; /* values */
    size_t n_leaks;
    struct lookahead_leak leaks[LOOKAHEAD_LEAKS];
};

/* All borrowed for the call. */
struct lookahead_subject {
    const struct strategy *strategy;
    struct feature_plan *plan;          /* with its fits; they are learnt anew, and put back */
    const struct features_input *in;
    const size_t *fit_rows;             /* bars that the scales were learnt from, rising; may be */
    size_t n_fit_rows;                  /* none: then scales are not checked */
    size_t probes;                      /* moments, spread evenly; 1 or more */
    uint64_t seed;
    bool (*go_on)(void *arg);           /* NULL: always; false stops with ERROR_CANCELLED */
    void *arg;
};

/* A leak is an answer, not an error. Fails as features_compute() and labels_make() do. */
CHECKED bool lookahead_check(const struct lookahead_subject *subject,
                             struct lookahead_report *ret_report, struct error *err);

#endif
