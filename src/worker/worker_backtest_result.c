#include "worker/worker_backtest_result.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "domain/backtest/portfolio.h"
#include "wire/wire_trades.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest_notes.h"
#include "worker/worker_backtest_symbol.h"
#include "worker/worker_backtest_words.h"
#include "worker/worker_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- performance ---- */

static struct wire_performance_period *periods_of(const struct performance_period *from, size_t n)
{
    struct wire_performance_period *to = mem_alloc(n * sizeof(*to));

    for (size_t i = 0; i < n; i++)
        to[i] = (struct wire_performance_period){ from[i].year, from[i].month, from[i].ret };
    return to;
}

static void fill_returns(const struct performance *p, struct wire_performance *to)
{
    to->years = p->years;
    to->net = p->net;
    to->total_return = p->total_return;
    to->cagr = p->cagr;
    to->volatility = p->volatility;
    to->sharpe = p->sharpe;
    to->sharpe_per_bar = p->sharpe_per_bar;
    to->sortino = p->sortino;
    to->calmar = p->calmar;
    to->max_drawdown = p->drawdown.depth;
    to->drawdown_days = p->drawdown_days;
    to->longest_drawdown_days = p->longest_drawdown_days;
    to->turnover = p->turnover;
    to->time_in_market = p->time_in_market;
    to->mean_exposure = p->mean_exposure;
    to->mean_gross_exposure = p->mean_gross_exposure;
    to->active_return = p->active_return;
    to->active_sharpe = p->active_sharpe;
    to->beta = p->beta;
    to->n_by_year = p->n_years;
    to->by_year = periods_of(p->by_year, p->n_years);
    to->n_by_month = p->n_months;
    to->by_month = periods_of(p->by_month, p->n_months);
}

static void fill_of_trades(const struct performance *p, struct wire_performance *to)
{
    to->trades = (int64_t)p->n_trades;
    to->wins = (int64_t)p->n_wins;
    to->losses = (int64_t)p->n_losses;
    to->longs = (int64_t)p->n_long;
    to->shorts = (int64_t)p->n_short;
    to->win_rate = p->win_rate;
    to->profit_factor = p->profit_factor;
    to->payoff = p->payoff;
    to->expectancy = p->expectancy;
    to->average_win = p->average_win;
    to->average_loss = p->average_loss;
    to->best_trade = p->best;
    to->worst_trade = p->worst;
    to->average_bars = p->average_bars_held;
    to->longest_bars = p->longest_bars_held;
    to->winning_streak = (int64_t)p->most_wins_running;
    to->losing_streak = (int64_t)p->most_losses_running;
    to->gross = p->gross;
    to->commission = p->commission;
    to->fees = p->fees;
    to->slippage = p->slippage;
    to->borrow = p->borrow;
    to->dividends = p->dividends;
}

static struct wire_performance_hold *hold_of(const struct performance *p)
{
    struct wire_performance_hold *hold = MEM_NEW(struct wire_performance_hold);

    *hold = (struct wire_performance_hold){ p->hold_return, p->hold_cagr, p->hold_sharpe,
                                            p->hold_drawdown, p->hold_at_exposure_return };
    return hold;
}

/* ---- evidence ---- */

static void fill_stress(const struct costs_multiples *multiples, struct wire_backtest *told)
{
    told->n_cost_stress = COSTS_MULTIPLES_COUNT;
    told->cost_stress = mem_alloc(COSTS_MULTIPLES_COUNT * sizeof(*told->cost_stress));
    for (int i = 0; i < COSTS_MULTIPLES_COUNT; i++) {
        const struct costs_multiple *from = &multiples->at[i];
        told->cost_stress[i] = (struct wire_backtest_stress){
            from->multiple, (int64_t)from->n_trades, from->net, from->total_return,
            from->active_return };
    }
    told->break_even = multiples->break_even;
}

/* What a model did on bars it learned from is no evidence, whatever the numbers say. */
static void judge_in_sample(const struct worker_backtest_made *made, struct wire_verdict *verdict)
{
    const size_t length = verdict->is_evidence ? 0 : strlen(verdict->text);

    if (!made->in_sample)
        return;
    snprintf(verdict->text + length, sizeof(verdict->text) - length,
             "%s%zu of %zu bars in-sample (0 needed)", length ? ", " : "no evidence: ",
             made->in_sample, made->bars->count);
    verdict->is_evidence = false;
}

static struct wire_verdict *verdict_of(const struct worker_backtest_made *made)
{
    const struct evidence_report *report = made->evidence;
    struct wire_verdict *verdict = MEM_NEW(struct wire_verdict);

    wire_clear(wire_verdict_fields, verdict);
    verdict->is_evidence = report->is_evidence;
    snprintf(verdict->text, sizeof(verdict->text), "%s", report->text);
    judge_in_sample(made, verdict);
    verdict->trials = made->request->trials > 0 ? made->request->trials : 1;
    verdict->deflated_sharpe = report->evidence.deflated_sharpe;
    verdict->random_entry_p = report->evidence.random_entry_p;
    verdict->net_at_twice_costs = report->evidence.net_at_twice_costs;
    verdict->sharpe = report->active_sharpe;
    verdict->sharpe_low = report->interval.sharpe_low;
    verdict->sharpe_high = report->interval.sharpe_high;
    return verdict;
}

/* ---- several symbols ---- */

/* "AAPL", "AAPL +2" */
static void print_symbols(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    const char *first = made->symbols[0].series->told->symbol;

    if (made->n_symbols == 1) {
        snprintf(told->symbol, sizeof(told->symbol), "%s", first);
        return;
    }
    snprintf(told->symbol, sizeof(told->symbol), "%.20s +%zu", first, made->n_symbols - 1);
    told->n_by_symbol = made->n_symbols;
    told->by_symbol = mem_alloc(made->n_symbols * sizeof(*told->by_symbol));
}

/* Of several, the hash of theirs. */
static void hash_data(const struct worker_backtest_made *made, char ret_hash[65])
{
    OWNED(buf_release) struct buf text = {0};

    if (made->n_symbols == 1) {
        snprintf(ret_hash, 65, "%s", made->symbols[0].series->told->data_hash);
        return;
    }
    for (size_t s = 0; s < made->n_symbols; s++)
        buf_print(&text, "%s %s\n", made->symbols[s].series->told->symbol,
                  made->symbols[s].series->told->data_hash);
    hash_text_hex(text.bytes, ret_hash);
}

static void fill_by_symbol(const struct worker_backtest_made *made, size_t s,
                           struct wire_backtest_symbol *to)
{
    const struct portfolio_share share = portfolio_share_of(made->portfolio, made->result, s);
    const struct worker_backtest_symbol *symbol = &made->symbols[s];

    wire_clear(wire_backtest_symbol_fields, to);
    snprintf(to->symbol, sizeof(to->symbol), "%s", symbol->series->told->symbol);
    snprintf(to->data_hash, sizeof(to->data_hash), "%s", symbol->series->told->data_hash);
    to->bars = (int64_t)symbol->bars.count;
    to->start = symbol->bars.time[0];
    to->end = symbol->bars.time[symbol->bars.count - 1];
    to->trades = (int64_t)share.n_trades;
    to->wins = (int64_t)share.n_wins;
    to->net = share.net;
    to->contribution = share.net / made->settings->capital;
    to->costs = share.costs;
    to->slippage = share.slippage;
    to->dividends = share.dividends;
    to->buy_and_hold = share.hold_return;
}

/* ---- the whole ---- */

static void fill_names(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    const struct wire_backtest_request *wanted = made->request->backtest;
    const struct wire_worker_bars *series = made->symbols[0].series->told;

    snprintf(told->id, sizeof(told->id), "%s", made->request->operation_id);
    snprintf(told->strategy, sizeof(told->strategy), "%s", made->strategy);
    if (made->model) {
        if (!made->n_turns)
            snprintf(told->model_id, sizeof(told->model_id), "%s", made->model->id);
        snprintf(told->plan_hash, sizeof(told->plan_hash), "%s", made->model->plan_hash);
    }
    snprintf(told->signals_label, sizeof(told->signals_label), "%s", wanted->signals_label);
    print_symbols(made, told);
    snprintf(told->timeframe, sizeof(told->timeframe), "%s", series->timeframe);
    snprintf(told->currency, sizeof(told->currency), "%s", series->currency);
    hash_data(made, told->data_hash);
    snprintf(told->program_version, sizeof(told->program_version), "%s", KTRDR_VERSION);
    worker_backtest_words_add(made, told);
}

static void fill_inputs(const struct wire_worker_request *request, struct wire_backtest *told)
{
    told->inputs = mem_alloc(request->n_bars * sizeof(*told->inputs));
    while (told->n_inputs < request->n_bars) {
        const struct wire_worker_bars *from = &request->bars[told->n_inputs];
        struct wire_backtest_input *to = &told->inputs[told->n_inputs++];

        snprintf(to->symbol, sizeof(to->symbol), "%s", from->symbol);
        snprintf(to->timeframe, sizeof(to->timeframe), "%s", from->timeframe);
        snprintf(to->data_hash, sizeof(to->data_hash), "%s", from->data_hash);
        snprintf(to->what_to_show, sizeof(to->what_to_show), "%s", from->what_to_show);
    }
}

static void fill(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    wire_clear(wire_backtest_fields, told);
    fill_names(made, told);
    fill_inputs(made->request, told);
    told->start = made->bars->time[0];
    told->end = made->bars->time[made->bars->count - 1];
    told->bars = (int64_t)made->bars->count;
    told->in_sample_bars = (int64_t)made->in_sample;
    told->capital = made->settings->capital;
    told->final_equity = made->performance->final_equity;
    told->periods_per_year = made->settings->periods_per_year;
    told->created_at = date_now_ms() / 1000;
    fill_returns(made->performance, &told->performance);
    fill_of_trades(made->performance, &told->performance);
    told->buy_and_hold = hold_of(made->performance);
    fill_stress(&made->evidence->multiples, told);
    told->unfilled = (int64_t)made->result->n_unfilled;
    told->stale_fills = (int64_t)made->result->n_stale_fills;
    for (size_t s = 0; s < told->n_by_symbol; s++)
        fill_by_symbol(made, s, &told->by_symbol[s]);
    worker_backtest_notes_add(made, told);
    told->verdict = verdict_of(made);
}

/* ---- trades and equity ---- */

static void fill_trade(const struct worker_backtest_made *made, size_t i,
                       struct wire_trades_item *to)
{
    const struct backtest_trade *t = &made->result->trades[i];
    const struct worker_backtest_symbol *symbol = &made->symbols[t->symbol];
    size_t entry;

    wire_clear(wire_trades_item_fields, to);
    to->number = (int64_t)i + 1;
    snprintf(to->symbol, sizeof(to->symbol), "%s", symbol->series->told->symbol);
    snprintf(to->side, sizeof(to->side), "%s", t->side > 0 ? "long" : "short");
    snprintf(to->exit_reason, sizeof(to->exit_reason), "%s", backtest_reason_name(t->reason));
    to->quantity = t->quantity;
    to->entry_time = made->bars->time[t->entry_bar];
    to->entry_price = t->entry_price;
    to->exit_time = made->bars->time[t->exit_bar];
    to->exit_price = t->exit_price;
    to->bars = (int64_t)(t->exit_bar - t->entry_bar);
    to->value = t->value;
    to->gross = t->gross;
    to->commission = t->commission;
    to->fees = t->fees;
    to->slippage = t->slippage;
    to->borrow = t->borrow;
    to->dividends = t->dividends;
    to->net = t->net;
    to->net_return = t->ret;
    to->mae = t->mae;
    to->mfe = t->mfe;
    entry = bars_lower_bound(&symbol->bars, to->entry_time);
    if (symbol->traded.confidence && entry > 0)
        to->confidence = (double)symbol->traded.confidence[entry - 1];
}

static bool write_json(const struct worker_backtest_made *made, const char *name,
                       const struct wire_field *fields, const void *object, struct error *err)
{
    OWNED(buf_release) struct buf path = {0}, json = {0};

    buf_print(&path, "%s/backtest/%s", made->request->output_folder, name);
    wire_encode(fields, object, &json);
    return file_write(path.bytes, json.bytes, json.length, err);
}

static bool write_trades(const struct worker_backtest_made *made, struct error *err)
{
    OWNED(wire_trades_release) struct wire_trades trades;

    wire_clear(wire_trades_fields, &trades);
    snprintf(trades.id, sizeof(trades.id), "%s", made->request->operation_id);
    trades.total = (int64_t)made->result->n_trades;
    trades.n_items = made->result->n_trades;
    trades.items = mem_alloc(trades.n_items * sizeof(*trades.items));
    for (size_t i = 0; i < trades.n_items; i++)
        fill_trade(made, i, &trades.items[i]);
    return write_json(made, "trades.json", wire_trades_fields, &trades, err);
}

static bool write_equity(const struct worker_backtest_made *made, struct error *err)
{
    OWNED(wire_backtest_equity_release) struct wire_backtest_equity equity;
    const size_t n = made->bars->count;

    wire_clear(wire_backtest_equity_fields, &equity);
    snprintf(equity.id, sizeof(equity.id), "%s", made->request->operation_id);
    equity.n_timestamp = equity.n_equity = equity.n_exposure = equity.n_buy_and_hold = n;
    equity.timestamp = mem_alloc(n * sizeof(*equity.timestamp));
    memcpy(equity.timestamp, made->bars->time, n * sizeof(*equity.timestamp));
    equity.equity = mem_alloc(n * sizeof(*equity.equity));
    memcpy(equity.equity, made->result->equity, n * sizeof(*equity.equity));
    equity.exposure = mem_alloc(n * sizeof(*equity.exposure));
    equity.buy_and_hold = mem_alloc(n * sizeof(*equity.buy_and_hold));
    performance_curves(made->measured, equity.exposure, equity.buy_and_hold);
    return write_json(made, "equity.json", wire_backtest_equity_fields, &equity, err);
}

bool worker_backtest_result_write(const struct worker_backtest_made *made, struct error *err)
{
    OWNED(wire_backtest_release) struct wire_backtest told;
    OWNED(buf_release) struct buf folder = {0};

    fill(made, &told);
    buf_print(&folder, "%s/backtest", made->request->output_folder);
    return file_make_folder(folder.bytes, 0700, err) && write_trades(made, err) &&
           write_equity(made, err) &&
           write_json(made, "backtest.json", wire_backtest_fields, &told, err);
}
