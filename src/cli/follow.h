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

/* The same, where a person watches with a table under the line: print asks for it, some times a
 * minute to some times a second. What it cannot get it leaves out. */
typedef void follow_table_fn(struct cli *cli, const char *id, struct buf *out);
CHECKED bool follow_with_table(struct cli *cli, const char *id, follow_table_fn *print,
                               enum follow_end *ret_end, struct error *err);

/* Follows one that was just started and prints its result; or only its id, if it is not to be
 * followed or was detached from. Takes the operation as the start of it answered. */
enum follow_wish { FOLLOW_IT, FOLLOW_NOT };
CHECKED bool follow_started(struct cli *cli, const struct wire_operation *operation,
                            enum follow_wish wish, struct error *err);

#endif
