#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"

static const struct command_option options[] = { COMMAND_END };

static bool run(struct cli *cli, struct error *err)
{
    (void)err;
    buf_print(&cli->out, cli->is_json ? "{\"version\":\"%s\"}\n" : "ktrdr %s\n", KTRDR_VERSION);
    return true;
}

const struct command cmd_version = {
    .noun = "version", .verb = NULL, .help = "Which ktrdr this is.",
    .options = options, .run = run, .is_local = true,
};
