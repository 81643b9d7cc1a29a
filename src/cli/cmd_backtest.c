#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/follow.h"
#include "cli/report_backtest.h"
#include "cli/stored_series.h"
#include "cli/strategy_file.h"
#include "cli/table.h"
#include "client/api_backtest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIGNALS_BYTES = 64 << 20 };

static struct wire_backtest_request request;
static const char *strategy, *signals;
static char id[48];
static double size = NAN, amount = NAN, target_volatility = NAN;
static bool wants_trades;

static const struct command_option run_options[] = {
    COMMAND_WORD("[<strategy>]", &strategy,
                 "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_WORD("--signals <file.csv>", &signals,
                 "timestamp,signal with BUY, SELL, HOLD, in place of a strategy"),
    COMMAND_TEXT("-m, --model <id>", request.model, "default: the newest of the same plan"),
    COMMAND_TEXT("-s, --symbol <symbol>", request.symbol, "default: as the strategy says"),
    COMMAND_LIST("--symbols <A,B,...>", &request.symbols, &request.n_symbols,
                 "several with one account; default: all that the strategy names"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", request.timeframe, "default: as the strategy says"),
    COMMAND_TEXT("--start-date <yyyy-mm-dd>", request.start_date,
                 "first day; default: the model's test part"),
    COMMAND_TEXT("--end-date <yyyy-mm-dd>", request.end_date, "last day"),
    COMMAND_NUMBER("--capital <amount>", &request.capital, "money at the start; default: 100000"),
    COMMAND_TEXT("--commission <cost>", request.commission,
                 "5bp, 0.005/share, ib_fixed, ib_tiered, ib_fx, none; default: by instrument"),
    COMMAND_TEXT("--slippage <cost>", request.slippage,
                 "2bp, 1tick, none; measured: from stored BID_ASK bars; default: by instrument"),
    COMMAND_NUMBER("--volume-share <share>", &request.volume_share,
                   "of a bar's volume, that an order takes at most; default: no limit"),
    COMMAND_NUMBER("--periods-per-year <n>", &request.periods_per_year,
                   "sessions in a year; default: by instrument"),
    COMMAND_NUMBER("--size <share>", &size, "of equity, for a position; default: 0.25"),
    COMMAND_NUMBER("--amount <money>", &amount, "the same in money"),
    COMMAND_NUMBER("--target-volatility <percent>", &target_volatility,
                   "the same by how much the price moves: percent a year, like 15"),
    COMMAND_INTEGER("--volatility-window <bars>", &request.volatility_window,
                    "returns that it is measured on; default: 60"),
    COMMAND_NUMBER("--max-symbol <share>", &request.max_symbol,
                   "of equity, that a position is at most; default: no limit"),
    COMMAND_NUMBER("--max-gross <share>", &request.max_gross,
                   "of equity, that all positions together are at most; default: no limit"),
    COMMAND_INTEGER("--max-positions <n>", &request.max_positions,
                    "held at once; default: any number"),
    COMMAND_TEXT("--entry-hours <09:30-16:00>", request.entry_hours,
                 "entries fill only then, at the exchange; default: at any time"),
    COMMAND_LIST("--set <key=value,...>", &request.overrides, &request.n_overrides,
                 "in place of the strategy's"),
    FOLLOW_OPTIONS,
    COMMAND_END
};

static struct wire_backtest_query query;

static const struct command_option list_options[] = {
    COMMAND_INTEGER("--limit <n>", &query.limit, "the newest so many, 1 to 1000; default: 100"),
    COMMAND_TEXT("--after <id>", query.after, "those before this one"),
    COMMAND_END
};

static const struct command_option show_options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr backtest list' shows it"),
    COMMAND_FLAG("--trades", &wants_trades, "every trade in place of the report"),
    COMMAND_END
};

/* What a line of the same batch before this one left, that no option clears. */
static void forget_last(void)
{
    free(request.signals);
    free(request.strategy_text);
    request.signals = request.strategy_text = NULL;
    request.strategy[0] = request.strategy_label[0] = request.signals_label[0] = '\0';
    request.sizing[0] = '\0';
}

static bool take_signals(struct error *err)
{
    if (strategy)
        return error_set(err, ERROR_INVALID, "a strategy or --signals, not both");
    if (!request.symbol[0] || !request.timeframe[0])
        return error_set(err, ERROR_INVALID, "--signals wants --symbol and --timeframe too");
    snprintf(request.signals_label, sizeof(request.signals_label), "%s", signals);
    return strategy_file_read(signals, SIGNALS_BYTES, &request.signals, err);
}

static bool take_strategy(struct error *err)
{
    if (!strategy) {
        error_set(err, ERROR_INVALID, "a strategy is missing");
        return error_suggest(err, "ktrdr backtest run STRATEGY, or --signals FILE.csv");
    }
    return strategy_file_take(strategy,
                              STRATEGY_FILE(request.strategy, request.strategy_text,
                                            request.strategy_label),
                              err);
}

/* At most one of the three says how large a position is. */
static bool take_size(struct error *err)
{
    const struct { const char *word; double value; } told[] = {
        { "fraction", size }, { "amount", amount }, { "volatility", target_volatility / 100 },
    };

    request.size = (double)NAN;
    for (size_t i = 0; i < COUNT(told); i++) {
        if (isnan(told[i].value))
            continue;
        if (request.sizing[0])
            return error_set(err, ERROR_INVALID,
                             "one of --size, --amount, --target-volatility, not several");
        snprintf(request.sizing, sizeof(request.sizing), "%s", told[i].word);
        request.size = told[i].value;
    }
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    forget_last();
    return (signals ? take_signals(err) : take_strategy(err)) &&
           stored_series_symbol(request.symbol, err) && take_size(err) &&
           api_backtest_start(cli->api, &request, &operation, err) &&
           follow_started(cli, &operation, err);
}

static void print_list(const struct wire_backtest_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!list->n_items) {
        buf_print(out, "no backtests yet; ktrdr backtest STRATEGY\n");
        return;
    }
    table_columns(&table, "ID", "STRATEGY", "SYMBOL", "TF", "FROM", "TO", "RETURN>", "HOLD>",
                  "SHARPE>", "DRAWDOWN>", "TRADES>", "EVIDENCE", NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_backtest_item *b = &list->items[i];

        table_row(&table, b->id, figure_text(b->strategy), b->symbol, b->timeframe,
                  figure_date(b->start), figure_date(b->end),
                  figure_signed_percent(b->total_return, 1),
                  figure_signed_percent(b->buy_and_hold, 1), figure_number(b->sharpe, 2),
                  figure_percent(b->max_drawdown, 1), figure_count(b->trades),
                  b->is_evidence ? "yes" : "no", NULL);
    }
    table_print(&table);
    if (list->next[0])
        buf_print(out, "%s of %s; --limit shows more, --after %s the next\n",
                  figure_count((int64_t)list->n_items), figure_count(list->total), list->next);
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_backtest_list list;

    if (!api_backtest_list(cli->api, &query, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_backtest_list_release(&list);
    return true;
}

static bool show_trades(struct cli *cli, struct error *err)
{
    struct wire_trades trades;

    if (!api_backtest_trades(cli->api, id, &trades, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_backtest_trades(&trades, &cli->out);
    wire_trades_release(&trades);
    return true;
}

static bool run_show(struct cli *cli, struct error *err)
{
    struct wire_backtest backtest;

    if (wants_trades)
        return show_trades(cli, err);
    if (!api_backtest_show(cli->api, id, &backtest, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_backtest_print(&backtest, &cli->out);
    wire_backtest_release(&backtest);
    return true;
}

const struct command cmd_backtest_run = {
    .noun = "backtest",
    .verb = "run",
    .help = "Runs a strategy's model, or given signals, over past bars.",
    .more = "A decision at a bar's close trades at the next bar's open. Costs carry units. The\n"
            "report stands next to buy and hold, says what is left at twice the costs, and\n"
            "whether it is evidence or could be luck.",
    .options = run_options,
    .run = run,
};

const struct command cmd_backtest_list = {
    .noun = "backtest", .verb = "list", .help = "Every backtest, newest first.",
    .options = list_options, .run = run_list,
};

const struct command cmd_backtest_show = {
    .noun = "backtest", .verb = "show", .help = "The report of one, or its trades.",
    .options = show_options, .run = run_show,
};
