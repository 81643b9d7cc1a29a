/*
 * follow - stays with an operation until it has ended, shows how far it is, and what came of it.
 *
 * Reads the operation's events; asks again and again where they cannot be had. A ctrl-c on a
 * terminal asks whether to detach or to cancel; elsewhere it cancels. An operation that failed or
 * was cancelled is an error, with exit status 1 or 4.
 */
#ifndef CLI_FOLLOW_H
#define CLI_FOLLOW_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>

struct buf;
struct cli;
struct wire_operation;

enum follow_end { FOLLOW_DONE, FOLLOW_DETACHED };

CHECKED bool follow_operation(struct cli *cli, const char *id, enum follow_end *ret_end,
                              struct error *err);

/* For the options of a command that starts an operation. */
struct follow_options {
    bool is_wanted, is_refused;
};
extern struct follow_options follow_options;
#define FOLLOW_OPTIONS                                                                    \
    COMMAND_FLAG("--follow", &follow_options.is_wanted, "stay until it is done (as is usual)"), \
    COMMAND_FLAG("--no-follow", &follow_options.is_refused,                                 \
                 "print the operation's id and leave")

/* Follows one that was just started and prints its result; or only its id, with --no-follow or when
 * it was detached from. Takes the operation as the start of it answered, and releases it. */
CHECKED bool follow_started(struct cli *cli, struct wire_operation *operation, struct error *err);

/* The same where something is not as usual; NULL is as usual. */
typedef void follow_table_fn(struct cli *cli, const char *id, struct buf *out);
struct follow_form {
    /* A table under the line, where a person watches: asked for about once a second. */
    follow_table_fn *print_table;
    bool (*print)(struct cli *cli, const char *id, struct error *err);      /* its result */
    /* What there is to see although it failed or was cancelled. */
    void (*print_failed)(struct cli *cli, const struct wire_operation *operation);
};
CHECKED bool follow_started_as(struct cli *cli, struct wire_operation *operation,
                               const struct follow_form *form, struct error *err);

#endif
