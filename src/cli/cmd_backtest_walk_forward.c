#include "cli/cli.h"
#include "cli/command.h"
#include "cli/follow.h"
#include "cli/stored_series.h"
#include "cli/strategy_file.h"
#include "client/api_backtest.h"

static struct wire_walk_forward_request request;
static const char *strategy;

static const struct command_option options[] = {
    COMMAND_WORD("<strategy>", &strategy, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_TEXT("--train <5y|18mo|...>", request.train,
                 "how long each window learns; y, mo, w or d; default: 5y"),
    COMMAND_TEXT("--test <1y|6mo|...>", request.test, "and is then tested; default: 1y"),
    COMMAND_TEXT("--step <1y|6mo|...>", request.step,
                 "from one window to the next; default: as --test"),
    COMMAND_FLAG("--anchored", &request.anchored, "all windows learn from the first bar on"),
    COMMAND_TEXT("-s, --symbol <symbol>", request.symbol,
                 "that is traded; default: the strategy's first"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", request.timeframe, "default: as the strategy says"),
    COMMAND_TEXT("--start-date <yyyy-mm-dd>", request.start_date, "first day; default: all"),
    COMMAND_TEXT("--end-date <yyyy-mm-dd>", request.end_date, "last day"),
    COMMAND_TEXT("--lockbox <1y|6mo|...>", request.lockbox,
                 "seals the last year (y, mo, w, d) until 'ktrdr unseal', and does not look at it"),
    COMMAND_INTEGER("--seed <n>", &request.seed, "of all that is random; default: 42"),
    COMMAND_NUMBER("--capital <amount>", &request.capital, "money at the start; default: 100000"),
    COMMAND_TEXT("--commission <cost>", request.commission, "as of 'ktrdr backtest run'"),
    COMMAND_TEXT("--slippage <cost>", request.slippage, "as of 'ktrdr backtest run'"),
    COMMAND_NUMBER("--periods-per-year <n>", &request.periods_per_year,
                   "sessions in a year; default: by instrument"),
    COMMAND_NUMBER("--size <share>", &request.size, "of equity, for a position; default: 0.25"),
    COMMAND_LIST("--set <key=value,...>", &request.overrides, &request.n_overrides,
                 "in place of the strategy's"),
    FOLLOW_OPTIONS,
    COMMAND_END
};

static bool run(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    return strategy_file_take(strategy,
                              STRATEGY_FILE(request.strategy, request.strategy_text,
                                            request.strategy_label),
                              err) &&
           stored_series_symbol(request.symbol, err) &&
           api_backtest_walk_forward(cli->api, &request, &operation, err) &&
           follow_started(cli, &operation, err);
}

const struct command cmd_backtest_walk_forward = {
    .noun = "backtest",
    .verb = "walk-forward",
    .help = "Trains again and again, and tests each model on what came next.",
    .more = "No window learns from a bar of its test. Windows are trained on all cores; one that\n"
            "was interrupted goes on with the windows that are missing. The whole is one curve on\n"
            "one account, with its own evidence; in the ledger it is one trial.",
    .options = options,
    .run = run,
};
