/*
 * learner - weights while they learn: a batch goes in, the loss comes out, the weights move.
 *
 * All it knows between two steps is in plain arrays of n_values reals (values, moments) and
 * `steps`: copy these and the training goes on from there with the same bits.
 */
#ifndef DOMAIN_NN_LEARNER_H
#define DOMAIN_NN_LEARNER_H

#include "domain/nn/kernel.h"
#include "domain/nn/optimizer.h"

struct learner {
    const struct kernel *kernel;        /* &kernel_f32, or &kernel_f64 for tests */
    struct kernel_net net;
    struct kernel_room room;
    void *values, *gradient;            /* owned, like all arrays here */
    void *moments[2];
    uint64_t steps;
};

struct learner learner_new(const struct kernel *kernel, const struct network *network,
                           size_t batch_rows);
void learner_release(struct learner *learner);

/* x is rows x inputs of the kernel's reals; rows at most batch_rows. random is dropout's, NULL for
 * none. Loss, hits and gradient, weights left alone; then the step itself. */
struct kernel_score learner_slope(struct learner *learner, const void *x, size_t rows,
                                  const struct kernel_truth *truth, struct random *random);
void learner_step(struct learner *learner, const struct optimizer *optimizer);

/* Of a net that knows symbols: what it knows of them, put into the rows of x before any of the
 * others; and after learner_slope() the gradient by it. */
void learner_embed(const struct learner *learner, const uint32_t *symbols, size_t rows, void *x);
void learner_slope_embedding(struct learner *learner, const uint32_t *symbols, size_t rows);

/* Loss and hits without dropout, and nothing changes. */
struct kernel_score learner_score(struct learner *learner, const void *x, size_t rows,
                                  const struct kernel_truth *truth);

void learner_store(const struct learner *learner, struct network *ret_network);

#endif
