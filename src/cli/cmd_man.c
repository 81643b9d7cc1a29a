/* The manual page ktrdr(1), made from the command table: ktrdr man | man -l - */
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/option.h"

#include <string.h>

static const struct command_option options[] = { COMMAND_END };

/* Text that roff takes as it is: '-' is a minus, a '.' or a quote at a line's start no request. */
static void print_text(const char *text, struct buf *out)
{
    bool is_start = true;

    for (; *text; text++) {
        if (is_start && (*text == '.' || *text == '\''))
            buf_print(out, "\\&");
        is_start = *text == '\n';
        if (*text == '\\')
            buf_print(out, "\\e");
        else if (*text == '-')
            buf_print(out, "\\-");
        else
            buf_add(out, text, 1);
    }
    buf_print(out, "\n");
}

static void print_options(const struct command_option *of, struct buf *out)
{
    for (; of->form; of++) {
        buf_print(out, ".TP\n.B ");
        print_text(of->form, out);
        print_text(of->help, out);
    }
}

static void print_command(const struct command *command, struct buf *out)
{
    OWNED(buf_release) struct buf usage = {0};

    help_print_usage(command, &usage);
    buf_print(out, ".SS ");
    print_text(usage.bytes, out);
    print_text(command->help, out);
    if (command->more) {
        buf_print(out, ".PP\n");
        print_text(command->more, out);
    }
    print_options(command->options, out);
}

static void print_shortcuts(struct buf *out)
{
    buf_print(out, ".SH SHORTCUTS\n");
    for (size_t i = 0; command_shortcut_at(i); i++)
        buf_print(out, ".TP\n.B ktrdr %s\nktrdr %s %s\n", command_shortcut_at(i)->word,
                  command_shortcut_at(i)->noun, command_shortcut_at(i)->verb);
}

static bool run(struct cli *cli, struct error *err)
{
    struct buf *out = &cli->out;

    (void)err;
    buf_print(out, ".TH KTRDR 1 \"\" \"ktrdr %s\"\n.SH NAME\n"
              "ktrdr \\- bars, indicators, fuzzy memberships, small networks, honest backtests\n"
              ".SH SYNOPSIS\n.B ktrdr\n[options] <noun> <verb> [arguments] [options]\n"
              ".SH OPTIONS\n", KTRDR_VERSION);
    print_options(cli_options(), out);
    buf_print(out, ".SH COMMANDS\n");
    for (size_t i = 0; command_at(i); i++)
        print_command(command_at(i), out);
    print_shortcuts(out);
    buf_print(out, ".SH EXIT STATUS\n0 done, 1 it failed, 2 usage or invalid input, 3 not found, "
              "4 cancelled, 5 unavailable or timed out.\n.SH ENVIRONMENT\n"
              "KTRDR_URL, KTRDR_CONFIG, NO_COLOR, and a variable for each key: see\n"
              ".B ktrdr config show\n");
    return true;
}

const struct command cmd_man = {
    .noun = "man", .verb = NULL,
    .help = "The manual page, for man: ktrdr man | man -l -",
    .options = options, .run = run, .is_local = true,
};
