#include "worker/worker_backtest.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/backtest/signals.h"
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

enum { BARS_LEAST = 2 };            /* bars that have a return */

static void say(const char *phase, double percent)
{
    struct wire_operation_progress progress;

    wire_clear(wire_operation_progress_fields, &progress);
    progress.percent = percent;
    snprintf(progress.phase, sizeof(progress.phase), "%s", phase);
    worker_report_progress(&progress);
}

/* ---- what is traded ---- */

static bool is_from_signals(const struct worker_backtest *run)
{
    return run->wanted->signals;
}

static bool read_strategy(struct worker_backtest *run, struct error *err)
{
    const struct strategy_overrides overrides = { run->wanted->n_overrides,
                                                  run->wanted->overrides };

    return strategy_overrides_read(run->wanted->strategy_text, run->wanted->strategy_label,
                                   &overrides, &run->strategy, err);
}

static bool find_series(struct worker_backtest *run, struct error *err)
{
    enum timeframe timeframe;

    if (!timeframe_parse(run->wanted->timeframe, &timeframe, err))
        return false;
    run->series = worker_input_find(&run->input, run->wanted->symbol, timeframe);
    return run->series || error_set(err, ERROR_INVALID, "no %s bars of '%s' were given",
                                    run->wanted->timeframe, run->wanted->symbol);
}

/* `adds`: an end that is a date takes in its day. */
static bool read_time(const char *text, int64_t adds, int64_t *ret_time, struct error *err)
{
    enum date_zone zone;

    if (!date_parse_iso(text, ret_time, &zone, err))
        return false;
    *ret_time += strlen(text) == 10 ? adds : adds != 0;
    return true;
}

static bool choose_bars(struct worker_backtest *run, struct error *err)
{
    const struct bars *all = &run->series->bars;
    int64_t from = INT64_MIN, until = INT64_MAX;
    size_t end;

    if ((run->wanted->start_date[0] && !read_time(run->wanted->start_date, 0, &from, err)) ||
        (run->wanted->end_date[0] && !read_time(run->wanted->end_date, DATE_DAY, &until, err)))
        return false;
    run->first = bars_lower_bound(all, from);
    end = bars_lower_bound(all, until);
    if (end < run->first + BARS_LEAST) {
        error_set(err, ERROR_INVALID, "%zu %s bars of '%s' from '%s' to '%s': a backtest needs %d",
                  end > run->first ? end - run->first : 0, run->wanted->timeframe,
                  run->wanted->symbol, run->wanted->start_date, run->wanted->end_date, BARS_LEAST);
        return error_suggest(err, "ktrdr data range %s", run->wanted->symbol);
    }
    run->bars = bars_slice(all, run->first, end - run->first);
    return true;
}

static bool prepare(struct worker_backtest *run, struct error *err)
{
    say("reading", 0);
    return worker_input_open(run->request, &run->input, err) && find_series(run, err) &&
           choose_bars(run, err) && (is_from_signals(run) || read_strategy(run, err));
}

/* ---- signals ---- */

static bool make_signals(struct worker_backtest *run, struct error *err)
{
    const char *given = run->wanted->signals;

    run->signal = mem_alloc(run->series->bars.count);
    memset(run->signal, SIGNAL_HOLD, run->series->bars.count);
    say(given ? "signals" : "features and decisions", 5);
    return given ? signals_parse(given, strlen(given), run->wanted->signals_label,
                                 &run->series->bars, run->signal, err)
                 : worker_backtest_model_decide(run, err);
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

/* Daily and longer bars are sessions; of shorter ones the calendar says which belong together. */
static void number_sessions(struct worker_backtest *run)
{
    const struct calendar *calendar = run->series->calendar;
    struct calendar_session session;
    int64_t date = 0;

    if (timeframe_is_daily(run->series->timeframe))
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

static bool trade(struct worker_backtest *run, struct error *err)
{
    say("trading", 20);
    if (!worker_backtest_settings_make(run->wanted, is_from_signals(run) ? NULL : &run->strategy,
                                       run->series, &run->settings, err))
        return false;
    run->stale = worker_backtest_settings_stale(run->series, run->first, run->bars.count,
                                                &run->settings.n_stale);
    run->settings.stale = run->stale;
    run->traded = (struct backtest_input){ &run->bars, run->signal + run->first,
                                           run->confidence ? run->confidence + run->first : NULL };
    number_sessions(run);
    return backtest_run(&run->traded, &run->settings, &watch, &run->result, err);
}

static bool judge(struct worker_backtest *run, const struct performance_input *measured,
                  struct error *err)
{
    const struct evidence_report_request request = {
        .input = &run->traded, .measured = measured,
        .n_trials = run->request->trials > 0 ? (size_t)run->request->trials : 1,
        .variance_of_trials = run->request->trials_variance,
        .kind = EVIDENCE_REPORT_SINGLE, .overfitting = (double)NAN,
        .seed = (uint64_t)run->request->seed, .watch = &watch,
    };

    say("evidence", 40);
    return performance_measure(measured, &run->performance, err) &&
           evidence_report_make(&request, &run->evidence, err);
}

/* ---- the result ---- */

static bool tell(const struct worker_backtest *run, const struct performance_input *measured,
                 struct error *err)
{
    const struct worker_backtest_made made = {
        .request = run->request, .model = is_from_signals(run) ? NULL : &run->saved.told,
        .strategy = is_from_signals(run) ? "" : run->strategy.name, .series = run->series,
        .bars = &run->bars, .settings = &run->settings, .input = &run->traded,
        .result = &run->result, .measured = measured, .performance = &run->performance,
        .evidence = &run->evidence, .in_sample = run->in_sample,
        .n_turns = run->wanted->n_turns, .warm_up = run->warm_up,
    };

    say("saving", 95);
    return worker_report_check(err) && worker_backtest_result_write(&made, err);
}

void worker_backtest_free(struct worker_backtest *run)
{
    performance_release(&run->performance);
    backtest_release(&run->result);
    free(run->stale);
    free(run->session);
    free(run->confidence);
    free(run->signal);
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
