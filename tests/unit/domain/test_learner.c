/* The slopes that backward() works out, against slopes that are measured; the losses by hand. */
#include "base/random.h"
#include "domain/nn/learner.h"
#include "test.h"

#include <string.h>

enum { ROWS = 13, INPUTS = 5, CLASSES = 4 };

struct lesson {
    double x[ROWS * INPUTS], targets[ROWS], weights[ROWS], class_weights[CLASSES];
    int32_t labels[ROWS];
    struct kernel_truth truth;
};

static void make(struct lesson *lesson, enum train_loss loss)
{
    struct random random = random_seed(17);

    *lesson = (struct lesson){ .class_weights = { 0.5, 1.5, 1, 2 } };
    for (int i = 0; i < ROWS * INPUTS; i++)
        lesson->x[i] = random_normal(&random);
    for (int r = 0; r < ROWS; r++) {
        lesson->targets[r] = random_normal(&random);
        lesson->weights[r] = 0.5 + random_uniform(&random);
        lesson->labels[r] = (int32_t)random_below(&random, CLASSES);
    }
    lesson->truth = (struct kernel_truth){
        .loss = loss, .n_classes = CLASSES, .focal_gamma = 1.7, .huber_delta = 0.4,
        .class_weights = lesson->class_weights, .labels = lesson->labels,
        .targets = lesson->targets, .weights = lesson->weights,
    };
    if (loss == TRAIN_HUBER || loss == TRAIN_MSE)
        lesson->truth.class_weights = NULL;
}

static void compare_slopes(enum train_loss loss, enum network_activation activation)
{
    const struct network_shape shape = { INPUTS, CLASSES, 2, { 9, 6 }, activation, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) learner = {0};
    static struct lesson lesson;
    double *values, *gradient, worst = 0;

    make(&lesson, loss);
    network_randomize(&network, 5);
    learner = learner_new(&kernel_f64, &network, ROWS);
    values = learner.values;
    gradient = learner.gradient;
    learner_slope(&learner, lesson.x, ROWS, &lesson.truth, NULL);
    for (size_t i = 0; i < learner.net.n_values; i++) {
        const double kept = values[i], h = 1e-6;
        double above, below;

        values[i] = kept + h;
        above = learner_score(&learner, lesson.x, ROWS, &lesson.truth).loss;
        values[i] = kept - h;
        below = learner_score(&learner, lesson.x, ROWS, &lesson.truth).loss;
        values[i] = kept;
        if (kept != 0)      /* a spare place holds 0, and its slope is not ours to move */
            worst = fmax(worst, fabs((above - below) / (2 * h) - gradient[i]));
        else
            CHECK(gradient[i] == 0);
    }
    test_expect(worst < 1e-8, __FILE__, __LINE__, "loss %d, activation %d: slope off by %g", loss,
                activation, worst);
}

TEST(every_slope_is_the_measured_one)
{
    for (int loss = 0; loss < TRAIN_LOSSES; loss++)
        for (int activation = 0; activation < NETWORK_ACTIVATIONS; activation++)
            compare_slopes((enum train_loss)loss, (enum network_activation)activation);
}

/* Every value of the table, moved a little: what the loss does is what the gradient says. */
static void compare_embedding(enum network_activation activation)
{
    enum { SYMBOLS = 4, NUMBERS = 3, WIDE = INPUTS + NUMBERS };
    const struct network_shape shape = { INPUTS, CLASSES, 2, { 9, 6 }, activation, 0, SYMBOLS,
                                         NUMBERS };
    const uint32_t symbols[ROWS] = { 0, 1, 1, 3, 0, 0, 1, 3, 3, 1, 0, 0, 1 };  /* never 2 */
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) learner = {0};
    static struct lesson lesson;
    static double x[ROWS * WIDE];
    double *values, *gradient, worst = 0;

    make(&lesson, TRAIN_CROSS_ENTROPY);
    for (size_t r = 0; r < ROWS; r++)
        memcpy(x + r * WIDE, lesson.x + r * INPUTS, INPUTS * sizeof(*x));
    network_randomize(&network, 5);
    learner = learner_new(&kernel_f64, &network, ROWS);
    values = learner.values;
    gradient = learner.gradient;
    learner_embed(&learner, symbols, ROWS, x);
    learner_slope(&learner, x, ROWS, &lesson.truth, NULL);
    learner_slope_embedding(&learner, symbols, ROWS);
    for (size_t i = 0; i < learner.net.n_values; i++) {
        const double kept = values[i], h = 1e-6;
        double above, below;

        values[i] = kept + h;
        learner_embed(&learner, symbols, ROWS, x);
        above = learner_score(&learner, x, ROWS, &lesson.truth).loss;
        values[i] = kept - h;
        learner_embed(&learner, symbols, ROWS, x);
        below = learner_score(&learner, x, ROWS, &lesson.truth).loss;
        values[i] = kept;
        if (kept != 0)
            worst = fmax(worst, fabs((above - below) / (2 * h) - gradient[i]));
        else
            CHECK(gradient[i] == 0);
    }
    test_expect(worst < 1e-8, __FILE__, __LINE__, "activation %d: slope off by %g", activation,
                worst);
    for (size_t i = 0; i < NUMBERS; i++)
        CHECK(gradient[learner.net.embeddings + 2 * NUMBERS + i] == 0);
    CHECK(gradient[learner.net.embeddings] != 0);
}

TEST(the_slopes_by_what_is_known_of_symbols_are_the_measured_ones)
{
    for (int activation = 0; activation < NETWORK_ACTIVATIONS; activation++)
        compare_embedding((enum network_activation)activation);
}

TEST(float_and_double_kernels_learn_the_same)
{
    const struct network_shape shape = { INPUTS, CLASSES, 2, { 9, 6 }, NETWORK_TANH, 0, 0, 0 };
    const struct train_settings settings = { .learning_rate = 0.01, .gradient_clip = 0.5,
                                             .weight_decay = 0.01 };
    const struct optimizer optimizer = optimizer_of(&settings);
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) wide = {0};
    struct learner OWNED(learner_release) narrow = {0};
    static struct lesson lesson;
    static float x[ROWS * INPUTS];

    make(&lesson, TRAIN_CROSS_ENTROPY);
    network_randomize(&network, 5);
    wide = learner_new(&kernel_f64, &network, ROWS);
    narrow = learner_new(&kernel_f32, &network, ROWS);
    for (int i = 0; i < ROWS * INPUTS; i++)
        lesson.x[i] = (double)(x[i] = (float)lesson.x[i]);
    for (int step = 0; step < 50; step++) {
        const struct kernel_score one =
            learner_slope(&wide, lesson.x, ROWS, &lesson.truth, NULL);
        const struct kernel_score two = learner_slope(&narrow, x, ROWS, &lesson.truth, NULL);

        CHECK_NEAR(two.loss, one.loss, 2e-6);
        CHECK(one.hits == two.hits);
        learner_step(&wide, &optimizer);
        learner_step(&narrow, &optimizer);
    }
}

/* A net without hidden layers and with weights 0 says its biases. */
static struct kernel_score score_of(const double *says, size_t n, struct kernel_truth truth,
                                    double *ret_slopes)
{
    const struct network_shape shape = { 1, n, 0, { 0 }, NETWORK_RELU, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) learner = learner_new(&kernel_f64, &network, 1);
    struct kernel_score score;

    for (size_t i = 0; i < n; i++)
        kernel_f64.set(learner.values, kernel_place(&learner.net.layer[0], i, 1), says[i]);
    score = learner_slope(&learner, (double[]){ 0 }, 1, &truth, NULL);
    for (size_t i = 0; i < n; i++)
        ret_slopes[i] = kernel_f64.get(learner.gradient, kernel_place(&learner.net.layer[0], i, 1));
    return score;
}

TEST(cross_entropy_is_minus_the_logarithm_of_the_labels_share)
{
    const double says[] = { log(1), log(3), log(6) };
    double slopes[3];
    struct kernel_truth truth = { .n_classes = 3, .labels = (int32_t[]){ 1 } };
    struct kernel_score score = score_of(says, 3, truth, slopes);

    CHECK_NEAR(score.loss, -log(0.3), 1e-15);
    CHECK_NEAR(slopes[0], 0.1, 1e-15);
    CHECK_NEAR(slopes[1], -0.7, 1e-15);
    CHECK_NEAR(slopes[2], 0.6, 1e-15);
    CHECK(score.hits == 0);
    truth.labels = (int32_t[]){ 2 };
    CHECK(score_of(says, 3, truth, slopes).hits == 1);
}

TEST(focal_loss_with_gamma_0_is_cross_entropy_and_with_2_minds_the_sure_less)
{
    const double says[] = { log(1), log(3), log(6) };
    double slopes[3];
    struct kernel_truth truth = { .loss = TRAIN_FOCAL, .n_classes = 3, .labels = (int32_t[]){ 2 } };

    CHECK_NEAR(score_of(says, 3, truth, slopes).loss, -log(0.6), 1e-15);
    CHECK_NEAR(slopes[2], -0.4, 1e-15);
    truth.focal_gamma = 2;
    CHECK_NEAR(score_of(says, 3, truth, slopes).loss, -0.16 * log(0.6), 1e-15);
    CHECK_NEAR(score_of((double[]){ 0, 0, 900 }, 3, truth, slopes).loss, 0.0, 0.0);
    CHECK(slopes[0] == 0 && slopes[2] == 0);
}

TEST(huber_is_square_near_and_straight_far)
{
    double slope[2];
    struct kernel_truth truth = { .loss = TRAIN_HUBER, .huber_delta = 0.5,
                                  .targets = (double[]){ 1 } };

    CHECK_NEAR(score_of((double[]){ 1.25, 9 }, 2, truth, slope).loss, 0.03125, 1e-15);
    CHECK_NEAR(slope[0], 0.25, 1e-15);
    CHECK_NEAR(score_of((double[]){ -1, 9 }, 2, truth, slope).loss, 0.5 * (2 - 0.25), 1e-15);
    CHECK_NEAR(slope[0], -0.5, 1e-15);
    CHECK(slope[1] == 0);
    truth.loss = TRAIN_MSE;
    CHECK_NEAR(score_of((double[]){ -1, 9 }, 2, truth, slope).loss, 4.0, 1e-15);
    CHECK_NEAR(slope[0], -4.0, 1e-15);
}

TEST(a_weighted_loss_divides_by_the_weights_of_the_batch)
{
    const struct network_shape shape = { 1, 2, 0, { 0 }, NETWORK_RELU, 0, 0, 0 };
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) learner = {0};
    const double x[] = { 1, 2 }, class_weights[] = { 1, 3 };
    struct kernel_truth truth = { .n_classes = 2, .labels = (int32_t[]){ 0, 1 },
                                  .class_weights = class_weights };
    double first, second;

    network.values[0] = 1;              /* class 0 says x */
    learner = learner_new(&kernel_f64, &network, 2);
    first = log1p(exp(-1));
    second = log1p(exp(2));
    CHECK_NEAR(learner_slope(&learner, x, 2, &truth, NULL).loss, (first + 3 * second) / 4, 1e-15);
    truth.weights = (double[]){ 6, 1 };
    CHECK_NEAR(learner_slope(&learner, x, 2, &truth, NULL).loss, (6 * first + 3 * second) / 9, 1e-15);
}

TEST(dropout_silences_its_share_and_scales_up_the_rest)
{
    enum { BATCH = 200, UNITS = 50 };
    const struct network_shape shape = { 1, 2, 1, { UNITS }, NETWORK_RELU, 0.3, 0, 0 };
    struct network OWNED(network_release) network = network_new(&shape);
    struct learner OWNED(learner_release) learner = {0};
    static float x[BATCH];
    static int32_t labels[BATCH];
    const struct kernel_truth truth = { .n_classes = 2, .labels = labels };
    struct random random = random_seed(4);
    int silent = 0;

    network_randomize(&network, 1);
    learner = learner_new(&kernel_f32, &network, BATCH);
    for (int r = 0; r < BATCH; r++)
        x[r] = (float)r / BATCH;
    learner_slope(&learner, x, BATCH, &truth, &random);
    for (size_t r = 0; r < BATCH; r++)
        for (size_t u = 0; u < UNITS; u++) {
            const size_t at = r * learner.net.layer[0].width + u;
            const double mask = kernel_f32.get(learner.room.mask[0], at);

            CHECK(mask == 0 || mask == (double)(float)(1 / (1 - 19661 / 65536.0)));
            CHECK_NEAR(kernel_f32.get(learner.room.fed[0], at),
                       mask * kernel_f32.get(learner.room.out[0], at), 1e-6);
            silent += mask == 0;
        }
    CHECK_NEAR(silent / (double)(BATCH * UNITS), 0.3, 0.02);
    CHECK(learner_score(&learner, x, BATCH, &truth).loss
          == learner_score(&learner, x, BATCH, &truth).loss);
}
