/* What is stored, without the bars themselves: list, range, gaps, check, delete. */
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/confirm.h"
#include "cli/figure.h"
#include "cli/stored_series.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "client/api_bars.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char symbol[STORED_SERIES_SYMBOL], timeframe[STORED_SERIES_TIMEFRAME];
static struct wire_bars_query query;
static bool is_sure;

static const struct command_option no_options[] = { COMMAND_END };

static const struct command_option series_options[] = {
    COMMAND_TEXT("<symbol>", symbol, "as 'ktrdr data list' shows it"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", timeframe, "default: the only one there is"),
    COMMAND_END
};

static const struct command_option window_options[] = {
    COMMAND_TEXT("<symbol>", symbol, "as 'ktrdr data list' shows it"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", timeframe, "default: the only one there is"),
    COMMAND_TEXT("--start <date>", query.start, "first day; default: from the beginning"),
    COMMAND_TEXT("--end <date>", query.end, "last day; default: to the end"),
    COMMAND_END
};

static const struct command_option delete_options[] = {
    COMMAND_TEXT("<symbol>", symbol, "as 'ktrdr data list' shows it"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", timeframe, "default: the only one there is"),
    COMMAND_FLAG("--yes", &is_sure, "do not ask"),
    COMMAND_END
};

static void print_list(const struct wire_bars_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!list->n_items) {
        buf_print(out, "no bars yet; ktrdr data import FILE --symbol S --timeframe TF\n");
        return;
    }
    table_columns(&table, "SYMBOL", "TF", "BARS>", "FIRST", "LAST", "SHOWS", "SOURCE", "CALENDAR",
                  NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_bars_item *item = &list->items[i];
        table_row(&table, item->symbol, item->timeframe, figure_count(item->count),
                  figure_time(item->first), figure_time(item->last),
                  figure_text(item->what_to_show), figure_text(item->source),
                  figure_text(item->calendar), NULL);
    }
    table_print(&table);
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_bars_list list;

    if (!api_bars_list(cli->api, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_bars_list_release(&list);
    return true;
}

static bool run_range(struct cli *cli, struct error *err)
{
    struct wire_bars_item item;

    if (!stored_series_find(cli, symbol, timeframe, err) ||
        !api_bars_range(cli->api, symbol, timeframe, &item, err))
        return false;
    if (cli->is_json)
        return cli_print_reply(cli);
    buf_print(&cli->out, "%s %s  %s to %s, %s bars\n", item.symbol, item.timeframe,
              figure_time(item.first), figure_time(item.last), figure_count(item.count));
    if (item.data_hash[0])
        buf_print(&cli->out, "data hash %s\n", item.data_hash);
    return true;
}

static void print_gaps(const struct wire_bars_gaps *gaps, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    buf_print(out, "%s %s  %s bars, calendar %s\n", gaps->symbol, gaps->timeframe,
              figure_count(gaps->count), gaps->calendar);
    for (size_t i = 0; i < gaps->n_kinds; i++)
        buf_print(out, "  %-14s %8s gaps  %10s bars\n", gaps->kinds[i].kind,
                  figure_count(gaps->kinds[i].gaps), figure_count(gaps->kinds[i].bars));
    if (!gaps->n_gaps)
        return;
    table_columns(&table, "FROM", "UNTIL", "BARS>", "KIND", "", NULL);
    for (size_t i = 0; i < gaps->n_gaps; i++)
        table_row(&table, figure_time(gaps->gaps[i].from), figure_time(gaps->gaps[i].until),
                  figure_count(gaps->gaps[i].bars), gaps->gaps[i].kind, gaps->gaps[i].note, NULL);
    buf_print(out, "\n");
    table_print(&table);
    if (gaps->more > 0)
        buf_print(out, "and %s more: --start and --end choose\n", figure_count(gaps->more));
}

static bool run_gaps(struct cli *cli, struct error *err)
{
    struct wire_bars_gaps gaps;

    query.limit = WIRE_UNKNOWN;
    if (!stored_series_find(cli, symbol, timeframe, err) ||
        !api_bars_gaps(cli->api, symbol, timeframe, &query, &gaps, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_gaps(&gaps, &cli->out);
    wire_bars_gaps_release(&gaps);
    return true;
}

static void print_quality(const struct wire_bars_quality *quality, struct buf *out)
{
    buf_print(out, "%s %s  %s bars, %s to %s\n", quality->symbol, quality->timeframe,
              figure_count(quality->count), figure_time(quality->first),
              figure_time(quality->last));
    for (size_t i = 0; i < quality->n_findings; i++) {
        const struct wire_bars_finding *finding = &quality->findings[i];
        buf_print(out, "  %-16s %8s  %s\n", finding->check, figure_count(finding->count),
                  finding->text);
    }
    if (!quality->n_findings)
        buf_print(out, "  nothing strange was found\n");
}

static bool run_check(struct cli *cli, struct error *err)
{
    struct wire_bars_quality quality;

    query.limit = WIRE_UNKNOWN;
    if (!stored_series_find(cli, symbol, timeframe, err) ||
        !api_bars_quality(cli->api, symbol, timeframe, &query, &quality, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_quality(&quality, &cli->out);
    wire_bars_quality_release(&quality);
    return true;
}

static bool is_confirmed(const struct cli *cli, struct error *err)
{
    char what[128];

    snprintf(what, sizeof(what), "delete the stored bars of %s %s", symbol, timeframe);
    return is_sure || confirm(cli, what, err);
}

static bool run_delete(struct cli *cli, struct error *err)
{
    struct wire_bars_deleted deleted;

    if (!stored_series_find(cli, symbol, timeframe, err) || !is_confirmed(cli, err) ||
        !api_bars_delete(cli->api, symbol, timeframe, &deleted, err))
        return false;
    if (cli->is_json)
        return cli_print_reply(cli);
    buf_print(&cli->out, "%s bars of %s %s are gone\n", figure_count(deleted.count),
              deleted.symbol, deleted.timeframe);
    return true;
}

const struct command cmd_data_list = {
    .noun = "data", .verb = "list", .help = "Every stored series.",
    .options = no_options, .run = run_list,
};

const struct command cmd_data_range = {
    .noun = "data", .verb = "range", .help = "From when to when bars are stored, and their hash.",
    .options = series_options, .run = run_range,
};

const struct command cmd_data_gaps = {
    .noun = "data", .verb = "gaps",
    .help = "Holes in a series, classified by the calendar of its exchange.",
    .options = window_options, .run = run_gaps,
};

const struct command cmd_data_check = {
    .noun = "data", .verb = "check",
    .help = "What looks wrong: stale opens, spikes, flat runs, zero volume.",
    .options = window_options, .run = run_check,
};

const struct command cmd_data_delete = {
    .noun = "data", .verb = "delete", .help = "Removes a stored series.",
    .options = delete_options, .run = run_delete,
};
