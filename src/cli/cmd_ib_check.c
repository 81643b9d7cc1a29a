#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "client/api_ib.h"

#include <math.h>
#include <string.h>

enum { EXIT_FAILED = 1, EXIT_UNAVAILABLE = 5, ASK_MS = 300000 };

static struct {
    size_t n_symbols;
    char **symbols;
} wanted;

static const struct command_option options[] = {
    COMMAND_LIST("[<symbol>]...", &wanted.symbols, &wanted.n_symbols,
                 "AAPL, EURUSD, SAP@IBIS; none: the connection alone"),
    COMMAND_END
};

static void print_step(const struct wire_ib_step *step, struct buf *out)
{
    static const char *const marks[] = { "ok", "warning", "FAILED" };

    buf_print(out, "  %-8s%-20s%s", marks[step->outcome], step->name, step->text);
    if (isfinite(step->milliseconds) && step->milliseconds >= 1)
        buf_print(out, " (%s ms)", figure_number(step->milliseconds, 0));
    buf_print(out, "\n");
    if (step->next[0])
        buf_print(out, "          next: %s\n", step->next);
}

static void print_check(const struct wire_ib_check *check, struct buf *out)
{
    buf_print(out, "%s\n", check->symbol[0] ? check->symbol : "connection");
    for (size_t i = 0; i < check->n_steps; i++)
        print_step(&check->steps[i], out);
}

/* Of several one document: a list. */
static void print_json(const struct wire_ib_check *check, size_t i, struct buf *out)
{
    buf_print(out, "%s", i ? "," : "{\"items\":[");
    wire_encode(wire_ib_check_fields, check, out);
}

static bool check_one(struct cli *cli, const char *symbol, size_t i,
                      enum wire_ib_outcome *ret_outcome, struct error *err)
{
    struct wire_ib_query query;
    struct wire_ib_check check;

    wire_clear(wire_ib_query_fields, &query);
    if (strlen(symbol) >= sizeof(query.symbol))
        return error_set(err, ERROR_INVALID, "'%.60s' is too long for a symbol", symbol);
    strcpy(query.symbol, symbol);
    if (!api_ib_check(cli->api, &query, &check, err))
        return false;
    if (cli->is_json)
        print_json(&check, i, &cli->out);
    else
        print_check(&check, &cli->out);
    *ret_outcome = check.outcome;
    wire_ib_check_release(&check);
    return true;
}

static bool check_symbols(struct cli *cli, struct error *err)
{
    enum wire_ib_outcome outcome;

    for (size_t i = 0; i < wanted.n_symbols; i++) {
        if (!check_one(cli, wanted.symbols[i], i + 1, &outcome, err))
            return false;
        if (outcome == WIRE_IB_FAILED)
            cli->exit_status = EXIT_FAILED;
    }
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    enum wire_ib_outcome outcome;

    api_allow(cli->api, ASK_MS);
    if (!check_one(cli, "", 0, &outcome, err))
        return false;
    if (outcome == WIRE_IB_FAILED)
        cli->exit_status = EXIT_UNAVAILABLE;
    else if (!check_symbols(cli, err)) {
        if (cli->is_json)
            cli->out.length = 0;    /* half a document is none */
        return false;
    }
    if (cli->is_json)
        buf_print(&cli->out, "]}\n");
    return true;
}

const struct command cmd_ib_check = {
    .noun = "ib", .verb = "check",
    .help = "Walks from the socket to first bars, and says what to do where it fails.",
    .more = "First the connection: port, account, client id, clock, data farms, and daily bars of\n"
            "EURUSD, which need no subscription. Then each symbol: contract, first bar, bars of\n"
            "the last days.",
    .options = options, .run = run,
};
