/* wire_metrics - how well a classifier told BUY, HOLD and SELL apart on some rows. */
#ifndef WIRE_WIRE_METRICS_H
#define WIRE_WIRE_METRICS_H

#include "wire/wire.h"

/* Classes are in the order BUY, HOLD, SELL. What was not measured is absent. */
struct wire_metrics {
    int64_t rows;
    double log_loss, accuracy;
    double class_prior;         /* accuracy of always saying the commonest class */
    double balanced_accuracy, mcc;
    size_t n_label_shares;
    double *label_shares;       /* of each class, 0 to 1 */
    size_t n_predicted_shares;
    double *predicted_shares;
    size_t n_recall;
    double *recall;
    size_t n_precision;
    double *precision;
    size_t n_f1;
    double *f1;
    size_t n_confusion;
    int64_t *confusion;         /* label by label: as BUY, as HOLD, as SELL */
};

extern const struct wire_field wire_metrics_fields[];

WIRE_RELEASE(metrics)

#endif
