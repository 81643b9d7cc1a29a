#include "domain/signal.h"

static const char *const names[SIGNAL_COUNT] = { "BUY", "HOLD", "SELL" };

const char *signal_name(enum signal signal)
{
    return names[signal];
}
