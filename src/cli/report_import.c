#include "cli/report_import.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "wire/wire_import.h"

static void print_repairs(const struct wire_import_report *report, struct buf *out)
{
    if (!report->n_repaired)
        return;
    buf_print(out, "repaired or noted\n");
    for (size_t i = 0; i < report->n_repaired; i++) {
        const struct wire_import_repair *repair = &report->repaired[i];

        buf_print(out, "  %10s  %s", figure_count(repair->count), repair->rule);
        if (repair->first_line != WIRE_UNKNOWN)
            buf_print(out, " (first in line %lld)", (long long)repair->first_line);
        buf_print(out, "\n");
    }
}

static void print_rejections(const struct wire_import_report *report, struct buf *out)
{
    const int64_t more = report->rejected_count - (int64_t)report->n_rejected;

    if (!report->n_rejected)
        return;
    buf_print(out, "rejected\n");
    for (size_t i = 0; i < report->n_rejected; i++)
        buf_print(out, "  line %5lld  %s\n", (long long)report->rejected[i].line,
                  report->rejected[i].reason);
    if (more > 0)
        buf_print(out, "  and %s more\n", figure_count(more));
}

void report_import_print(const struct wire_import_report *report, struct buf *out)
{
    buf_print(out, "%s %s  %s rows: %s accepted, %s rejected\n", report->symbol,
              report->timeframe, figure_count(report->rows), figure_count(report->accepted),
              figure_count(report->rejected_count));
    buf_print(out, "  %s new, %s were there already, %s replaced another value\n",
              figure_count(report->added), figure_count(report->same),
              figure_count(report->replaced));
    if (report->kept > 0)
        buf_print(out, "  %s differ from stored ones of another source, which stay\n",
                  figure_count(report->kept));
    buf_print(out, "  %s to %s, times in %s\n", figure_time(report->first),
              figure_time(report->last), report->tz);
    print_repairs(report, out);
    print_rejections(report, out);
    for (size_t i = 0; i < report->n_notes; i++)
        buf_print(out, "note: %s\n", report->notes[i]);
    if (report->refused[0])
        buf_print(out, "nothing was stored: %s\n", report->refused);
}
