#include "base/random.h"
#include "domain/nn/checkpoint.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { INPUTS = 5, CLASSES = 3, ROWS = 90, VALIDATION = 40 };

static struct lesson {
    float x[(ROWS + VALIDATION) * INPUTS], targets[ROWS + VALIDATION];
    int32_t labels[ROWS + VALIDATION];
    struct train_job job;
    struct error err;
} t;

static const struct checkpoint_owner owner = { "1.2.3", { 1, 2, 3 }, { 4, 5, 6 } };

static void start(void)
{
    struct random random = random_seed(7);

    t.err = (struct error){0};
    for (size_t r = 0; r < ROWS + VALIDATION; r++) {
        float *x = t.x + r * INPUTS;

        for (int i = 0; i < INPUTS; i++)
            x[i] = (float)random_normal(&random);
        t.labels[r] = x[0] * x[1] > 0.4f ? 0 : x[0] * x[1] < -0.4f ? 2 : 1;
        t.targets[r] = x[2] - 0.5f * x[3] * x[3];
    }
    t.job = (struct train_job){
        .shape = { INPUTS, CLASSES, 2, { 9, 4 }, NETWORK_TANH, 0, 0, 0 },
        .settings = { .learning_rate = 0.02, .batch_size = 16, .epochs = 5, .seed = 42,
                      .gradient_clip = 1, .weight_decay = 1e-4, .momentum = 0.9,
                      .focal_gamma = 2, .huber_delta = 1 },
        .training = { ROWS, INPUTS, t.x, t.labels, t.targets, NULL, NULL },
        .validation = { VALIDATION, INPUTS, t.x + ROWS * INPUTS, t.labels + ROWS, t.targets + ROWS,
                        NULL, NULL },
    };
}

static bool begin(struct train *train)
{
    const bool ok = train_new(&t.job, train, &t.err);

    if (!ok)
        test_expect(false, __FILE__, __LINE__, "%s", t.err.text);
    return ok;
}

static void steps(struct train *train, size_t most)
{
    for (size_t i = 0; i < most && !train->is_over; i++)
        if (!train_step(train, &t.err)) {
            test_expect(false, __FILE__, __LINE__, "%s", t.err.text);
            return;
        }
}

/* All that is left of a training is in its last checkpoint: the same bytes are the same training. */
static void run_whole(struct buf *ret)
{
    struct train OWNED(train_release) train = {0};

    if (!begin(&train))
        return;
    steps(&train, SIZE_MAX);
    checkpoint_encode(&train, &owner, ret);
}

static void run_broken(size_t k, struct buf *ret)
{
    struct train OWNED(train_release) first = {0};
    struct train OWNED(train_release) second = {0};
    struct buf OWNED(buf_release) bytes = {0};

    if (!begin(&first) || !begin(&second))
        return;
    steps(&first, k);
    checkpoint_encode(&first, &owner, &bytes);
    steps(&second, 3);                  /* what was there must not matter */
    if (!checkpoint_decode(bytes.bytes, bytes.length, &owner, &second, &t.err))
        test_expect(false, __FILE__, __LINE__, "%s", t.err.text);
    steps(&second, SIZE_MAX);
    checkpoint_encode(&second, &owner, ret);
}

static void compare_at_every_batch(const char *what)
{
    const size_t batches = (ROWS + 15) / 16 * t.job.settings.epochs;
    struct buf OWNED(buf_release) whole = {0};

    run_whole(&whole);
    for (size_t k = 0; k <= batches; k++) {
        struct buf OWNED(buf_release) broken = {0};

        run_broken(k, &broken);
        test_expect(broken.length == whole.length
                    && !memcmp(broken.bytes, whole.bytes, whole.length),
                    __FILE__, __LINE__, "%s, stopped after batch %zu, went on differently", what, k);
    }
}

TEST(stopped_after_any_batch_it_goes_on_to_the_same_bits_with_every_optimizer_and_loss)
{
    static const char *const names[] = { "adam", "adamw", "sgd", "rmsprop" };

    for (int optimizer = 0; optimizer < TRAIN_OPTIMIZERS; optimizer++)
        for (int loss = 0; loss < TRAIN_LOSSES; loss++) {
            start();
            t.job.settings.optimizer = (enum train_optimizer)optimizer;
            t.job.settings.loss = (enum train_loss)loss;
            if (loss >= TRAIN_HUBER)
                t.job.shape.outputs = 1;
            t.job.shape.dropout = optimizer % 2 ? 0.4 : 0;
            compare_at_every_batch(names[optimizer]);
        }
}

TEST(stopped_after_any_batch_a_net_that_knows_symbols_goes_on_to_the_same_bits)
{
    static uint32_t symbols[ROWS + VALIDATION];

    start();
    for (size_t r = 0; r < ROWS + VALIDATION; r++)
        symbols[r] = (uint32_t)(r % 3);
    t.job.shape.symbols = 3;
    t.job.shape.embedding = 2;
    t.job.training.symbols = symbols;
    t.job.validation.symbols = symbols;
    compare_at_every_batch("with symbols");
}

TEST(stopped_after_any_batch_it_goes_on_to_the_same_bits_with_every_schedule)
{
    for (int type = 0; type < TRAIN_SCHEDULERS; type++) {
        start();
        t.job.shape.dropout = 0.3;
        t.job.settings.lr_scheduler = (struct train_schedule){ (enum train_scheduler)type, 2, 0.5,
                                                               0.3, 0 };
        t.job.settings.class_weights = TRAIN_BALANCED;
        compare_at_every_batch("a schedule");
    }
}

TEST(stopped_after_any_batch_it_stops_early_at_the_same_epoch)
{
    for (int monitor = 0; monitor < TRAIN_MONITORS; monitor++) {
        start();
        t.job.settings.learning_rate = 0.3;
        t.job.settings.epochs = 12;
        t.job.settings.early_stopping = (struct train_early_stopping){
            true, 2, 0.01, (enum train_monitor)monitor };
        compare_at_every_batch("early stopping");
    }
}

static void expect_refused(const struct buf *bytes, size_t length,
                           const struct checkpoint_owner *whose, enum error_code code,
                           const char *said)
{
    struct train OWNED(train_release) train = {0};
    struct buf OWNED(buf_release) before = {0}, after = {0};
    struct error err = {0};

    if (!begin(&train))
        return;
    checkpoint_encode(&train, &owner, &before);
    CHECK(!checkpoint_decode(bytes->bytes, length, whose, &train, &err));
    CHECK(err.code == code && strstr(err.text, said));
    checkpoint_encode(&train, &owner, &after);
    CHECK(before.length == after.length && !memcmp(before.bytes, after.bytes, after.length));
}

static void make(struct buf *ret)
{
    struct train OWNED(train_release) train = {0};

    start();
    if (!begin(&train))
        return;
    steps(&train, 8);
    checkpoint_encode(&train, &owner, ret);
}

TEST(one_that_was_cut_short_or_changed_is_refused_wherever_that_was)
{
    struct buf OWNED(buf_release) bytes = {0};
    struct error err = {0};

    make(&bytes);
    CHECK(checkpoint_check(bytes.bytes, bytes.length, &err));
    for (size_t length = 0; length < bytes.length; length += 1 + length / 9)
        expect_refused(&bytes, length, &owner, ERROR_BAD_DATA, "checkpoint");
    for (size_t at = 0; at < bytes.length; at += 1 + at / 9) {
        bytes.bytes[at] ^= 4;
        expect_refused(&bytes, bytes.length, &owner, ERROR_BAD_DATA, "checkpoint");
        bytes.bytes[at] ^= 4;
    }
}

TEST(one_of_another_training_is_refused_with_the_reason)
{
    struct buf OWNED(buf_release) bytes = {0};
    struct checkpoint_owner other = owner;

    make(&bytes);
    snprintf(other.program, sizeof(other.program), "1.2.4");
    expect_refused(&bytes, bytes.length, &other, ERROR_CONFLICT, "of ktrdr 1.2.3, this is 1.2.4");
    other = owner;
    other.strategy[31]++;
    expect_refused(&bytes, bytes.length, &other, ERROR_CONFLICT, "another strategy");
    other = owner;
    other.data[0]++;
    expect_refused(&bytes, bytes.length, &other, ERROR_CONFLICT, "other bars");
    t.job.shape.hidden[1] = 30;
    expect_refused(&bytes, bytes.length, &owner, ERROR_CONFLICT, "another shape");
}
