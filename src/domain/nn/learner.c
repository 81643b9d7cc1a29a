#include "domain/nn/learner.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

struct learner learner_new(const struct kernel *kernel, const struct network *network,
                           size_t batch_rows)
{
    struct learner learner = { .kernel = kernel, .net = kernel_net_of(&network->shape) };
    const size_t size = learner.net.n_values * kernel->size;

    learner.room = kernel_room_new(kernel, &learner.net, batch_rows);
    learner.values = mem_alloc(size);
    learner.gradient = mem_alloc(size);
    learner.moments[0] = mem_alloc(size);
    learner.moments[1] = mem_alloc(size);
    kernel_load(kernel, &learner.net, network, learner.values);
    return learner;
}

void learner_release(struct learner *learner)
{
    kernel_room_release(&learner->room);
    free(learner->values);
    free(learner->gradient);
    free(learner->moments[0]);
    free(learner->moments[1]);
    *learner = (struct learner){0};
}

struct kernel_score learner_slope(struct learner *learner, const void *x, size_t rows,
                                  const struct kernel_truth *truth, struct random *random)
{
    const struct kernel *kernel = learner->kernel;
    struct kernel_score score;

    assert(rows > 0 && rows <= learner->room.rows);
    kernel->forward(&learner->net, learner->values, x, rows, &learner->room,
                    learner->net.dropout > 0 ? random : NULL);
    score = kernel->score(&learner->net, truth, rows, &learner->room);
    kernel->backward(&learner->net, learner->values, x, rows, &learner->room, learner->gradient);
    return score;
}

void learner_embed(const struct learner *learner, const uint32_t *symbols, size_t rows, void *x)
{
    learner->kernel->embed(&learner->net, learner->values, symbols, rows, x);
}

void learner_slope_embedding(struct learner *learner, const uint32_t *symbols, size_t rows)
{
    learner->kernel->embed_back(&learner->net, learner->values, symbols, rows, learner->room.delta,
                                learner->gradient);
}

void learner_step(struct learner *learner, const struct optimizer *optimizer)
{
    const size_t n = learner->net.n_values;
    const double norm = optimizer->gradient_clip > 0
                            ? learner->kernel->norm(learner->gradient, n) : 0;
    const struct kernel_update update = optimizer_step(optimizer, ++learner->steps, norm);

    learner->kernel->update(&update, n, learner->gradient, learner->moments, learner->values);
}

struct kernel_score learner_score(struct learner *learner, const void *x, size_t rows,
                                  const struct kernel_truth *truth)
{
    assert(rows > 0 && rows <= learner->room.rows);
    learner->kernel->forward(&learner->net, learner->values, x, rows, &learner->room, NULL);
    return learner->kernel->score(&learner->net, truth, rows, &learner->room);
}

void learner_store(const struct learner *learner, struct network *ret_network)
{
    kernel_store(learner->kernel, &learner->net, learner->values, ret_network);
}
