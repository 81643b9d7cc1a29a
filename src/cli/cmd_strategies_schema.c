#include "cli/cli.h"
#include "cli/command.h"
#include "cli/strategy_schema.h"

static const struct command_option options[] = { COMMAND_END };

static bool run(struct cli *cli, struct error *err)
{
    (void)err;
    strategy_schema_print(&cli->out);
    return true;
}

const struct command cmd_strategies_schema = {
    .noun = "strategies", .verb = "schema",
    .help = "A JSON Schema of strategy files, for editors.",
    .more = "With it an editor completes keys and indicators and marks what does not fit as you\n"
            "type; docs/strategies.md says how. 'validate' sees more.",
    .options = options, .is_local = true, .run = run,
};
