/* Two steps of each by hand. Many steps of whole nets: tests/programs/test_nn_replay.py. */
#include "domain/nn/optimizer.h"
#include "test.h"

enum { N = 8 };

/* Two steps from weight 1 with gradients 0.5 and -0.25. */
static double after_two(struct train_settings settings)
{
    const struct optimizer optimizer = optimizer_of(&settings);
    double values[N] = { 1 }, first[N] = {0}, second[N] = {0};
    const double gradients[2][N] = { { 0.5 }, { -0.25 } };
    void *moments[2] = { first, second };

    for (uint64_t step = 1; step <= 2; step++) {
        const double norm = kernel_f64.norm(gradients[step - 1], N);
        const struct kernel_update update = optimizer_step(&optimizer, step, norm);

        kernel_f64.update(&update, N, gradients[step - 1], moments, values);
        for (int i = 1; i < N; i++)
            CHECK(values[i] == 0);
    }
    return values[0];
}

TEST(sgd_follows_the_gradient_and_its_momentum)
{
    const struct train_settings settings = { .optimizer = TRAIN_SGD, .learning_rate = 0.1 };
    struct train_settings with = settings;

    CHECK_NEAR(after_two(settings), 1 - 0.05 + 0.025, 1e-15);
    with.momentum = 0.9;
    CHECK_NEAR(after_two(with), 1 - 0.05 - 0.1 * (0.45 - 0.25), 1e-15);
    with.momentum = 0;
    with.weight_decay = 0.2;
    CHECK_NEAR(after_two(with), 0.93 - 0.1 * (-0.25 + 0.2 * 0.93), 1e-15);
}

TEST(adam_corrects_its_moments_and_adds_epsilon_outside_the_root)
{
    const struct train_settings settings = { .optimizer = TRAIN_ADAM, .learning_rate = 0.1 };
    const double w = 1 - 0.1 * 0.5 / (0.5 + 1e-8);
    const double m = (0.9 * 0.05 - 0.1 * 0.25) / (1 - 0.81);
    const double v = (0.999 * 0.001 * 0.25 + 0.001 * 0.0625) / (1 - 0.999 * 0.999);

    CHECK_NEAR(after_two(settings), w - 0.1 * m / (sqrt(v) + 1e-8), 1e-14);
}

TEST(adam_adds_decay_to_the_gradient_and_adamw_takes_it_off_the_weight)
{
    struct train_settings settings = { .optimizer = TRAIN_ADAM, .learning_rate = 0.1,
                                       .weight_decay = 0.5 };
    const double first = 1 - 0.1 * 1.0 / (1.0 + 1e-8), g = -0.25 + 0.5 * first;
    const double m = (0.9 * 0.1 + 0.1 * g) / (1 - 0.81);
    const double v = (0.999 * 0.001 + 0.001 * g * g) / (1 - 0.999 * 0.999);
    double decoupled = 0.95 - 0.1 * 0.5 / (0.5 + 1e-8);

    CHECK_NEAR(after_two(settings), first - 0.1 * m / (sqrt(v) + 1e-8), 1e-14);
    settings.optimizer = TRAIN_ADAMW;
    decoupled *= 0.95;
    decoupled -= 0.1 * ((0.9 * 0.05 - 0.1 * 0.25) / (1 - 0.81))
                 / (sqrt((0.999 * 0.001 * 0.25 + 0.001 * 0.0625) / (1 - 0.999 * 0.999)) + 1e-8);
    CHECK_NEAR(after_two(settings), decoupled, 1e-14);
}

TEST(rmsprop_divides_by_the_root_of_the_mean_square)
{
    const struct train_settings settings = { .optimizer = TRAIN_RMSPROP, .learning_rate = 0.01 };
    const double second = 0.01 * 0.25, third = 0.99 * second + 0.01 * 0.0625;

    CHECK_NEAR(after_two(settings), 1 - 0.01 * 0.5 / (sqrt(second) + 1e-8)
                                    + 0.01 * 0.25 / (sqrt(third) + 1e-8), 1e-14);
}

TEST(a_long_gradient_is_cut_to_the_limit_and_a_short_one_left_alone)
{
    struct train_settings settings = { .optimizer = TRAIN_SGD, .learning_rate = 1,
                                       .gradient_clip = 0.3 };

    CHECK_NEAR(after_two(settings), 1 - 0.5 * (0.3 / (0.5 + 1e-6)) + 0.25, 1e-15);
}

TEST(the_norm_counts_every_lane_in_either_precision)
{
    double wide[24];
    float narrow[24];
    double sum = 0;

    for (int i = 0; i < 24; i++) {
        wide[i] = i - 7.5;
        narrow[i] = (float)wide[i];
        sum += wide[i] * wide[i];
    }
    CHECK_NEAR(kernel_f64.norm(wide, 24), sqrt(sum), 1e-13);
    CHECK_NEAR(kernel_f32.norm(narrow, 24), sqrt(sum), 1e-13);
    narrow[23] = NAN;
    CHECK(isnan(kernel_f32.norm(narrow, 24)));
}

TEST(moments_without_a_gradient_end_at_0_and_not_among_the_denormal_numbers)
{
    for (int type = 0; type < TRAIN_OPTIMIZERS; type++) {
        const struct train_settings settings = { .optimizer = (enum train_optimizer)type,
                                                 .learning_rate = 0.1, .momentum = 0.5 };
        struct optimizer optimizer = optimizer_of(&settings);
        float values[N] = { 1 }, first[N] = { 1e-3f }, second[N] = { 1e-6f };
        const float gradient[N] = {0};
        void *moments[2] = { first, second };

        optimizer.beta2 = optimizer.alpha = 0.9;
        for (uint64_t step = 1; step <= 2000; step++) {
            const struct kernel_update update = optimizer_step(&optimizer, step, 0);

            kernel_f32.update(&update, N, gradient, moments, values);
        }
        CHECK(type == TRAIN_RMSPROP || first[0] == 0);
        CHECK(type == TRAIN_SGD || second[0] == 0);
        CHECK(isfinite(values[0]));
    }
}
