/* option - the words after a command, read into its table of options. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

struct command_option;

/* Of a form: is it without dashes; may it be left out; may there be several. */
bool option_is_positional(const struct command_option *option);
bool option_is_required(const struct command_option *option);
bool option_is_many(const struct command_option *option);

/* "--timeframe" of "-t, --timeframe <tf>", and 't', or '\0'. The long name ends at a space. */
size_t option_long_name(const struct command_option *option, const char **ret_name);
char option_letter(const struct command_option *option);

void option_clear(const struct command_option *options);    /* to unknown */

/* Reads argv, up to its NULL, into two tables: a command's and the global one, which must both have
 * been cleared. "--" ends the options. Stops at nothing: "--help" is an option like another.
 * ERROR_INVALID with what is wrong, and a suggestion. */
CHECKED bool option_read(const char *const *argv, const struct command_option *options,
                         const struct command_option *global, struct error *err);

/* One option of the table `global` at argv[0]; false in *ret_found if it is none of these. Writes
 * how many words it took. */
CHECKED bool option_read_one(const char *const *argv, const struct command_option *global,
                             size_t *ret_used, bool *ret_found, struct error *err);

/* "--help" or "-h" is there, before a "--". */
bool option_asks_for_help(const char *const *argv);

#endif
