/* wire_track - what a model said when nobody knew better, and what came of it. */
#ifndef WIRE_WIRE_TRACK_H
#define WIRE_WIRE_TRACK_H

#include "wire/wire.h"

#define WIRE_TRACK "/api/v1/models/{id}/predictions"

struct wire_track_item {
    char symbol[33];
    int64_t time;               /* start of the bar it is about */
    int64_t made_at;
    char signal[8];
    double confidence;          /* probability of the likeliest class */
    double close;
    bool is_live;               /* it was made before the next bar had ended: nobody knew better */
    char label[8];              /* what it should have been; "" while that is open */
    int64_t settled_at;         /* start of the bar that settled it */
    double returned;            /* of the price, as the label measures it */
};

/* Of the live ones that are settled alone. */
struct wire_track {
    char model_id[96];
    int64_t predictions, live, settled, correct;
    double accuracy, class_prior;       /* of always saying the commonest label among them */
    double log_loss;
    double mean_after_buy, mean_after_sell;     /* of what was returned after such a signal */
    size_t n_items;
    struct wire_track_item *items;      /* by symbol, the oldest first */
};

extern const struct wire_field wire_track_item_fields[];
extern const struct wire_field wire_track_fields[];

WIRE_RELEASE(track)

#endif
