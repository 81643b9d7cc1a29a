/* What holds for every table: nothing is lost on the way and back, whatever the fields hold. */
#include "base/buf.h"
#include "base/mem.h"
#include "test.h"
#include "wire/wire_backtest.h"
#include "wire/wire_bars.h"
#include "wire/wire_error.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_findings.h"
#include "wire/wire_fuzzy.h"
#include "wire/wire_health.h"
#include "wire/wire_import.h"
#include "wire/wire_indicator.h"
#include "wire/wire_metrics.h"
#include "wire/wire_model.h"
#include "wire/wire_operation.h"
#include "wire/wire_performance.h"
#include "wire/wire_prediction.h"
#include "wire/wire_strategy.h"
#include "wire/wire_trades.h"
#include "wire/wire_training.h"
#include "wire/wire_verdict.h"
#include "wire/wire_worker.h"

#include <stdlib.h>
#include <string.h>

#define EACH_TABLE(X)                                                                              \
    X(backtest_request)                                                                            \
    X(backtest_equity) X(backtest_stress) X(backtest) X(backtest_item) X(backtest_query) X(backtest_list)            \
        X(bars_query) X(bars_item) X(bars_list) X(bars_gap) X(bars_kind) X(bars_gaps)              \
            X(bars_finding) X(bars_quality) X(bars_deleted) X(error) X(evaluation_request) X(      \
                evaluation_result) X(findings_item) X(fuzzy_request) X(health_service)             \
                X(health_services) X(health) X(import_query) X(import_repair) X(import_rejection)  \
                    X(import_report) X(indicator_param) X(indicator_item) X(indicator_list)        \
                        X(indicator_request) X(indicator_column) X(indicator_values) X(metrics)    \
                            X(model_epoch) X(model_data) X(model_part) X(model) X(model_item) X(   \
                                model_list) X(model_deleted) X(operation_progress) X(operation)    \
                                X(operation_list) X(operation_query) X(operation_cancel)           \
                                    X(operation_change) X(performance_hold) X(performance_period)  \
                                        X(performance) X(prediction_request) X(prediction_feature) \
                                            X(prediction_result) X(strategy_item) X(strategy_list) \
                                                X(strategy_request) X(strategy_report)             \
                                                    X(strategy_feature) X(strategy_features)       \
                                                        X(strategy_text) X(trades_item) X(trades)  \
                                                            X(training_request) X(training_result) \
                                                                X(verdict) X(worker_bars)          \
                                                                    X(worker_request)              \
                                                                        X(worker_message)

static const struct {
    const char *name;
    const struct wire_field *fields;
    size_t size;
} tables[] = {
#define ROW(noun) {#noun, wire_##noun##_fields, sizeof(struct wire_##noun)},
    EACH_TABLE(ROW)
#undef ROW
};

static uint64_t state = 2463534242;

static uint64_t dice(uint64_t sides)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % sides;
}

static void fill(const struct wire_field *fields, char *object);

static void fill_text(char *text, size_t size)
{
    static const char *const pieces[] = {"a",        "Z", "\"", "\\", "\n",           "/",
                                         "\xc3\xa9", " ", "{",  "[",  "\xe2\x82\xac", "\t"};
    size_t length = 0;

    memset(text, 0, size);
    for (uint64_t n = dice(size) + 1; n--;) {
        const char *piece = pieces[dice(COUNT(pieces))];
        if (length + strlen(piece) >= size)
            break;
        strcpy(text + length, piece);
        length += strlen(piece);
    }
}

static char *new_text(void)
{
    char *text = mem_alloc(40);

    fill_text(text, 40);
    return text;
}

static double some_number(void)
{
    double value;
    const uint64_t bits = (dice(UINT64_MAX) << 1) ^ dice(UINT64_MAX);

    memcpy(&value, &bits, sizeof(value));
    return dice(2) || !isfinite(value) ? (double)dice(100000) / 100 : value;
}

static void fill_element(const struct wire_field *field, char *at)
{
    switch ((int)field->type) {
    case WIRE_NUMBERS_TYPE:
        *(double *)at = dice(5) ? some_number() : (double)NAN;
        return;
    case WIRE_INTEGERS_TYPE:
        *(int64_t *)at = (int64_t)dice(UINT64_MAX);
        return;
    case WIRE_TIMES_TYPE:
        *(int64_t *)at = (int64_t)dice(4000000000);
        return;
    case WIRE_TEXTS_TYPE:
        *(char **)at = new_text();
        return;
    }
    fill(field->fields, at);
}

static void fill_list(const struct wire_field *field, char *object)
{
    const size_t count = dice(4);
    char *elements = count ? mem_alloc(count * field->size) : NULL;

    for (size_t i = 0; i < count; i++)
        fill_element(field, elements + i * field->size);
    *(void **)(object + field->offset) = elements;
    *(size_t *)(object + field->count_offset) = count;
}

static void fill_pointer(const struct wire_field *field, char *at)
{
    *(void **)at = mem_alloc(field->size);
    fill(field->fields, *(void **)at);
}

static int some_name(const struct wire_field *field)
{
    uint64_t count = 0;

    while (field->names[count])
        count++;
    return (int)dice(count);
}

static void fill_field(const struct wire_field *field, char *object)
{
    char *at = object + field->offset;

    switch ((int)field->type) {
    case WIRE_TEXT_TYPE:
        fill_text(at, field->size);
        return;
    case WIRE_OWNED_TYPE:
        *(char **)at = new_text();
        return;
    case WIRE_RAW_TYPE:
        *(char **)at = mem_text("{\"b\":[1,2.5,\"x\"],\"a\":{}}");
        return;
    case WIRE_NUMBER_TYPE:
        *(double *)at = some_number();
        return;
    case WIRE_INTEGER_TYPE:
        *(int64_t *)at = (int64_t)dice(UINT64_MAX);
        return;
    case WIRE_TIME_TYPE:
        *(int64_t *)at = (int64_t)dice(4000000000) + 1;
        return;
    case WIRE_FLAG_TYPE:
        *(bool *)at = dice(2);
        return;
    case WIRE_NAME_TYPE:
        *(int *)at = some_name(field);
        return;
    case WIRE_STRUCT_TYPE:
        fill(field->fields, at);
        return;
    case WIRE_POINTER_TYPE:
        fill_pointer(field, at);
        return;
    }
    fill_list(field, object);
}

static void fill(const struct wire_field *fields, char *object)
{
    wire_clear(fields, object);
    for (; fields->name; fields++)
        if (fields->need == WIRE_REQUIRED || dice(3))
            fill_field(fields, object);
}

static void check_round_trip(const char *name, const struct wire_field *fields, size_t size)
{
    OWNED(buf_release) struct buf first = {0};
    OWNED(buf_release) struct buf second = {0};
    char *sent = mem_alloc(size), *got = mem_alloc(size);
    struct error err;

    fill(fields, sent);
    wire_encode(fields, sent, &first);
    if (wire_decode(fields, WIRE_STRICT, first.bytes, first.length, got, &err)) {
        wire_encode(fields, got, &second);
        test_expect(!strcmp(first.bytes, second.bytes), __FILE__, __LINE__, "%s: %s\n%s", name,
                    first.bytes, second.bytes);
        wire_release(fields, got);
    } else {
        test_expect(false, __FILE__, __LINE__, "%s: %s: %s", name, err.text, first.bytes);
    }
    wire_release(fields, sent);
    free(sent);
    free(got);
}

TEST(what_was_decoded_encodes_to_the_same_text)
{
    for (size_t i = 0; i < COUNT(tables); i++)
        for (int n = 0; n < 40; n++)
            check_round_trip(tables[i].name, tables[i].fields, tables[i].size);
}

TEST(every_table_refuses_a_field_it_does_not_know)
{
    for (size_t i = 0; i < COUNT(tables); i++) {
        void *got = mem_alloc(tables[i].size);
        struct error err;

        CHECK(!wire_decode(tables[i].fields, WIRE_STRICT, "{\"no_such\":1}", 13, got, &err));
        CHECK(!strcmp(err.text, "unknown field 'no_such'"));
        free(got);
    }
}

TEST(no_table_names_a_field_twice)
{
    for (size_t i = 0; i < COUNT(tables); i++)
        for (const struct wire_field *a = tables[i].fields; a->name; a++)
            for (const struct wire_field *b = a + 1; b->name; b++)
                test_expect(strcmp(a->name, b->name) != 0, __FILE__, __LINE__, "%s.%s",
                            tables[i].name, a->name);
}
