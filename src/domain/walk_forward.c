#include "domain/walk_forward.h"

#include "base/date.h"
#include "base/mem.h"

#include <stdlib.h>

static struct walk_forward_window window_at(const struct walk_forward *walk, int64_t k)
{
    const int64_t begins = span_after(&walk->step, walk->first, k);
    const int64_t border = span_after(&walk->train, begins, 1);

    return (struct walk_forward_window){
        .train_from = walk->anchored ? walk->first : begins, .train_until = border,
        .test_from = border, .test_until = span_after(&walk->test, border, 1),
    };
}

static bool check_step(const struct walk_forward *walk, struct error *err)
{
    if (span_after(&walk->step, walk->first, 1) <= span_after(&walk->test, walk->first, 1))
        return true;
    error_set(err, ERROR_INVALID, "a step longer than the test leaves out days between two tests");
    return error_suggest(err, "--step as --test, or shorter");
}

static bool refuse_short(const struct walk_forward *walk, struct error *err)
{
    const struct walk_forward_window window = window_at(walk, 0);
    char first[DATE_TEXT], last[DATE_TEXT], needed[DATE_TEXT];

    date_print_day(walk->first, first);
    date_print_day(walk->last, last);
    date_print_day(window.test_until - DATE_DAY, needed);
    error_set(err, ERROR_INVALID, "bars from %s to %s hold no window: its test would last until %s",
              first, last, needed);
    return error_suggest(err, "a shorter --train or --test, or more bars");
}

/* What is left from its first day on is at least half of a test. */
static bool is_worth_it(const struct walk_forward_window *window, int64_t end)
{
    return end - window->test_from >= (window->test_until - window->test_from) / 2;
}

bool walk_forward_plan(const struct walk_forward *walk, struct walk_forward_window **ret_windows,
                       size_t *ret_count, struct error *err)
{
    const int64_t end = walk->last + DATE_DAY;
    struct walk_forward_window *windows, next = window_at(walk, 0);
    size_t n = 0;

    if (!check_step(walk, err))
        return false;
    if (!is_worth_it(&next, end))
        return refuse_short(walk, err);
    windows = mem_alloc(WALK_FORWARD_WINDOWS * sizeof(*windows));
    for (; n < WALK_FORWARD_WINDOWS && is_worth_it(&next, end); next = window_at(walk, (int64_t)n))
        windows[n++] = next;
    if (is_worth_it(&next, end)) {
        free(windows);
        error_set(err, ERROR_INVALID, "more than %d windows", WALK_FORWARD_WINDOWS);
        return error_suggest(err, "a longer --step");
    }
    for (size_t i = 0; i < n; i++)
        if (windows[i].test_until > end)
            windows[i].test_until = end;
    windows[n - 1].test_until = end;
    *ret_windows = windows;
    *ret_count = n;
    return true;
}
