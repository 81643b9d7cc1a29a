#include "cli/help.h"

#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/terminal.h"

#include <string.h>
#include <unistd.h>

enum { FORM_WIDTH = 30 };

static void print_title(const char *title, struct buf *out)
{
    buf_print(out, "\n%s%s%s\n", terminal_start(STDOUT_FILENO, TERMINAL_BOLD), title,
              terminal_end(STDOUT_FILENO));
}

/* A form too wide has its help on the next line. */
static void print_pair(const char *form, const char *help, struct buf *out)
{
    if (strlen(form) > FORM_WIDTH)
        buf_print(out, "  %s\n  %-*s  %s\n", form, FORM_WIDTH, "", help);
    else
        buf_print(out, "  %-*s  %s\n", FORM_WIDTH, form, help);
}

static void print_options(const struct command_option *options, struct buf *out)
{
    for (; options->form; options++)
        print_pair(options->form, options->help, out);
}

static bool has_dashes(const struct command_option *options)
{
    for (; options->form; options++)
        if (!option_is_positional(options))
            return true;
    return false;
}

void help_print_usage(const struct command *command, struct buf *out)
{
    buf_print(out, "ktrdr %s%s%s", command->noun, command->verb ? " " : "",
              command->verb ? command->verb : "");
    for (const struct command_option *o = command->options; option_is_positional(o); o++)
        buf_print(out, " %s", o->form);
    if (has_dashes(command->options))
        buf_print(out, " [options]");
}

static void print_verbs(const char *noun, struct buf *out)
{
    for (size_t i = 0; command_at(i); i++)
        if (command_at(i)->verb && !strcmp(command_at(i)->noun, noun))
            buf_print(out, "%s%s", out->bytes[out->length - 1] == '(' ? "" : ", ",
                      command_at(i)->verb);
}

static void print_noun_line(const struct command_noun *noun, struct buf *out)
{
    buf_print(out, "  %-12s  %s", noun->name, noun->help);
    if (!command_find(noun->name, NULL)) {
        buf_print(out, "\n  %-12s  (", "");
        print_verbs(noun->name, out);
        buf_print(out, ")");
    }
    buf_print(out, "\n");
}

void help_print(struct buf *out)
{
    buf_print(out, "ktrdr - bars, fuzzy sets, small networks and honest backtests\n"
                   "\nusage: ktrdr [options] <noun> <verb> [arguments]\n");
    print_title("nouns and their verbs", out);
    for (size_t i = 0; command_noun_at(i); i++)
        print_noun_line(command_noun_at(i), out);
    print_title("in short", out);
    for (size_t i = 0; command_shortcut_at(i); i++)
        buf_print(out, "  %-12s  %s %s\n", command_shortcut_at(i)->word,
                  command_shortcut_at(i)->noun, command_shortcut_at(i)->verb);
    buf_print(out, "  %-12s  %s\n", "backtest S", "backtest run S");
    print_title("options of every command", out);
    print_options(cli_options(), out);
    buf_print(out, "\nktrdr <noun> --help and ktrdr <noun> <verb> --help say more.\n");
}

void help_print_noun(const struct command_noun *noun, struct buf *out)
{
    buf_print(out, "ktrdr %s - %s\n", noun->name, noun->help);
    print_title("verbs", out);
    for (size_t i = 0; command_at(i); i++)
        if (!strcmp(command_at(i)->noun, noun->name)) {
            OWNED(buf_release) struct buf usage = {0};
            help_print_usage(command_at(i), &usage);
            print_pair(usage.bytes + strlen("ktrdr "), command_at(i)->help, out);
        }
    buf_print(out, "\nktrdr %s <verb> --help says more.\n", noun->name);
}

static void print_section(const char *title, const struct command_option *options,
                          bool (*is_part)(const struct command_option *), struct buf *out)
{
    bool has_title = false;

    for (; options->form; options++) {
        if (!is_part(options))
            continue;
        if (!has_title)
            print_title(title, out);
        has_title = true;
        print_pair(options->form, options->help, out);
    }
}

static bool is_option(const struct command_option *option)
{
    return !option_is_positional(option);
}

void help_print_command(const struct command *command, struct buf *out)
{
    buf_print(out, "%s\n\nusage: ", command->help);
    help_print_usage(command, out);
    buf_print(out, "\n");
    if (command->more)
        buf_print(out, "\n%s\n", command->more);
    print_section("arguments", command->options, option_is_positional, out);
    print_section("options", command->options, is_option, out);
    buf_print(out, "\nktrdr --help lists the options that every command has.\n");
}

static void print_rows(const struct command_option *options, struct buf *out)
{
    if (!options->form)
        return;
    buf_print(out, "\n| | |\n|---|---|\n");
    for (; options->form; options++) {
        buf_print(out, "| `");
        for (const char *at = options->form; *at; at++)
            buf_print(out, *at == '|' ? "\\|" : "%c", *at);
        buf_print(out, "` | %s |\n", options->help);
    }
}

static void print_command_part(const struct command *command, struct buf *out)
{
    buf_print(out, "\n### `");
    help_print_usage(command, out);
    buf_print(out, "`\n\n%s\n", command->help);
    if (command->more)
        buf_print(out, "\n%s\n", command->more);
    print_rows(command->options, out);
}

void help_print_page(struct buf *out)
{
    buf_print(out, "# The command line\n\n"
                   "Made from the command table (`src/cli/command.c`); a test compares.\n\n"
                   "Exit status: 0 done, 1 it failed, 2 usage or invalid input, 3 not found, "
                   "4 cancelled, 5 unavailable or timed out (worth trying again).\n"
                   "\n## Options of every command\n");
    print_rows(cli_options(), out);
    buf_print(out, "\n## In short\n\n| | |\n|---|---|\n");
    for (size_t i = 0; command_shortcut_at(i); i++)
        buf_print(out, "| `ktrdr %s` | `ktrdr %s %s` |\n", command_shortcut_at(i)->word,
                  command_shortcut_at(i)->noun, command_shortcut_at(i)->verb);
    buf_print(out, "| `ktrdr backtest STRATEGY` | `ktrdr backtest run STRATEGY` |\n");
    for (size_t i = 0; command_noun_at(i); i++) {
        buf_print(out, "\n## %s\n\n%s\n", command_noun_at(i)->name, command_noun_at(i)->help);
        for (size_t k = 0; command_at(k); k++)
            if (!strcmp(command_at(k)->noun, command_noun_at(i)->name))
                print_command_part(command_at(k), out);
    }
}
