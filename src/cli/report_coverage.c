#include "cli/report_coverage.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "wire/wire_coverage.h"

#include <stdio.h>
#include <unistd.h>

static void print_sets(const struct wire_coverage_result *c, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "FUZZY SET", "READS", "TF", "FROM>", "TO>", "IN NONE>", "IN SEVERAL>",
                  "SUM>", "LEAST>", "MOST>", "RUSPINI", NULL);
    for (size_t i = 0; i < c->n_sets; i++) {
        const struct wire_coverage_set *s = &c->sets[i];

        table_row(&table, s->name, s->indicator, s->timeframe, figure_number(s->lowest, 2),
                  figure_number(s->highest, 2), figure_percent(s->in_none, 1),
                  figure_percent(s->in_several, 1), figure_number(s->mean_sum, 2),
                  figure_number(s->least_sum, 2), figure_number(s->most_sum, 2),
                  s->is_ruspini ? "yes" : "no", NULL);
    }
    table_print(&table);
}

static void print_members(const struct wire_coverage_result *c, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "MEMBERSHIP", "TF", "REACHED>", "STRONG>", "MEAN>", NULL);
    for (size_t i = 0; i < c->n_sets; i++)
        for (size_t m = 0; m < c->sets[i].n_members; m++) {
            const struct wire_coverage_member *member = &c->sets[i].members[m];
            char name[84];

            snprintf(name, sizeof(name), "%s.%s", c->sets[i].name, member->name);
            table_row(&table, name, c->sets[i].timeframe, figure_percent(member->share, 1),
                      figure_percent(member->strong, 1), figure_number(member->mean, 3), NULL);
        }
    table_print(&table);
}

void report_coverage_print(const struct wire_coverage_result *c, struct buf *out)
{
    buf_print(out, "%s on %s, %s bars, %s to %s\n\n", c->name, c->symbol, figure_count(c->bars),
              figure_date(c->start), figure_date(c->end));
    print_sets(c, out);
    buf_print(out, "\n");
    print_members(c, out);
    buf_print(out, "\nreached: a membership of 0.05 or more; strong: of 0.5; Ruspini: the "
                   "memberships of each value add up to 1\n");
    for (size_t i = 0; i < c->n_warnings; i++)
        buf_print(out, "%swarning:%s %s\n", terminal_start(STDOUT_FILENO, TERMINAL_YELLOW),
                  terminal_end(STDOUT_FILENO), c->warnings[i]);
}
