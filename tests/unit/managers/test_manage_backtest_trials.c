#include "managers/manage_backtest_trials.h"

#include "base/mem.h"
#include "store/bar_store.h"
#include "test.h"
#include "wire/wire_backtest.h"
#include "wire/wire_model.h"

#include <stdio.h>
#include <string.h>

static const struct bar_store_info bars = {
    .series = { .symbol = "SPX", .contract = 7 }, .first = 1000, .last = 86400 * 20000,
};

static struct wire_backtest_request request_of(const char *text)
{
    struct wire_backtest_request request;

    wire_clear(wire_backtest_request_fields, &request);
    request.strategy_text = mem_text(text);
    snprintf(request.symbol, sizeof(request.symbol), "SPX");
    snprintf(request.start_date, sizeof(request.start_date), "2020-01-01");
    request.size = 0.25;
    return request;
}

static struct wire_model model_of(const char *id, const char *text)
{
    struct wire_model model;

    wire_clear(wire_model_fields, &model);
    snprintf(model.id, sizeof(model.id), "%s", id);
    model.strategy_text = mem_text(text);
    model.seed = 5;
    return model;
}

static struct manage_backtest_trials name(const struct wire_backtest_request *request,
                                          const struct wire_model *model)
{
    struct manage_backtest_trials trials = {0};
    struct error err = {0};

    CHECK(manage_backtest_trials_name(request, model, &bars, &trials, &err));
    return trials;
}

static void override(struct wire_backtest_request *request, const char *assignment)
{
    request->overrides = mem_resize(request->overrides, (request->n_overrides + 1) *
                                                        sizeof(*request->overrides));
    request->overrides[request->n_overrides++] = mem_text(assignment);
}

TEST(a_training_and_the_backtest_of_its_model_are_one_trial)
{
    struct wire_backtest_request request = request_of("name: a");
    struct wire_model model = model_of("m", "name: a");
    const struct manage_backtest_trials trials = name(&request, &model);
    char training[HASH_HEX];

    hash_text_hex("name: a", training);     /* as manage_training hashes it */
    CHECK_TEXT(trials.config_hash, training);
    CHECK(trials.seed == 5 && trials.contract == 7);
    CHECK(trials.from == 1577836800 && trials.until == bars.last + 1);
    wire_backtest_request_release(&request);
    wire_model_release(&model);
}

TEST(other_decisions_another_model_and_another_size_are_other_trials)
{
    struct wire_backtest_request request = request_of("name: a");
    struct wire_model model = model_of("m", "name: a"), other = model_of("n", "name: b");
    const struct manage_backtest_trials plain = name(&request, &model);
    const struct manage_backtest_trials another = name(&request, &other);
    struct manage_backtest_trials larger, bolder;

    request.size = 0.5;
    larger = name(&request, &model);
    request.size = 0.25;
    override(&request, "decisions.confidence_threshold=0.2");
    bolder = name(&request, &model);
    CHECK(strcmp(plain.config_hash, another.config_hash) != 0);
    CHECK(strcmp(plain.config_hash, larger.config_hash) != 0);
    CHECK(strcmp(plain.config_hash, bolder.config_hash) != 0);
    wire_backtest_request_release(&request);
    wire_model_release(&model);
    wire_model_release(&other);
}

TEST(given_signals_are_named_by_what_they_say)
{
    struct wire_backtest_request request = request_of("");
    struct manage_backtest_trials one, two;

    request.signals = mem_text("timestamp,signal\n2020-01-01,BUY\n");
    one = name(&request, NULL);
    strcpy(request.signals_label, "another name");
    two = name(&request, NULL);
    CHECK_TEXT(two.config_hash, one.config_hash);
    request.signals[strlen(request.signals) - 4] = 'X';
    two = name(&request, NULL);
    CHECK(strcmp(two.config_hash, one.config_hash) != 0);
    CHECK(one.seed == 42);
    wire_backtest_request_release(&request);
}
