#include "wire/wire_session.h"

const struct wire_field wire_session_bars_fields[] = {
    WIRE_TEXT(struct wire_session_bars, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_bars, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_bars, blob, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_bars, data_hash, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_bars, calendar, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_bars, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_bars, currency, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_session_start_fields[] = {
    WIRE_TEXT(struct wire_session_start, session_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_start, share, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_session_start, strategy_text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_start, strategy_label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_start, strategy_hash, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_session_start, seed, WIRE_REQUIRED),
    WIRE_LIST(struct wire_session_start, bars, wire_session_bars_fields, WIRE_REQUIRED),
    WIRE_POINTER(struct wire_session_start, training, wire_training_request_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_session_lacks_fields[] = {
    WIRE_TEXTS(struct wire_session_lacks, hashes, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_session_missing_fields[] = {
    WIRE_TEXT(struct wire_session_missing, type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_missing, title, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_missing, code, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_missing, detail, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_session_missing, status, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_session_missing, missing, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_session_stop_fields[] = {
    WIRE_TEXT(struct wire_session_stop, session_id, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_session_stop, save_checkpoint, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_session_evaluate_fields[] = {
    WIRE_TEXT(struct wire_session_evaluate, session_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_session_evaluate, start_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_session_evaluate, end_date, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_session_event_fields[] = {
    WIRE_TEXT(struct wire_session_event, session_id, WIRE_REQUIRED),
    WIRE_RAW(struct wire_session_event, data, WIRE_REQUIRED),
    WIRE_END
};
