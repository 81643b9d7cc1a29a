#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "client/api_model.h"

static const char *symbol;

static const struct command_option options[] = {
    COMMAND_WORD("[<symbol>]", &symbol, "whose lockbox is opened; without one all are listed"),
    COMMAND_END
};

static void print_list(const struct wire_lockbox_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!list->n_items) {
        buf_print(out, "no lockboxes; ktrdr train STRATEGY --lockbox 1y seals the last year\n");
        return;
    }
    table_columns(&table, "SYMBOL", "FROM", "SEALED", "UNSEALED", NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_lockbox *box = &list->items[i];

        table_row(&table, box->symbol, box->from, figure_date(box->sealed_at),
                  box->is_sealed ? "" : figure_date(box->unsealed_at), NULL);
    }
    table_print(&table);
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_lockbox_list list;

    if (!api_model_lockboxes(cli->api, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_lockbox_list_release(&list);
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_lockbox box;

    if (!symbol)
        return run_list(cli, err);
    if (!api_model_unseal(cli->api, symbol, &box, err))
        return false;
    if (cli->is_json)
        return cli_print_reply(cli);
    buf_print(&cli->out, "%s is unsealed from %s on; the ledger says so. What is tried on these "
              "bars from now on counts like anywhere else.\n", box.symbol, box.from);
    return true;
}

const struct command cmd_unseal = {
    .noun = "unseal",
    .help = "Opens a lockbox for good: bars that nothing was allowed to look at.",
    .more = "With --lockbox 1y a training seals the last year of its symbols' bars. No training,\n"
            "test or backtest reads them until they are unsealed. That is dated in the ledger,\n"
            "and they cannot be sealed again: do it when all choices are made.",
    .options = options,
    .run = run,
};
