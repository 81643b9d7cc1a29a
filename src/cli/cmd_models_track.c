#include "cli/cli.h"
#include "cli/command.h"
#include "cli/report_sheet.h"
#include "client/api_model.h"

static char id[96];

static const struct command_option options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr models list' shows it"),
    COMMAND_END
};

static bool run(struct cli *cli, struct error *err)
{
    struct wire_track track;

    if (!api_model_track(cli->api, id, &track, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_sheet_track(&track, &cli->out);
    wire_track_release(&track);
    return true;
}

const struct command cmd_models_track = {
    .noun = "models", .verb = "track",
    .help = "What it said, when it said it, and what came of it.",
    .more = "Only predictions made before the next bar had ended are scored: nobody knew better\n"
            "then. What a bar should have been is the strategy's label, once later bars settle it.",
    .options = options, .run = run,
};
