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

enum { PRICES_MOST = 12 };             /* that are drawn, of many symbols */

struct parts {
    struct wire_backtest backtest;
    struct wire_backtest_equity equity;
    struct wire_trades trades;
    struct wire_model model;
    size_t n_prices;
    struct parts_price {
        const char *symbol;             /* borrowed from the backtest */
        struct buf kbar;
        struct bars bars;
        bool is_there;
    } prices[PRICES_MOST];
    bool has_model;
};

static void parts_release(struct parts *parts)
{
    wire_backtest_release(&parts->backtest);
    wire_backtest_equity_release(&parts->equity);
    wire_trades_release(&parts->trades);
    wire_model_release(&parts->model);
    for (size_t i = 0; i < parts->n_prices; i++) {
        bars_release(&parts->prices[i].bars);
        buf_release(&parts->prices[i].kbar);
    }
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

/* What it traded on, as far as times tell. */
static bool is_same_time(const struct parts *parts, size_t i)
{
    const struct wire_backtest_equity *equity = &parts->equity;
    const struct bars *bars = &parts->prices[i].bars;
    const struct wire_backtest_symbol *of = &parts->backtest.by_symbol[i];

    if (parts->backtest.n_by_symbol)
        return bars->count && bars->count == (size_t)of->bars && bars->time[0] == of->start &&
               bars->time[bars->count - 1] == of->end;
    return bars->count == equity->n_timestamp &&
           !memcmp(bars->time, equity->timestamp, bars->count * sizeof(*bars->time));
}

/* So do bars that were deleted or are others now, without the price. */
static bool fetch_price(struct cli *cli, struct parts *parts, size_t i, struct error *err)
{
    const struct wire_backtest *b = &parts->backtest;
    struct parts_price *price = &parts->prices[i];
    struct wire_bars_query query;
    const struct buf *body;

    wire_clear(wire_bars_query_fields, &query);
    date_print_iso(b->start, query.start);
    date_print_iso(b->end, query.end);
    if (!api_bars_fetch(cli->api, price->symbol, b->timeframe, &query,
                        "application/vnd.ktrdr.bars", err))
        return err->code == ERROR_NOT_FOUND;
    body = api_body(cli->api);
    buf_add(&price->kbar, body->bytes, body->length);
    if (!kbar_decode(price->kbar.bytes, price->kbar.length, &price->bars, err))
        return false;
    price->is_there = is_same_time(parts, i);
    return true;
}

static bool fetch_prices(struct cli *cli, struct parts *parts, struct error *err)
{
    const struct wire_backtest *b = &parts->backtest;
    const size_t n = b->n_by_symbol ? b->n_by_symbol : 1;

    for (; parts->n_prices < n && parts->n_prices < PRICES_MOST; parts->n_prices++) {
        const size_t i = parts->n_prices;
        parts->prices[i].symbol = b->n_by_symbol ? b->by_symbol[i].symbol : b->symbol;
    }
    for (size_t i = 0; i < parts->n_prices; i++)
        if (!fetch_price(cli, parts, i, err))
            return false;
    return true;
}

static bool fetch(struct cli *cli, struct parts *parts, struct error *err)
{
    return api_backtest_show(cli->api, id, &parts->backtest, err) &&
           api_backtest_equity(cli->api, id, &parts->equity, err) &&
           api_backtest_trades(cli->api, id, &parts->trades, err) &&
           fetch_model(cli, parts, err) && fetch_prices(cli, parts, err);
}

static bool write_report(struct cli *cli, const struct parts *parts, struct error *err)
{
    struct html_report_price prices[PRICES_MOST];
    const struct html_report report = {
        &parts->backtest, &parts->equity, &parts->trades, parts->n_prices, prices,
        parts->has_model ? &parts->model : NULL,
    };
    OWNED(buf_release) struct buf html = {0};

    for (size_t i = 0; i < parts->n_prices; i++)
        prices[i] = (struct html_report_price){
            parts->prices[i].symbol, parts->prices[i].is_there ? &parts->prices[i].bars : NULL };
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
