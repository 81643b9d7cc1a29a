#include "managers/manage_backtest_signals.h"

#include "async/work.h"
#include "base/mem.h"
#include "domain/backtest/signals.h"
#include "managers/manage_backtest.h"
#include "managers/manage_bars.h"
#include "wire/wire_backtest.h"

#include <stdlib.h>
#include <string.h>

struct parsing {
    const struct wire_backtest_request *request;
    const struct bars *bars;
};

static bool parse_signals(void *arg, struct error *err)
{
    const struct parsing *parsing = arg;
    const char *text = parsing->request->signals;
    uint8_t *signals = mem_alloc(parsing->bars->count);
    const bool ok = signals_parse(text, strlen(text), parsing->request->signals_label,
                                  parsing->bars, signals, err);

    free(signals);
    return ok;
}

/* On the pool: there may be a line per bar. */
bool manage_backtest_signals_check(struct manage_backtest *manager,
                                   const struct wire_backtest_request *request, struct error *err)
{
    struct manage_bars_want want;
    struct manage_bars_got got;
    bool ok;

    if (!manage_bars_parse_want(request->symbol, request->timeframe, "", "", &want,
                                err) ||
        !manage_bars_read(manager->bars, &want, &got, err))
        return false;
    ok = work_run(parse_signals, &(struct parsing){ request, &got.bars }, err);
    manage_bars_got_release(&got);
    return ok;
}
