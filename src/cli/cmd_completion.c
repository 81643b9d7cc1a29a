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
            buf_print(out, "'\\''");
        else
            buf_add(out, text, 1);
    buf_add(out, "'", 1);
}

/* ---- zsh ---- */

/* " 'import:Stores the bars of a CSV file'": a word and what it is. */
static void print_offer(const char *word, size_t length, const char *help, struct buf *out)
{
    OWNED(buf_release) struct buf offer = {0};

    buf_print(&offer, "%.*s:%s", (int)length, word, help);
    buf_print(out, " ");
    print_quoted(offer.bytes, out);
}

static void offer_names(const struct command_option *of, struct buf *out)
{
    for (; of->form; of++) {
        const char *name;
        const size_t length = option_long_name(of, &name);

        if (length)
            print_offer(name, length, of->help, out);
    }
}

static void offer_first_words(struct buf *out)
{
    for (size_t i = 0; command_noun_at(i); i++)
        print_offer(command_noun_at(i)->name, strlen(command_noun_at(i)->name),
                    command_noun_at(i)->help, out);
    for (size_t i = 0; command_shortcut_at(i); i++) {
        const struct command_shortcut *shortcut = command_shortcut_at(i);

        print_offer(shortcut->word, strlen(shortcut->word),
                    command_find(shortcut->noun, shortcut->verb)->help, out);
    }
    offer_names(cli_options(), out);
}

static void offer_verbs(const char *noun, struct buf *out)
{
    for (size_t i = 0; command_at(i); i++)
        if (!strcmp(command_at(i)->noun, noun) && command_at(i)->verb)
            print_offer(command_at(i)->verb, strlen(command_at(i)->verb), command_at(i)->help,
                        out);
}

static void print_zsh_cases(struct buf *out)
{
    buf_print(out, "    ' ') offered=(");
    offer_first_words(out);
    buf_print(out, ") ;;\n");
    for (size_t i = 0; command_at(i); i++) {
        const struct command *command = command_at(i);

        buf_print(out, "    '%s %s') offered=(", command->noun, command->verb ? command->verb : "");
        offer_names(command->options, out);
        buf_print(out, ") ;;\n");
    }
    for (size_t i = 0; command_noun_at(i); i++) {
        if (command_find(command_noun_at(i)->name, NULL))
            continue;
        buf_print(out, "    '%s ') offered=(", command_noun_at(i)->name);
        offer_verbs(command_noun_at(i)->name, out);
        buf_print(out, ") ;;\n");
    }
}

/* Either found in fpath as _ktrdr, then it is called, or sourced, then it announces itself. */
static void print_zsh(struct buf *out)
{
    buf_print(out, "#compdef ktrdr\n"
                   "_ktrdr() {\n"
                   "    local noun='' verb='' word\n"
                   "    local -a offered\n"
                   "    for word in ${words[2,CURRENT-1]}; do\n"
                   "        case $word in -*) continue ;; esac\n"
                   "        if [[ -z $noun ]]; then noun=$word\n"
                   "        elif [[ -z $verb ]]; then verb=$word; fi\n"
                   "    done\n"
                   "    case \"$noun $verb\" in\n");
    print_zsh_cases(out);
    buf_print(out, "    esac\n"
                   "    (( $#offered )) && _describe ktrdr offered || _files\n"
                   "}\n"
                   "if [[ ${funcstack[1]} == _ktrdr ]]; then\n"
                   "    _ktrdr \"$@\"\n"
                   "else\n"
                   "    (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }\n"
                   "    compdef _ktrdr ktrdr\n"
                   "fi\n");
}

/* ---- fish ---- */

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

static void (*const printers[])(struct buf *out) = {
    [SHELL_BASH] = print_bash, [SHELL_ZSH] = print_zsh, [SHELL_FISH] = print_fish,
};

static bool run(struct cli *cli, struct error *err)
{
    (void)err;
    printers[shell](&cli->out);
    return true;
}

const struct command cmd_completion = {
    .noun = "completion", .verb = NULL,
    .help = "A completion script: source <(ktrdr completion bash)",
    .options = options, .run = run, .is_local = true,
};
