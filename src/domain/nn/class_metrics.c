#include "domain/nn/class_metrics.h"

#include "domain/calc.h"

#include <assert.h>
#include <math.h>

static double share_of(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

static void measure_class(struct class_metrics *metrics, size_t k)
{
    struct class_metrics_class *of = &metrics->of[k];
    const double hits = (double)metrics->confusion[k][k];

    *of = (struct class_metrics_class){0};
    for (size_t i = 0; i < metrics->n_classes; i++) {
        of->labels += metrics->confusion[k][i];
        of->answers += metrics->confusion[i][k];
    }
    of->prior = share_of((double)of->labels, (double)metrics->rows);
    of->share = share_of((double)of->answers, (double)metrics->rows);
    of->precision = share_of(hits, (double)of->answers);
    of->recall = share_of(hits, (double)of->labels);
    of->f1 = share_of(2 * hits, (double)(of->labels + of->answers));
}

/* (c n - sum t_k p_k) / sqrt((n^2 - sum p_k^2)(n^2 - sum t_k^2)): c hits of n, t_k labels and p_k
 * answers of class k. */
static double correlation(const struct class_metrics *metrics, double hits)
{
    const double n = (double)metrics->rows;
    double both = 0, labels = 0, answers = 0;

    for (size_t k = 0; k < metrics->n_classes; k++) {
        const double t = (double)metrics->of[k].labels, p = (double)metrics->of[k].answers;

        both += t * p;
        labels += t * t;
        answers += p * p;
    }
    return share_of(hits * n - both, sqrt((n * n - answers) * (n * n - labels)));
}

void class_metrics_finish(struct class_metrics *metrics)
{
    double hits = 0, recalls = 0, most = 0;
    size_t n_there = 0;

    metrics->rows = 0;
    for (size_t k = 0; k < metrics->n_classes; k++)
        for (size_t i = 0; i < metrics->n_classes; i++)
            metrics->rows += metrics->confusion[k][i];
    for (size_t k = 0; k < metrics->n_classes; k++) {
        measure_class(metrics, k);
        hits += (double)metrics->confusion[k][k];
        most = fmax(most, (double)metrics->of[k].labels);
        if (metrics->of[k].labels) {
            recalls += metrics->of[k].recall;
            n_there++;
        }
    }
    metrics->accuracy = share_of(hits, (double)metrics->rows);
    metrics->majority = share_of(most, (double)metrics->rows);
    metrics->balanced_accuracy = share_of(recalls, (double)n_there);
    metrics->mcc = correlation(metrics, hits);
}

struct class_metrics class_metrics_of(size_t n_classes, size_t rows, const float *softmax,
                                      const int32_t *labels)
{
    struct class_metrics metrics = { .n_classes = n_classes };
    double loss = 0;

    assert(n_classes <= CLASS_METRICS_CLASSES);
    for (size_t r = 0; r < rows; r++) {
        const float *share = softmax + r * n_classes;
        const double own = (double)share[labels[r]];
        size_t answer = 0;

        for (size_t k = 1; k < n_classes; k++)
            answer = share[k] > share[answer] ? k : answer;
        metrics.confusion[labels[r]][answer]++;
        loss -= calc_log(own < 1e-15 ? 1e-15 : own);
    }
    class_metrics_finish(&metrics);
    metrics.log_loss = share_of(loss, (double)rows);
    return metrics;
}
