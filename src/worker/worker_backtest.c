#include "worker/worker_backtest.h"

#include "base/buf.h"
#include "base/mem.h"
#include "domain/strategy/strategy_overrides.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest_model.h"
#include "worker/worker_backtest_result.h"
#include "worker/worker_backtest_settings.h"
#include "worker/worker_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is traded ---- */

static bool is_from_signals(const struct worker_backtest *run)
{
    return run->wanted->signals;
}

static bool is_portfolio(const struct worker_backtest *run)
{
    return run->n_symbols > 1;
}

static bool read_strategy(struct worker_backtest *run, struct error *err)
{
    const struct strategy_overrides overrides = { run->wanted->n_overrides,
                                                  run->wanted->overrides };

    return strategy_overrides_read(run->wanted->strategy_text, run->wanted->strategy_label,
                                   &overrides, &run->strategy, err);
}

static bool open_symbols(struct worker_backtest *run, struct error *err)
{
    const size_t n = run->wanted->n_symbols ? run->wanted->n_symbols : 1;

    run->symbols = mem_alloc(n * sizeof(*run->symbols));
    for (; run->n_symbols < n; run->n_symbols++)
        if (!worker_backtest_symbol_open(run->wanted, &run->input,
                                         run->wanted->n_symbols
                                         ? run->wanted->symbols[run->n_symbols]
                                         : run->wanted->symbol,
                                         &run->symbols[run->n_symbols], err))
            return false;
    return true;
}

static bool prepare(struct worker_backtest *run, struct error *err)
{
    worker_report_phase("loading", 0);
    return worker_input_open(run->request, &run->input, err) && open_symbols(run, err) &&
           (is_from_signals(run) || read_strategy(run, err));
}

static bool make_signals(struct worker_backtest *run, struct error *err)
{
    worker_report_phase(is_from_signals(run) ? "signals" : "features and decisions", 5);
    if (is_from_signals(run))
        return worker_backtest_symbol_parse(run->wanted, &run->symbols[0], err);
    return worker_backtest_model_decide(run, err);
}

/* ---- trading ---- */

static bool go_on(void *arg, size_t bar, size_t n_bars)
{
    (void)arg;
    (void)bar;
    (void)n_bars;
    return worker_report_goes_on();
}

static const struct backtest_watch watch = { go_on, NULL };

/* Of several the one with the most sessions, as for periods_per_year; of equal ones by name, so
 * that the order of the symbols says nothing. */
static const struct calendar *calendar_of_all(const struct worker_backtest *run)
{
    const struct calendar *most = run->symbols[0].series->calendar;

    for (size_t s = 1; s < run->n_symbols; s++) {
        const struct calendar *other = run->symbols[s].series->calendar;
        const int more = calendar_sessions_per_year(other) - calendar_sessions_per_year(most);

        if (more > 0 || (!more && strcmp(calendar_name(other), calendar_name(most)) > 0))
            most = other;
    }
    return most;
}

/* Daily and longer bars are sessions; of shorter ones the calendar says which belong together. */
static void number_sessions(struct worker_backtest *run)
{
    const struct calendar *calendar = calendar_of_all(run);
    struct calendar_session session;
    int64_t date = 0;

    if (timeframe_is_daily(run->symbols[0].series->timeframe))
        return;
    run->session = mem_alloc(run->bars.count * sizeof(*run->session));
    if (!calendar_has_sessions(calendar)) {
        performance_sessions_by_day(&run->bars, run->session);
        return;
    }
    for (size_t t = 0; t < run->bars.count; t++) {
        if (calendar_session_of(calendar, run->bars.time[t], &session))
            date = session.date;
        run->session[t] = date;
    }
}

static struct portfolio_input portfolio_of(const struct worker_backtest *run)
{
    return (struct portfolio_input){ run->n_symbols, run->inputs, run->each };
}

/* What is measured is measured on the basket: one unit of it is one of the account's currency. */
static bool trade_portfolio(struct worker_backtest *run, struct error *err)
{
    struct portfolio_input input;

    run->inputs = mem_alloc(run->n_symbols * sizeof(*run->inputs));
    run->each = mem_alloc(run->n_symbols * sizeof(*run->each));
    for (size_t s = 0; s < run->n_symbols; s++) {
        run->inputs[s] = run->symbols[s].traded;
        run->each[s] = run->symbols[s].settings;
    }
    input = portfolio_of(run);
    portfolio_timeline_make(&input, &run->timeline);
    run->bars = run->timeline.basket;
    run->settings = run->each[0];
    run->settings.multiplier = 1;
    run->settings.conversion = NULL;
    number_sessions(run);
    return portfolio_run(&input, &run->timeline, &watch, &run->result, err);
}

static bool trade(struct worker_backtest *run, struct error *err)
{
    const struct strategy *strategy = is_from_signals(run) ? NULL : &run->strategy;

    worker_report_phase("trading", 20);
    for (size_t s = 0; s < run->n_symbols; s++)
        if (!worker_backtest_symbol_set(run->wanted, strategy, &run->input, &run->symbols[s], err))
            return false;
    if (is_portfolio(run))
        return trade_portfolio(run, err);
    run->bars = run->symbols[0].bars;
    run->settings = run->symbols[0].settings;
    number_sessions(run);
    return backtest_run(&run->symbols[0].traded, &run->settings, &watch, &run->result, err);
}

static bool judge(struct worker_backtest *run, const struct performance_input *measured,
                  struct error *err)
{
    const struct portfolio_input portfolio = portfolio_of(run);
    const struct evidence_report_request request = {
        .input = is_portfolio(run) ? NULL : &run->symbols[0].traded,
        .portfolio = is_portfolio(run) ? &portfolio : NULL, .timeline = &run->timeline,
        .measured = measured,
        .n_trials = run->request->trials > 0 ? (size_t)run->request->trials : 1,
        .variance_of_trials = run->request->trials_variance,
        .kind = EVIDENCE_REPORT_SINGLE, .overfitting = (double)NAN,
        .seed = (uint64_t)run->request->seed, .watch = &watch,
    };

    worker_report_phase("evidence", 40);
    return performance_measure(measured, &run->performance, err) &&
           evidence_report_make(&request, &run->evidence, err);
}

/* ---- the result ---- */

static bool tell(const struct worker_backtest *run, const struct performance_input *measured,
                 struct error *err)
{
    const struct portfolio_input portfolio = portfolio_of(run);
    const struct worker_backtest_made made = {
        .request = run->request, .model = is_from_signals(run) ? NULL : &run->saved.told,
        .strategy = is_from_signals(run) ? "" : run->strategy.name,
        .n_symbols = run->n_symbols, .symbols = run->symbols, .portfolio = &portfolio,
        .bars = &run->bars,
        .settings = &run->settings, .result = &run->result, .measured = measured,
        .performance = &run->performance, .evidence = &run->evidence,
        .in_sample = worker_backtest_model_in_sample(run), .n_turns = run->wanted->n_turns,
    };

    worker_report_phase("saving", 95);
    return worker_report_check(err) && worker_backtest_result_write(&made, err);
}

void worker_backtest_free(struct worker_backtest *run)
{
    performance_release(&run->performance);
    backtest_release(&run->result);
    for (size_t s = 0; s < run->n_symbols; s++)
        worker_backtest_symbol_release(&run->symbols[s]);
    free(run->symbols);
    free(run->inputs);
    free(run->each);
    portfolio_timeline_release(&run->timeline);
    free(run->session);
    free(run->turns);
    strategy_release(&run->strategy);
    worker_saved_release(&run->saved);
    worker_input_release(&run->input);
    free(run);
}

struct worker_backtest *worker_backtest_new(const struct wire_worker_request *request)
{
    struct worker_backtest *run = MEM_NEW(struct worker_backtest);

    run->request = request;
    run->wanted = request->backtest;
    return run;
}

bool worker_backtest_trade(struct worker_backtest *run, struct error *err)
{
    if (!run->wanted)
        return error_set(err, ERROR_INVALID, "the request says of no backtest");
    return prepare(run, err) && make_signals(run, err) && trade(run, err);
}

static bool do_all(struct worker_backtest *run, struct error *err)
{
    struct performance_input measured = { &run->bars, &run->settings, &run->result, NULL };

    if (!worker_backtest_trade(run, err))
        return false;
    measured.session = run->session;
    return judge(run, &measured, err) && tell(run, &measured, err);
}

bool worker_backtest_run(const struct wire_worker_request *request, struct buf *ret_json,
                         struct error *err)
{
    struct worker_backtest *run = worker_backtest_new(request);
    const bool ok = do_all(run, err);

    if (ok)
        buf_print(ret_json, "{\"files\":\"backtest\"}");
    worker_backtest_free(run);
    return ok;
}
