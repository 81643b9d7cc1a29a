#include "domain/nn/checkpoint.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are copied as they lie");
static_assert(sizeof(size_t) == 8 && sizeof(double) == 8, "the table's numbers are of 8 bytes");

enum { VERSION = 1, MAGIC = 8 };
static const char magic[MAGIC + 1] = "KTRDRCKP";

struct head {
    char magic[MAGIC];
    uint64_t version, real, values, training_rows, validation_rows, columns;
    struct checkpoint_owner owner;
};
static_assert(sizeof(struct head) == 56 + 96, "no gaps");

/* All that is one number. The rate is this epoch's; optimizer_of() gives the rest. */
static const size_t numbers[] = {
    offsetof(struct train, epoch), offsetof(struct train, batch),
    offsetof(struct train, learner.steps), offsetof(struct train, optimizer.learning_rate),
    offsetof(struct train, schedule.best), offsetof(struct train, schedule.flat_epochs),
    offsetof(struct train, dropout.state[0]), offsetof(struct train, dropout.state[1]),
    offsetof(struct train, dropout.state[2]), offsetof(struct train, dropout.state[3]),
    offsetof(struct train, loss_sum), offsetof(struct train, hits), offsetof(struct train, loss),
    offsetof(struct train, best_epoch), offsetof(struct train, best_value),
    offsetof(struct train, stop_value), offsetof(struct train, idle_epochs),
};
enum { EPOCH, BATCH, BEST = 13, IS_OVER = COUNT(numbers), NUMBERS };

static struct head head_of(const struct train *train, const struct checkpoint_owner *owner)
{
    const struct train_job *job = train->job;
    struct head head = {
        .version = VERSION, .real = train->learner.kernel->size,
        .values = train->learner.net.n_values, .training_rows = job->training.rows,
        .validation_rows = job->validation.rows, .columns = job->shape.inputs, .owner = *owner,
    };

    memcpy(head.magic, magic, MAGIC);
    return head;
}

static void hash_of(const void *bytes, size_t length, uint8_t ret[HASH_BYTES])
{
    struct hash hash;

    hash_start(&hash);
    hash_add(&hash, bytes, length);
    hash_end(&hash, ret);
}

static size_t array_bytes(const struct train *train)
{
    return 3 * train->learner.net.n_values * train->learner.kernel->size
           + train->best.n_values * sizeof(float);
}

static size_t length_of(const struct train *train, uint64_t epochs)
{
    return sizeof(struct head) + NUMBERS * 8 + epochs * sizeof(struct train_epoch)
           + array_bytes(train) + HASH_BYTES;
}

static void add(struct buf *buf, const void *bytes, size_t length)
{
    buf_add(buf, bytes, length);
}

void checkpoint_encode(const struct train *train, const struct checkpoint_owner *owner,
                       struct buf *buf)
{
    const struct head head = head_of(train, owner);
    const struct learner *learner = &train->learner;
    const size_t size = learner->net.n_values * learner->kernel->size, from = buf->length;
    const uint64_t is_over = train->is_over;
    uint8_t hash[HASH_BYTES];

    buf_reserve(buf, length_of(train, train->epoch));
    add(buf, &head, sizeof(head));
    for (size_t i = 0; i < COUNT(numbers); i++)
        add(buf, (const char *)train + numbers[i], 8);
    add(buf, &is_over, sizeof(is_over));
    add(buf, train->history, train->epoch * sizeof(*train->history));
    add(buf, learner->values, size);
    add(buf, learner->moments[0], size);
    add(buf, learner->moments[1], size);
    add(buf, train->best.values, train->best.n_values * sizeof(*train->best.values));
    hash_of(buf->bytes + from, buf->length - from, hash);
    add(buf, hash, sizeof(hash));
}

bool checkpoint_check(const void *bytes, size_t length, struct error *err)
{
    uint8_t hash[HASH_BYTES];

    if (length < sizeof(struct head) + HASH_BYTES || memcmp(bytes, magic, MAGIC) != 0)
        return error_set(err, ERROR_BAD_DATA, "no checkpoint, or one cut short");
    hash_of(bytes, length - HASH_BYTES, hash);
    return !memcmp(hash, (const char *)bytes + length - HASH_BYTES, HASH_BYTES) ||
           error_set(err, ERROR_BAD_DATA, "a damaged checkpoint: its hash does not match");
}

static bool check_owner(const struct head *is, const struct head *wanted, struct error *err)
{
    if (is->version != wanted->version)
        return error_set(err, ERROR_CONFLICT, "the checkpoint is of another layout");
    if (memcmp(is->owner.program, wanted->owner.program, CHECKPOINT_PROGRAM) != 0)
        return error_set(err, ERROR_CONFLICT, "the checkpoint is of ktrdr %.*s, this is %.*s",
                         CHECKPOINT_PROGRAM, is->owner.program, CHECKPOINT_PROGRAM,
                         wanted->owner.program);
    if (memcmp(is->owner.strategy, wanted->owner.strategy, HASH_BYTES) != 0)
        return error_set(err, ERROR_CONFLICT, "the checkpoint is of another strategy or seed");
    if (memcmp(is->owner.data, wanted->owner.data, HASH_BYTES) != 0)
        return error_set(err, ERROR_CONFLICT, "the checkpoint is of other bars");
    return !memcmp(is, wanted, sizeof(*is)) ||
           error_set(err, ERROR_CONFLICT, "the checkpoint is of a training of another shape");
}

static bool check_numbers(const struct train *train, const uint64_t *number, size_t length,
                          struct error *err)
{
    const uint64_t epochs = train->job->settings.epochs;
    const bool fits = number[EPOCH] <= epochs && number[BATCH] < train->batches
                      && number[BEST] <= number[EPOCH] && number[IS_OVER] <= 1
                      && (number[EPOCH] < epochs || number[IS_OVER])
                      && (!number[IS_OVER] || !number[BATCH]);

    return (fits && length == length_of(train, number[EPOCH])) ||
           error_set(err, ERROR_BAD_DATA, "the checkpoint's numbers do not fit together");
}

static const char *take(const char *from, void *to, size_t length)
{
    memcpy(to, from, length);
    return from + length;
}

bool checkpoint_decode(const void *bytes, size_t length, const struct checkpoint_owner *owner,
                       struct train *train, struct error *err)
{
    const struct head wanted = head_of(train, owner);
    struct learner *learner = &train->learner;
    const size_t size = learner->net.n_values * learner->kernel->size;
    const char *at = (const char *)bytes + sizeof(struct head);
    uint64_t number[NUMBERS];
    struct head head;

    if (!checkpoint_check(bytes, length, err))
        return false;
    take(bytes, &head, sizeof(head));
    if (!check_owner(&head, &wanted, err))
        return false;
    if (length < length_of(train, 0))
        return error_set(err, ERROR_BAD_DATA, "the checkpoint is too short");
    at = take(at, number, sizeof(number));
    if (!check_numbers(train, number, length, err))
        return false;
    for (size_t i = 0; i < COUNT(numbers); i++)
        memcpy((char *)train + numbers[i], &number[i], 8);
    train->is_over = number[IS_OVER];
    at = take(at, train->history, train->epoch * sizeof(*train->history));
    at = take(at, learner->values, size);
    at = take(at, learner->moments[0], size);
    at = take(at, learner->moments[1], size);
    take(at, train->best.values, train->best.n_values * sizeof(*train->best.values));
    train_shuffle(train);
    return true;
}
