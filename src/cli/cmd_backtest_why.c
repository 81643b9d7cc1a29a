/* cmd_backtest_why - one bar of a backtest, from what the network saw to the fill. */
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "client/api_backtest.h"

#include <math.h>
#include <unistd.h>

static char id[48];
static struct wire_why_request request;

static const struct command_option options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr backtest list' shows it"),
    COMMAND_TEXT("--at <time>", request.at, "2024-01-31, or 2024-01-31T14:00:00Z: a bar, or in it"),
    COMMAND_TEXT("-s, --symbol <symbol>", request.symbol, "which one of a portfolio"),
    COMMAND_END
};

static const char *when(const struct wire_why *why, int64_t time)
{
    return why->timeframe[0] == '1' && why->timeframe[1] == 'd' ? figure_date(time)
                                                                : figure_time(time);
}

static void print_features(const struct wire_why *why, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!why->n_features)
        return;
    table_columns(&table, "FEATURE", "INDICATOR", "SAYS>", "AS", "VALUE>", NULL);
    for (size_t i = 0; i < why->n_features; i++) {
        const struct wire_why_feature *f = &why->features[i];

        table_row(&table, f->name, f->indicator, figure_number(f->raw, 4), f->set,
                  figure_number(f->value, 4), NULL);
    }
    table_print(&table);
    buf_print(out, "\n");
}

static void print_answer(const struct wire_why *why, struct buf *out)
{
    if (isfinite(why->buy))
        buf_print(out, "%-12sBUY %s, HOLD %s, SELL %s: %s; threshold %s\n", "network",
                  figure_number(why->buy, 4), figure_number(why->hold, 4),
                  figure_number(why->sell, 4), why->answer, figure_number(why->threshold, 4));
    else
        buf_print(out, "%-12s%s\n", why->phase[0] == 's' ? "signal" : why->phase, why->answer);
    buf_print(out, "%-12s%s%s%s\n", "decision", terminal_start(STDOUT_FILENO, TERMINAL_BOLD),
              why->decision, terminal_end(STDOUT_FILENO));
    buf_print(out, "%-12s%s\n", "order", why->order);
}

static void print_fills(const char *label, const struct wire_why *why,
                        const struct wire_why_fill *fills, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        const struct wire_why_fill *f = &fills[i];

        buf_print(out, "%-12s%s %s of %s at %s on %s, by %s", i ? "" : label, f->side, f->what,
                  figure_shortest(f->quantity), figure_number(f->price, 4), when(why, f->time),
                  f->reason);
        if (isfinite(f->net))
            buf_print(out, "; net %s after %s of costs", figure_number(f->net, 2),
                      figure_number(f->commission + f->fees, 2));
        buf_print(out, "\n");
    }
    if (!n)
        buf_print(out, "%-12snothing\n", label);
}

static void print_why(const struct wire_why *why, struct buf *out)
{
    buf_print(out, "%s%s %s  %s%s", terminal_start(STDOUT_FILENO, TERMINAL_BOLD), why->symbol,
              why->timeframe, when(why, why->time), terminal_end(STDOUT_FILENO));
    if (why->model_id[0])
        buf_print(out, "  model %s", why->model_id);
    buf_print(out, "\n%-12sopen %s, high %s, low %s, close %s; known at %s\n\n", "bar",
              figure_number(why->open, 4), figure_number(why->high, 4), figure_number(why->low, 4),
              figure_number(why->close, 4), figure_time(why->known_at));
    print_features(why, out);
    print_fills("in this bar", why, why->in_bar, why->n_in_bar, out);
    buf_print(out, "%-12s%s held before, %s at the close; equity %s\n", "position",
              figure_shortest(why->position_before), figure_shortest(why->position),
              figure_number(why->equity, 2));
    print_answer(why, out);
    print_fills("next bar", why, why->next_bar, why->n_next_bar, out);
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_why why;

    if (!request.at[0]) {
        error_set(err, ERROR_INVALID, "which bar is missing");
        return error_suggest(err, "--at 2024-01-31");
    }
    if (!api_backtest_why(cli->api, id, &request, &why, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_why(&why, &cli->out);
    wire_why_release(&why);
    return true;
}

const struct command cmd_backtest_why = {
    .noun = "backtest", .verb = "why",
    .help = "What it did at one bar, and why: features, answer, threshold, order, fill.",
    .more = "Computed again from the stored model, bars and settings; refused where the bars are\n"
            "no longer those of the backtest.",
    .options = options, .run = run,
};
