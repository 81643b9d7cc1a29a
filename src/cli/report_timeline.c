#include "cli/report_timeline.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "wire/wire_timeline.h"

#include <math.h>
#include <string.h>

enum { BAR = 40 };

/* A bar where its time lies in all the time there was; never none, however short it was. */
static void draw_bar(int64_t before_ms, int64_t ms, int64_t total_ms, char ret_bar[BAR + 1])
{
    const double scale = total_ms > 0 ? (double)BAR / (double)total_ms : 0;
    size_t from = (size_t)lround((double)before_ms * scale);
    size_t until = (size_t)lround((double)(before_ms + ms) * scale);

    if (until > BAR)
        until = BAR;
    if (from >= until)
        from = until ? until - 1 : 0;
    if (from == until)
        until = from + 1;
    memset(ret_bar, ' ', from);
    memset(ret_bar + from, '#', until - from);
    ret_bar[until] = '\0';
}

static void add_row(const struct wire_timeline *t, const struct wire_timeline_row *row,
                    int64_t before_ms, struct table *table)
{
    char bar[BAR + 1];

    draw_bar(before_ms, row->ms, t->total_ms, bar);
    table_row(table, row->phase, row->process, figure_count(row->attempt),
              figure_milliseconds(row->offset_ms), figure_milliseconds(row->ms),
              figure_percent(row->share, 1), bar, NULL);
}

static void print_head(const struct wire_timeline *t, struct buf *out)
{
    buf_print(out, "%s  %s %s, %s%s\n", t->id, wire_operation_type_names[t->type],
              wire_operation_state_names[t->state], figure_milliseconds(t->total_ms),
              t->is_open ? " so far" : "");
    if (t->trace_id[0])
        buf_print(out, "trace %s\n", t->trace_id);
    buf_print(out, "\n");
}

void report_timeline_print(const struct wire_timeline *t, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    int64_t before_ms = 0;

    print_head(t, out);
    table_columns(&table, "PHASE", "PROCESS", "ATTEMPT>", "FROM>", "TOOK>", "SHARE>", "", NULL);
    for (size_t i = 0; i < t->n_rows; before_ms += t->rows[i++].ms)
        add_row(t, &t->rows[i], before_ms, &table);
    table_print(&table);
}
