#include "cli/confirm.h"

#include "cli/cli.h"
#include "cli/terminal.h"

#include <stdio.h>
#include <unistd.h>

bool confirm(const struct cli *cli, const char *what, struct error *err)
{
    char answer[16] = "";

    if (cli->is_json || !terminal_is(STDIN_FILENO) || !terminal_is(STDERR_FILENO)) {
        error_set(err, ERROR_INVALID, "not confirmed: %s", what);
        return error_suggest(err, "add --yes");
    }
    fprintf(stderr, "%s? [y/N] ", what);
    if (fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y'))
        return true;
    return error_set(err, ERROR_CANCELLED, "nothing was deleted");
}
