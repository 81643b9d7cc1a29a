#include "cli/report_walk_forward.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/report_backtest.h"
#include "cli/table.h"
#include "wire/wire_walk_forward.h"

static void print_windows(const struct wire_walk_forward *walk, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "#>", "LEARNS FROM", "TO", "TESTED FROM", "TO", "BALANCED>", "RETURN>",
                  "HOLD>", "SHARPE>", "DRAWDOWN>", "TRADES>", "BACKTEST", NULL);
    for (size_t i = 0; i < walk->n_windows; i++) {
        const struct wire_walk_forward_window *w = &walk->windows[i];

        table_row(&table, figure_count(w->number), w->train_start, w->train_end, w->test_start,
                  w->test_end, figure_percent(w->validation_balanced_accuracy, 1),
                  figure_signed_percent(w->total_return, 2),
                  figure_signed_percent(w->buy_and_hold, 2), figure_number(w->sharpe, 2),
                  figure_percent(w->max_drawdown, 1), figure_count(w->trades),
                  w->model_id[0] ? w->backtest : "no model: nothing traded", NULL);
    }
    table_print(&table);
}

void report_walk_forward_print(const struct wire_walk_forward *walk, struct buf *out)
{
    buf_print(out, "walk-forward %s on %s %s: learns from %s%s, tested on %s, steps of %s, "
              "seed %s\neach window alone, from flat to flat; balanced: its validation accuracy, "
              "classes alike\n\n", walk->strategy, walk->symbol, walk->timeframe, walk->train,
              walk->anchored ? " and all before" : "", walk->test, walk->step,
              figure_shortest((double)walk->seed));
    print_windows(walk, out);
    buf_print(out, "%s of %s windows earned more than buy and hold\n\nthe whole, on one account; "
              "each model decides until the next one does\n", figure_count(walk->windows_won),
              figure_count((int64_t)walk->n_windows));
    if (walk->backtest)
        report_backtest_print(walk->backtest, out);
    buf_print(out, "ktrdr backtest report %s --html walk_forward.html\n", walk->backtest_id);
}
