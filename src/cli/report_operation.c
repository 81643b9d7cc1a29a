#include "cli/report_operation.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "wire/wire_operation.h"

#include <math.h>

static void print_progress(const struct wire_operation_progress *p, struct buf *out)
{
    if (p->phase[0])
        buf_print(out, "%-10s%s\n", "phase", p->phase);
    if (isfinite(p->done) && isfinite(p->total))
        buf_print(out, "%-10s%s of %s %s\n", "done", figure_number(p->done, 0),
                  figure_number(p->total, 0), p->unit);
    if (isfinite(p->eta_seconds))
        buf_print(out, "%-10s%s\n", "left", figure_duration(p->eta_seconds));
    if (p->message[0])
        buf_print(out, "%-10s%s\n", "", p->message);
}

void report_operation_print(const struct wire_operation *o, struct buf *out)
{
    buf_print(out, "%s  %s %s", o->id, wire_operation_type_names[o->type],
              wire_operation_state_names[o->state]);
    if (isfinite(o->progress.percent))
        buf_print(out, ", %s", figure_percent(o->progress.percent / 100, 0));
    if (o->attempt > 1)
        buf_print(out, ", attempt %lld", (long long)o->attempt);
    buf_print(out, "\n%-10s%s\n", "created", figure_time(o->created_at));
    if (o->started_at)
        buf_print(out, "%-10s%s\n", "started", figure_time(o->started_at));
    if (o->finished_at)
        buf_print(out, "%-10s%s\n", "ended", figure_time(o->finished_at));
    print_progress(&o->progress, out);
    if (o->error)
        buf_print(out, "%-10s%s\n", "error", o->error->detail);
    if (o->error && o->error->suggestion[0])
        buf_print(out, "%-10s%s\n", "hint", o->error->suggestion);
    if (o->resumable)
        buf_print(out, "%-10sktrdr resume %s\n", "go on", o->id);
}
