/* kernel_loss - how wrong the answers are, and the slope of that; a row at a time. */
#ifndef DOMAIN_NN_KERNEL_LOSS_H
#define DOMAIN_NN_KERNEL_LOSS_H

#include "domain/nn/kernel.h"
#include "domain/nn/real.h"

struct kernel_row {
    double loss;
    bool is_hit;
};

REAL_INLINE size_t kernel_highest(const real *v, size_t n)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++)
        best = v[i] > v[best] ? i : best;
    return best;
}

/* softmax into share; the logarithm of the sum of exp(v - highest) is returned. */
REAL_INLINE double kernel_softmax(const real *v, size_t n, real highest, real *share)
{
    real sum = 0;

    for (size_t i = 0; i < n; i++) {
        share[i] = real_exp(v[i] - highest);
        sum += share[i];
    }
    for (size_t i = 0; i < n; i++)
        share[i] /= sum;
    return calc_log((double)sum);
}

/* T.-Y. Lin and others, "Focal loss for dense object detection", 2017: (1-p)^gamma times the cross
 * entropy. Returns the factor that cross entropy's slope, share - 1[label], gets. */
REAL_INLINE double kernel_focal(double gamma, double p, double *loss)
{
    const double left = 1 - p, entropy = *loss;

    if (left <= 0)
        return *loss = 0;

    const double weight = calc_pow(left, gamma);

    *loss = weight * entropy;
    return weight + gamma * weight / left * p * entropy;
}

/* delta: the row's slope, spare outputs left alone. */
REAL_INLINE struct kernel_row kernel_class_row(const struct kernel_truth *truth, const real *v,
                                               size_t label, double weight, real *delta)
{
    const size_t n = truth->n_classes, best = kernel_highest(v, n);
    const double log_sum = kernel_softmax(v, n, v[best], delta);
    struct kernel_row row = { log_sum - (double)(v[label] - v[best]), best == label };

    if (truth->loss == TRAIN_FOCAL)
        weight *= kernel_focal(truth->focal_gamma, (double)delta[label], &row.loss);
    delta[label] -= 1;
    for (size_t i = 0; i < n; i++)
        delta[i] *= (real)weight;
    return row;
}

REAL_INLINE double kernel_number_row(const struct kernel_truth *truth, double off, double weight,
                                     real *delta)
{
    const double size = fabs(off), limit = truth->huber_delta;

    if (truth->loss == TRAIN_MSE) {
        *delta = (real)(2 * off * weight);
        return off * off;
    }
    if (size > limit) {
        *delta = (real)((off < 0 ? -limit : limit) * weight);
        return limit * (size - limit / 2);
    }
    *delta = (real)(off * weight);
    return off * off / 2;
}

REAL_INLINE double kernel_row_weight(const struct kernel_truth *truth, size_t row)
{
    const double own = truth->weights ? truth->weights[row] : 1;

    return truth->class_weights ? own * truth->class_weights[truth->labels[row]] : own;
}

#endif
