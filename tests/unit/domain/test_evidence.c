#include "test.h"

#include "base/random.h"
#include "domain/backtest/evidence_report.h"

#include <string.h>

enum { N = 500, DAY = 86400 };

static const double returns[] = { 0.01, -0.02, 0.03, 0.005, -0.01, 0.02, 0.015, -0.005, 0, 0.012 };
static struct error err;
static struct bars bars;
static uint8_t signals[N];
static struct backtest_settings settings;
static struct backtest_result result;
static const struct performance_input in = { &bars, &settings, &result, NULL };

/* From plain formulas in Python, its erfc and a bisection. */
TEST(probabilistic_and_deflated_sharpe_agree_with_plain_formulas)
{
    CHECK_NEAR(evidence_probabilistic_sharpe(returns, 10, 0), 0.8633522670263, 1e-12);
    CHECK_NEAR(evidence_best_by_luck(10, 0.25), 0.7872991506728748, 1e-12);
    CHECK_NEAR(evidence_best_by_luck(100, 1), 2.5306028932016806, 1e-12);
    CHECK_NEAR(evidence_deflated_sharpe(returns, 10, 10, 0.25), 0.12367248663682398, 1e-12);
}

TEST(one_trial_is_the_probabilistic_sharpe)
{
    CHECK_NEAR(evidence_deflated_sharpe(returns, 10, 1, 0.25),
               evidence_probabilistic_sharpe(returns, 10, 0), 0);
}

TEST(trials_vary_at_least_as_noise_would)
{
    CHECK_NEAR(evidence_deflated_sharpe(returns, 10, 10, 0), 0.34235420477474066, 1e-12);
    CHECK_NEAR(evidence_deflated_sharpe(returns, 10, 10, NAN), 0.34235420477474066, 1e-12);
}

TEST(constant_returns_have_no_probability)
{
    static const double same[] = { 0.1, 0.1, 0.1 };

    CHECK(isnan(evidence_probabilistic_sharpe(same, 3, 0)));
    CHECK(isnan(evidence_deflated_sharpe(returns, 1, 1, 0)));
}

/* Twenty searches among fifty strategies of nothing but noise: the best of each must not pass. */
TEST(the_best_of_many_trials_without_skill_is_no_evidence)
{
    static double best[N], now[N];
    int naive = 0, deflated = 0;

    for (uint64_t seed = 0; seed < 20; seed++) {
        struct random random = random_seed(seed);
        double sharpes[50], highest = -10;
        for (int trial = 0; trial < 50; trial++) {
            for (int i = 0; i < N; i++)
                now[i] = 0.01 * random_normal(&random);
            sharpes[trial] = statistics_sharpe(now, N);
            if (sharpes[trial] > highest) {
                highest = sharpes[trial];
                memcpy(best, now, sizeof(best));
            }
        }
        const double deviation = statistics_deviation(sharpes, 50);
        naive += evidence_probabilistic_sharpe(best, N, 0) >= 0.95;
        deflated += evidence_deflated_sharpe(best, N, 50, deviation * deviation) >= 0.95;
    }
    CHECK(naive >= 15);
    CHECK(deflated <= 2);
}

TEST(a_bootstrap_interval_holds_the_mean_and_narrows_with_more_data)
{
    static double few[100], many[10000];
    struct random random = random_seed(5);

    for (int i = 0; i < 10000; i++)
        many[i] = 0.001 + 0.01 * random_normal(&random);
    memcpy(few, many, sizeof(few));
    const struct evidence_interval a = evidence_bootstrap(few, 100, 5, 500, 1);
    const struct evidence_interval b = evidence_bootstrap(many, 10000, 5, 200, 1);
    const double mean = statistics_mean(few, 100);
    CHECK(a.mean_low < mean && mean < a.mean_high);
    CHECK(a.sharpe_low < a.sharpe_high);
    CHECK_NEAR(a.mean_high - a.mean_low, 2 * 1.96 * 0.01 / 10, 0.0015);
    CHECK_NEAR(b.mean_high - b.mean_low, 2 * 1.96 * 0.01 / 100, 0.0001);
}

TEST(a_bootstrap_repeats_with_its_seed_and_needs_two_values)
{
    const struct evidence_interval a = evidence_bootstrap(returns, 10, 3, 200, 9);
    const struct evidence_interval b = evidence_bootstrap(returns, 10, 3, 200, 9);
    const struct evidence_interval c = evidence_bootstrap(returns, 10, 3, 200, 10);

    CHECK(!memcmp(&a, &b, sizeof(a)) && memcmp(&a, &c, sizeof(a)));
    CHECK(isnan(evidence_bootstrap(returns, 1, 3, 200, 9).mean_low));
}

/* Each return leans on the one before: drawn singly, the mean varies less than it truly does. */
TEST(longer_blocks_keep_what_hangs_together)
{
    static double waves[400];
    struct random random = random_seed(8);

    for (int i = 1; i < 400; i++)
        waves[i] = 0.9 * waves[i - 1] + 0.01 * random_normal(&random);
    const struct evidence_interval single = evidence_bootstrap(waves, 400, 1, 500, 1);
    const struct evidence_interval blocks = evidence_bootstrap(waves, 400, 20, 500, 1);
    CHECK(blocks.mean_high - blocks.mean_low > 1.5 * (single.mean_high - single.mean_low));
}

static void walk(uint64_t seed)
{
    struct random random = random_seed(seed);
    double price = 100;

    bars_release(&bars);
    for (size_t i = 0; i < N; i++) {
        const double close = price * (1 + 0.01 * random_normal(&random));
        bars_append(&bars, 1577836800 + (int64_t)i * DAY,
                    (double[BARS_REQUIRED]){ price, fmax(price, close), fmin(price, close), close });
        price = close;
        signals[i] = (uint8_t)random_below(&random, SIGNAL_COUNT);
    }
    settings = backtest_settings_default("STK");
    settings.allow_short = true;
}

static double p_of_run(size_t draws)
{
    const struct backtest_input input = { &bars, signals, NULL };
    double p = -1;

    backtest_release(&result);
    CHECK(backtest_run(&input, &settings, NULL, &result, &err));
    CHECK(evidence_random_entry(&in, draws, 1, NULL, &p, &err));
    return p;
}

TEST(random_entries_do_not_reach_one_who_knows_the_future)
{
    walk(1);
    for (size_t i = 0; i + 1 < N; i++)
        signals[i] = bars.column[BARS_CLOSE][i + 1] > bars.column[BARS_OPEN][i + 1] ? SIGNAL_BUY
                                                                                   : SIGNAL_SELL;
    CHECK_NEAR(p_of_run(200), 1 / 201.0, 1e-12);
}

TEST(random_entries_do_as_well_as_random_signals)
{
    int low = 0;
    double sum = 0;

    for (uint64_t seed = 0; seed < 40; seed++) {
        walk(100 + seed);
        const double p = p_of_run(60);
        low += p <= 0.1;
        sum += p;
    }
    CHECK(low <= 9);                            /* 4 expected; 10 or more once in 500 */
    CHECK_NEAR(sum / 40, 0.5, 0.15);
}

TEST(random_entries_stand_trades_that_fill_every_bar)
{
    walk(3);
    settings.stop_loss_pct = 0.01;              /* out in the bar of the entry */
    for (size_t i = 0; i < N; i++)
        signals[i] = SIGNAL_BUY;
    const double p = p_of_run(10);
    CHECK(result.n_trades > N / 3);
    CHECK(p > 0 && p <= 1);
    settings.stop_loss_pct = 0;
    CHECK_NEAR(p_of_run(10), 1, 0);             /* one trade over all: nowhere else to go */
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    CHECK(isnan(p_of_run(10)));
}

static bool never(void *arg, size_t bar, size_t n_bars)
{
    (void)arg;
    return bar > n_bars;
}

TEST(random_entries_can_be_stopped)
{
    const struct backtest_watch watch = { never, NULL };
    double p;

    walk(4);
    (void)p_of_run(1);
    CHECK(!evidence_random_entry(&in, 10, 1, &watch, &p, &err));
    CHECK(err.code == ERROR_CANCELLED);
}

TEST(the_verdict_names_what_failed)
{
    struct evidence e = { 40, 0.97, 0.01, 12.5, false, NAN };
    char text[400];

    CHECK(evidence_judge(&e, text, sizeof(text)));
    CHECK(!strncmp(text, "evidence: deflated Sharpe 0.97", 30));
    e.n_trades = 12;
    e.deflated_sharpe = 0.61;
    CHECK(!evidence_judge(&e, text, sizeof(text)));
    CHECK(!strcmp(text, "no evidence: 12 trades (30 needed), deflated Sharpe 0.61 (0.95 needed)"));
    e = (struct evidence){ 40, 0.97, NAN, -3, true, 0.5 };
    CHECK(!evidence_judge(&e, text, sizeof(text)));
    CHECK(!strcmp(text, "no evidence: random-entry p not computed, net at twice the costs -3 (above 0"
                        " needed), probability of overfitting 0.5 (below 0.5 needed)"));
    e = (struct evidence){ 40, 0.97, 0.05, 1, true, NAN };
    CHECK(!evidence_judge(&e, text, sizeof(text)));
    CHECK(!strcmp(text, "no evidence: probability of overfitting not computed"));
    CHECK(!evidence_judge(&e, text, 20) && strlen(text) < 20);
}

enum { TRIALS = 11, DAYS = 325 };
static double trial_returns[TRIALS][DAYS];
static const double *trials[TRIALS];

/* 5684 of the 12870 splits: counted by itertools in Python over whole slices. */
TEST(the_probability_of_overfitting_agrees_with_counting_in_python)
{
    for (int i = 0; i < TRIALS; i++) {
        trials[i] = trial_returns[i];
        for (int j = 0; j < DAYS; j++)
            trial_returns[i][j] = ((i * 7919 + j * 104729 + i * i * 31 + j * i * 17 +
                                    j * j % 97 * 13) % 1009) / 1009.0 - 0.5 + 0.002 * i;
    }
    CHECK_NEAR(evidence_overfitting(trials, TRIALS, DAYS), 5684 / 12870.0, 1e-12);
}

TEST(one_trial_with_skill_is_not_overfitted)
{
    struct random random = random_seed(12);

    for (int i = 0; i < TRIALS; i++) {
        trials[i] = trial_returns[i];
        for (int j = 0; j < DAYS; j++)
            trial_returns[i][j] = random_normal(&random) + (i == 4 ? 1 : 0);
    }
    CHECK_NEAR(evidence_overfitting(trials, TRIALS, DAYS), 0, 0);
}

TEST(overfitting_is_not_computed_from_too_little)
{
    CHECK(isnan(evidence_overfitting(trials, 9, DAYS)));
    CHECK(isnan(evidence_overfitting(trials, TRIALS, 319)));
    CHECK(!isnan(evidence_overfitting(trials, TRIALS, 320)));
}

TEST(a_report_holds_all_the_evidence_and_its_verdict)
{
    const struct backtest_input input = { &bars, signals, NULL };
    struct evidence_report_request request = {
        .input = &input, .measured = &in, .n_trials = 1, .variance_of_trials = NAN,
        .overfitting = NAN, .seed = 42
    };
    static struct evidence_report report, again;

    walk(1);                                    /* a random strategy: nothing in it */
    backtest_release(&result);
    CHECK(backtest_run(&input, &settings, NULL, &result, &err));
    CHECK(evidence_report_make(&request, &report, &err));
    CHECK(!report.is_evidence && !strncmp(report.text, "no evidence: ", 13));
    CHECK(report.interval.sharpe_low < report.active_sharpe);
    CHECK(report.active_sharpe < report.interval.sharpe_high);
    CHECK_NEAR(report.multiples.at[COSTS_MULTIPLES_ONCE].net, result.cash - settings.capital, 1e-9);
    CHECK_NEAR(report.probabilistic_sharpe, report.evidence.deflated_sharpe, 0);

    for (size_t i = 0; i + 1 < N; i++)          /* one that knows the next bar */
        signals[i] = bars.column[BARS_CLOSE][i + 1] > bars.column[BARS_OPEN][i + 1] ? SIGNAL_BUY
                                                                                   : SIGNAL_SELL;
    settings.reverse = true;
    backtest_release(&result);
    CHECK(backtest_run(&input, &settings, NULL, &result, &err));
    CHECK(evidence_report_make(&request, &report, &err));
    CHECK(report.is_evidence && report.multiples.break_even > 2);
    CHECK(evidence_report_make(&request, &again, &err));
    CHECK_NEAR(again.interval.mean_low, report.interval.mean_low, 0);
    request.kind = EVIDENCE_REPORT_SWEEP;
    CHECK(evidence_report_make(&request, &report, &err));
    CHECK(!strcmp(report.text, "no evidence: probability of overfitting not computed"));
}
