#include "cli/cli.h"
#include "cli/command.h"
#include "cli/report_sweep.h"

static char id[48];

static const struct command_option options[] = {
    COMMAND_TEXT("<id>", id, "of the sweep: op_..., as 'ktrdr ops' shows it"),
    COMMAND_END
};

static bool run(struct cli *cli, struct error *err)
{
    return report_sweep_show(cli, id, err);
}

const struct command cmd_models_leaderboard = {
    .noun = "models", .verb = "leaderboard",
    .help = "How the combinations of a sweep compare, also while it runs.",
    .options = options, .run = run,
};
