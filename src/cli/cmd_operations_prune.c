#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "client/api_operation.h"

#include <stdlib.h>
#include <string.h>

static char age[16];
static struct wire_prune_request request;

static const struct command_option options[] = {
    COMMAND_TEXT("--older-than <90d>", age, "days since they ended; default: 90d"),
    COMMAND_FLAG("--dry-run", &request.dry_run, "only say which they would be"),
    COMMAND_END
};

static bool read_age(struct error *err)
{
    char *end = age;

    request.older_than_days = WIRE_UNKNOWN;
    if (!age[0])
        return true;
    request.older_than_days = strtol(age, &end, 10);
    return (end != age && (!*end || !strcmp(end, "d")) && request.older_than_days >= 0) ||
           error_set(err, ERROR_INVALID, "--older-than '%s' is no number of days, like 90d", age);
}

static void print(const struct wire_prune_result *pruned, struct buf *out)
{
    for (size_t i = 0; pruned->dry_run && i < pruned->n_ids; i++)
        buf_print(out, "%s\n", pruned->ids[i]);
    buf_print(out, "%s operation%s that ended before %s %s\n", figure_count(pruned->count),
              pruned->count == 1 ? "" : "s", figure_time(pruned->before),
              pruned->dry_run ? "would go" : pruned->count == 1 ? "is gone" : "are gone");
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_prune_result pruned;

    if (!read_age(err) || !api_operation_prune(cli->api, &request, &pruned, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print(&pruned, &cli->out);
    wire_prune_result_release(&pruned);
    return true;
}

const struct command cmd_operations_prune = {
    .noun = "operations", .verb = "prune",
    .help = "Forgets operations that ended long ago, and their files.",
    .more = "The backend does it each day, for those older than 90 days. Models stay, and so does\n"
            "the trial ledger; of a backtest, its report, trades and equity go with it.",
    .options = options, .run = run,
};
