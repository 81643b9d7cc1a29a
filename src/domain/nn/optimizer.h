/*
 * optimizer - the rates of one step, from the settings and the number of steps so far.
 *
 * The constants are torch's: Adam and AdamW 0.9, 0.999, epsilon 1e-8; RMSprop alpha 0.99, epsilon
 * 1e-8.
 */
#ifndef DOMAIN_NN_OPTIMIZER_H
#define DOMAIN_NN_OPTIMIZER_H

#include "domain/nn/kernel.h"

struct optimizer {
    enum train_optimizer type;
    double learning_rate;
    double weight_decay, momentum, gradient_clip;
    double beta1, beta2, epsilon, alpha;
};

struct optimizer optimizer_of(const struct train_settings *settings);

/* step counts from 1; norm is that of the gradient before clipping. The clip factor is
 * min(1, most / (norm + 1e-6)). */
struct kernel_update optimizer_step(const struct optimizer *optimizer, uint64_t step, double norm);

#endif
