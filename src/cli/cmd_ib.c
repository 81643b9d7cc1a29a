#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "client/api_ib.h"

#include <stdio.h>
#include <string.h>

enum { EXIT_AMBIGUOUS = 2, ASK_MS = 150000 };

static struct wire_ib_query query;

static const struct command_option no_options[] = { COMMAND_END };

#define INSTRUMENT_OPTIONS                                                                    \
    COMMAND_TEXT("--type <STK|CASH|FUT|IND|CRYPTO>", query.instrument_type,                    \
                 "default: CASH for two currencies, else STK"),                               \
    COMMAND_TEXT("--exchange <name>", query.exchange, "where it is listed: NASDAQ, IBIS, CME"), \
    COMMAND_TEXT("--currency <USD|EUR|...>", query.currency, "default: USD"),                   \
    COMMAND_INTEGER("--contract <n>", &query.contract_id, "ib's own number of it")

static const struct command_option instrument_options[] = {
    COMMAND_TEXT("<symbol>", query.symbol, "AAPL, EURUSD, ESZ6, SAP@IBIS"),
    INSTRUMENT_OPTIONS,
    COMMAND_END
};

/* ---- status ---- */

static void print_line(struct buf *out, const char *name, const char *text)
{
    if (*text)
        buf_print(out, "%-13s%s\n", name, text);
}

static void print_connection(const struct wire_ib_gateway *gateway, struct buf *out)
{
    buf_print(out, "%-13s%s at %s:%lld", "gateway", gateway->state, gateway->host,
              (long long)gateway->port);
    if (gateway->connected_since)
        buf_print(out, ", since %s", figure_time(gateway->connected_since));
    buf_print(out, "\n");
    if (gateway->server_version != WIRE_UNKNOWN)
        buf_print(out, "%-13s%lld, client id %lld\n", "server", (long long)gateway->server_version,
                  (long long)gateway->client_id);
    if (gateway->account[0])
        buf_print(out, "%-13s%s, %s\n", "account", gateway->account,
                  gateway->is_paper ? "paper" : "live");
    if (gateway->retry_after_seconds > 0)
        buf_print(out, "%-13sin %s\n", "next attempt",
                  figure_duration(gateway->retry_after_seconds));
    print_line(out, "maintenance", gateway->maintenance_until);
    if (gateway->last_error[0])
        buf_print(out, "%-13s%s: %s\n", "last error", figure_time(gateway->last_error_at),
                  gateway->last_error);
    if (strcmp(gateway->state, "ready") != 0)
        print_line(out, "what to do", gateway->next);
}

static void print_pacing(const struct wire_ib_pacing *pacing, struct buf *out)
{
    buf_print(out, "%-13s%lld of %lld in ten minutes, %lld under way, %lld wait, %lld complaints\n",
              "pacing", (long long)pacing->window_used, (long long)pacing->window_limit,
              (long long)pacing->in_flight, (long long)pacing->queued,
              (long long)pacing->complaints);
}

static void print_farms(const struct wire_ib_gateway *gateway, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!gateway->n_farms)
        return;
    table_columns(&table, "FARM", "DATA", "STATE", "SINCE", "WENT DOWN>", NULL);
    for (size_t i = 0; i < gateway->n_farms; i++) {
        const struct wire_ib_farm *farm = &gateway->farms[i];

        table_row(&table, farm->name, farm->kind, farm->state, figure_time(farm->since),
                  figure_count(farm->flaps), NULL);
    }
    table_print(&table);
}

static bool run_status(struct cli *cli, struct error *err)
{
    struct wire_ib_status status;

    if (!api_ib_status(cli->api, &status, err))
        return false;
    if (cli->is_json) {
        cli_print_reply(cli);
    } else {
        buf_print(&cli->out, "%-13s%s, %s%s\n", "ib",
                  wire_health_status_names[status.status],
                  strcmp(status.mode, "host") ? "asked from here" : "asked by the host at ",
                  status.url);
        print_connection(&status.gateway, &cli->out);
        print_pacing(&status.pacing, &cli->out);
        if (!status.gateway.last_error[0])
            print_line(&cli->out, "note", status.reason);
        print_farms(&status.gateway, &cli->out);
    }
    wire_ib_status_release(&status);
    return true;
}

/* ---- resolve ---- */

static void print_contract(const struct wire_ib_contract *contract, struct buf *out)
{
    print_line(out, "symbol", contract->symbol);
    print_line(out, "name", contract->name);
    buf_print(out, "%-13s%lld\n", "contract", (long long)contract->contract_id);
    print_line(out, "type", contract->instrument_type);
    print_line(out, "exchange", contract->exchange);
    print_line(out, "listed at", contract->primary_exchange);
    print_line(out, "currency", contract->currency);
    print_line(out, "last trade", contract->last_trade);
    print_line(out, "multiplier", figure_shortest(contract->multiplier));
    print_line(out, "min tick", figure_shortest(contract->min_tick));
    print_line(out, "zone", contract->zone);
    for (size_t i = 0; i < contract->n_liquid; i++)
        if (contract->liquid[i].close) {
            buf_print(out, "%-13s%s to %s UTC\n", "next session",
                      figure_time(contract->liquid[i].open),
                      figure_time(contract->liquid[i].close));
            return;
        }
}

static void print_candidates(const struct wire_ib_resolved *resolved, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    char number[24];

    table_columns(&table, "CONTRACT>", "SYMBOL", "TYPE", "LISTED AT", "CURRENCY", "LAST TRADE",
                  "NAME", NULL);
    for (size_t i = 0; i < resolved->n_candidates; i++) {
        const struct wire_ib_contract *row = &resolved->candidates[i];

        snprintf(number, sizeof(number), "%lld", (long long)row->contract_id);
        table_row(&table, number, *row->local_symbol ? row->local_symbol : row->symbol,
                  row->instrument_type,
                  *row->primary_exchange ? row->primary_exchange : row->exchange, row->currency,
                  figure_text(row->last_trade), row->name, NULL);
    }
    table_print(&table);
}

static bool run_resolve(struct cli *cli, struct error *err)
{
    struct wire_ib_resolved resolved;

    api_allow(cli->api, ASK_MS);
    if (!api_ib_resolve(cli->api, &query, &resolved, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else if (resolved.contract)
        print_contract(resolved.contract, &cli->out);
    else
        print_candidates(&resolved, &cli->out);
    if (!resolved.contract) {
        cli_remark(cli, "%s\n  hint: %s", resolved.detail, resolved.suggestion);
        cli->exit_status = EXIT_AMBIGUOUS;
    }
    wire_ib_resolved_release(&resolved);
    return true;
}

/* ---- ranges ---- */

static bool run_ranges(struct cli *cli, struct error *err)
{
    OWNED(table_release) struct table table = { .out = &cli->out };
    struct wire_ib_ranges ranges;

    api_allow(cli->api, ASK_MS);
    if (!api_ib_ranges(cli->api, &query, &ranges, err))
        return false;
    if (cli->is_json) {
        wire_ib_ranges_release(&ranges);
        return cli_print_reply(cli);
    }
    table_columns(&table, "SYMBOL", "DATA", "HOURS", "SINCE", "", NULL);
    for (size_t i = 0; i < ranges.n_items; i++) {
        const struct wire_ib_head *head = &ranges.items[i];

        table_row(&table, ranges.contract.symbol, head->what_to_show, head->hours,
                  head->first ? figure_time(head->first) : "-", head->note, NULL);
    }
    table_print(&table);
    wire_ib_ranges_release(&ranges);
    return true;
}

const struct command cmd_ib_status = {
    .noun = "ib", .verb = "status",
    .help = "How the connection to IB is: its state, farms, and what pacing leaves.",
    .options = no_options, .run = run_status,
};

const struct command cmd_ib_resolve = {
    .noun = "ib", .verb = "resolve",
    .help = "Which instrument a symbol is at IB, or all those that fit.",
    .options = instrument_options, .run = run_resolve,
};

const struct command cmd_ib_ranges = {
    .noun = "ib", .verb = "ranges", .help = "Since when IB has bars of an instrument.",
    .options = instrument_options, .run = run_ranges,
};
