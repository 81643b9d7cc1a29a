/* wire_evaluation - a model measured on bars it did not learn from; each look is counted. */
#ifndef WIRE_WIRE_EVALUATION_H
#define WIRE_WIRE_EVALUATION_H

#include "wire/wire.h"
#include "wire/wire_metrics.h"

/* Of WIRE_MODEL_TEST. */
struct wire_evaluation_request {
    char model[96];             /* of the path; in the stored request */
    char start_date[32];        /* default: its test part */
    char end_date[32];
};

struct wire_evaluation_result {
    char model_id[96];
    char name[65];
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    char part[16];              /* "test", or "dates" when told */
    int64_t start, end;
    int64_t looks;              /* at this part, with this one */
    double train_accuracy, validation_accuracy;
    struct wire_metrics metrics;
    size_t n_warnings;
    char **warnings;
};

extern const struct wire_field wire_evaluation_request_fields[];
extern const struct wire_field wire_evaluation_result_fields[];

WIRE_RELEASE(evaluation_request)
WIRE_RELEASE(evaluation_result)

#endif
