#include "domain/nn/optimizer.h"

#include "domain/calc.h"

#include <math.h>

struct optimizer optimizer_of(const struct train_settings *settings)
{
    return (struct optimizer){
        .type = settings->optimizer,
        .learning_rate = settings->learning_rate,
        .weight_decay = settings->weight_decay,
        .momentum = settings->momentum,
        .gradient_clip = settings->gradient_clip,
        .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .alpha = 0.99,
    };
}

struct kernel_update optimizer_step(const struct optimizer *optimizer, uint64_t step, double norm)
{
    const bool is_adam = optimizer->type == TRAIN_ADAM || optimizer->type == TRAIN_ADAMW;
    const double clip = optimizer->gradient_clip, rate = optimizer->learning_rate;
    struct kernel_update update = {
        .optimizer = optimizer->type,
        .rate = rate,
        .beta1 = optimizer->beta1, .beta2 = optimizer->beta2,
        .epsilon = optimizer->epsilon,
        .momentum = optimizer->momentum,
        .alpha = optimizer->alpha,
        .scale = clip > 0 && norm + 1e-6 > clip ? clip / (norm + 1e-6) : 1,
        .decay = optimizer->weight_decay,
    };

    if (is_adam) {
        update.rate = rate / (1 - calc_pow(optimizer->beta1, (double)step));
        update.root_correction = 1 / sqrt(1 - calc_pow(optimizer->beta2, (double)step));
    }
    if (optimizer->type == TRAIN_ADAMW)
        update.decay = 1 - rate * optimizer->weight_decay;
    return update;
}
