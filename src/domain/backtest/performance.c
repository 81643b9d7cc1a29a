#include "domain/backtest/performance.h"

#include "base/date.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double seconds_per_year = 365.25 * DATE_DAY;

static double close_in_money(const struct performance_input *in, size_t t)
{
    const double *conversion = in->settings->conversion;

    return in->bars->column[BARS_CLOSE][t] * in->settings->multiplier *
           (conversion ? conversion[t] : 1);
}

static double exposure_at(const struct performance_input *in, size_t t)
{
    return in->result->position[t] * close_in_money(in, t) / in->result->equity[t];
}

double performance_exposure(const struct performance_input *in)
{
    const size_t n = in->result->n_bars - 1;
    double sum = 0;

    /* The last close is where the run ends; nothing is held over it. */
    for (size_t t = 0; t < n; t++)
        sum += exposure_at(in, t);
    return n ? sum / (double)n : (double)NAN;
}

/* A price's move is converted at the rate of the bar it ends in, as the engine does. */
void performance_hold_returns(const struct performance_input *in, double *ret_returns)
{
    const double *close = in->bars->column[BARS_CLOSE], *adjust = in->bars->column[BARS_ADJUST];
    const double *conversion = in->settings->conversion;

    for (size_t t = 1; t < in->bars->count; t++) {
        const double rate = conversion ? conversion[t] / conversion[t - 1] : 1;
        const double dividend = adjust ? 1 - adjust[t - 1] / adjust[t] : 0;
        ret_returns[t - 1] = close[t - 1] > 0
            ? (close[t] / close[t - 1] - 1 + dividend) * rate : (double)NAN;
    }
}

void performance_active_returns(const struct performance_input *in, double *ret_returns)
{
    const size_t n = in->result->n_bars - 1;
    const double exposure = performance_exposure(in);
    double *hold = mem_alloc(n * sizeof(*hold));

    performance_hold_returns(in, hold);
    statistics_returns(in->result->equity, in->result->n_bars, ret_returns);
    for (size_t i = 0; i < n; i++)
        ret_returns[i] -= exposure * hold[i];
    free(hold);
}

void performance_curves(const struct performance_input *in, double *ret_exposure, double *ret_hold)
{
    ret_hold[0] = in->settings->capital;
    performance_hold_returns(in, ret_hold + 1);
    for (size_t t = 0; t < in->bars->count; t++) {
        ret_exposure[t] = exposure_at(in, t);
        if (t)
            ret_hold[t] = ret_hold[t - 1] * (1 + ret_hold[t]);
    }
}

void performance_sessions_by_day(const struct bars *bars, int64_t *ret_session)
{
    for (size_t t = 0; t < bars->count; t++)
        ret_session[t] = date_midnight(bars->time[t]);
}

static bool ends_session(const struct performance_input *in, size_t t)
{
    return !in->session || t + 1 == in->bars->count || in->session[t] != in->session[t + 1];
}

/* Keeps the value of each session's last bar, in place; how many there are. */
static size_t keep_session_closes(const struct performance_input *in, double *x)
{
    size_t n = 0;

    for (size_t t = 0; t < in->bars->count; t++)
        if (ends_session(in, t))
            x[n++] = x[t];
    return n;
}

/* A curve that grows by the returns, from 1; n + 1 values. */
static double *grown_by(const double *returns, size_t n)
{
    double *curve = mem_alloc((n + 1) * sizeof(*curve));

    curve[0] = 1;
    for (size_t i = 0; i < n; i++)
        curve[i + 1] = curve[i] * (1 + returns[i]);
    return curve;
}

/* The session returns of a curve of bars, over the curve itself; how many there are. */
static size_t to_session_returns(const struct performance_input *in, double *curve)
{
    const size_t n = keep_session_closes(in, curve);
    double *returns = mem_alloc(n * sizeof(*returns));

    statistics_returns(curve, n, returns);
    memcpy(curve, returns, (n - 1) * sizeof(*returns));
    free(returns);
    return n - 1;
}

static void measure_returns(const struct performance_input *in, struct performance *p)
{
    const size_t n = in->result->n_bars;
    const double periods = in->settings->periods_per_year;
    double *x = mem_alloc(n * sizeof(*x));
    size_t n_returns;

    memcpy(x, in->result->equity, n * sizeof(*x));
    n_returns = to_session_returns(in, x);
    p->n_sessions = n_returns + 1;
    p->volatility = statistics_deviation(x, n_returns) * sqrt(periods);
    p->sharpe = statistics_sharpe(x, n_returns) * sqrt(periods);
    p->sortino = statistics_sortino(x, n_returns) * sqrt(periods);

    statistics_returns(in->result->equity, n, x);
    p->sharpe_per_bar = statistics_sharpe(x, n - 1) *
                        sqrt(periods * (double)n / (double)p->n_sessions);
    free(x);
}

static double days_between(const struct performance_input *in, size_t from, size_t until)
{
    const size_t last = in->bars->count - 1;

    return (double)(in->bars->time[until < last ? until : last] - in->bars->time[from]) / DATE_DAY;
}

static void measure_curve(const struct performance_input *in, struct performance *p)
{
    const struct backtest_result *r = in->result;
    const struct statistics_drawdown d = statistics_drawdowns(r->equity, r->n_bars);

    p->years = (double)(in->bars->time[r->n_bars - 1] - in->bars->time[0]) / seconds_per_year;
    p->capital = in->settings->capital;
    p->final_equity = r->equity[r->n_bars - 1];
    p->net = p->final_equity - p->capital;
    p->total_return = p->final_equity / p->capital - 1;
    p->cagr = statistics_growth(p->final_equity / p->capital, p->years);
    p->drawdown = d;
    p->drawdown_days = d.depth > 0 ? days_between(in, d.peak, d.recovery) : 0;
    p->longest_drawdown_days = days_between(in, d.longest_from, d.longest_until);
    p->calmar = d.depth > 0 ? p->cagr / d.depth : (double)NAN;
}

static void measure_exposure(const struct performance_input *in, struct performance *p)
{
    const struct backtest_result *r = in->result;
    const size_t n = r->n_bars - 1;
    double gross = 0, equity = 0, held = 0;

    for (size_t t = 0; t < n; t++) {
        held += r->gross ? r->gross[t] > 0 : r->position[t] != 0;
        gross += r->gross ? r->gross[t] : fabs(exposure_at(in, t));
    }
    for (size_t t = 0; t <= n; t++)
        equity += r->equity[t] / (double)(n + 1);
    p->time_in_market = n ? held / (double)n : (double)NAN;
    p->mean_gross_exposure = n ? gross / (double)n : (double)NAN;
    p->mean_exposure = performance_exposure(in);
    p->turnover = 0;
    for (size_t i = 0; i < r->n_trades; i++) {
        const struct backtest_trade *t = &r->trades[i];
        p->turnover += t->value + fabs(t->exit_price / t->entry_price) * t->value;
    }
    p->turnover = p->years > 0 ? p->turnover / equity / p->years : (double)NAN;
}

static void measure_active(const struct performance_input *in, struct performance *p)
{
    const size_t n = in->result->n_bars - 1;
    const double periods = in->settings->periods_per_year;
    double *active = mem_alloc(n * sizeof(*active)), *curve;
    size_t n_sessions;

    performance_active_returns(in, active);
    p->active_return = statistics_mean(active, n) * (double)n;
    curve = grown_by(active, n);
    n_sessions = to_session_returns(in, curve);
    p->active_sharpe = statistics_sharpe(curve, n_sessions) * sqrt(periods);
    free(curve);
    free(active);
}

static void measure_hold(const struct performance_input *in, struct performance *p)
{
    const size_t n = in->result->n_bars - 1;
    double *hold = mem_alloc(n * sizeof(*hold)), *mine = mem_alloc(n * sizeof(*mine)), *curve;
    double at_exposure = 1;

    performance_hold_returns(in, hold);
    statistics_returns(in->result->equity, n + 1, mine);
    p->beta = statistics_beta(mine, hold, n);
    for (size_t i = 0; i < n; i++)
        at_exposure *= 1 + p->mean_exposure * hold[i];
    p->hold_at_exposure_return = n ? at_exposure - 1 : (double)NAN;
    curve = grown_by(hold, n);
    p->hold_return = curve[n] - 1;
    p->hold_cagr = statistics_growth(curve[n], p->years);
    p->hold_drawdown = statistics_drawdowns(curve, n + 1).depth;
    p->hold_sharpe = statistics_sharpe(curve, to_session_returns(in, curve)) *
                     sqrt(in->settings->periods_per_year);
    free(curve);
    free(mine);
    free(hold);
}

static void add_trade(struct performance *p, const struct backtest_trade *t)
{
    const double held = (double)(t->exit_bar - t->entry_bar);

    p->n_wins += t->net > 0;
    p->n_losses += t->net < 0;
    p->n_long += t->side > 0;
    p->n_short += t->side < 0;
    p->n_by_reason[t->reason]++;
    p->best = fmax(p->best, t->net);        /* fmax passes over the NaN they begin with */
    p->worst = fmin(p->worst, t->net);
    p->longest_bars_held = fmax(p->longest_bars_held, held);
    p->average_bars_held += held;
    p->average_return += t->ret;
    p->gross += t->gross;
    p->commission += t->commission;
    p->fees += t->fees;
    p->slippage += t->slippage;
    p->borrow += t->borrow;
    p->dividends += t->dividends;
}

static void measure_streaks(const struct backtest_result *r, struct performance *p)
{
    size_t wins = 0, losses = 0;

    for (size_t i = 0; i < r->n_trades; i++) {
        wins = r->trades[i].net > 0 ? wins + 1 : 0;
        losses = r->trades[i].net < 0 ? losses + 1 : 0;
        p->most_wins_running = wins > p->most_wins_running ? wins : p->most_wins_running;
        p->most_losses_running = losses > p->most_losses_running ? losses : p->most_losses_running;
    }
}

/* NaN by nothing, also 0 by nothing. */
static double by(double sum, size_t count)
{
    return count ? sum / (double)count : (double)NAN;
}

static void measure_trades(const struct performance_input *in, struct performance *p)
{
    const struct backtest_result *r = in->result;
    double gains = 0, losses = 0;

    p->best = p->worst = p->longest_bars_held = NAN;
    p->n_trades = r->n_trades;
    for (size_t i = 0; i < r->n_trades; i++) {
        add_trade(p, &r->trades[i]);
        gains += fmax(r->trades[i].net, 0);
        losses += fmax(-r->trades[i].net, 0);
    }
    measure_streaks(r, p);
    p->win_rate = by((double)p->n_wins, p->n_trades);
    p->profit_factor = losses > 0 ? gains / losses : (double)NAN;
    p->average_win = by(gains, p->n_wins);
    p->average_loss = by(-losses, p->n_losses);
    p->payoff = p->average_win / -p->average_loss;
    p->expectancy = by(gains - losses, p->n_trades);
    p->average_return = by(p->average_return, p->n_trades);
    p->average_bars_held = by(p->average_bars_held, p->n_trades);
}

static int64_t end_of_period(const struct date *date, bool is_month)
{
    if (!is_month || date->month == 12)
        return date_of(date->year + 1, 1, 1);
    return date_of(date->year, date->month + 1, 1);
}

/* From the last close of the period before, or the capital, to the period's own last close. */
static struct performance_period *list_periods(const struct performance_input *in, bool is_month,
                                               size_t *ret_count)
{
    struct performance_period *periods = NULL;
    double before = in->settings->capital;
    size_t count = 0;

    for (size_t t = 0; t < in->bars->count; count++) {
        const struct date date = date_civil(in->bars->time[t]);
        const int64_t end = end_of_period(&date, is_month);

        while (t < in->bars->count && in->bars->time[t] < end)
            t++;
        const double equity = in->result->equity[t - 1];
        periods = mem_resize(periods, (count + 1) * sizeof(*periods));
        periods[count] = (struct performance_period){
            (int)date.year, is_month ? date.month : 0,
            before > 0 ? equity / before - 1 : (double)NAN
        };
        before = equity;
    }
    *ret_count = count;
    return periods;
}

bool performance_measure(const struct performance_input *in, struct performance *ret_performance,
                         struct error *err)
{
    struct performance p = {0};

    if (!(in->settings->periods_per_year > 0)) {
        error_set(err, ERROR_INVALID, "the number of sessions in a year is not known");
        return error_suggest(err, "give --periods-per-year: 252 for stocks, 260 FX, 365 crypto");
    }
    measure_curve(in, &p);
    measure_returns(in, &p);
    measure_exposure(in, &p);
    measure_active(in, &p);
    measure_hold(in, &p);
    measure_trades(in, &p);
    p.by_year = list_periods(in, false, &p.n_years);
    p.by_month = list_periods(in, true, &p.n_months);
    *ret_performance = p;
    return true;
}

void performance_release(struct performance *performance)
{
    free(performance->by_year);
    free(performance->by_month);
    *performance = (struct performance){0};
}
