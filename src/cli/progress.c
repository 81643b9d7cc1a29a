#include "cli/progress.h"

#include "base/buf.h"
#include "cli/cli.h"
#include "cli/figure.h"
#include "cli/terminal.h"
#include "wire/wire_operation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAR = 24, TABLE_LINES = 16 };

void progress_begin(struct progress *progress, const struct cli *cli, const char *title)
{
    *progress = (struct progress){ .title = title };
    progress->is_shown = terminal_is(STDERR_FILENO) && !cli->is_quiet && !cli->is_json;
}

static void print_bar(double percent, struct buf *out)
{
    const int full = (int)(fmin(fmax(percent, 0), 100) / 100 * BAR);

    buf_print(out, "  [");
    for (int i = 0; i < BAR; i++)
        buf_print(out, "%c", i < full ? '=' : i == full ? '>' : ' ');
    buf_print(out, "] %3.0f %%", fmin(fmax(percent, 0), 100));
}

/* At a character's border. What sets a style takes no column and stays, so that bold ends. */
static void cut(struct buf *out, size_t columns)
{
    size_t width = 0, kept = 0;
    bool is_style = false;

    for (size_t i = 0; i < out->length; i++) {
        const char c = out->bytes[i];

        is_style |= c == '\033';
        if (!is_style)
            width += (c & 0xc0) != 0x80;
        if (is_style || width <= columns)
            out->bytes[kept++] = c;
        is_style &= c != 'm';
    }
    if (kept < out->length)
        out->bytes[out->length = kept] = '\0';
}

void progress_print(const char *title, const struct wire_operation_progress *state,
                    size_t columns, struct buf *out)
{
    buf_print(out, "%s", title);
    if (isfinite(state->percent))
        print_bar(state->percent, out);
    if (state->phase[0])
        buf_print(out, "  %s", state->phase);
    if (isfinite(state->done) && isfinite(state->total))
        buf_print(out, "  %s of %s%s%s", figure_number(state->done, 0),
                  figure_number(state->total, 0), state->unit[0] ? " " : "", state->unit);
    if (isfinite(state->rate) && state->rate > 0)
        buf_print(out, "  %s%s%s/s", figure_number(state->rate, state->rate < 10 ? 1 : 0),
                  state->unit[0] ? " " : "", state->unit);
    if (isfinite(state->eta_seconds))
        buf_print(out, "  %s left", figure_duration(state->eta_seconds));
    else if (state->message[0])
        buf_print(out, "  %s", state->message);
    cut(out, columns);
}

void progress_draw(struct progress *progress, const struct wire_operation_progress *state)
{
    OWNED(buf_release) struct buf line = {0};

    if (!progress->is_shown)
        return;
    progress_print(progress->title, state, (size_t)terminal_columns(STDERR_FILENO) - 1, &line);
    fprintf(stderr, "\r%s\033[K", line.bytes);
    fflush(stderr);
    progress->is_drawn = true;
}

/* The cursor goes back to the line of progress, so that the next one is drawn over all of it. */
void progress_draw_over(struct progress *progress, const struct wire_operation_progress *state,
                        const struct buf *table)
{
    const size_t columns = (size_t)terminal_columns(STDERR_FILENO) - 1;
    int n = 0;

    if (!progress->is_shown)
        return;
    progress_draw(progress, state);
    fprintf(stderr, "\033[J");
    for (const char *line = table->bytes; line && *line && n < TABLE_LINES; n++) {
        OWNED(buf_release) struct buf one = {0};
        const size_t length = strcspn(line, "\n");

        buf_add(&one, line, length);
        cut(&one, columns);
        fprintf(stderr, "\n%s", one.bytes);
        line += length + (line[length] == '\n');
    }
    if (n)
        fprintf(stderr, "\033[%dA\r", n);
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->is_drawn)
        fprintf(stderr, "\r\033[J");
    progress->is_drawn = false;
}
