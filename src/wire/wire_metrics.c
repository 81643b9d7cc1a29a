#include "wire/wire_metrics.h"

const struct wire_field wire_metrics_fields[] = {
    WIRE_INTEGER(struct wire_metrics, rows, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_metrics, log_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_metrics, accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_metrics, class_prior, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_metrics, balanced_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_metrics, mcc, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct wire_metrics, label_shares, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct wire_metrics, predicted_shares, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct wire_metrics, recall, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct wire_metrics, precision, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct wire_metrics, f1, WIRE_OPTIONAL),
    WIRE_INTEGERS(struct wire_metrics, confusion, WIRE_OPTIONAL),
    WIRE_END
};
