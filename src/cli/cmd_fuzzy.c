#include "cli/cli.h"
#include "cli/command.h"
#include "cli/series_print.h"
#include "cli/stored_series.h"
#include "cli/strategy_file.h"
#include "client/api_indicator.h"

enum { USUAL_ROWS = 20 };
enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };
static const char *const formats[] = { "table", "csv", "json", NULL };

static struct wire_fuzzy_request request;
static const char *strategy;
static int format;

static const struct command_option options[] = {
    COMMAND_TEXT("<symbol>", request.symbol, "as 'ktrdr data list' shows it"),
    COMMAND_WORD("--strategy <file|name>", &strategy, "whose fuzzy sets"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", request.timeframe,
                 "default: the only one there is"),
    COMMAND_TEXT("--start <date>", request.start, "first day"),
    COMMAND_TEXT("--end <date>", request.end, "last day"),
    COMMAND_INTEGER("--rows <n>", &request.limit,
                    "the last so many; default: 20 in a table, else all"),
    COMMAND_CHOICE("--format <table|csv|json>", &format, formats, "default: table"),
    COMMAND_END
};

static bool run(struct cli *cli, struct error *err)
{
    struct wire_indicator_values values;
    const bool is_json = cli->is_json || format == FORMAT_JSON;

    if (!strategy)
        return error_set(err, ERROR_INVALID, "--strategy is missing");
    if (request.limit == WIRE_UNKNOWN && !is_json && format == FORMAT_TABLE && !request.start[0])
        request.limit = USUAL_ROWS;
    if (!strategy_file_take(strategy,
                            STRATEGY_FILE(request.strategy, request.strategy_text,
                                          request.strategy_label),
                            err) ||
        !stored_series_find(cli, request.symbol, request.timeframe, err) ||
        !api_indicator_fuzzy(cli->api, &request, &values, err))
        return false;
    if (is_json)
        cli_print_reply(cli);
    else if (format == FORMAT_CSV)
        series_print_csv(&values, &cli->out);
    else
        series_print_table(&values, &cli->out);
    wire_indicator_values_release(&values);
    return true;
}

const struct command cmd_fuzzy_compute = {
    .noun = "fuzzy", .verb = "compute",
    .help = "How much each bar belongs to each fuzzy set of a strategy.",
    .options = options, .run = run,
};
