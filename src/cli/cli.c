#include "cli/cli.h"

#include "base/file.h"
#include "cli/backend.h"
#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/ctrl_c.h"
#include "cli/help.h"
#include "cli/option.h"
#include "cli/terminal.h"
#include "client/api.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_USAGE = 2 };

static struct {
    const char *url, *data_dir, *ca_file, *token_file;
    bool is_json, is_quiet, is_plain, wants_help, wants_version;
    double timeout;
} told;

static const struct command_option options[] = {
    COMMAND_WORD("--url <url>", &told.url,
                 "the backend; also KTRDR_URL; default: its local socket, else port 8000"),
    COMMAND_WORD("--data-dir <folder>", &told.data_dir, "the backend that runs on this folder"),
    COMMAND_FLAG("--json", &told.is_json, "one JSON document on stdout; errors too, on stderr"),
    COMMAND_FLAG("--quiet", &told.is_quiet, "no progress bar and no remarks"),
    COMMAND_FLAG("--no-color", &told.is_plain, "no colour; also NO_COLOR"),
    COMMAND_WORD("--ca-file <file>", &told.ca_file,
                 "of https: whom to trust, in place of the system's; also KTRDR_CA_FILE"),
    COMMAND_WORD("--token-file <file>", &told.token_file,
                 "the token of a backend elsewhere; default: auth.token_file"),
    COMMAND_NUMBER("--timeout <seconds>", &told.timeout, "for each answer; default: 30"),
    COMMAND_FLAG("-h, --help", &told.wants_help, "this, or what a command does"),
    COMMAND_FLAG("--version", &told.wants_version, "which ktrdr this is"),
    COMMAND_END
};

const struct command_option *cli_options(void)
{
    return options;
}

bool cli_print_reply(struct cli *cli)
{
    const struct buf *body = api_body(cli->api);

    buf_add(&cli->out, body->bytes ? body->bytes : "", body->length);
    if (!body->length || body->bytes[body->length - 1] != '\n')
        buf_add(&cli->out, "\n", 1);
    return true;
}

void cli_remark(const struct cli *cli, const char *format, ...)
{
    va_list args;

    if (cli->is_json || cli->is_quiet)
        return;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* The global options before the noun. */
static bool read_leading(const char *const **argv, struct error *err)
{
    while (**argv && (**argv)[0] == '-') {
        size_t used;
        bool found;

        if (!option_read_one(*argv, options, &used, &found, err))
            return false;
        if (!found) {
            error_set(err, ERROR_INVALID, "unknown option '%.60s'", **argv);
            return error_suggest(err, "ktrdr --help lists the options");
        }
        *argv += used;
    }
    return true;
}

static void apply_options(struct cli *cli)
{
    cli->is_quiet |= told.is_quiet;
    if (!cli->is_inner)
        cli->data_dir = told.data_dir;
    if (told.is_plain)
        terminal_no_color();
}

bool cli_connect(struct cli *cli, struct error *err)
{
    const double seconds = isfinite(told.timeout) ? told.timeout : 0;

    if (cli->is_inner)
        return true;
    if (seconds < 0 || seconds > 1e6)
        return error_set(err, ERROR_INVALID, "--timeout must be above 0 and below 1000000");
    ctrl_c_watch();
    return backend_find(&(struct backend_request){ .url = told.url, .data_dir = told.data_dir,
                                                   .ca_file = told.ca_file,
                                                   .token_file = told.token_file,
                                                   .timeout_ms = (int64_t)(seconds * 1000) },
                        &cli->api, err);
}

static bool run_command(struct cli *cli, const struct command *command, const char *const *argv,
                        struct error *err)
{
    option_clear(command->options);
    if (told.wants_help || option_asks_for_help(argv)) {
        help_print_command(command, &cli->out);
        return true;
    }
    if (!option_read(argv, command->options, options, err)) {
        if (!err->suggestion[0])
            error_suggest(err, "ktrdr %s %s --help says how", command->noun,
                          command->verb ? command->verb : "");
        apply_options(cli);
        return false;
    }
    apply_options(cli);
    if (cli->is_inner && (told.url || told.data_dir || isfinite(told.timeout)))
        return error_set(err, ERROR_INVALID,
                         "--url, --data-dir and --timeout are the batch's, not a line's");
    return (command->is_local || cli_connect(cli, err)) && command->run(cli, err);
}

static bool run_words(struct cli *cli, const char *const *argv, struct error *err)
{
    const struct command *command;
    const struct command_noun *noun;
    size_t used;

    if (!read_leading(&argv, err))
        return false;
    apply_options(cli);
    if (told.wants_version)
        return command_find("version", NULL)->run(cli, err);
    if (!*argv) {
        help_print(&cli->out);
        cli->exit_status = told.wants_help ? 0 : EXIT_USAGE;
        return true;
    }
    if (command_choose(argv, &command, &noun, &used, err))
        return run_command(cli, command, argv + used, err);
    if (noun && (told.wants_help || option_asks_for_help(argv + 1))) {
        help_print_noun(noun, &cli->out);
        return true;
    }
    return false;
}

/* The exit status; what there is to complain about goes to ret_problem. */
static int conclude(const struct cli *cli, bool held, const struct error *err,
                    struct buf *ret_problem)
{
    if (!held && err->text[0])
        complaint_print(cli, err, ret_problem);
    return cli->exit_status ? cli->exit_status : held ? 0 : error_exit_status(err->code);
}

/* A reader that has seen enough is no reason for words. */
static bool write_out(const struct cli *cli)
{
    OWNED(buf_release) struct buf text = {0};
    struct error err;

    if (file_write_to(STDOUT_FILENO, cli->out.bytes, cli->out.length))
        return true;
    if (errno != EPIPE) {
        error_set_errno(&err, errno, "cannot write to stdout");
        complaint_print(cli, &err, &text);
        file_write_to(STDERR_FILENO, text.bytes, text.length);
    }
    return false;
}

static int end(struct cli *cli, bool held, const struct error *err)
{
    OWNED(buf_release) struct buf problem = {0};
    int status = conclude(cli, held, err, &problem);

    file_write_to(STDERR_FILENO, problem.bytes, problem.length);
    if (!write_out(cli) && !status)
        status = 1;
    api_free(cli->api);
    buf_release(&cli->out);
    return status;
}

/* Known before the words are understood, so that a mistake in them is told in JSON too. */
static bool has_json(const char *const *argv)
{
    for (; *argv && strcmp(*argv, "--"); argv++)
        if (!strcmp(*argv, "--json"))
            return true;
    return false;
}

int cli_run(const char *const *argv)
{
    struct cli cli = { .is_json = has_json(argv + 1) };
    struct error err = {0};

    option_clear(options);
    return end(&cli, run_words(&cli, argv + 1, &err), &err);
}

int cli_run_inner(const struct cli *outer, const char *const *argv, struct buf *ret_out,
                  struct buf *ret_problem)
{
    struct cli cli = { .api = outer->api, .data_dir = outer->data_dir, .is_inner = true,
                       .is_json = outer->is_json || has_json(argv), .is_quiet = true };
    struct error err = {0};
    bool held;
    int status;

    option_clear(options);
    api_allow(cli.api, 0);              /* a line before it may have allowed more */
    held = run_words(&cli, argv, &err);
    cli.is_json = true;
    status = conclude(&cli, held, &err, ret_problem);
    *ret_out = cli.out;
    return status;
}
