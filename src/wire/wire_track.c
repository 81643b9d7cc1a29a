#include "wire/wire_track.h"

const struct wire_field wire_track_item_fields[] = {
    WIRE_TEXT(struct wire_track_item, symbol, WIRE_REQUIRED),
    WIRE_TIME(struct wire_track_item, time, WIRE_REQUIRED),
    WIRE_TIME(struct wire_track_item, made_at, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_track_item, signal, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_track_item, confidence, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_track_item, close, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_track_item, is_live, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_track_item, label, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_track_item, settled_at, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_track_item, returned, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_track_fields[] = {
    WIRE_TEXT(struct wire_track, model_id, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_track, predictions, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_track, live, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_track, settled, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_track, correct, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_track, accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_track, class_prior, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_track, log_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_track, mean_after_buy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_track, mean_after_sell, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_track, items, wire_track_item_fields, WIRE_REQUIRED),
    WIRE_END
};
