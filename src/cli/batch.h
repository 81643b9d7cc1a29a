/*
 * batch - many command lines, run one after the other or some at a time.
 *
 * One at a time shares the connection of `cli`. Several at a time are processes, each with a
 * connection of its own: a command keeps what it was told at file scope, so that two of them do not
 * fit into one process. They take the next line as they are done with one.
 */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

struct cli;

struct batch_line {
    size_t number;          /* in the file, from 1 */
    const char *text;
    bool has_run;
    int status;             /* exit status of its command */
    struct buf out;         /* what it printed */
    struct buf problem;     /* its error, as JSON; empty: none */
};

enum batch_care { BATCH_STOP_AT_FAILURE, BATCH_KEEP_GOING };

/* Fill the lines. Cancelled ones end it in any case. */
void batch_run(const struct cli *cli, struct batch_line *lines, size_t count,
               enum batch_care care);
CHECKED bool batch_run_parallel(const struct cli *cli, struct batch_line *lines, size_t count,
                                size_t processes, enum batch_care care, struct error *err);
void batch_line_release(struct batch_line *line);

#endif
