/* cmd_strategies_check - the look-ahead proof, for people and as JSON. */
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/strategy_file.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "client/api_strategy.h"

#include <unistd.h>

enum { EXIT_LEAK = 1 };

static const char *file;
static struct wire_check_request request;

static const struct command_option options[] = {
    COMMAND_WORD("<strategy>", &file, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_TEXT("-s, --symbol <symbol>", request.symbol, "default: as the strategy says"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", request.timeframe, "default: as the strategy says"),
    COMMAND_INTEGER("--probes <n>", &request.probes,
                    "moments after which the bars are poisoned, three ways each; default: 8"),
    COMMAND_LIST("--set <key=value,...>", &request.overrides, &request.n_overrides,
                 "in place of the strategy's"),
    COMMAND_END
};

static void print_compared(const struct wire_check_result *r, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const struct {
        const char *name;
        int64_t values;
    } parts[] = {
        { "features", r->feature_values }, { "learnt scales", r->scale_values },
        { "labels", r->label_values }, { "decisions", r->decision_values },
    };

    table_columns(&table, "WHAT", "COMPARED>", NULL);
    for (size_t i = 0; i < COUNT(parts); i++)
        table_row(&table, parts[i].name, figure_count(parts[i].values), NULL);
    table_print(&table);
}

static void print_leaks(const struct wire_check_result *r, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "PART", "WHAT CHANGED", "BAR", "KNOWN UNTIL", "LATER BARS", NULL);
    for (size_t i = 0; i < r->n_leaks; i++)
        table_row(&table, r->leaks[i].part, r->leaks[i].what, figure_time(r->leaks[i].time),
                  figure_time(r->leaks[i].known_time), r->leaks[i].poison, NULL);
    table_print(&table);
    if (r->n_found > (int64_t)r->n_leaks)
        buf_print(out, "and %s more\n", figure_count(r->n_found - (int64_t)r->n_leaks));
}

static void print_result(const struct wire_check_result *r, struct buf *out)
{
    buf_print(out, "%s on %s %s, %s bars, %s to %s: %s features\n", r->name, r->symbol,
              r->timeframe, figure_count(r->bars), figure_date(r->start), figure_date(r->end),
              figure_count(r->features));
    buf_print(out, "at %s moments the later bars were replaced, shifted and cut off: %s runs\n\n",
              figure_count(r->probes), figure_count(r->runs));
    print_compared(r, out);
    buf_print(out, "\n");
    if (!r->is_clean)
        print_leaks(r, out);
    buf_print(out, "%s%s%s\n",
              terminal_start(STDOUT_FILENO, r->is_clean ? TERMINAL_GREEN : TERMINAL_RED),
              r->is_clean ? "no look-ahead: nothing changed that was known before"
                          : "look-ahead: this strategy sees the future",
              terminal_end(STDOUT_FILENO));
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_check_result result;

    if (!strategy_file_take(file, STRATEGY_FILE(request.strategy, request.text, request.label),
                            err) ||
        !api_strategy_check(cli->api, &request, &result, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_result(&result, &cli->out);
    cli->exit_status = result.is_clean ? 0 : EXIT_LEAK;
    wire_check_result_release(&result);
    return true;
}

const struct command cmd_strategies_check = {
    .noun = "strategies", .verb = "check",
    .help = "Proves on stored bars that nothing it does sees the future.",
    .more = "Bars after a moment are replaced, shifted and cut off, all is computed again, and\n"
            "features, learnt scales, labels and decisions up to that moment must not change by a\n"
            "bit. Exits with 1 where they do. Every training does a short form of it first\n"
            "(training.lookahead_check).",
    .options = options, .run = run,
};
