#include "managers/sweep_table.h"

#include "test.h"
#include "wire/wire_children.h"
#include "wire/wire_training.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct wire_children_item items[] = {
    { WIRE_OPERATION_TRAINING, "", "{\"seed\":1,\"overrides\":[\"x=1\",\"training.epochs=5\"]}" },
    { WIRE_OPERATION_TRAINING, "", "{\"seed\":1,\"overrides\":[\"x=1\",\"training.epochs=9\"]}" },
    { WIRE_OPERATION_TRAINING, "", "{\"seed\":2,\"overrides\":[\"x=1\",\"training.epochs=5\"]}" },
    { WIRE_OPERATION_TRAINING, "", "{\"seed\":2,\"overrides\":[\"x=1\",\"training.epochs=9\"]}" },
    { WIRE_OPERATION_TRAINING, "", "{\"seed\":3,\"overrides\":[\"x=1\",\"training.epochs=5\"]}" },
};
static const struct wire_children_request children = { .n_items = 5, .items = items };

static struct sweep_table_trial trial(size_t row, double loss, double accuracy, const char *model)
{
    struct sweep_table_trial it = { .row = row, .is_known = true,
                                    .state = WIRE_OPERATION_COMPLETED };

    it.metric[SWEEP_TABLE_LOG_LOSS] = loss;
    it.metric[SWEEP_TABLE_ACCURACY] = accuracy;
    it.metric[SWEEP_TABLE_BALANCED] = it.metric[SWEEP_TABLE_MCC] = (double)NAN;
    it.class_prior = 0.5;
    it.log_loss_prior = 0.9;
    snprintf(it.model_id, sizeof(it.model_id), "%s", model);
    return it;
}

/* The two rows of the five children above. */
static struct wire_sweep_row *table(const struct sweep_table_trial *trials,
                                    enum sweep_table_metric metric)
{
    struct wire_sweep_row *rows;
    size_t row[5], n;
    struct error err;

    CHECK(sweep_table_rows(&children, row, &rows, &n, &err) && n == 2);
    sweep_table_fill(trials, 5, metric, rows, n);
    return rows;
}

static void release(struct wire_sweep_row *rows)
{
    for (size_t i = 0; i < 2; i++)
        wire_sweep_row_release(&rows[i]);
    free(rows);
}

TEST(trials_that_differ_in_their_seed_alone_are_one_row)
{
    struct wire_sweep_row *rows;
    size_t row[5], n;
    struct error err;

    CHECK(sweep_table_rows(&children, row, &rows, &n, &err));
    CHECK(n == 2 && row[0] == 0 && row[1] == 1 && row[2] == 0 && row[3] == 1 && row[4] == 0);
    CHECK(rows[0].n_values == 1 && rows[1].n_values == 1);
    CHECK_TEXT(rows[0].values[0], "training.epochs=5");
    CHECK_TEXT(rows[1].values[0], "training.epochs=9");
    release(rows);
}

/* The best seed of all is the first row's; its median is the worse one. */
TEST(rows_are_sorted_by_their_median_not_by_their_best_seed)
{
    struct sweep_table_trial trials[] = {
        trial(0, 0.2, 0.9, "a"), trial(1, 0.7, 0.6, "b"), trial(0, 0.95, 0.3, "c"),
        trial(1, 0.8, 0.7, "d"), trial(0, 0.99, 0.2, "e"),
    };
    struct wire_sweep_row *rows = table(trials, SWEEP_TABLE_LOG_LOSS);

    CHECK_TEXT(rows[0].values[0], "training.epochs=9");
    CHECK_NEAR(rows[0].median, 0.75, 1e-12);
    CHECK_TEXT(rows[0].model_id, "d");          /* of the two in the middle the worse */
    CHECK_NEAR(rows[0].low, 0.7, 0);
    CHECK_NEAR(rows[0].high, 0.8, 0);
    CHECK_NEAR(rows[0].prior, 0.9, 0);
    CHECK_NEAR(rows[0].class_prior, 0.5, 0);
    CHECK_NEAR(rows[1].median, 0.95, 0);
    CHECK_TEXT(rows[1].model_id, "c");
    CHECK(rows[1].seeds == 3 && rows[1].completed == 3 && rows[1].failed == 0);
    release(rows);
}

TEST(more_accuracy_is_better_and_what_failed_comes_last)
{
    struct sweep_table_trial trials[] = {
        trial(0, 0.2, 0.4, "a"), trial(1, 0.7, 0.6, "b"), trial(0, 0.3, 0.5, "c"),
        trial(1, 0.8, 0.7, "d"), trial(0, 0.1, 0.45, "e"),
    };
    struct wire_sweep_row *rows = table(trials, SWEEP_TABLE_ACCURACY);

    CHECK_TEXT(rows[0].values[0], "training.epochs=9");
    CHECK_TEXT(rows[0].model_id, "b");          /* 0.6 is the worse of 0.6 and 0.7 */
    release(rows);

    /* One of three that failed is the worst of them; of two it is half the median. */
    trials[0].state = trials[1].state = WIRE_OPERATION_FAILED;
    rows = table(trials, SWEEP_TABLE_ACCURACY);
    CHECK_TEXT(rows[0].values[0], "training.epochs=5");
    CHECK_NEAR(rows[0].median, 0.45, 0);
    CHECK_NEAR(rows[0].low, 0.45, 0);
    CHECK_TEXT(rows[0].model_id, "e");
    CHECK(rows[1].completed == 1 && rows[1].failed == 1 && isnan(rows[1].median));
    release(rows);

    trials[0].state = WIRE_OPERATION_COMPLETED;
    trials[1].state = trials[3].state = WIRE_OPERATION_FAILED;
    snprintf(trials[1].error, sizeof(trials[1].error), "no model");
    rows = table(trials, SWEEP_TABLE_ACCURACY);
    CHECK_TEXT(rows[0].values[0], "training.epochs=5");
    CHECK(rows[1].failed == 2 && rows[1].completed == 0 && isnan(rows[1].median));
    CHECK_TEXT(rows[1].error, "no model");
    CHECK_TEXT(rows[1].model_id, "");
    release(rows);
}

/* -(0.5 ln 0.5 + 0.25 ln 0.25 + 0.25 ln 0.25), by bc -l. */
TEST(the_prior_of_the_log_loss_is_the_entropy_of_the_shares)
{
    double shares[] = { 0.5, 0.25, 0.25 };
    struct wire_metrics metrics = { .log_loss = 1, .class_prior = 0.5, .n_label_shares = 3,
                                    .label_shares = shares };
    struct wire_training_result result = { .validation = &metrics };
    struct sweep_table_trial it = { 0 };

    sweep_table_take(&result, &it);
    CHECK_NEAR(it.log_loss_prior, 1.03972077083991796412, 1e-15);
    CHECK_NEAR(it.balanced_prior, 1.0 / 3, 1e-15);
    shares[1] = 0.5;
    shares[2] = 0;
    sweep_table_take(&result, &it);
    CHECK_NEAR(it.balanced_prior, 0.5, 0);
}

TEST(a_batch_of_other_work_is_no_sweep)
{
    struct wire_children_item other = { WIRE_OPERATION_BACKTEST, "", "{}" };
    const struct wire_children_request batch = { .n_items = 1, .items = &other };
    struct wire_sweep_row *rows;
    size_t row[1], n;
    struct error err;

    CHECK(!sweep_table_rows(&batch, row, &rows, &n, &err));
    CHECK(err.code == ERROR_INVALID);
}
