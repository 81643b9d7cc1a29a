#include "cli/cli.h"
#include "cli/command.h"
#include "cli/report_operation.h"
#include "cli/report_timeline.h"
#include "client/api_operation.h"

static char id[48];
static bool with_timeline;

static const struct command_option options[] = {
    COMMAND_TEXT("<id>", id, "op_..., as 'ktrdr ops' shows it"),
    COMMAND_FLAG("--timeline", &with_timeline, "where its time went, phase by phase"),
    COMMAND_END
};

static bool show_timeline(struct cli *cli, struct error *err)
{
    struct wire_timeline timeline;

    if (!api_operation_timeline(cli->api, id, &timeline, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_timeline_print(&timeline, &cli->out);
    wire_timeline_release(&timeline);
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    if (with_timeline)
        return show_timeline(cli, err);
    if (!api_operation_status(cli->api, id, &operation, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_operation_print(&operation, &cli->out);
    wire_operation_release(&operation);
    return true;
}

const struct command cmd_operations_show = {
    .noun = "operations", .verb = "show",
    .help = "One operation; with --timeline where its time went, across processes.",
    .more = "A row per phase: when it began, how long it took, its share of all. The phases of a\n"
            "training are queued, waiting for a place, preparing (its bars as files), starting\n"
            "(the worker), loading, features, labels, samples, epochs, saving and committing; the\n"
            "time between two attempts is left out.",
    .options = options, .run = run,
};
