/* wire_prediction - what a model says at the last bar that is known. */
#ifndef WIRE_WIRE_PREDICTION_H
#define WIRE_WIRE_PREDICTION_H

#include "wire/wire.h"

/* Of WIRE_MODEL_PREDICT. */
struct wire_prediction_request {
    char symbol[33];
    char timeframe[8];          /* default: the model's */
    char at[32];                /* the last bar to look at; default: the newest */
};

struct wire_prediction_feature {
    char name[128];
    double value;
};

struct wire_prediction_result {
    char model_id[96];
    char symbol[33];
    char timeframe[8];
    int64_t time;               /* start of the bar it was made at */
    int64_t known_at;           /* its end */
    double close;
    char signal[8];             /* after the threshold: "BUY", "HOLD", "SELL" */
    double confidence;
    double buy;                 /* probabilities */
    double hold, sell, threshold;
    size_t n_features;
    struct wire_prediction_feature *features;
    size_t n_warnings;
    char **warnings;
};

extern const struct wire_field wire_prediction_request_fields[];
extern const struct wire_field wire_prediction_feature_fields[];
extern const struct wire_field wire_prediction_result_fields[];

WIRE_RELEASE(prediction_request)
WIRE_RELEASE(prediction_feature)
WIRE_RELEASE(prediction_result)

#endif
