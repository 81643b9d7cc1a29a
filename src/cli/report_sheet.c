#include "cli/report_sheet.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "wire/wire_sheet.h"
#include "wire/wire_track.h"

#include <math.h>
#include <string.h>

void report_sheet_print(const struct wire_sheet *sheet, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "SYMBOL", "BAR", "SIGNAL", "CONFIDENCE>", "ORDER", "QUANTITY>", "CLOSE>",
                  "STOP>", "TARGET>", "COST>", "", NULL);
    for (size_t i = 0; i < sheet->n_items; i++) {
        const struct wire_sheet_row *row = &sheet->items[i];

        table_row(&table, row->symbol, figure_time(row->time), row->signal,
                  figure_percent(row->confidence, 1), figure_text(row->action),
                  row->action[0] ? figure_shortest(row->quantity) : "-",
                  figure_shortest(row->close), figure_number(row->stop, 2),
                  figure_number(row->target, 2), figure_number(row->cost, 2), row->note, NULL);
    }
    table_print(&table);
    buf_print(out, "by model %s, each %s of %s; stop and target are from the close, the cost is of "
              "the entry.\nNothing was sent.\n", sheet->model_id, figure_percent(sheet->size, 0),
              figure_number(sheet->capital, 0));
}

/* ---- for TWS ---- */

/* IB names the pair EUR.USD by its base, with the other as the currency. */
static void print_contract(const struct wire_sheet_row *row, struct buf *out)
{
    if (!strcmp(row->instrument_type, "CASH") && strlen(row->symbol) >= 6) {
        const char *quote = row->symbol + strlen(row->symbol) - 3;

        buf_print(out, "%.3s,CASH,IDEALPRO,%s,DAY,MKT", row->symbol, quote);
        return;
    }
    for (const char *c = row->symbol; *c; c++)
        buf_print(out, "%c", *c == '.' ? ' ' : *c);     /* BRK.B is sent as BRK B */
    buf_print(out, ",STK,SMART,%s,OPG,MKT", row->currency[0] ? row->currency : "USD");
}

/* An index is not to be had, and a future's contract is not known here. */
static bool is_orderable(const struct wire_sheet_row *row)
{
    return !row->instrument_type[0] || !strcmp(row->instrument_type, "STK") ||
           !strcmp(row->instrument_type, "CASH");
}

size_t report_sheet_basket(const struct wire_sheet *sheet, struct buf *out)
{
    size_t left_out = 0;

    buf_print(out, "Action,Quantity,Symbol,SecType,Exchange,Currency,TimeInForce,OrderType,"
              "BasketTag\n");
    for (size_t i = 0; i < sheet->n_items; i++) {
        const struct wire_sheet_row *row = &sheet->items[i];

        if (!row->action[0])
            continue;
        if (!is_orderable(row)) {
            left_out++;
            continue;
        }
        buf_print(out, "%s,%.0f,", row->action, floor(row->quantity));
        print_contract(row, out);
        buf_print(out, ",%s\n", sheet->model_id);
    }
    return left_out;
}

/* ---- what came of it ---- */

static void print_sum(const struct wire_track *track, struct buf *out)
{
    buf_print(out, "\n%s predictions, %s of them live, %s of these settled\n",
              figure_count(track->predictions), figure_count(track->live),
              figure_count(track->settled));
    if (!track->settled)
        return;
    buf_print(out, "right        %s of %s, %s; always the commonest label: %s\n",
              figure_count(track->correct), figure_count(track->settled),
              figure_percent(track->accuracy, 1), figure_percent(track->class_prior, 1));
    buf_print(out, "log loss     %s\n", figure_number(track->log_loss, 4));
    buf_print(out, "after BUY    %s\n", figure_signed_percent(track->mean_after_buy, 2));
    buf_print(out, "after SELL   %s\n", figure_signed_percent(track->mean_after_sell, 2));
}

void report_sheet_track(const struct wire_track *track, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!track->n_items) {
        buf_print(out, "it has not said anything yet; ktrdr models predict %s\n", track->model_id);
        return;
    }
    table_columns(&table, "SYMBOL", "BAR", "MADE", "LIVE", "SIGNAL", "CONFIDENCE>", "LABEL",
                  "RETURN>", NULL);
    for (size_t i = 0; i < track->n_items; i++) {
        const struct wire_track_item *item = &track->items[i];

        table_row(&table, item->symbol, figure_time(item->time), figure_time(item->made_at),
                  item->is_live ? "yes" : "no", item->signal, figure_percent(item->confidence, 1),
                  item->label[0] ? item->label : "open", figure_signed_percent(item->returned, 2),
                  NULL);
    }
    table_print(&table);
    print_sum(track, out);
}
