/* Any bytes: a mistake with a place, or a strategy in which everything resolves, of which a plan can be
 * made, and which is the same after the tree was written and read again. An older file that migrates
 * is a good one. */
#include "base/buf.h"
#include "base/yaml_write.h"
#include "domain/feature_plan.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_migrate.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct findings findings;

static void hold(bool what, const char *text)
{
    if (what)
        return;
    fprintf(stderr, "broken: %s\n", text);
    abort();
}

static void check_reference(const struct strategy *s, struct strategy_reference reference)
{
    hold(reference.indicator < s->n_indicators, "an indicator that is there");
    hold(reference.output < s->indicators[reference.indicator].indicator->n_outputs, "an output");
}

static void check(const struct strategy *s)
{
    hold(s->name[0] && s->data.n_symbols && s->data.n_timeframes, "what is required is there");
    hold(s->n_inputs && s->shape.n_hidden && s->shape.inputs && s->shape.inputs <= NETWORK_INPUTS,
         "a network that can be built");
    hold(fabs(s->split.train + s->split.validation + s->split.test - 1) < 1e-6, "a split of 1");
    for (size_t i = 0; i < s->n_indicators; i++) {
        struct error err;
        hold(!s->indicators[i].indicator->looks_ahead, "nothing looks ahead");
        hold(indicator_check_params(s->indicators[i].indicator, s->indicators[i].param, &err),
             "parameters in bounds");
    }
    for (size_t i = 0; i < s->n_fuzzy_sets; i++) {
        hold(s->fuzzy_sets[i].n_members > 0, "no set is empty");
        check_reference(s, s->fuzzy_sets[i].reads);
    }
    for (size_t i = 0; i < s->n_inputs; i++) {
        hold(s->inputs[i].n_timeframes > 0, "an input has timeframes");
        if (s->inputs[i].kind == STRATEGY_RAW)
            check_reference(s, s->inputs[i].raw);
        else
            hold(s->inputs[i].fuzzy_set < s->n_fuzzy_sets, "a fuzzy set that is there");
    }
}

static void compile(const struct strategy *s)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    struct error err = {0};

    if (!feature_plan_build(s, &plan, &err)) {
        hold(err.code == ERROR_INVALID && err.text[0], "a plan that cannot be says why");
        return;
    }
    hold(plan.n_columns == s->shape.inputs, "as many columns as inputs");
    for (size_t i = 0; i < plan.n_columns; i++)
        hold(plan.columns[i].series < plan.n_series &&
             plan.uses[plan.series[plan.columns[i].series].timeframe], "a series that is there");
}

static void read_again(const char *bytes, size_t length, const struct strategy *first)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    OWNED(buf_release) struct buf text = {0};
    struct strategy second;

    hold(yaml_parse(bytes, length, &root, &findings), "what was read is YAML");
    yaml_write(&root, &text);
    hold(strategy_parse(text.bytes, text.length, &second, &findings), "and so is what we write");
    hold(second.shape.inputs == first->shape.inputs && second.n_inputs == first->n_inputs &&
         second.training.learning_rate == first->training.learning_rate &&
         !strcmp(second.name, first->name), "it says the same");
    strategy_release(&second);
}

/* What migrates is a good file. */
static void migrate(const char *bytes, size_t length)
{
    OWNED(buf_release) struct buf text = {0};
    struct strategy strategy;

    findings = (struct findings){0};
    if (!strategy_migrate(bytes, length, &text, &findings)) {
        hold(findings.n_errors > 0, "a refusal says why");
        return;
    }
    hold(strategy_parse(text.bytes, text.length, &strategy, &findings), "what migrates is good");
    check(&strategy);
    strategy_release(&strategy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct strategy strategy;

    migrate((const char *)bytes, length);
    findings = (struct findings){0};
    if (!strategy_parse((const char *)bytes, length, &strategy, &findings)) {
        hold(findings.n_errors > 0, "a refusal says why");
        for (size_t i = 0; i < findings.count; i++)
            hold(findings.items[i].line > 0 || !strcmp(findings.items[i].field, "training.loss") ||
                 !strcmp(findings.items[i].field, "decisions.output_format"),
                 "a finding has a place");
        return 0;
    }
    hold(!findings.n_errors, "what is good has no errors");
    check(&strategy);
    compile(&strategy);
    read_again((const char *)bytes, length, &strategy);
    strategy_release(&strategy);
    return 0;
}
