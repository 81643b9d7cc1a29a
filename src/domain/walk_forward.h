/*
 * walk_forward - which days a walk-forward learns from and which it is tested on, window by window.
 *
 * A window's test begins where its training ends. The first trains from the first day; each next
 * one lies a step later, or, anchored, still begins at the first day and is a step longer. A last
 * test that would be shorter than half of the others belongs to the window before. Pure.
 */
#ifndef DOMAIN_WALK_FORWARD_H
#define DOMAIN_WALK_FORWARD_H

#include "base/error.h"
#include "base/words.h"
#include "domain/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WALK_FORWARD_WINDOWS = 500 };

struct walk_forward {
    struct span train, test, step;
    bool anchored;
    int64_t first, last;            /* days of the first and last bar, seconds at 00:00 */
};

struct walk_forward_window {        /* days: from and until, until itself not in it */
    int64_t train_from, train_until;
    int64_t test_from, test_until;
};

/* *ret_windows is owned. ERROR_INVALID: a step that leaves days out between two tests, too few
 * days for one window, more than WALK_FORWARD_WINDOWS. */
CHECKED bool walk_forward_plan(const struct walk_forward *walk,
                               struct walk_forward_window **ret_windows, size_t *ret_count,
                               struct error *err);

#endif
