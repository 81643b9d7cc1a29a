#include "domain/nn/class_metrics.h"
#include "test.h"

#include "base/words.h"

/* Rows: labels, columns: answers. The fractions below were worked out by hand. */
static struct class_metrics example(void)
{
    struct class_metrics metrics = { .n_classes = 3,
                                     .confusion = { { 4, 1, 1 }, { 2, 6, 2 }, { 0, 1, 3 } } };

    class_metrics_finish(&metrics);
    return metrics;
}

TEST(shares_precision_and_recall_are_those_counted_by_hand)
{
    const struct class_metrics m = example();

    CHECK(m.rows == 20 && m.of[1].labels == 10 && m.of[1].answers == 8);
    CHECK_NEAR(m.of[0].prior, 0.3, 1e-15);
    CHECK_NEAR(m.of[2].share, 0.3, 1e-15);
    CHECK_NEAR(m.of[0].precision, 4.0 / 6, 1e-15);
    CHECK_NEAR(m.of[1].precision, 6.0 / 8, 1e-15);
    CHECK_NEAR(m.of[2].recall, 3.0 / 4, 1e-15);
    CHECK_NEAR(m.of[1].f1, 12.0 / 18, 1e-15);
    CHECK_NEAR(m.accuracy, 13.0 / 20, 1e-15);
    CHECK_NEAR(m.majority, 10.0 / 20, 1e-15);
    CHECK_NEAR(m.balanced_accuracy, (4.0 / 6 + 6.0 / 10 + 3.0 / 4) / 3, 1e-15);
}

TEST(the_correlation_is_gorodkins)
{
    /* c = 13, n = 20, t = (6, 10, 4), p = (6, 8, 6): (260 - 140) / sqrt((400-136)(400-152)) */
    CHECK_NEAR(example().mcc, 120 / sqrt(264.0 * 248.0), 1e-15);
}

TEST(for_two_classes_the_correlation_is_matthews)
{
    struct class_metrics m = { .n_classes = 2, .confusion = { { 50, 10 }, { 5, 35 } } };

    class_metrics_finish(&m);
    CHECK_NEAR(m.mcc, (35.0 * 50 - 10 * 5) / sqrt(45.0 * 40 * 60 * 55), 1e-15);
}

TEST(what_is_undefined_is_nan_and_not_0)
{
    struct class_metrics m = { .n_classes = 3, .confusion = { { 0, 5, 0 }, { 0, 5, 0 } } };

    class_metrics_finish(&m);
    CHECK(isnan(m.of[0].precision) && m.of[0].recall == 0 && m.of[0].f1 == 0);
    CHECK(isnan(m.of[2].precision) && isnan(m.of[2].recall) && isnan(m.of[2].f1));
    CHECK(isnan(m.mcc));
    CHECK_NEAR(m.balanced_accuracy, 0.5, 0);
    m = class_metrics_of(3, 0, NULL, NULL);
    CHECK(isnan(m.accuracy) && isnan(m.log_loss) && isnan(m.balanced_accuracy) && isnan(m.mcc));
    CHECK(isnan(m.of[0].prior) && isnan(m.majority));
}

TEST(perfect_answers_have_correlation_1)
{
    struct class_metrics m = { .n_classes = 3, .confusion = { { 5 }, { 0, 3 }, { 0, 0, 2 } } };

    class_metrics_finish(&m);
    CHECK_NEAR(m.mcc, 1.0, 1e-15);
    CHECK(m.balanced_accuracy == 1 && m.of[2].f1 == 1);
}

TEST(answers_are_counted_from_the_highest_share)
{
    const float softmax[] = { 0.5f, 0.3f, 0.2f, 0.25f, 0.25f, 0.5f, 0.4f, 0.4f, 0.2f, 0, 0, 1 };
    const int32_t labels[] = { 0, 1, 1, 0 };
    const struct class_metrics m = class_metrics_of(3, 4, softmax, labels);

    CHECK(m.confusion[0][0] == 1 && m.confusion[1][2] == 1);
    CHECK(m.confusion[1][0] == 1 && m.confusion[0][2] == 1);       /* of equals, the first */
    CHECK_NEAR(m.log_loss, -(log(0.5) + log(0.25) + log((double)0.4f) + log(1e-15)) / 4, 1e-12);
}
