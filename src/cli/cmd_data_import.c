#include "base/buf.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/report_import.h"
#include "client/api_bars.h"

#include <stdio.h>
#include <string.h>

enum { IMPORT_BYTES = 64 << 20, IMPORT_TIMEOUT_MS = 600000 };

static struct wire_import_query query;
static char **files;
static size_t n_files;

static const struct command_option options[] = {
    COMMAND_LIST("<file>...", &files, &n_files, "CSV in any sane shape; several are one series"),
    COMMAND_TEXT("-s, --symbol <symbol>", query.symbol, "what the bars are of"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", query.timeframe, "how long a bar is"),
    COMMAND_TEXT("--tz <zone>", query.tz, "of times without a zone, like America/New_York; UTC"),
    COMMAND_TEXT("--columns <timestamp,open,...>", query.columns,
                 "what each column is, in order; '-' skips one; default: by the header"),
    COMMAND_TEXT("--dates <mdy|dmy>", query.dates, "what 01/02/2024 is, if no row tells"),
    COMMAND_TEXT("--decimal <point|comma>", query.decimal, "what 1,234 is, if no price tells"),
    COMMAND_TEXT("--calendar <name>", query.calendar,
                 "nyse, nyse_all, fx, idealpro, cme, crypto; default: none"),
    COMMAND_TEXT("--type <STK|CASH|...>", query.instrument_type, "the kind of instrument"),
    COMMAND_TEXT("--what <TRADES|BID_ASK|...>", query.what_to_show,
                 "what a bar shows; BID_ASK: mean bid, highest ask, lowest bid, mean ask"),
    COMMAND_TEXT("--source <name>", query.source,
                 "whose bars these are; another than the stored ones must agree; default: csv"),
    COMMAND_NUMBER("--max-rejected <share>", &query.max_rejected,
                   "refuse the file if more of its rows are bad; default: 0.05"),
    COMMAND_END
};

/* One document: a report, or a list of them. */
static void print_json(const struct cli *cli, size_t i, struct buf *out)
{
    const struct buf *body = api_body(cli->api);

    if (n_files > 1)
        buf_print(out, i ? "," : "{\"items\":[");
    buf_add(out, body->bytes, body->length);
    if (n_files > 1 && i + 1 == n_files)
        buf_print(out, "],\"total\":%zu,\"next\":null}", n_files);
    if (i + 1 == n_files)
        buf_print(out, "\n");
}

static bool import(struct cli *cli, size_t i, struct buf *out, struct error *err)
{
    OWNED(buf_release) struct buf file = {0};
    struct wire_import_report report;

    snprintf(query.label, sizeof(query.label), "%s", files[i]);
    if (!file_read(files[i], IMPORT_BYTES, &file, err) ||
        !api_bars_import(cli->api, &query, &file, &report, err))
        return false;
    if (cli->is_json)
        print_json(cli, i, out);
    else
        report_import_print(&report, out);
    wire_import_report_release(&report);
    return true;
}

static bool check(struct error *err)
{
    if (!query.symbol[0])
        return error_set(err, ERROR_INVALID, "--symbol is missing");
    if (!query.timeframe[0])
        return error_set(err, ERROR_INVALID, "--timeframe is missing");
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    OWNED(buf_release) struct buf out = {0};

    if (!check(err))
        return false;
    api_allow(cli->api, IMPORT_TIMEOUT_MS);
    for (size_t i = 0; i < n_files; i++)
        if (!import(cli, i, &out, err)) {
            if (!cli->is_json && out.length)
                buf_add(&cli->out, out.bytes, out.length);
            return false;
        }
    buf_add(&cli->out, out.bytes, out.length);
    return true;
}

const struct command cmd_data_import = {
    .noun = "data",
    .verb = "import",
    .help = "Stores the bars of a CSV file, and reports what became of every row.",
    .more = "Nothing is invented: a row that cannot be right is rejected with its line and\n"
            "reason, what is repaired is repaired by a rule that the report names. A file that\n"
            "is no such table, or of which too much is bad, is refused whole: nothing is stored.",
    .options = options,
    .run = run,
};
