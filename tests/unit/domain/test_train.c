#include "base/random.h"
#include "domain/nn/train.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

enum { INPUTS = 6, CLASSES = 3, ROWS = 600, VALIDATION = 200 };

static struct lesson {
    float x[(ROWS + VALIDATION) * INPUTS], targets[ROWS + VALIDATION], weights[ROWS];
    int32_t labels[ROWS + VALIDATION];
    struct train_job job;
    struct error err;
} t;

/* Classes by the sign and size of a product: no straight line parts them, a small net does. */
static void start(void)
{
    struct random random = random_seed(99);

    t.err = (struct error){0};
    for (size_t r = 0; r < ROWS + VALIDATION; r++) {
        float *x = t.x + r * INPUTS;

        for (int i = 0; i < INPUTS; i++)
            x[i] = (float)random_normal(&random);
        t.labels[r] = x[0] * x[1] > 0.4f ? 0 : x[0] * x[1] < -0.4f ? 2 : 1;
        t.targets[r] = x[2] - 0.5f * x[3] * x[3];
    }
    t.job = (struct train_job){
        .shape = { INPUTS, CLASSES, 2, { 16, 8 }, NETWORK_RELU, 0, 0, 0 },
        .settings = { .learning_rate = 0.01, .batch_size = 32, .epochs = 12, .seed = 42,
                      .gradient_clip = 1, .weight_decay = 1e-4 },
        .training = { ROWS, INPUTS, t.x, t.labels, t.targets, NULL, NULL },
        .validation = { VALIDATION, INPUTS, t.x + ROWS * INPUTS, t.labels + ROWS, t.targets + ROWS,
                        NULL, NULL },
    };
}

static struct train_result run(void)
{
    struct train_result result = {0};

    if (!train_run(&t.job, NULL, &result, &t.err))
        test_expect(false, __FILE__, __LINE__, "%s", t.err.text);
    return result;
}

static uint64_t hash_of(const struct network *network)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < network->n_values; i++) {
        uint32_t bits;

        memcpy(&bits, &network->values[i], sizeof(bits));
        hash = (hash ^ bits) * 0x100000001b3u;
    }
    return hash;
}

TEST(a_net_learns_what_a_line_cannot_part)
{
    struct train_result OWNED(train_result_release) result = {0};

    start();
    t.job.settings.epochs = 30;
    result = run();
    CHECK(result.epochs == 30 && !result.has_stopped_early);
    CHECK(result.history[29].train_accuracy > 0.9);
    CHECK(result.history[result.best_epoch - 1].validation_accuracy > 0.85);
    CHECK(result.history[0].train_loss > result.history[29].train_loss * 3);
}

/* The bits, whatever compiler, optimization and processor: a change here is a change of every model. */
static const struct {
    enum network_activation activation;
    enum train_optimizer optimizer;
    enum train_loss loss;
    double dropout;
    uint64_t hash;
} golden[] = {
    { NETWORK_RELU, TRAIN_ADAM, TRAIN_CROSS_ENTROPY, 0, 0xb5c31d7e919d9b55u },
    { NETWORK_TANH, TRAIN_ADAMW, TRAIN_FOCAL, 0.2, 0x0cf39771d050147fu },
    { NETWORK_SIGMOID, TRAIN_RMSPROP, TRAIN_CROSS_ENTROPY, 0, 0xa3bc408f04a453afu },
    { NETWORK_LEAKY_RELU, TRAIN_SGD, TRAIN_CROSS_ENTROPY, 0.5, 0xed1622393f371d57u },
};

TEST(every_build_trains_to_the_same_bits)
{
    for (size_t i = 0; i < COUNT(golden); i++) {
        struct train_result OWNED(train_result_release) result = {0};
        uint64_t hash;

        start();
        t.job.shape.activation = golden[i].activation;
        t.job.shape.dropout = golden[i].dropout;
        t.job.settings.optimizer = golden[i].optimizer;
        t.job.settings.momentum = 0.9;
        t.job.settings.loss = golden[i].loss;
        t.job.settings.focal_gamma = 2;
        t.job.settings.class_weights = TRAIN_BALANCED;
        result = run();
        hash = hash_of(&result.network);
        test_expect(hash == golden[i].hash, __FILE__, __LINE__, "hash %zu is 0x%llx", i,
                    (unsigned long long)hash);
    }
}

TEST(the_same_seed_gives_the_same_weights_and_another_other_ones)
{
    struct train_result OWNED(train_result_release) one = {0};
    struct train_result OWNED(train_result_release) two = {0};
    struct train_result OWNED(train_result_release) other = {0};

    start();
    t.job.shape.dropout = 0.3;
    t.job.settings.epochs = 4;
    one = run();
    two = run();
    CHECK(hash_of(&one.network) == hash_of(&two.network));
    CHECK(memcmp(one.history, two.history, 4 * sizeof(*one.history)) == 0);
    t.job.settings.seed = 43;
    other = run();
    CHECK(hash_of(&one.network) != hash_of(&other.network));
}

TEST(validation_rows_change_nothing_but_the_choice_of_the_epoch)
{
    struct train_result OWNED(train_result_release) one = {0};
    struct train_result OWNED(train_result_release) two = {0};

    start();
    t.job.settings.epochs = 3;
    one = run();
    t.job.validation.rows = 150;
    two = run();
    for (int e = 0; e < 3; e++) {
        CHECK(one.history[e].train_loss == two.history[e].train_loss);
        CHECK(one.history[e].validation_loss != two.history[e].validation_loss);
    }
}

TEST(the_result_holds_the_weights_of_the_best_epoch)
{
    struct train_result OWNED(train_result_release) result = {0};
    static float softmax[VALIDATION * CLASSES];
    struct class_metrics metrics;

    start();
    t.job.settings.learning_rate = 0.05;        /* too fast: the last epoch is not the best */
    t.job.settings.epochs = 25;
    result = run();
    CHECK(result.best_epoch < 25);
    network_predict(&result.network, VALIDATION, t.job.validation.x, softmax);
    metrics = class_metrics_of(CLASSES, VALIDATION, softmax, t.job.validation.labels);
    CHECK_NEAR(metrics.log_loss, result.history[result.best_epoch - 1].validation_loss, 1e-5);
    CHECK(metrics.accuracy == result.history[result.best_epoch - 1].validation_accuracy);
    CHECK(metrics.balanced_accuracy == result.history[result.best_epoch - 1].balanced_accuracy);
    for (size_t e = 0; e < result.epochs; e++)
        CHECK(result.history[e].validation_loss
              >= result.history[result.best_epoch - 1].validation_loss);
}

TEST(early_stopping_waits_for_patience_and_ignores_what_is_too_small)
{
    struct train_result OWNED(train_result_release) result = {0};
    struct train_result OWNED(train_result_release) strict = {0};

    start();
    t.job.settings.epochs = 200;
    t.job.settings.learning_rate = 0.03;
    t.job.settings.early_stopping.is_on = true;
    t.job.settings.early_stopping.patience = 5;
    result = run();
    CHECK(result.has_stopped_early && result.epochs == result.best_epoch + 5);
    t.job.settings.early_stopping.min_delta = 10;       /* nothing is ever that much better */
    strict = run();
    CHECK(strict.epochs == 6 && strict.has_stopped_early && strict.best_epoch > 1);
}

TEST(each_monitor_picks_the_epoch_that_is_best_by_it)
{
    for (int monitor = 0; monitor < TRAIN_MONITORS; monitor++) {
        struct train_result OWNED(train_result_release) result = {0};
        const struct train_epoch *best;

        start();
        t.job.settings.early_stopping.monitor = (enum train_monitor)monitor;
        result = run();
        best = &result.history[result.best_epoch - 1];
        for (size_t e = 0; e < result.epochs; e++) {
            const struct train_epoch *other = &result.history[e];
            const double better =
                monitor == TRAIN_VALIDATION_LOSS ? best->validation_loss - other->validation_loss
                : monitor == TRAIN_VALIDATION_ACCURACY
                    ? other->validation_accuracy - best->validation_accuracy
                    : other->balanced_accuracy - best->balanced_accuracy;

            CHECK(better <= 0 && (better < 0 || e + 1 >= result.best_epoch));
        }
    }
}

TEST(a_schedule_is_seen_in_the_history)
{
    struct train_result OWNED(train_result_release) result = {0};

    start();
    t.job.settings.lr_scheduler =
        (struct train_schedule){ .type = TRAIN_STEP, .step_size = 4, .gamma = 0.5 };
    result = run();
    CHECK(result.history[3].learning_rate == 0.01 && result.history[4].learning_rate == 0.005);
    CHECK(result.history[8].learning_rate == 0.0025);
}

TEST(a_number_is_learned_too)
{
    struct train_result OWNED(train_result_release) result = {0};

    start();
    t.job.shape.outputs = 1;
    t.job.settings.loss = TRAIN_HUBER;
    t.job.settings.huber_delta = 0.5;
    t.job.settings.epochs = 40;
    result = run();
    CHECK(result.history[39].validation_loss < result.history[0].validation_loss / 4);
    CHECK(isnan(result.history[0].validation_accuracy) && isnan(result.history[0].train_accuracy));
}

TEST(balanced_weights_are_n_by_k_times_n_of_the_class)
{
    const int32_t labels[] = { 0, 1, 1, 1, 1, 1 };
    const struct train_samples samples = { .rows = 6, .labels = labels };
    double weights[3];

    train_balance(&samples, 3, weights);
    CHECK_NEAR(weights[0], 2.0, 1e-15);
    CHECK_NEAR(weights[1], 0.4, 1e-15);
    CHECK(weights[2] == 0);
}

TEST(equal_sample_weights_change_nothing_and_unequal_ones_do)
{
    struct train_result OWNED(train_result_release) plain = {0};
    struct train_result OWNED(train_result_release) equal = {0};
    struct train_result OWNED(train_result_release) unequal = {0};

    start();
    t.job.settings.epochs = 2;
    plain = run();
    for (size_t r = 0; r < ROWS; r++)
        t.weights[r] = 4;
    t.job.training.weights = t.weights;
    equal = run();
    CHECK(hash_of(&plain.network) == hash_of(&equal.network));
    for (size_t r = 0; r < ROWS; r++)
        t.weights[r] = r < 300 ? 4 : 1;
    unequal = run();
    CHECK(hash_of(&plain.network) != hash_of(&unequal.network));
}

TEST(a_row_of_weight_two_counts_like_the_row_twice)
{
    struct train train;
    double loss;

    start();
    t.job.training.rows = 3;
    for (int r = 0; r < 3; r++)
        t.weights[r] = r ? 1 : 2;
    t.job.training.weights = t.weights;
    CHECK(train_new(&t.job, &train, &t.err) && train_step(&train, &t.err));
    loss = train.loss;
    train_release(&train);
    memcpy(t.x + 3 * INPUTS, t.x, INPUTS * sizeof(*t.x));
    t.labels[3] = t.labels[0];
    t.job.training.rows = 4;
    t.job.training.weights = NULL;
    CHECK(train_new(&t.job, &train, &t.err) && train_step(&train, &t.err));
    CHECK_NEAR(train.loss, loss, 1e-6);
    train_release(&train);
}

static bool stop_at(void *arg, const struct train_progress *progress)
{
    size_t *calls = arg;

    CHECK(progress->batches == 19 && progress->epochs == 12);
    CHECK(progress->epoch == *calls / 19 + 1 && progress->batch == *calls % 19 + 1);
    CHECK(!progress->last == (*calls < 18));
    CHECK(progress->loss > 0);
    return ++*calls < 50;
}

TEST(a_cancelled_training_ends_after_the_batch_at_hand)
{
    size_t calls = 0;
    const struct train_watch watch = { stop_at, &calls };
    struct train_result result;

    start();
    CHECK(!train_run(&t.job, &watch, &result, &t.err));
    CHECK(t.err.code == ERROR_CANCELLED && calls == 50);
    CHECK_TEXT(t.err.text, "training was cancelled in epoch 3 of 12");
}

TEST(a_loss_that_is_no_number_fails_with_epoch_and_batch)
{
    struct train_result result;

    start();
    t.x[17 * INPUTS] = NAN;
    CHECK(!train_run(&t.job, NULL, &result, &t.err));
    CHECK(t.err.code == ERROR_BAD_DATA);
    CHECK(strncmp(t.err.text, "the loss is not a number in epoch 1, batch ", 43) == 0);
    start();
    t.x[(ROWS + 3) * INPUTS] = INFINITY;
    t.x[(ROWS + 3) * INPUTS + 1] = -INFINITY;
    CHECK(!train_run(&t.job, NULL, &result, &t.err));
    CHECK(t.err.code == ERROR_BAD_DATA);
    CHECK_TEXT(t.err.text, "the validation loss of epoch 1 is not a number");
}

TEST(a_model_that_never_leaves_one_class_is_none)
{
    struct train_result result;

    start();
    for (size_t r = 0; r < ROWS; r++)
        t.labels[r] = 1;
    CHECK(!train_run(&t.job, NULL, &result, &t.err));
    CHECK(t.err.code == ERROR_NO_MODEL && t.err.suggestion[0]);
    CHECK(strncmp(t.err.text, "no model: the best epoch, ", 26) == 0);
    CHECK(strstr(t.err.text, "answers all 200 validation rows with class 1") != NULL);
}

TEST(batches_of_one_row_or_of_more_than_all_rows_work)
{
    struct train train;

    start();
    t.job.settings.batch_size = 100000;
    CHECK(train_new(&t.job, &train, &t.err) && train.batches == 1);
    CHECK(train_step(&train, &t.err) && train.epoch == 1);
    train_release(&train);
    start();
    t.job.settings.batch_size = 1;
    t.job.training.rows = 5;
    CHECK(train_new(&t.job, &train, &t.err) && train.batches == 5);
    for (int i = 0; i < 10; i++)
        CHECK(train_step(&train, &t.err));
    CHECK(train.epoch == 2 && train.batch == 0);
    train_release(&train);
}

TEST(an_epoch_sees_every_row_once_in_an_order_of_its_own)
{
    struct train train;
    uint32_t first[ROWS], seen[ROWS] = {0};

    start();
    CHECK(train_new(&t.job, &train, &t.err));
    memcpy(first, train.order, sizeof(first));
    while (train.epoch == 0)
        CHECK(train_step(&train, &t.err));
    CHECK(memcmp(first, train.order, sizeof(first)) != 0);
    for (size_t r = 0; r < ROWS; r++) {
        CHECK(first[r] < ROWS);
        seen[first[r]]++;
    }
    for (size_t r = 0; r < ROWS; r++)
        CHECK(seen[r] == 1);
    train_release(&train);
}

TEST(double_precision_trains_to_nearly_the_same_history)
{
    struct train_result OWNED(train_result_release) narrow = {0};
    struct train_result OWNED(train_result_release) wide = {0};

    start();
    t.job.settings.epochs = 3;
    narrow = run();
    t.job.kernel = &kernel_f64;
    wide = run();
    for (int e = 0; e < 3; e++)
        CHECK_NEAR(narrow.history[e].train_loss, wide.history[e].train_loss, 1e-4);
}

static const char *refusal(void)
{
    struct train_result result;

    t.err.text[0] = '\0';
    CHECK(!train_run(&t.job, NULL, &result, &t.err));
    CHECK(t.err.code == ERROR_INVALID || t.err.code == ERROR_BAD_DATA);
    return t.err.text;
}

TEST(a_job_that_makes_no_sense_is_refused_before_it_starts)
{
    start();
    t.labels[4] = 3;
    CHECK_TEXT(refusal(), "label 3 of training row 4 is none of 3 classes");
    start();
    t.labels[ROWS] = -1;
    CHECK_TEXT(refusal(), "label -1 of validation row 0 is none of 3 classes");
    start();
    t.job.validation.rows = 0;
    CHECK_TEXT(refusal(), "there are no validation rows");
    start();
    t.job.training.columns = 5;
    CHECK_TEXT(refusal(), "the training rows have 5 columns, the network 6 inputs");
    start();
    t.job.settings.learning_rate = NAN;
    CHECK_TEXT(refusal(), "the learning rate must be above 0, not nan");
    start();
    t.job.settings.batch_size = 0;
    CHECK_TEXT(refusal(), "batch size and epochs are at least 1");
    start();
    t.job.shape.outputs = 1;
    CHECK_TEXT(refusal(), "a classifier has 2 to 16 classes, not 1");
    t.job.settings.loss = TRAIN_MSE;
    t.job.settings.class_weights = TRAIN_BALANCED;
    CHECK_TEXT(refusal(), "a net for numbers has no classes to weigh");
    start();
    t.job.shape.outputs = 1;
    t.job.settings.loss = TRAIN_MSE;
    t.targets[1] = INFINITY;
    CHECK_TEXT(refusal(), "the target of training row 1 is not a number");
    t.job.settings.early_stopping.monitor = TRAIN_BALANCED_ACCURACY;
    CHECK_TEXT(refusal(), "a net for numbers has no accuracy to watch");
}

/* What a checkpoint has to hold, and that it is enough. */
static void take_up(struct train *to, const struct train *from)
{
    const size_t size = from->learner.net.n_values * from->learner.kernel->size;

    memcpy(to->learner.values, from->learner.values, size);
    memcpy(to->learner.moments[0], from->learner.moments[0], size);
    memcpy(to->learner.moments[1], from->learner.moments[1], size);
    memcpy(to->best.values, from->best.values, from->best.n_values * sizeof(float));
    memcpy(to->order, from->order, from->job->training.rows * sizeof(*to->order));
    memcpy(to->history, from->history, from->epoch * sizeof(*to->history));
    to->learner.steps = from->learner.steps;
    to->optimizer.learning_rate = from->optimizer.learning_rate;
    to->schedule = from->schedule;
    to->dropout = from->dropout;
    to->epoch = from->epoch;
    to->batch = from->batch;
    to->loss_sum = from->loss_sum;
    to->hits = from->hits;
    to->best_epoch = from->best_epoch;
    to->best_value = from->best_value;
    to->stop_value = from->stop_value;
    to->idle_epochs = from->idle_epochs;
}

TEST(a_training_taken_up_in_the_middle_of_an_epoch_ends_with_the_same_bits)
{
    struct train_result OWNED(train_result_release) whole = {0};
    struct train_result OWNED(train_result_release) resumed = {0};
    struct train first, second;

    start();
    t.job.shape.dropout = 0.25;
    t.job.settings.lr_scheduler =
        (struct train_schedule){ .type = TRAIN_REDUCE_ON_PLATEAU, .factor = 0.5, .patience = 1 };
    whole = run();
    CHECK(train_new(&t.job, &first, &t.err));
    for (int batch = 0; batch < 5 * 19 + 7; batch++)
        CHECK(train_step(&first, &t.err));
    CHECK(train_new(&t.job, &second, &t.err));
    take_up(&second, &first);
    train_release(&first);
    while (!second.is_over)
        CHECK(train_step(&second, &t.err));
    CHECK(train_finish(&second, &resumed, &t.err));
    train_release(&second);
    CHECK(hash_of(&whole.network) == hash_of(&resumed.network));
    CHECK(memcmp(whole.history, resumed.history, 12 * sizeof(*whole.history)) == 0);
}

/* What is right for one symbol is wrong for the other: without knowing which, there is nothing to
 * learn; with it nearly all. */
TEST(a_net_that_knows_symbols_learns_what_differs_between_them)
{
    static uint32_t symbols[ROWS + VALIDATION];
    struct train_result OWNED(train_result_release) blind = {0};
    struct train_result OWNED(train_result_release) knowing = {0};
    struct train_result OWNED(train_result_release) again = {0};

    start();
    for (size_t r = 0; r < ROWS + VALIDATION; r++) {
        symbols[r] = (uint32_t)(r % 2);
        t.labels[r] = (t.x[r * INPUTS] > 0) == (r % 2) ? 0 : 2;
    }
    blind = run();
    t.job.shape.symbols = 2;
    t.job.shape.embedding = 3;
    t.job.training.symbols = symbols;
    t.job.validation.symbols = symbols + ROWS;
    knowing = run();
    again = run();
    CHECK(blind.history[11].validation_accuracy < 0.7);
    CHECK(knowing.history[11].validation_accuracy > 0.9);
    CHECK(hash_of(&knowing.network) == hash_of(&again.network));
    CHECK(knowing.network.n_values == blind.network.n_values + 3 * 16 + 2 * 3);
}

TEST(rows_and_network_agree_on_symbols_or_are_refused)
{
    static uint32_t symbols[ROWS + VALIDATION];

    start();
    t.job.training.symbols = symbols;
    CHECK(strstr(refusal(), "do not agree on whether there are symbols") != NULL);
    start();
    t.job.shape.symbols = 2;
    t.job.shape.embedding = 3;
    t.job.training.symbols = symbols;
    t.job.validation.symbols = symbols;
    symbols[4] = 2;
    CHECK_TEXT(refusal(), "symbol 2 of training row 4 is none of 2");
    symbols[4] = 0;
}
