/*
 * class_metrics - how good a classifier's answers are, beside what guessing would give.
 *
 * What is undefined is NaN, never a friendly 0: the precision of a class that was never answered,
 * the recall of one that never came, the correlation of answers that never change.
 */
#ifndef DOMAIN_NN_CLASS_METRICS_H
#define DOMAIN_NN_CLASS_METRICS_H

#include <stddef.h>
#include <stdint.h>

enum { CLASS_METRICS_CLASSES = 16 };

struct class_metrics {
    size_t n_classes, rows;
    size_t confusion[CLASS_METRICS_CLASSES][CLASS_METRICS_CLASSES];     /* [label][answer] */
    struct class_metrics_class {
        size_t labels, answers;         /* rows that are, and rows that were called so */
        double prior, share;            /* the same, of all rows */
        double precision, recall, f1;
    } of[CLASS_METRICS_CLASSES];
    double accuracy;
    double majority;                    /* accuracy of always answering the most frequent class */
    double balanced_accuracy;           /* mean recall of the classes that came */
    double mcc;                         /* J. Gorodkin 2004: Matthews' correlation, for K classes */
    double log_loss;                    /* mean of -log of the label's share, that at least 1e-15 */
};

/* softmax is rows x n_classes; the answer is the highest share, the first of equal ones. Labels are
 * below n_classes, which is at most CLASS_METRICS_CLASSES. A row with a NaN share answers class 0
 * and makes log_loss NaN. */
struct class_metrics class_metrics_of(size_t n_classes, size_t rows, const float *softmax,
                                      const int32_t *labels);

/* All but log_loss, from a confusion matrix that was counted elsewhere. */
void class_metrics_finish(struct class_metrics *metrics);

#endif
