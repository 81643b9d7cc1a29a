/* Completion scripts, made from the command table: words only, so that they need no backend. */
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/option.h"

#include <string.h>

enum shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH };
static const char *const shells[] = { "bash", "zsh", "fish", NULL };
static int shell;

static const struct command_option options[] = {
    COMMAND_CHOICE("<bash|zsh|fish>", &shell, shells, "the shell it is for"),
    COMMAND_END
};

static void print_names(const struct command_option *of, struct buf *out)
{
    for (; of->form; of++) {
        const char *name;
        const size_t length = option_long_name(of, &name);
        if (length)
            buf_print(out, " %.*s", (int)length, name);
    }
}

static void print_first_words(struct buf *out)
{
    for (size_t i = 0; command_noun_at(i); i++)
        buf_print(out, "%s%s", i ? " " : "", command_noun_at(i)->name);
    for (size_t i = 0; command_shortcut_at(i); i++)
        buf_print(out, " %s", command_shortcut_at(i)->word);
}

static void print_verbs(const char *noun, struct buf *out)
{
    for (size_t i = 0; command_at(i); i++)
        if (!strcmp(command_at(i)->noun, noun) && command_at(i)->verb)
            buf_print(out, " %s", command_at(i)->verb);
}

/* A shell function that both bash and zsh (through bashcompinit) understand. */
static void print_bash(struct buf *out)
{
    buf_print(out, "_ktrdr() {\n"
                   "    local word=${COMP_WORDS[COMP_CWORD]} words='' noun='' verb='' i\n"
                   "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                   "        case ${COMP_WORDS[i]} in -*) continue ;; esac\n"
                   "        if [ -z \"$noun\" ]; then noun=${COMP_WORDS[i]}\n"
                   "        elif [ -z \"$verb\" ]; then verb=${COMP_WORDS[i]}; fi\n"
                   "    done\n"
                   "    case \"$noun $verb\" in\n"
                   "    ' ') words='");
    print_first_words(out);
    print_names(cli_options(), out);
    buf_print(out, "' ;;\n");
    for (size_t i = 0; command_at(i); i++) {
        const struct command *command = command_at(i);
        buf_print(out, "    '%s %s') words='", command->noun, command->verb ? command->verb : "");
        print_names(command->options, out);
        buf_print(out, "' ;;\n");
    }
    for (size_t i = 0; command_noun_at(i); i++) {
        if (command_find(command_noun_at(i)->name, NULL))
            continue;
        buf_print(out, "    '%s ') words='", command_noun_at(i)->name);
        print_verbs(command_noun_at(i)->name, out);
        buf_print(out, "' ;;\n");
    }
    buf_print(out, "    esac\n"
                   "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                   "    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n"
                   "}\n"
                   "complete -o filenames -F _ktrdr ktrdr\n");
}

/* A quote ends, is written, and begins again. */
static void print_quoted(const char *text, struct buf *out)
{
    buf_add(out, "'", 1);
    for (; *text; text++)
        if (*text == '\'')
            buf_print(out, "\\'");
        else
            buf_add(out, text, 1);
    buf_add(out, "'", 1);
}

static void print_fish_options(const struct command_option *of, const char *condition,
                               struct buf *out)
{
    for (; of->form; of++) {
        const char *name;
        const size_t length = option_long_name(of, &name);

        if (!length)
            continue;
        buf_print(out, "complete -c ktrdr%s -l %.*s", condition, (int)length - 2, name + 2);
        if (option_letter(of))
            buf_print(out, " -s %c", option_letter(of));
        if (of->type != COMMAND_FLAG_TYPE)
            buf_print(out, " -r");
        buf_print(out, " -d ");
        print_quoted(of->help, out);
        buf_print(out, "\n");
    }
}

static void print_fish_command(const struct command *command, struct buf *out)
{
    OWNED(buf_release) struct buf condition = {0};

    if (command->verb) {
        buf_print(out, "complete -c ktrdr -f -n '__fish_seen_subcommand_from %s' -a %s -d ",
                  command->noun, command->verb);
        print_quoted(command->help, out);
        buf_print(out, "\n");
    }
    buf_print(&condition, " -n '__fish_seen_subcommand_from %s", command->noun);
    if (command->verb)
        buf_print(&condition, "; and __fish_seen_subcommand_from %s", command->verb);
    buf_print(&condition, "'");
    print_fish_options(command->options, condition.bytes, out);
}

static void print_fish(struct buf *out)
{
    for (size_t i = 0; command_noun_at(i); i++) {
        buf_print(out, "complete -c ktrdr -f -n __fish_use_subcommand -a %s -d ",
                  command_noun_at(i)->name);
        print_quoted(command_noun_at(i)->help, out);
        buf_print(out, "\n");
    }
    for (size_t i = 0; command_shortcut_at(i); i++)
        buf_print(out, "complete -c ktrdr -f -n __fish_use_subcommand -a %s -d '%s %s'\n",
                  command_shortcut_at(i)->word, command_shortcut_at(i)->noun,
                  command_shortcut_at(i)->verb);
    print_fish_options(cli_options(), "", out);
    for (size_t i = 0; command_at(i); i++)
        print_fish_command(command_at(i), out);
}

static bool run(struct cli *cli, struct error *err)
{
    (void)err;
    if (shell == SHELL_FISH) {
        print_fish(&cli->out);
        return true;
    }
    if (shell == SHELL_ZSH)
        buf_print(&cli->out, "autoload -U +X bashcompinit && bashcompinit\n");
    print_bash(&cli->out);
    return true;
}

const struct command cmd_completion = {
    .noun = "completion", .verb = NULL,
    .help = "A completion script: source <(ktrdr completion bash)",
    .options = options, .run = run, .is_local = true,
};
