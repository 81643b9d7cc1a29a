/*
 * command - a verb of the command line as a table that reads like its help.
 *
 * Options write straight into what is sent; one command runs per process, so these structs are at
 * file scope. All of them are cleared before the words are read: texts "", numbers NaN, whole
 * numbers WIRE_UNKNOWN, flags false, lists empty.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli;

enum command_type {
    COMMAND_TEXT_TYPE, COMMAND_WORD_TYPE, COMMAND_NUMBER_TYPE, COMMAND_INTEGER_TYPE,
    COMMAND_FLAG_TYPE, COMMAND_CHOICE_TYPE, COMMAND_LIST_TYPE
};

struct command_option {
    /* As in the help: "<strategy>" must be there, "[<strategy>]" may, "<file>..." is one or more;
     * "-t, --timeframe <1h|1d>", "--follow". */
    const char *form;
    enum command_type type;
    union {
        char *text;
        const char **word;          /* borrowed from argv */
        double *number;
        int64_t *integer;
        bool *flag;
        int *choice;
        char ***texts;
    } value;
    size_t size;                    /* of a text, with its '\0' */
    size_t *count;                  /* of a list */
    const char *const *names;       /* of a choice; ends with NULL */
    const char *help;
};

#define COMMAND_TEXT(form, array, help) \
    { form, COMMAND_TEXT_TYPE, { .text = array }, sizeof(array), NULL, NULL, help }
#define COMMAND_WORD(form, to, help) \
    { form, COMMAND_WORD_TYPE, { .word = to }, 0, NULL, NULL, help }
#define COMMAND_NUMBER(form, to, help) \
    { form, COMMAND_NUMBER_TYPE, { .number = to }, 0, NULL, NULL, help }
#define COMMAND_INTEGER(form, to, help) \
    { form, COMMAND_INTEGER_TYPE, { .integer = to }, 0, NULL, NULL, help }
#define COMMAND_FLAG(form, to, help) \
    { form, COMMAND_FLAG_TYPE, { .flag = to }, 0, NULL, NULL, help }
#define COMMAND_CHOICE(form, to, names, help) \
    { form, COMMAND_CHOICE_TYPE, { .choice = to }, 0, NULL, names, help }
/* A list may be given several times, or several in one word, with commas. */
#define COMMAND_LIST(form, to, n, help) \
    { form, COMMAND_LIST_TYPE, { .texts = to }, 0, n, NULL, help }
#define COMMAND_END { NULL, COMMAND_FLAG_TYPE, { NULL }, 0, NULL, NULL, NULL }

struct command {
    const char *noun, *verb;        /* verb NULL: the noun alone is the command */
    const char *help;               /* one line */
    const char *more;               /* paragraphs, or NULL */
    const struct command_option *options;       /* those without dashes first */
    bool is_local;                  /* needs no backend */
    bool (*run)(struct cli *cli, struct error *err);
};

struct command_noun {
    const char *name;
    const char *help;
    const char *usual_verb;         /* when the second word is none: 'backtest STRATEGY'; or NULL */
};

/* Another way to say a command: 'ops' is 'operations list'. */
struct command_shortcut {
    const char *word, *noun, *verb;
};

const struct command *command_at(size_t i);                     /* NULL past the last */
const struct command *command_find(const char *noun, const char *verb);
const struct command_noun *command_noun_at(size_t i);           /* NULL past the last */
const struct command_noun *command_noun_find(const char *name);
const struct command_shortcut *command_shortcut_at(size_t i);   /* NULL past the last */

/* The command that argv[0], argv[1] … begin with; *ret_used words of them. ERROR_INVALID, with a
 * suggestion, if there is none; *ret_noun is then what was understood, or NULL. */
CHECKED bool command_choose(const char *const *argv, const struct command **ret_command,
                            const struct command_noun **ret_noun, size_t *ret_used,
                            struct error *err);

#endif
