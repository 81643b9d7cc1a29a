#include "cli/report_backtest.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "wire/wire_backtest.h"
#include "wire/wire_trades.h"

#include <math.h>
#include <unistd.h>

enum { YEARS_A_LINE = 6, SECONDS_A_DAY = 86400 };

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
    if (b->size[0])
        buf_print(out, "%-12s%s\n", "a position", b->size);
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

/* Which of several brought what; all together are the change of equity. */
static void print_by_symbol(const struct wire_backtest *b, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!b->n_by_symbol)
        return;
    table_columns(&table, "SYMBOL", "BARS>", "TRADES>", "WON>", "COSTS>", "NET>", "CONTRIBUTION>",
                  "BUY AND HOLD>", NULL);
    for (size_t i = 0; i < b->n_by_symbol; i++) {
        const struct wire_backtest_symbol *s = &b->by_symbol[i];

        table_row(&table, s->symbol, figure_count(s->bars), figure_count(s->trades),
                  figure_count(s->wins), figure_number(s->costs, 2), figure_number(s->net, 2),
                  figure_signed_percent(s->contribution, 2),
                  figure_signed_percent(s->buy_and_hold, 2), NULL);
    }
    buf_print(out, "\n");
    table_print(&table);
}

/* What a table lets one overlook. */
static void print_against_holding(const struct wire_backtest *b, struct buf *out)
{
    const double total = b->performance.total_return;
    const struct wire_performance_hold *hold = b->buy_and_hold;
    const bool loses = hold && total < hold->total_return;
    const double by = hold ? 100 * fabs(total - hold->total_return) : (double)NAN;

    if (!isfinite(by))
        return;
    buf_print(out, "%s%s buy and hold by %s points%s",
              terminal_start(STDOUT_FILENO, loses ? TERMINAL_RED : TERMINAL_GREEN),
              loses ? "loses to" : "beats", figure_number(by, 2), terminal_end(STDOUT_FILENO));
    if (isfinite(hold->at_exposure) && isfinite(b->performance.mean_exposure))
        buf_print(out, "; %s holding %s of the capital all the time, its own mean exposure, by %s",
                  total < hold->at_exposure ? "loses to" : "beats",
                  figure_percent(b->performance.mean_exposure, 1),
                  figure_number(100 * fabs(total - hold->at_exposure), 2));
    buf_print(out, "\n");
}

static void print_years(const struct wire_performance *p, struct buf *out)
{
    if (p->n_by_year < 2)
        return;
    for (size_t i = 0; i < p->n_by_year; i++) {
        if (i % YEARS_A_LINE == 0)
            buf_print(out, "%s%-12s", i ? "\n" : "", i ? "" : "by year");
        buf_print(out, "%s%lld %8s", i % YEARS_A_LINE ? "   " : "",
                  (long long)p->by_year[i].year,
                  figure_signed_percent(p->by_year[i].net_return, 1));
    }
    buf_print(out, "\n");
}

static void print_risk(const struct wire_performance *p, struct buf *out)
{
    buf_print(out, "%-12sSortino %s, Calmar %s, volatility %s a year, Sharpe by bars %s\n",
              "risk", figure_number(p->sortino, 2), figure_number(p->calmar, 2),
              figure_percent(p->volatility, 1), figure_number(p->sharpe_per_bar, 2));
    if (isfinite(p->longest_drawdown_days))
        buf_print(out, "%-12slongest drawdown %s days\n", "",
                  figure_number(p->longest_drawdown_days, 0));
    buf_print(out, "%-12s%s of the time in the market, mean exposure %s, turnover %s x a year\n",
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
        buf_print(out, "against holding nothing is left at %s times these costs\n",
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

static void print_luck(const struct wire_verdict *v, struct buf *out)
{
    if (isfinite(v->random_entry_p))
        buf_print(out, "  luck      trades as many, as long and as dear, but entered at random, "
                       "earned as much in %s of draws (5 %% at most)\n",
                  figure_percent(v->random_entry_p, 1));
    if (v->trials != WIRE_UNKNOWN)
        buf_print(out, "  search    %s tried on this instrument and these dates; deflated Sharpe "
                       "%s: the probability of an edge over holding (0.95 needed)\n",
                  figure_count(v->trials), figure_number(v->deflated_sharpe, 3));
    if (isfinite(v->sharpe) && isfinite(v->sharpe_low))
        buf_print(out, "  edge      Sharpe %s a bar over holding, with 95 %% confidence %s to %s\n",
                  figure_number(v->sharpe, 3), figure_number(v->sharpe_low, 3),
                  figure_number(v->sharpe_high, 3));
    if (isfinite(v->net_at_twice_costs))
        buf_print(out, "  costs     at twice the costs %s is left (more than 0 needed)\n",
                  figure_number(v->net_at_twice_costs, 2));
    if (isfinite(v->overfitting))
        buf_print(out, "  sweep     probability of overfitting %s (below 50 %% needed)\n",
                  figure_percent(v->overfitting, 1));
}

static void print_verdict(const struct wire_verdict *v, struct buf *out)
{
    if (!v)
        return;
    buf_print(out, "\n%sverdict: %s%s\n",
              terminal_start(STDOUT_FILENO, v->is_evidence ? TERMINAL_GREEN : TERMINAL_RED),
              v->text, terminal_end(STDOUT_FILENO));
    buf_print(out, v->is_evidence
              ? "This is more than luck, search and costs explain. It is still only the past.\n"
              : "Luck could have done this: do not trade on it.\n");
    print_luck(v, out);
}

void report_backtest_print(const struct wire_backtest *backtest, struct buf *out)
{
    print_title(backtest, out);
    print_frame(backtest, out);
    print_comparison(backtest, out);
    print_against_holding(backtest, out);
    print_by_symbol(backtest, out);
    buf_print(out, "\n");
    print_years(&backtest->performance, out);
    print_risk(&backtest->performance, out);
    print_trades_line(&backtest->performance, out);
    print_paid(&backtest->performance, out);
    print_stress(backtest, out);
    print_remarks(backtest, out);
    print_verdict(backtest->verdict, out);
    buf_print(out, "\nktrdr backtest show %s --trades\n", backtest->id);
}

/* Of daily bars the hour says nothing. */
static bool are_dates(const struct wire_trades *trades)
{
    for (size_t i = 0; i < trades->n_items; i++) {
        const struct wire_trades_item *t = &trades->items[i];
        if (t->entry_time % SECONDS_A_DAY || t->exit_time % SECONDS_A_DAY)
            return false;
    }
    return true;
}

void report_backtest_trades(const struct wire_trades *trades, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const char *(*when)(int64_t) = are_dates(trades) ? figure_date : figure_time;

    if (!trades->n_items) {
        buf_print(out, "no trades\n");
        return;
    }
    table_columns(&table, "#>", "SYMBOL", "SIDE", "QUANTITY>", "ENTRY", "PRICE>", "EXIT", "PRICE>",
                  "BY", "BARS>", "COSTS>", "NET>", "RETURN>", NULL);
    for (size_t i = 0; i < trades->n_items; i++) {
        const struct wire_trades_item *t = &trades->items[i];

        table_row(&table, figure_count(t->number), t->symbol, t->side, figure_shortest(t->quantity),
                  when(t->entry_time), figure_number(t->entry_price, 4),
                  when(t->exit_time), figure_number(t->exit_price, 4), t->exit_reason,
                  figure_count(t->bars), figure_number(t->commission + t->fees, 2),
                  figure_number(t->net, 2), figure_signed_percent(t->net_return, 2), NULL);
    }
    table_print(&table);
}
