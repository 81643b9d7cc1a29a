#include "cli/html_fuzzy.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "cli/html_chart.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 200, WIDTH = 440, HEIGHT = 170 };

static const char *const kinds[HTML_CHART_LINES] = { "s1", "s2", "s3", "s4", "s5", "s6" };

struct range {
    double low, high;
};

static void take_in(struct range *range, double low, double high)
{
    range->low = fmin(range->low, low);
    range->high = fmax(range->high, high);
}

/* Where something happens: a shoulder (an edge without width) goes on for ever and is left out. */
static void take_membership(const struct membership *m, struct range *range)
{
    const double *p = m->param;
    const char *name = m->kind->name;

    if (!strcmp(name, "triangular"))
        take_in(range, p[0], p[2]);
    else if (!strcmp(name, "trapezoidal"))
        take_in(range, p[0] < p[1] ? p[0] : fmin(p[2], p[3]),
                p[2] < p[3] ? p[3] : fmax(p[0], p[1]));
    else if (!strcmp(name, "gaussian"))
        take_in(range, p[0] - 3 * p[1], p[0] + 3 * p[1]);
    else if (!strcmp(name, "bell"))
        take_in(range, p[2] - 2.5 * p[0], p[2] + 2.5 * p[0]);
    else
        take_in(range, p[1] - 6 / fabs(p[0]), p[1] + 6 / fabs(p[0]));
}

static void print_set(const struct strategy *strategy, const struct strategy_fuzzy_set *set,
                      struct buf *out)
{
    double *x = mem_alloc((1 + HTML_CHART_LINES) * POINTS * sizeof(*x)), *y = x + POINTS;
    struct html_chart chart = { .label = set->id, .n = POINTS, .x = x, .width = WIDTH,
                                .height = HEIGHT };
    struct range range = { INFINITY, -INFINITY };
    char reference[2 * STRATEGY_ID];
    double air;

    for (size_t m = 0; m < set->n_members; m++)
        take_membership(&set->members[m].membership, &range);
    air = fmax(0.08 * (range.high - range.low), 1e-6);
    for (int i = 0; i < POINTS; i++)
        x[i] = range.low - air + (range.high - range.low + 2 * air) * i / (POINTS - 1);
    for (size_t m = 0; m < set->n_members && m < HTML_CHART_LINES; m++, y += POINTS) {
        membership_evaluate(&set->members[m].membership, POINTS, x, y);
        chart.lines[chart.n_lines++] = (struct html_chart_line){ set->members[m].name, kinds[m],
                                                                 y, true };
    }
    strategy_reference_text(strategy, set->reads, reference);
    buf_print(out, "<div><h3>");
    html_chart_text(set->id, out);
    buf_print(out, " <span class=\"muted\">of ");
    html_chart_text(reference, out);
    buf_print(out, "</span></h3>");
    html_chart_print(&chart, out);
    if (set->n_members > HTML_CHART_LINES)
        buf_print(out, "<p class=\"muted\">the first %d of %zu are drawn</p>", HTML_CHART_LINES,
                  set->n_members);
    buf_print(out, "</div>\n");
    free(x);
}

void html_fuzzy_print(const struct html_fuzzy *fuzzy, struct buf *out)
{
    const struct strategy_overrides overrides = { fuzzy->n_overrides, fuzzy->overrides };
    struct strategy strategy;
    struct error err;

    if (!strategy_overrides_read(fuzzy->text, fuzzy->label, &overrides, &strategy, &err)) {
        buf_print(out, "<p class=\"muted\">the model's strategy cannot be read: ");
        html_chart_text(err.text, out);
        buf_print(out, "</p>\n");
        return;
    }
    buf_print(out, "<div class=\"two\">\n");
    for (size_t i = 0; i < strategy.n_fuzzy_sets; i++)
        if (strategy.fuzzy_sets[i].is_used)
            print_set(&strategy, &strategy.fuzzy_sets[i], out);
    buf_print(out, "</div>\n");
    strategy_release(&strategy);
}
