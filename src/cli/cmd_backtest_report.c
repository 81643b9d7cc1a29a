/* cmd_backtest_report - a backtest as an HTML file, put together here from what the backend has. */
#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/html_report.h"
#include "client/api_backtest.h"
#include "client/api_bars.h"
#include "client/api_model.h"
#include "domain/bars.h"
#include "domain/kbar.h"

#include <string.h>

static char id[48];
static const char *path;

static const struct command_option options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr backtest list' shows it"),
    COMMAND_WORD("--html <file>", &path, "where the report goes; what is there is replaced"),
    COMMAND_END
};

struct parts {
    struct wire_backtest backtest;
    struct wire_backtest_equity equity;
    struct wire_trades trades;
    struct wire_model model;
    struct buf kbar;
    struct bars bars;
    bool has_model, has_bars;
};

static void parts_release(struct parts *parts)
{
    wire_backtest_release(&parts->backtest);
    wire_backtest_equity_release(&parts->equity);
    wire_trades_release(&parts->trades);
    wire_model_release(&parts->model);
    bars_release(&parts->bars);
    buf_release(&parts->kbar);
}

static void parts_clear(struct parts *parts)
{
    wire_clear(wire_backtest_fields, &parts->backtest);
    wire_clear(wire_backtest_equity_fields, &parts->equity);
    wire_clear(wire_trades_fields, &parts->trades);
    wire_clear(wire_model_fields, &parts->model);
}

/* A model that was deleted leaves the report without its curves. */
static bool fetch_model(struct cli *cli, struct parts *parts, struct error *err)
{
    if (!parts->backtest.model_id[0])
        return true;
    parts->has_model = api_model_show(cli->api, parts->backtest.model_id, &parts->model, err);
    return parts->has_model || err->code == ERROR_NOT_FOUND;
}

static bool is_same_time(const struct parts *parts)
{
    const struct wire_backtest_equity *equity = &parts->equity;

    return parts->bars.count == equity->n_timestamp &&
           !memcmp(parts->bars.time, equity->timestamp,
                   equity->n_timestamp * sizeof(*equity->timestamp));
}

/* So do bars that were deleted or are others now, without the price. */
static bool fetch_bars(struct cli *cli, struct parts *parts, struct error *err)
{
    const struct wire_backtest *b = &parts->backtest;
    struct wire_bars_query query;
    const struct buf *body;

    wire_clear(wire_bars_query_fields, &query);
    date_print_iso(b->start, query.start);
    date_print_iso(b->end, query.end);
    if (!api_bars_fetch(cli->api, b->symbol, b->timeframe, &query, "application/vnd.ktrdr.bars",
                        err))
        return err->code == ERROR_NOT_FOUND;
    body = api_body(cli->api);
    buf_add(&parts->kbar, body->bytes, body->length);
    if (!kbar_decode(parts->kbar.bytes, parts->kbar.length, &parts->bars, err))
        return false;
    parts->has_bars = is_same_time(parts);
    return true;
}

static bool fetch(struct cli *cli, struct parts *parts, struct error *err)
{
    return api_backtest_show(cli->api, id, &parts->backtest, err) &&
           api_backtest_equity(cli->api, id, &parts->equity, err) &&
           api_backtest_trades(cli->api, id, &parts->trades, err) &&
           fetch_model(cli, parts, err) && fetch_bars(cli, parts, err);
}

static bool write_report(struct cli *cli, const struct parts *parts, struct error *err)
{
    const struct html_report report = {
        &parts->backtest, &parts->equity, &parts->trades,
        parts->has_bars ? &parts->bars : NULL, parts->has_model ? &parts->model : NULL,
    };
    OWNED(buf_release) struct buf html = {0};

    html_report_print(&report, &html);
    if (!file_write(path, html.bytes, html.length, err))
        return false;
    if (cli->is_json)
        buf_print(&cli->out, "{\"id\":\"%s\",\"bytes\":%zu}\n", parts->backtest.id, html.length);
    else
        buf_print(&cli->out, "%s: %zu KB, for any browser\n", path, html.length / 1024 + 1);
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    OWNED(parts_release) struct parts parts = {0};

    if (!path) {
        error_set(err, ERROR_INVALID, "where the report goes is missing");
        return error_suggest(err, "--html report.html");
    }
    parts_clear(&parts);
    return fetch(cli, &parts, err) && write_report(cli, &parts, err);
}

const struct command cmd_backtest_report = {
    .noun = "backtest", .verb = "report",
    .help = "A backtest as one HTML file: curves, months, trades, costs, evidence.",
    .more = "The file needs nothing else: no network, no script. It follows the light or dark\n"
            "setting of whoever reads it.",
    .options = options, .run = run,
};
