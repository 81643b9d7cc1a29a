/* wire_backtest_equity - the equity curve of a backtest, of WIRE_BACKTEST_EQUITY. */
#ifndef WIRE_WIRE_BACKTEST_EQUITY_H
#define WIRE_WIRE_BACKTEST_EQUITY_H

#include "wire/wire.h"

/* Columns, one value per bar. */
struct wire_backtest_equity {
    char id[48];
    size_t n_timestamp;
    int64_t *timestamp;
    size_t n_equity;
    double *equity;
    size_t n_exposure;
    double *exposure;
    size_t n_buy_and_hold;
    double *buy_and_hold;
};

extern const struct wire_field wire_backtest_equity_fields[];

WIRE_RELEASE(backtest_equity)

#endif
