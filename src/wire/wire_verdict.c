#include "wire/wire_verdict.h"

const struct wire_field wire_verdict_fields[] = {
    WIRE_FLAG(struct wire_verdict, is_evidence, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_verdict, text, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_verdict, trials, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, deflated_sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, random_entry_p, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, net_at_twice_costs, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, overfitting, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, sharpe_low, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_verdict, sharpe_high, WIRE_OPTIONAL),
    WIRE_END
};
