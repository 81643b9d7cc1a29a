/*
 * wire_backtest - a strategy or given signals run over past bars.
 *
 * Its trades (wire_trades.h) and its equity curve have routes of their own: they are long.
 */
#ifndef WIRE_WIRE_BACKTEST_H
#define WIRE_WIRE_BACKTEST_H

#include "wire/wire.h"
#include "wire/wire_backtest_equity.h"
#include "wire/wire_backtest_input.h"
#include "wire/wire_backtest_symbol.h"
#include "wire/wire_performance.h"
#include "wire/wire_verdict.h"

#define WIRE_BACKTEST_LIST   "/api/v1/backtests"        /* GET, POST starts one */
#define WIRE_BACKTEST_ONE    "/api/v1/backtests/{id}"
#define WIRE_BACKTEST_EQUITY "/api/v1/backtests/{id}/equity"

/* A model that decides from a date on, until the next one does. */
struct wire_backtest_turn {
    char model[96];             /* "": nobody does, HOLD */
    char start_date[32];
};

/* A strategy (by name or text), or signals; what is not told is as the strategy says. */
struct wire_backtest_request {
    char strategy[65];
    char *strategy_text;
    char strategy_label[256];
    char model[96];             /* default: the newest of the same plan */
    char *signals;              /* CSV: timestamp,signal */
    char signals_label[256];
    char symbol[33];
    char timeframe[8];
    char start_date[32];        /* inclusive; default: the model's test part */
    char end_date[32];
    double capital;             /* 100000 */
    char commission[32];        /* "5bp", "0.005/share", "ib_tiered" */
    char slippage[32];
    double periods_per_year;
    char sizing[16];            /* what size is: "fraction" of equity, "amount" of money,
                                 * "volatility": the wanted one a year, 0.15 */
    double size;                /* 0.25 */
    int64_t volatility_window;  /* bars */
    double volume_share;        /* of a bar's volume an order takes at most; 0: any */
    double max_symbol, max_gross;   /* shares of equity; 0: no limit */
    int64_t max_positions;      /* 0: any number */
    char entry_hours[16];       /* "09:30-16:00" */
    size_t n_symbols;           /* two or more: a portfolio; then symbol is "" */
    char **symbols;
    size_t n_overrides;
    char **overrides;
    size_t n_turns;             /* in place of the model: several, by date */
    struct wire_backtest_turn *turns;
    char walk[65];              /* of a walk-forward's: the hash it has in the ledger */
};

struct wire_backtest_stress {
    double multiple;            /* of the assumed costs */
    int64_t trades;
    double net, total_return, active_return;
};

/* The result. */
struct wire_backtest {
    char id[48];                /* of the operation */
    char strategy[65];
    char model_id[96];
    char signals_label[256];
    char symbol[33];            /* "AAPL"; "AAPL +2" of a portfolio: see by_symbol */
    char timeframe[8];
    int64_t start;              /* first bar */
    int64_t end;                /* last bar */
    int64_t bars;
    int64_t in_sample_bars;     /* of these the model has seen */
    double capital, final_equity;
    char currency[8];
    char commission[64];        /* as assumed, in words */
    char slippage[64];
    char size[64];              /* of a position, in words */
    double periods_per_year;
    char data_hash[65];         /* of the bars that were traded */
    size_t n_inputs;
    struct wire_backtest_input *inputs;     /* all that were read: these, and those of features */
    char plan_hash[65];
    char program_version[32];
    int64_t created_at;
    struct wire_performance performance;
    struct wire_performance_hold *buy_and_hold;
    size_t n_cost_stress;
    struct wire_backtest_stress *cost_stress;
    double break_even;          /* cost multiple where the active return is 0 */
    int64_t unfilled;           /* orders that never traded */
    int64_t stale_fills;        /* at a close, because the open was a copy */
    size_t n_notes;
    char **notes;               /* "price only, no dividends" */
    size_t n_warnings;
    char **warnings;            /* "1962 has stale opens: filled at closes" */
    struct wire_verdict *verdict;
    size_t n_by_symbol;         /* of a portfolio */
    struct wire_backtest_symbol *by_symbol;
};

struct wire_backtest_item {
    char id[48];
    char strategy[65];
    char model_id[96];
    char symbol[33];
    char timeframe[8];
    int64_t start, end, created_at;
    double total_return;
    double buy_and_hold;        /* its total return */
    double sharpe, max_drawdown;
    int64_t trades;
    bool is_evidence;
};

struct wire_backtest_query {
    int64_t limit;              /* 1 to 1000; WIRE_UNKNOWN: 100 */
    char after[64];             /* the last page's next */
};

struct wire_backtest_list {
    size_t n_items;
    struct wire_backtest_item *items;
    int64_t total;
    char next[64];
};

extern const struct wire_field wire_backtest_turn_fields[];
extern const struct wire_field wire_backtest_request_fields[];
extern const struct wire_field wire_backtest_stress_fields[];
extern const struct wire_field wire_backtest_fields[];
extern const struct wire_field wire_backtest_item_fields[];
extern const struct wire_field wire_backtest_query_fields[];
extern const struct wire_field wire_backtest_list_fields[];

WIRE_RELEASE(backtest_turn)
WIRE_RELEASE(backtest_request)
WIRE_RELEASE(backtest_stress)
WIRE_RELEASE(backtest)
WIRE_RELEASE(backtest_item)
WIRE_RELEASE(backtest_query)
WIRE_RELEASE(backtest_list)

#endif
