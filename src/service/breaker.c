#include "service/breaker.h"

bool breaker_enter(struct breaker *breaker, int64_t now)
{
    if (breaker->state == BREAKER_CLOSED)
        return true;
    if (breaker->state == BREAKER_OPEN && now < breaker->until)
        return false;
    if (breaker->state == BREAKER_HALF_OPEN && breaker->is_tried)
        return false;
    breaker->state = BREAKER_HALF_OPEN;
    breaker->is_tried = true;
    return true;
}

void breaker_well(struct breaker *breaker)
{
    breaker->state = BREAKER_CLOSED;
    breaker->failed = 0;
    breaker->is_tried = false;
}

/* While it is open, those who asked before still fail: that changes nothing. */
void breaker_failed(struct breaker *breaker, int64_t now)
{
    breaker->failed++;
    if (breaker->state == BREAKER_OPEN ||
        (breaker->state == BREAKER_CLOSED && breaker->failed < breaker->failures))
        return;
    breaker->state = BREAKER_OPEN;
    breaker->is_tried = false;
    breaker->until = now + breaker->open_ms;
    breaker->opened++;
}

void breaker_unknown(struct breaker *breaker)
{
    breaker->is_tried = false;
}

const char *breaker_state_name(enum breaker_state state)
{
    static const char *const names[] = { "closed", "open", "half_open" };

    return names[state];
}
