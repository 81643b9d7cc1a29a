#include "cli/report_backtest.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "wire/wire_backtest.h"
#include "wire/wire_trades.h"

#include <math.h>
#include <unistd.h>

static void print_title(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "%s%s %s  %s%s", terminal_start(STDOUT_FILENO, TERMINAL_BOLD), b->symbol,
              b->timeframe, b->strategy[0] ? b->strategy : b->signals_label,
              terminal_end(STDOUT_FILENO));
    if (b->model_id[0])
        buf_print(out, "  model %s", b->model_id);
    buf_print(out, "\n");
}

static void print_frame(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "%-12s%s to %s, %s bars", "period", figure_date(b->start),
              figure_date(b->end), figure_count(b->bars));
    if (isfinite(b->performance.years))
        buf_print(out, ", %s years", figure_number(b->performance.years, 1));
    if (b->in_sample_bars != WIRE_UNKNOWN && b->in_sample_bars > 0)
        buf_print(out, "; the model has seen %s of them", figure_count(b->in_sample_bars));
    buf_print(out, "\n%-12scommission %s, slippage %s\n", "costs", b->commission, b->slippage);
    buf_print(out, "%-12s%s%s%s, at the end %s\n", "capital", figure_number(b->capital, 2),
              b->currency[0] ? " " : "", b->currency, figure_number(b->final_equity, 2));
}

/* A row of the strategy and of holding; a cell is "-" where it was not measured. */
static void print_comparison(const struct wire_backtest *b, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const struct wire_performance *p = &b->performance;
    struct wire_performance_hold hold;

    wire_clear(wire_performance_hold_fields, &hold);
    if (b->buy_and_hold)
        hold = *b->buy_and_hold;
    table_columns(&table, "", "STRATEGY>", "BUY AND HOLD>", "HOLD, SAME EXPOSURE>", NULL);
    table_row(&table, "total return", figure_signed_percent(p->total_return, 2),
              figure_signed_percent(hold.total_return, 2),
              figure_signed_percent(hold.at_exposure, 2), NULL);
    table_row(&table, "a year (CAGR)", figure_signed_percent(p->cagr, 2),
              figure_signed_percent(hold.cagr, 2), "", NULL);
    table_row(&table, "Sharpe", figure_number(p->sharpe, 2), figure_number(hold.sharpe, 2), "",
              NULL);
    table_row(&table, "largest drawdown", figure_percent(p->max_drawdown, 2),
              figure_percent(hold.max_drawdown, 2), "", NULL);
    buf_print(out, "\n");
    table_print(&table);
}

static void print_risk(const struct wire_performance *p, struct buf *out)
{
    buf_print(out, "\n%-12sSortino %s, Calmar %s, volatility %s a year, Sharpe by bars %s\n",
              "risk", figure_number(p->sortino, 2), figure_number(p->calmar, 2),
              figure_percent(p->volatility, 1), figure_number(p->sharpe_per_bar, 2));
    if (isfinite(p->longest_drawdown_days))
        buf_print(out, "%-12slongest drawdown %s days\n", "",
                  figure_number(p->longest_drawdown_days, 0));
    buf_print(out, "%-12s%s of the time in the market, mean exposure %s, turnover %s a year\n",
              "exposure", figure_percent(p->time_in_market, 1),
              figure_percent(p->mean_exposure, 1), figure_number(p->turnover, 1));
    buf_print(out, "%-12sreturn %s, Sharpe %s, beta %s\n", "active",
              figure_signed_percent(p->active_return, 2), figure_number(p->active_sharpe, 2),
              figure_number(p->beta, 2));
}

static void print_trades_line(const struct wire_performance *p, struct buf *out)
{
    buf_print(out, "%-12s%s (%s long, %s short)", "trades", figure_count(p->trades),
              figure_count(p->longs), figure_count(p->shorts));
    if (!p->trades) {
        buf_print(out, "\n");
        return;
    }
    buf_print(out, ", win rate %s, profit factor %s\n", figure_percent(p->win_rate, 1),
              figure_number(p->profit_factor, 2));
    buf_print(out, "%-12sa trade: %s net; a win %s, a loss %s; best %s, worst %s\n", "",
              figure_number(p->expectancy, 2), figure_number(p->average_win, 2),
              figure_number(p->average_loss, 2), figure_number(p->best_trade, 2),
              figure_number(p->worst_trade, 2));
    buf_print(out, "%-12sheld %s bars; %s losses in a row at most\n", "",
              figure_number(p->average_bars, 1), figure_count(p->losing_streak));
}

static void print_paid(const struct wire_performance *p, struct buf *out)
{
    buf_print(out, "%-12scommission %s, fees %s, slippage %s", "paid",
              figure_number(p->commission, 2), figure_number(p->fees, 2),
              figure_number(p->slippage, 2));
    if (isfinite(p->borrow) && p->borrow != 0)
        buf_print(out, ", borrow %s", figure_number(p->borrow, 2));
    if (isfinite(p->dividends) && p->dividends != 0)
        buf_print(out, "; dividends %s", figure_number(p->dividends, 2));
    buf_print(out, "\n");
}

static void print_stress(const struct wire_backtest *b, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!b->n_cost_stress)
        return;
    table_columns(&table, "COSTS", "TRADES>", "NET>", "TOTAL RETURN>", "ACTIVE RETURN>", NULL);
    for (size_t i = 0; i < b->n_cost_stress; i++) {
        const struct wire_backtest_stress *s = &b->cost_stress[i];
        OWNED(buf_release) struct buf times = {0};

        buf_print(&times, "%s x", figure_shortest(s->multiple));
        table_row(&table, times.bytes, figure_count(s->trades), figure_number(s->net, 2),
                  figure_signed_percent(s->total_return, 2),
                  figure_signed_percent(s->active_return, 2), NULL);
    }
    buf_print(out, "\n");
    table_print(&table);
    if (isfinite(b->break_even))
        buf_print(out, "nothing is left, against holding, at %s times these costs\n",
                  figure_number(b->break_even, 2));
}

static void print_remarks(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "\n");
    if (b->unfilled != WIRE_UNKNOWN && b->unfilled > 0)
        buf_print(out, "note: %s orders were never filled\n", figure_count(b->unfilled));
    if (b->stale_fills != WIRE_UNKNOWN && b->stale_fills > 0)
        buf_print(out, "note: %s fills at a close: the open is a copy of the close before\n",
                  figure_count(b->stale_fills));
    for (size_t i = 0; i < b->n_notes; i++)
        buf_print(out, "note: %s\n", b->notes[i]);
    for (size_t i = 0; i < b->n_warnings; i++)
        buf_print(out, "%swarning:%s %s\n", terminal_start(STDOUT_FILENO, TERMINAL_YELLOW),
                  terminal_end(STDOUT_FILENO), b->warnings[i]);
}

static void print_verdict(const struct wire_verdict *v, struct buf *out)
{
    if (!v)
        return;
    buf_print(out, "\n%sverdict: %s%s\n",
              terminal_start(STDOUT_FILENO, v->is_evidence ? TERMINAL_GREEN : TERMINAL_RED),
              v->text, terminal_end(STDOUT_FILENO));
    buf_print(out, "  deflated Sharpe %s after %s trials on these dates, "
                   "random entries do as well with p = %s\n",
              figure_number(v->deflated_sharpe, 3), figure_count(v->trials),
              figure_number(v->random_entry_p, 3));
    if (isfinite(v->overfitting))
        buf_print(out, "  probability of overfitting %s\n", figure_percent(v->overfitting, 1));
}

void report_backtest_print(const struct wire_backtest *backtest, struct buf *out)
{
    print_title(backtest, out);
    print_frame(backtest, out);
    print_comparison(backtest, out);
    print_risk(&backtest->performance, out);
    print_trades_line(&backtest->performance, out);
    print_paid(&backtest->performance, out);
    print_stress(backtest, out);
    print_remarks(backtest, out);
    print_verdict(backtest->verdict, out);
}

void report_backtest_trades(const struct wire_trades *trades, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "#>", "SIDE", "QUANTITY>", "ENTRY", "PRICE>", "EXIT", "PRICE>", "BY",
                  "BARS>", "COSTS>", "NET>", "RETURN>", NULL);
    for (size_t i = 0; i < trades->n_items; i++) {
        const struct wire_trades_item *t = &trades->items[i];

        table_row(&table, figure_count(t->number), t->side, figure_shortest(t->quantity),
                  figure_time(t->entry_time), figure_number(t->entry_price, 4),
                  figure_time(t->exit_time), figure_number(t->exit_price, 4), t->exit_reason,
                  figure_count(t->bars), figure_number(t->commission + t->fees, 2),
                  figure_number(t->net, 2), figure_signed_percent(t->net_return, 2), NULL);
    }
    table_print(&table);
}
