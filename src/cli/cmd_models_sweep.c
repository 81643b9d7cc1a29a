#include "cli/cli.h"
#include "cli/command.h"
#include "cli/follow.h"
#include "cli/report_sweep.h"
#include "cli/strategy_file.h"
#include "cli/sweep_axes.h"
#include "client/api_sweep.h"

static struct wire_sweep_request request;
static const char *strategy;
static char **words;
static size_t n_words;

enum { LIVE_ROWS = 12 };

static const struct command_option sweep_options[] = {
    COMMAND_WORD("<strategy>", &strategy, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_LIST("--set <key=a,b,c>", &words, &n_words,
                 "values to try, like training.learning_rate=0.01,0.001; again for more keys"),
    COMMAND_INTEGER("--seeds <n>", &request.seeds, "so many for each combination; default: 1"),
    COMMAND_INTEGER("--seed <n>", &request.seed, "the first of them; default: the strategy's"),
    COMMAND_LIST("--symbols <a,b,...>", &request.symbols, &request.n_symbols,
                 "default: as the strategy says"),
    COMMAND_LIST("-t, --timeframe <1h|1d|...>", &request.timeframes, &request.n_timeframes,
                 "default: as the strategy says"),
    COMMAND_TEXT("--start-date <yyyy-mm-dd>", request.start_date, "first day; default: all"),
    COMMAND_TEXT("--end-date <yyyy-mm-dd>", request.end_date, "last day"),
    COMMAND_TEXT("--name <name>", request.name, "of the models; default: the strategy's"),
    FOLLOW_OPTIONS,
    COMMAND_END
};

static void print_live(struct cli *cli, const char *sweep_id, struct buf *out)
{
    struct wire_sweep sweep;
    struct error unseen;

    if (!api_sweep_show(cli->api, sweep_id, &sweep, &unseen))
        return;
    report_sweep_table(&sweep, LIVE_ROWS, out);
    wire_sweep_release(&sweep);
}

/* Also of a sweep that failed or was cancelled it shows what there is. */
static void print_failed(struct cli *cli, const struct wire_operation *operation)
{
    struct error unseen;

    if (!cli->is_json)
        (void)!report_sweep_show(cli, operation->id, &unseen);
}

static bool run_sweep(struct cli *cli, struct error *err)
{
    const struct follow_form form = { print_live, report_sweep_show, print_failed };
    struct wire_operation operation;

    return strategy_file_take(strategy,
                              STRATEGY_FILE(request.strategy, request.strategy_text,
                                            request.strategy_label),
                              err) &&
           sweep_axes_read(words, n_words, &request, err) &&
           api_sweep_start(cli->api, &request, &operation, err) &&
           follow_started_as(cli, &operation, &form, err);
}

const struct command cmd_models_sweep = {
    .noun = "models", .verb = "sweep",
    .help = "Trains a strategy in many ways, and compares them on validation.",
    .more = "Every combination of the values given with --set, each with --seeds seeds, is a\n"
            "trial and is counted as one. They are compared by the median over seeds, since the\n"
            "best seed is luck; the test part is not looked at. 'ktrdr resume ID' goes on with\n"
            "what is missing.",
    .options = sweep_options, .run = run_sweep,
};
