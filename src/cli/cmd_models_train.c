#include "cli/cli.h"
#include "cli/command.h"
#include "cli/follow.h"
#include "cli/strategy_file.h"
#include "client/api_model.h"

static struct wire_training_request request;
static const char *strategy;

static const struct command_option options[] = {
    COMMAND_WORD("<strategy>", &strategy, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_LIST("--symbols <a,b,...>", &request.symbols, &request.n_symbols,
                 "default: as the strategy says"),
    COMMAND_LIST("-t, --timeframe <1h|1d|...>", &request.timeframes, &request.n_timeframes,
                 "default: as the strategy says"),
    COMMAND_TEXT("--start-date <yyyy-mm-dd>", request.start_date, "first day; default: all"),
    COMMAND_TEXT("--end-date <yyyy-mm-dd>", request.end_date, "last day"),
    COMMAND_TEXT("--lockbox <1y|6mo|...>", request.lockbox,
                 "seals the last year (y, mo, w, d) until 'ktrdr unseal', and does not look at it"),
    COMMAND_INTEGER("--seed <n>", &request.seed, "of all that is random; default: 42"),
    COMMAND_TEXT("--name <name>", request.name, "of the model; default: the strategy's"),
    COMMAND_LIST("--set <key=value,...>", &request.overrides, &request.n_overrides,
                 "in place of the strategy's, like training.epochs=5"),
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
           api_model_train(cli->api, &request, &operation, err) &&
           follow_started(cli, &operation, err);
}

const struct command cmd_models_train = {
    .noun = "models",
    .verb = "train",
    .help = "Trains a network on a strategy's features and labels.",
    .more = "Rows are split by date into train, validation and test. The best epoch by validation\n"
            "is the model; the test part is not looked at. The same strategy, data and seed give\n"
            "the same weights, bit for bit.",
    .options = options,
    .run = run,
};
