#include "cli/html_tables.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/html_chart.h"
#include "wire/wire_backtest.h"
#include "wire/wire_trades.h"

#include <math.h>

enum { TRADES_MOST = 2000, MONTHS = 12, SECONDS_A_DAY = 86400 };

static const char *sign_of(double value)
{
    return value > 0 ? "pos" : value < 0 ? "neg" : "";
}

/* ---- months ---- */

/* A return of 8 % and more has the full colour. */
static void print_month(double value, struct buf *out)
{
    const double depth = fmin(fabs(value) / 0.08, 1) * 0.45;

    if (!isfinite(value))
        buf_print(out, "<td></td>");
    else
        buf_print(out, "<td style=\"background:rgba(var(--%s),%.2f)\">%.1f</td>",
                  value < 0 ? "loseb" : "winb", value != 0 ? depth + 0.05 : 0, 100 * value);
}

static double month_of(const struct wire_performance *p, int64_t year, int month)
{
    for (size_t i = 0; i < p->n_by_month; i++)
        if (p->by_month[i].year == year && p->by_month[i].month == month)
            return p->by_month[i].net_return;
    return (double)NAN;
}

void html_tables_months(const struct wire_performance *p, struct buf *out)
{
    static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec" };

    buf_print(out, "<table class=\"months\"><thead><tr><th>%%</th>");
    for (int m = 0; m < MONTHS; m++)
        buf_print(out, "<th>%s</th>", names[m]);
    buf_print(out, "<th>Year</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < p->n_by_year; i++) {
        buf_print(out, "<tr><td>%lld</td>", (long long)p->by_year[i].year);
        for (int m = 1; m <= MONTHS; m++)
            print_month(month_of(p, p->by_year[i].year, m), out);
        buf_print(out, "<td class=\"%s\">%.1f</td></tr>\n", sign_of(p->by_year[i].net_return),
                  100 * p->by_year[i].net_return);
    }
    buf_print(out, "</tbody></table>\n");
}

/* ---- symbols ---- */

void html_tables_symbols(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "<table><thead><tr><th class=\"text\">symbol</th><th>bars</th><th>trades</th>"
              "<th>won</th><th>costs</th><th>net</th><th>contribution</th><th>buy and hold</th>"
              "</tr></thead><tbody>\n");
    for (size_t i = 0; i < b->n_by_symbol; i++) {
        const struct wire_backtest_symbol *s = &b->by_symbol[i];

        buf_print(out, "<tr><td class=\"text\">");
        html_chart_text(s->symbol, out);
        buf_print(out, "</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"%s\">%s</td>"
                  "<td class=\"%s\">%s</td><td>%s</td></tr>\n", figure_count(s->bars),
                  figure_count(s->trades), figure_count(s->wins), figure_number(s->costs, 2),
                  sign_of(s->net), figure_number(s->net, 2), sign_of(s->net),
                  figure_signed_percent(s->contribution, 2),
                  figure_signed_percent(s->buy_and_hold, 2));
    }
    buf_print(out, "</tbody></table>\n");
}

/* ---- trades ---- */

static const char *when(int64_t time)
{
    return time % SECONDS_A_DAY ? figure_time(time) : figure_date(time);
}

static void print_trade(const struct wire_trades_item *t, struct buf *out)
{
    buf_print(out, "<tr><td>%lld</td><td class=\"text\">", (long long)t->number);
    html_chart_text(t->symbol, out);
    buf_print(out, "</td><td class=\"text\">");
    html_chart_text(t->side, out);
    buf_print(out, "</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
              "<td class=\"text\">",
              figure_shortest(t->quantity), when(t->entry_time), figure_number(t->entry_price, 4),
              when(t->exit_time), figure_number(t->exit_price, 4));
    html_chart_text(t->exit_reason, out);
    buf_print(out, "</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"%s\">%s</td>"
              "<td class=\"%s\">%s</td></tr>\n", figure_count(t->bars),
              figure_percent(t->mae, 1), figure_percent(t->mfe, 1),
              figure_number(t->commission + t->fees + t->borrow, 2), sign_of(t->net),
              figure_number(t->net, 2), sign_of(t->net), figure_signed_percent(t->net_return, 2));
}

void html_tables_trades(const struct wire_trades *trades, struct buf *out)
{
    const size_t n = trades->n_items < TRADES_MOST ? trades->n_items : TRADES_MOST;

    buf_print(out, "<details%s><summary>%s trades, one by one</summary><table><thead><tr>"
              "<th>#</th><th class=\"text\">symbol</th><th class=\"text\">side</th>"
              "<th>quantity</th><th>entry</th>"
              "<th>price</th><th>exit</th>"
              "<th>price</th><th class=\"text\">by</th><th>bars</th><th>worst</th><th>best</th>"
              "<th>costs</th><th>net</th><th>return</th></tr></thead><tbody>\n",
              n <= 30 ? " open" : "", figure_count((int64_t)trades->n_items));
    for (size_t i = 0; i < n; i++)
        print_trade(&trades->items[i], out);
    buf_print(out, "</tbody></table></details>\n");
    if (n < trades->n_items)
        buf_print(out, "<p class=\"muted\">the first %d are shown</p>\n", TRADES_MOST);
}

/* ---- costs ---- */

static void print_paid(const struct wire_performance *p, struct buf *out)
{
    const struct {
        const char *name;
        double value;
    } rows[] = {
        { "commission", p->commission }, { "fees", p->fees }, { "slippage", p->slippage },
        { "borrow", p->borrow }, { "dividends", p->dividends },
    };

    buf_print(out, "<table><thead><tr><th>paid</th><th>amount</th></tr></thead><tbody>");
    for (size_t i = 0; i < COUNT(rows); i++)
        buf_print(out, "<tr><td>%s</td><td>%s</td></tr>", rows[i].name,
                  figure_number(rows[i].value, 2));
    buf_print(out, "</tbody></table>\n");
}

void html_tables_costs(const struct wire_backtest *b, struct buf *out)
{
    buf_print(out, "<p class=\"muted\">commission ");
    html_chart_text(b->commission, out);
    buf_print(out, "; slippage ");
    html_chart_text(b->slippage, out);
    buf_print(out, "</p><div class=\"two\"><div>");
    print_paid(&b->performance, out);
    buf_print(out, "</div><div><table><thead><tr><th>at costs</th><th>trades</th><th>net</th>"
              "<th>return</th><th>active</th></tr></thead><tbody>");
    for (size_t i = 0; i < b->n_cost_stress; i++) {
        const struct wire_backtest_stress *s = &b->cost_stress[i];

        buf_print(out, "<tr><td>%s x</td><td>%s</td><td class=\"%s\">%s</td><td>%s</td><td>%s</td>"
                  "</tr>", figure_shortest(s->multiple), figure_count(s->trades), sign_of(s->net),
                  figure_number(s->net, 2), figure_signed_percent(s->total_return, 2),
                  figure_signed_percent(s->active_return, 2));
    }
    buf_print(out, "</tbody></table>");
    if (isfinite(b->break_even))
        buf_print(out, "<p class=\"muted\">against holding nothing is left at %s times these "
                  "costs</p>", figure_number(b->break_even, 2));
    buf_print(out, "</div></div>\n");
}

/* ---- evidence ---- */

void html_tables_evidence(const struct wire_verdict *v, struct buf *out)
{
    const struct {
        const char *question, *needed;
        const char *value;
    } rows[] = {
        { "Tried on this instrument and these dates", "", figure_count(v->trials) },
        { "Deflated Sharpe: an edge over holding, given all that was tried", "0.95 or more",
          figure_number(v->deflated_sharpe, 3) },
        { "Share of random entries that earned as much", "5 % or less",
          figure_percent(v->random_entry_p, 1) },
        { "Net profit at twice the costs", "above 0", figure_number(v->net_at_twice_costs, 2) },
        { "Sharpe a bar over holding", "", figure_number(v->sharpe, 3) },
        { "its 95 % interval, from", "", figure_number(v->sharpe_low, 3) },
        { "to", "", figure_number(v->sharpe_high, 3) },
        { "Probability of overfitting (sweeps)", "below 50 %",
          figure_percent(v->overfitting, 1) },
    };

    buf_print(out, "<table><thead><tr><th>measure</th><th>needed</th><th>found</th></tr></thead>"
              "<tbody>");
    for (size_t i = 0; i < COUNT(rows); i++)
        buf_print(out, "<tr><td>%s</td><td>%s</td><td>%s</td></tr>", rows[i].question,
                  rows[i].needed, rows[i].value);
    buf_print(out, "</tbody></table>\n");
}
