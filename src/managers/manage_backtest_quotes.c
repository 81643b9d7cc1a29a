#include "managers/manage_backtest_quotes.h"

#include "domain/timeframe.h"
#include "managers/manage_backtest.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "operations/manage_worker.h"

bool manage_backtest_quotes_find(struct manage_backtest *manager, const char *symbol,
                                 struct manage_bars_file *ret_file, struct error *err)
{
    struct manage_bars_want want;

    for (int t = 0; t < TIMEFRAME_COUNT; t++) {
        if (!manage_bars_parse_want(symbol, timeframe_name((enum timeframe)t), "", "", &want, err))
            return false;
        want.of_quotes = true;
        if (!manage_lockbox_clip(manager->worker->store, &want, err))
            return false;
        if (manage_bars_file(manager->bars, &want, ret_file, err))
            return true;
        if (err->code != ERROR_NOT_FOUND)
            return false;
    }
    error_set(err, ERROR_NOT_FOUND, "no BID_ASK bars of '%s' are stored, so its spread cannot be "
              "measured", symbol);
    return error_suggest(err, "ktrdr data import FILE --symbol %s --timeframe 1h --what BID_ASK",
                         symbol);
}
