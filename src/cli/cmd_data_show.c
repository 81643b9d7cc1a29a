/* Bars to look at or to take away: show and export. They come as KBAR and are printed here; JSON is
 * passed through as the backend made it. */
#include "base/buf.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/stored_series.h"
#include "cli/table.h"
#include "client/api_bars.h"
#include "domain/bars.h"
#include "domain/kbar.h"
#include "wire/wire_bars_print.h"

#include <stdio.h>
#include <string.h>

enum { USUAL_ROWS = 20 };
enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

static const char *const formats[] = { "table", "csv", "json", NULL };
static const char *const file_formats[] = { "csv", "json", NULL };

static char symbol[STORED_SERIES_SYMBOL], timeframe[STORED_SERIES_TIMEFRAME];
static struct wire_bars_query query;
static int format;
static const char *path;

static const struct command_option show_options[] = {
    COMMAND_TEXT("<symbol>", symbol, "as 'ktrdr data list' shows it"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", timeframe, "default: the only one there is"),
    COMMAND_TEXT("--start <date>", query.start, "first day; default: from the beginning"),
    COMMAND_TEXT("--end <date>", query.end, "last day; default: to the end"),
    COMMAND_INTEGER("--rows <n>", &query.limit,
                    "the last so many; default: 20 in a table, else all"),
    COMMAND_CHOICE("--format <table|csv|json>", &format, formats, "default: table"),
    COMMAND_END
};

static const struct command_option export_options[] = {
    COMMAND_TEXT("<symbol>", symbol, "as 'ktrdr data list' shows it"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", timeframe, "default: the only one there is"),
    COMMAND_TEXT("--start <date>", query.start, "first day; default: from the beginning"),
    COMMAND_TEXT("--end <date>", query.end, "last day; default: to the end"),
    COMMAND_CHOICE("--format <csv|json>", &format, file_formats, "default: csv"),
    COMMAND_WORD("-o, --output <file>", &path, "default: stdout"),
    COMMAND_END
};

static void print_table(const struct bars *bars, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "TIME (UTC)", "OPEN>", "HIGH>", "LOW>", "CLOSE>", "VOLUME>", NULL);
    for (size_t i = 0; i < bars->count; i++)
        table_row(&table, figure_time(bars->time[i]), figure_shortest(bars->column[BARS_OPEN][i]),
                  figure_shortest(bars->column[BARS_HIGH][i]),
                  figure_shortest(bars->column[BARS_LOW][i]),
                  figure_shortest(bars->column[BARS_CLOSE][i]),
                  figure_shortest(bars->column[BARS_VOLUME][i]), NULL);
    table_print(&table);
    buf_print(out, "%s %s, %s bars\n", symbol, timeframe, figure_count((int64_t)bars->count));
}

static bool print_bars(struct cli *cli, enum format wanted, struct buf *out, struct error *err)
{
    const struct buf *body = api_body(cli->api);
    OWNED(bars_release) struct bars bars = {0};

    if (!kbar_decode(body->bytes, body->length, &bars, err))
        return false;
    if (wanted == FORMAT_CSV)
        wire_bars_print_csv(out, &bars);
    else
        print_table(&bars, out);
    return true;
}

static bool fetch(struct cli *cli, enum format wanted, struct buf *out, struct error *err)
{
    const bool is_json = wanted == FORMAT_JSON;
    const struct buf *body = api_body(cli->api);

    if (!stored_series_find(cli, symbol, timeframe, err) ||
        !api_bars_fetch(cli->api, symbol, timeframe, &query,
                        is_json ? "application/json" : "application/vnd.ktrdr.bars", err))
        return false;
    if (!is_json)
        return print_bars(cli, wanted, out, err);
    buf_add(out, body->bytes ? body->bytes : "", body->length);
    buf_add(out, "\n", 1);
    return true;
}

static bool run_show(struct cli *cli, struct error *err)
{
    const enum format wanted = cli->is_json ? FORMAT_JSON : (enum format)format;

    if (query.limit != WIRE_UNKNOWN && query.limit < 1)
        return error_set(err, ERROR_INVALID, "--rows must be 1 or more");
    if (query.limit == WIRE_UNKNOWN && wanted == FORMAT_TABLE && !query.start[0] && !query.end[0])
        query.limit = USUAL_ROWS;
    return fetch(cli, wanted, &cli->out, err);
}

static bool run_export(struct cli *cli, struct error *err)
{
    const enum format wanted = cli->is_json || format ? FORMAT_JSON : FORMAT_CSV;
    OWNED(buf_release) struct buf text = {0};

    query.limit = WIRE_UNKNOWN;
    if (!path)
        return fetch(cli, wanted, &cli->out, err);
    if (!fetch(cli, wanted, &text, err) || !file_write(path, text.bytes, text.length, err))
        return false;
    cli_remark(cli, "%s %s is in %s", symbol, timeframe, path);
    return true;
}

const struct command cmd_data_show = {
    .noun = "data", .verb = "show", .help = "Stored bars.",
    .options = show_options, .run = run_show,
};

const struct command cmd_data_show_export = {
    .noun = "data", .verb = "export", .help = "Stored bars as a file.",
    .options = export_options, .run = run_export,
};
