#include "cli/report_load.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "domain/timeframe.h"
#include "wire/wire_load.h"

enum { SHOWN = 10 };

static const char *figure_bar(const struct wire_load_result *result, int64_t time)
{
    enum timeframe timeframe;
    struct error unread;

    if (timeframe_parse(result->timeframe, &timeframe, &unread) && timeframe_is_daily(timeframe))
        return figure_date(time);
    return figure_time(time);
}

static void print_missing(const struct wire_load_result *result, struct buf *out)
{
    if (!result->n_missing)
        return;
    buf_print(out, "missing (%s of the requests)\n", figure_count(result->failed));
    for (size_t i = 0; i < result->n_missing && i < SHOWN; i++)
        buf_print(out, "  %s until %s  %s\n", figure_bar(result, result->missing[i].start),
                  figure_bar(result, result->missing[i].end), result->missing[i].reason);
    if (result->n_missing > SHOWN)
        buf_print(out, "  and %s more\n", figure_count((int64_t)result->n_missing - SHOWN));
}

static void print_revisions(const struct wire_load_result *result, struct buf *out)
{
    if (!result->revised)
        return;
    buf_print(out, "the source tells %s older bars otherwise now; the stored ones stay\n",
              figure_count(result->revised));
    for (size_t i = 0; i < result->n_revisions && i < SHOWN; i++)
        buf_print(out, "  %s  close %s stored, %s now\n",
                  figure_bar(result, result->revisions[i].time),
                  figure_shortest(result->revisions[i].stored_close),
                  figure_shortest(result->revisions[i].new_close));
}

static void print_stored(const struct wire_load_result *result, struct buf *out)
{
    if (result->count > 0)
        buf_print(out, "  stored: %s bars, %s to %s\n", figure_count(result->count),
                  figure_bar(result, result->first), figure_bar(result, result->last));
    else
        buf_print(out, "  nothing is stored\n");
    if (result->factors[0])
        buf_print(out, "  dividend factors: %s\n", result->factors);
}

void report_load_print(const struct wire_load_result *result, struct buf *out)
{
    buf_print(out, "%s %s  %s, %s %s, contract %lld, %s, %s hours\n", result->symbol,
              result->timeframe, figure_text(result->name), figure_text(result->instrument_type),
              figure_text(result->exchange), (long long)result->contract_id,
              figure_text(result->what_to_show), figure_text(result->hours));
    buf_print(out, "  %s bars came in %s requests, %s of them empty: %s new, %s corrected\n",
              figure_count(result->received), figure_count(result->requests),
              figure_count(result->empty), figure_count(result->added),
              figure_count(result->replaced));
    print_stored(result, out);
    print_revisions(result, out);
    print_missing(result, out);
    for (size_t i = 0; i < result->n_notes; i++)
        buf_print(out, "note: %s\n", result->notes[i]);
}
