/* cli - one run of the command line: words in, exit status out. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

struct api;
struct command_option;
struct wire_field;

struct cli {
    struct api *api;            /* where the backend was found; NULL for a local command */
    const char *data_dir;       /* --data-dir, or NULL */
    struct buf out;             /* what stdout gets, in one write at the end */
    bool is_json;               /* one JSON document there and nothing else */
    bool is_quiet;              /* no progress bar, no remarks on stderr */
    bool is_inner;              /* a line of a batch: shares its connection */
    int exit_status;            /* in place of what the error says; 0: by the error */
};

/* argv ends with NULL and begins with the program's name. */
int cli_run(const char *const *argv);

/* A command within a command, over the connection of `outer`: what stdout would have got goes to
 * ret_out, its error, if it has one, to ret_problem as JSON. Returns its exit status. */
int cli_run_inner(const struct cli *outer, const char *const *argv, struct buf *ret_out,
                  struct buf *ret_problem);

/* The options every command has, for help and completion. */
const struct command_option *cli_options(void);

/* Where the backend is, for a local command that wants it after all. */
CHECKED bool cli_connect(struct cli *cli, struct error *err);

/* The last reply as it came, as the one document; for commands under --json. Always true. */
bool cli_print_reply(struct cli *cli);

/* A remark for people on stderr; nothing if they want it quiet or in JSON. */
void cli_remark(const struct cli *cli, const char *format, ...) PRINTS(2, 3);

#endif
