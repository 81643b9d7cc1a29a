/* progress - one line on stderr that is drawn over and over, if a person sees it. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct cli;
struct wire_operation_progress;

struct progress {
    bool is_shown;              /* stderr is a terminal, and neither --quiet nor --json */
    bool is_drawn;              /* a line stands there */
    const char *title;          /* borrowed: "training" */
};

void progress_begin(struct progress *progress, const struct cli *cli, const char *title);
void progress_draw(struct progress *progress, const struct wire_operation_progress *state);
/* With lines of a table below it, as many as fit. */
void progress_draw_over(struct progress *progress, const struct wire_operation_progress *state,
                        const struct buf *table);
void progress_end(struct progress *progress);       /* clears what was drawn */

/* "training  [=====>     ]  45 %  epoch 12 of 50  1,230 bars/s  3 min 20 s left", so many columns
 * at most. */
void progress_print(const char *title, const struct wire_operation_progress *state,
                    size_t columns, struct buf *out);

#endif
