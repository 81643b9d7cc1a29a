#include "cli/html_report.h"

#include "base/buf.h"
#include "base/mem.h"
#include "cli/figure.h"
#include "cli/html_chart.h"
#include "cli/html_fuzzy.h"
#include "cli/html_style.h"
#include "cli/html_tables.h"
#include "domain/bars.h"
#include "wire/wire_backtest.h"
#include "wire/wire_model.h"
#include "wire/wire_trades.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1000, TALL = 320, LOW = 170, MARKS_MOST = 1000, MARK_TEXT = 120 };

static void open_section(const char *title, struct buf *out)
{
    buf_print(out, "<section><h2>%s</h2>\n", title);
}

static void close_section(struct buf *out)
{
    buf_print(out, "</section>\n");
}

static double *times_of(const int64_t *time, size_t n)
{
    double *x = mem_alloc((n + 1) * sizeof(*x));

    for (size_t i = 0; i < n; i++)
        x[i] = (double)time[i];
    return x;
}

/* ---- the top ---- */

static const char *name_of(const struct wire_backtest *b)
{
    return b->strategy[0] ? b->strategy : b->signals_label;
}

static void print_head(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
              "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>");
    html_chart_text(name_of(b), out);
    buf_print(out, " on ");
    html_chart_text(b->symbol, out);
    buf_print(out, "</title><style>%s</style></head>\n<body><main>\n<header><h1>", html_style);
    html_chart_text(name_of(b), out);
    buf_print(out, " <span class=\"muted\">on ");
    html_chart_text(b->symbol, out);
    buf_print(out, " %s</span></h1><p class=\"muted\">%s to %s, %s bars", b->timeframe,
              figure_date(b->start), figure_date(b->end), figure_count(b->bars));
    if (b->in_sample_bars != WIRE_UNKNOWN && b->in_sample_bars > 0)
        buf_print(out, "; the model has seen %s of them", figure_count(b->in_sample_bars));
    if (b->model_id[0]) {
        buf_print(out, "; model ");
        html_chart_text(b->model_id, out);
    }
    buf_print(out, "</p></header>\n");
}

static void print_verdict(const struct wire_verdict *v, struct buf *out)
{
    if (!v)
        return;
    buf_print(out, "<section class=\"verdict%s\"><p>Verdict: ", v->is_evidence ? " good" : "");
    html_chart_text(v->text, out);
    buf_print(out, "</p><p class=\"muted\">%s</p></section>\n", v->is_evidence
              ? "This is more than luck, search and costs explain. It is still only the past."
              : "Luck could have done this: do not trade on it.");
}

static void print_tile(const char *name, const char *value, double sign, struct buf *out)
{
    buf_print(out, "<div class=\"tile\"><b class=\"%s\">%s</b><span>%s</span></div>\n",
              sign > 0 ? "pos" : sign < 0 ? "neg" : "", value, name);
}

static void print_tiles(const struct wire_backtest *b, struct buf *out)
{
    const struct wire_performance *p = &b->performance;
    const struct wire_performance_hold *hold = b->buy_and_hold;

    buf_print(out, "<div class=\"tiles\">");
    print_tile("total return", figure_signed_percent(p->total_return, 2), p->total_return, out);
    print_tile("buy and hold", figure_signed_percent(hold ? hold->total_return : (double)NAN, 2), 0,
               out);
    print_tile("active return", figure_signed_percent(p->active_return, 2), p->active_return, out);
    print_tile("a year (CAGR)", figure_signed_percent(p->cagr, 2), 0, out);
    print_tile("Sharpe", figure_number(p->sharpe, 2), 0, out);
    print_tile("largest drawdown", figure_percent(p->max_drawdown, 2), 0, out);
    print_tile("trades", figure_count(p->trades), 0, out);
    print_tile("win rate", figure_percent(p->win_rate, 1), 0, out);
    print_tile("time in the market", figure_percent(p->time_in_market, 1), 0, out);
    print_tile("at the end", figure_number(b->final_equity, 2), 0, out);
    buf_print(out, "</div>\n");
}

/* ---- curves ---- */

static void print_equity(const struct html_report *r, const double *x, struct buf *out)
{
    const struct wire_backtest_equity *e = r->equity;
    const struct html_chart chart = {
        .label = "Equity and buy and hold", .n = e->n_timestamp, .x = x, .is_time = true,
        .n_lines = e->n_buy_and_hold == e->n_timestamp ? 2 : 1, .width = WIDTH, .height = TALL,
        .unit = HTML_CHART_MONEY,
        .lines = { { "strategy", "s1", e->equity, false },
                   { "buy and hold, all of the capital", "hold", e->buy_and_hold, false } },
    };

    open_section("Equity", out);
    html_chart_print(&chart, out);
    close_section(out);
}

static double *drawdown_of(const double *value, size_t n)
{
    double *down = mem_alloc((n + 1) * sizeof(*down)), peak = 0;

    for (size_t i = 0; i < n; i++) {
        peak = i && !(value[i] > peak) ? peak : value[i];
        down[i] = peak > 0 ? value[i] / peak - 1 : 0;
    }
    return down;
}

static void print_drawdown(const struct html_report *r, const double *x, struct buf *out)
{
    const struct wire_backtest_equity *e = r->equity;
    const bool holds = e->n_buy_and_hold == e->n_timestamp;
    double *own = drawdown_of(e->equity, e->n_timestamp);
    double *held = drawdown_of(holds ? e->buy_and_hold : e->equity, e->n_timestamp);
    const struct html_chart chart = {
        .label = "Drawdown", .n = e->n_timestamp, .x = x, .is_time = true,
        .n_lines = holds ? 2 : 1, .width = WIDTH, .height = LOW, .unit = HTML_CHART_PERCENT,
        .lines = { { "strategy", "loss", own, true }, { "buy and hold", "hold", held, false } },
    };

    open_section("Drawdown", out);
    html_chart_print(&chart, out);
    close_section(out);
    free(own);
    free(held);
}

/* ---- trades on the price ---- */

struct marks {
    size_t n;
    struct html_chart_mark at[2 * MARKS_MOST];
    char text[2 * MARKS_MOST][MARK_TEXT];
};

static void add_mark(struct marks *marks, const struct wire_trades_item *t, bool is_exit)
{
    char *text = marks->text[marks->n];
    const bool is_long = !strcmp(t->side, "long");

    if (is_exit)
        snprintf(text, MARK_TEXT, "%lld: %s out at %.6g by %s, net %.2f", (long long)t->number,
                 t->side, t->exit_price, t->exit_reason, t->net);
    else
        snprintf(text, MARK_TEXT, "%lld: %s %.8g at %.6g", (long long)t->number, t->side,
                 t->quantity, t->entry_price);
    marks->at[marks->n++] = (struct html_chart_mark){
        (double)(is_exit ? t->exit_time : t->entry_time), is_exit ? t->exit_price : t->entry_price,
        is_exit ? t->net > 0 ? "win" : "lose" : is_long ? "buy" : "sell", text };
}

static void collect_marks(const struct wire_trades *trades, const char *symbol,
                          struct marks *marks)
{
    marks->n = 0;
    for (size_t i = 0; i < trades->n_items && marks->n < 2 * MARKS_MOST; i++) {
        if (strcmp(trades->items[i].symbol, symbol) != 0)
            continue;
        add_mark(marks, &trades->items[i], false);
        add_mark(marks, &trades->items[i], true);
    }
}

static void print_price(const struct html_report *r, const struct html_report_price *price,
                        struct marks *marks, struct buf *out)
{
    const struct bars *bars = price->bars;
    double *x = bars ? times_of(bars->time, bars->count) : NULL;

    if (r->n_prices > 1) {
        buf_print(out, "<h3>");
        html_chart_text(price->symbol, out);
        buf_print(out, "</h3>\n");
    }
    collect_marks(r->trades, price->symbol, marks);
    if (bars)
        html_chart_print(&(struct html_chart){
            .label = "Trades on the price", .n = bars->count, .x = x, .is_time = true,
            .n_lines = 1, .lines = { { "close; triangles are entries, rings are exits", "hold",
                                       bars->column[BARS_CLOSE], false } },
            .n_marks = marks->n, .marks = marks->at, .width = WIDTH, .height = TALL }, out);
    else
        buf_print(out, "<p class=\"muted\">the bars are not those of the backtest any more, so the "
                  "price is not drawn</p>\n");
    free(x);
}

static void print_trades(const struct html_report *r, struct buf *out)
{
    struct marks *marks = MEM_NEW(struct marks);

    open_section("Trades", out);
    for (size_t i = 0; i < r->n_prices; i++)
        print_price(r, &r->prices[i], marks, out);
    if (r->n_prices < r->backtest->n_by_symbol)
        buf_print(out, "<p class=\"muted\">the prices of the first %zu symbols are drawn</p>\n",
                  r->n_prices);
    html_tables_trades(r->trades, out);
    close_section(out);
    free(marks);
}

/* ---- the model ---- */

static void print_training(const struct wire_model *model, struct buf *out)
{
    const size_t n = model->n_history;
    double *x = mem_alloc(3 * (n + 1) * sizeof(*x)), *train = x + n + 1;
    double *validation = train + n + 1;
    struct html_chart_mark best = { .kind = "best", .text = "the epoch that became the model" };
    struct html_chart chart = {
        .label = "Loss by epoch", .n = n, .x = x, .n_lines = 2, .width = WIDTH, .height = LOW + 40,
        .lines = { { "training loss", "s1", train, false },
                   { "validation loss", "s2", validation, false } },
        .marks = &best,
    };

    for (size_t i = 0; i < n; i++) {
        x[i] = (double)model->history[i].epoch;
        train[i] = model->history[i].train_loss;
        validation[i] = model->history[i].validation_loss;
        if (model->history[i].epoch != model->epoch_chosen)
            continue;
        best.x = x[i];
        best.y = validation[i];
        chart.n_marks = 1;
    }
    html_chart_print(&chart, out);
    buf_print(out, "<p class=\"muted\">epoch %lld became the model: ",
              (long long)model->epoch_chosen);
    html_chart_text(model->chosen_because, out);
    buf_print(out, "</p>\n");
    free(x);
}

static void print_model(const struct wire_model *model, struct buf *out)
{
    if (!model)
        return;
    open_section("Fuzzy sets", out);
    html_fuzzy_print(&(struct html_fuzzy){ model->strategy_text, model->strategy,
                                           model->n_overrides, model->overrides }, out);
    close_section(out);
    open_section("Training", out);
    print_training(model, out);
    close_section(out);
}

/* ---- the end ---- */

static void print_remarks(const char *kind, char *const *texts, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_print(out, "<p>%s: ", kind);
        html_chart_text(texts[i], out);
        buf_print(out, "</p>\n");
    }
}

static void print_foot(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "<footer>");
    print_remarks("warning", b->warnings, b->n_warnings, out);
    print_remarks("note", b->notes, b->n_notes, out);
    buf_print(out, "<p>backtest <code>%s</code>, data <code>%s</code>, plan <code>%s</code>, "
              "ktrdr %s</p></footer>\n</main></body></html>\n", b->id, b->data_hash,
              figure_text(b->plan_hash), b->program_version);
}

void html_report_print(const struct html_report *report, struct buf *out)
{
    const struct wire_backtest *b = report->backtest;
    double *x = times_of(report->equity->timestamp, report->equity->n_timestamp);

    print_head(b, out);
    print_verdict(b->verdict, out);
    print_tiles(b, out);
    print_equity(report, x, out);
    print_drawdown(report, x, out);
    open_section("Months", out);
    html_tables_months(&b->performance, out);
    close_section(out);
    if (b->n_by_symbol) {
        open_section("Symbols", out);
        html_tables_symbols(b, out);
        close_section(out);
    }
    print_trades(report, out);
    open_section("Costs", out);
    html_tables_costs(b, out);
    close_section(out);
    if (b->verdict) {
        open_section("Evidence", out);
        html_tables_evidence(b->verdict, out);
        close_section(out);
    }
    print_model(report->model, out);
    print_foot(b, out);
    free(x);
}
