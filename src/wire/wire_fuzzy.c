#include "wire/wire_fuzzy.h"

const struct wire_field wire_fuzzy_request_fields[] = {
    WIRE_TEXT(struct wire_fuzzy_request, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_fuzzy_request, timeframe, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_fuzzy_request, strategy, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_fuzzy_request, strategy_text, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_fuzzy_request, strategy_label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_fuzzy_request, start, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_fuzzy_request, end, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_fuzzy_request, limit, WIRE_OPTIONAL),
    WIRE_END
};
