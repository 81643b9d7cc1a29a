#include "cli/cli.h"
#include "cli/command.h"
#include "cli/follow.h"
#include "cli/result.h"
#include "client/api_bars.h"

#include <stdio.h>

static struct wire_load_request request;
static int mode;

static const char *const modes[] = { "tail", "backfill", "full", NULL };

static const struct command_option options[] = {
    COMMAND_LIST("<symbol>...", &request.symbols, &request.n_symbols,
                 "AAPL, EUR/USD, SAP@IBIS; several are one batch"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", request.timeframe, "default: 1d"),
    COMMAND_CHOICE("--mode <tail|backfill|full>", &mode, modes,
                   "after the last bar, before the first, or all; default: tail"),
    COMMAND_TEXT("--start <date>", request.start, "first day; default: as far back as there is"),
    COMMAND_TEXT("--end <date>", request.end, "last day; default: now"),
    COMMAND_TEXT("--source <ib>", request.source, "who is asked; default: ib"),
    COMMAND_TEXT("--what <TRADES|MIDPOINT|...>", request.what_to_show,
                 "default: TRADES, of pairs MIDPOINT, of crypto AGGTRADES"),
    COMMAND_FLAG("--rth", &request.rth, "regular hours (as is usual for stocks and indices)"),
    COMMAND_FLAG("--all-hours", &request.all_hours, "with what is traded before and after"),
    COMMAND_TEXT("--type <STK|CASH|...>", request.instrument_type,
                 "STK, CASH, FUT, IND, CRYPTO; default: a pair is CASH, else STK"),
    COMMAND_TEXT("--exchange <exchange>", request.exchange, "where it is listed"),
    COMMAND_TEXT("--currency <currency>", request.currency, "default: USD"),
    COMMAND_INTEGER("--contract <id>", &request.contract_id, "IB's number, in place of all these"),
    COMMAND_FLAG("--recheck", &request.recheck, "ask again for what was answered with 'no data'"),
    FOLLOW_OPTIONS,
    COMMAND_END
};

/* A load that failed has a result all the same: what came, and what is missing. */
static void print_failed(struct cli *cli, const struct wire_operation *operation)
{
    struct error why;

    if (!cli->is_json && cli->exit_status == 1 && operation->type == WIRE_OPERATION_DATA_LOAD)
        (void)!result_print(cli, operation->id, operation->type, &why);    /* none: then not */
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    snprintf(request.mode, sizeof(request.mode), "%s", modes[mode]);
    return api_bars_load(cli->api, &request, &operation, err) &&
           follow_started_as(cli, &operation, &(struct follow_form){ .print_failed = print_failed },
                             err);
}

const struct command cmd_data_load = {
    .noun = "data",
    .verb = "load",
    .help = "Fetches from Interactive Brokers what is missing.",
    .more = "Bars are stored as they arrive: a load that is cancelled or killed keeps what came,\n"
            "and 'ktrdr resume' fetches the rest. Only finished bars are stored. A tail fetches\n"
            "the last two sessions again and corrects them; older bars stay as they are.",
    .options = options,
    .run = run,
};
