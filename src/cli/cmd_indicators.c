#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/series_print.h"
#include "cli/stored_series.h"
#include "cli/suggest.h"
#include "cli/table.h"
#include "client/api_indicator.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_ROWS = 20 };
enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };
static const char *const formats[] = { "table", "csv", "json", NULL };

static char name[32];
static struct wire_indicator_request request;
static int format;

static const struct command_option no_options[] = { COMMAND_END };

static const struct command_option show_options[] = {
    COMMAND_TEXT("<name>", name, "as 'ktrdr indicators list' shows it"),
    COMMAND_END
};

static const struct command_option compute_options[] = {
    COMMAND_TEXT("<symbol>", request.symbol, "as 'ktrdr data list' shows it"),
    COMMAND_LIST("-i, --indicator <rsi:period=14>", &request.indicators, &request.n_indicators,
                 "one or several; parameters not told are the usual ones"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", request.timeframe,
                 "default: the only one there is"),
    COMMAND_TEXT("--start <date>", request.start, "first day"),
    COMMAND_TEXT("--end <date>", request.end, "last day"),
    COMMAND_INTEGER("--rows <n>", &request.limit,
                    "the last so many; default: 20 in a table, else all"),
    COMMAND_CHOICE("--format <table|csv|json>", &format, formats, "default: table"),
    COMMAND_END
};

/* "period 14, 2 to 100" */
static void print_params(const struct wire_indicator_item *item, const char *between,
                         struct buf *out)
{
    for (size_t i = 0; i < item->n_params; i++) {
        const struct wire_indicator_param *p = &item->params[i];
        buf_print(out, "%s%s=%s", i ? between : "", p->name, figure_shortest(p->fallback));
    }
}

static void print_list(const struct wire_indicator_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "NAME", "TITLE", "PARAMETERS", "OUTPUTS", NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_indicator_item *item = &list->items[i];
        OWNED(buf_release) struct buf params = {0};
        OWNED(buf_release) struct buf outputs = {0};

        buf_add(&params, "", 0);
        buf_add(&outputs, "", 0);
        print_params(item, " ", &params);
        for (size_t k = 0; k < item->n_outputs; k++)
            buf_print(&outputs, "%s%s", k ? " " : "", item->outputs[k]);
        table_row(&table, item->name, item->title, params.bytes, outputs.bytes, NULL);
    }
    table_print(&table);
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_indicator_list list;

    if (!api_indicator_list(cli->api, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_indicator_list_release(&list);
    return true;
}

static void print_item(const struct wire_indicator_item *item, struct buf *out)
{
    buf_print(out, "%s - %s\n", item->name, item->title);
    if (item->origin[0])
        buf_print(out, "%-12s%s\n", "from", item->origin);
    buf_print(out, "%-12s%s%s\n", "level", item->level,
              item->looks_ahead ? ", looks ahead: never a feature" : "");
    for (size_t i = 0; i < item->n_params; i++) {
        const struct wire_indicator_param *p = &item->params[i];
        buf_print(out, "%-12s%s, %s to %s%s%s\n", p->name, figure_shortest(p->fallback),
                  figure_shortest(p->least), figure_shortest(p->most), p->unit[0] ? " " : "",
                  p->unit);
    }
    for (size_t i = 0; i < item->n_outputs; i++)
        buf_print(out, "%-12s%s\n", i ? "" : "outputs", item->outputs[i]);
}

static bool refuse(const struct wire_indicator_list *list, struct error *err)
{
    struct suggest suggest = { .word = name };

    for (size_t i = 0; i < list->n_items; i++)
        suggest_offer(&suggest, list->items[i].name);
    error_set(err, ERROR_NOT_FOUND, "no indicator '%s'", name);
    if (suggest.best)
        return error_suggest(err, "did you mean '%s'?", suggest.best);
    return error_suggest(err, "ktrdr indicators list shows them all");
}

static bool show(struct cli *cli, const struct wire_indicator_list *list, struct error *err)
{
    for (size_t i = 0; i < list->n_items; i++) {
        if (strcmp(list->items[i].name, name))
            continue;
        if (cli->is_json) {
            wire_encode(wire_indicator_item_fields, &list->items[i], &cli->out);
            buf_add(&cli->out, "\n", 1);
        } else {
            print_item(&list->items[i], &cli->out);
        }
        return true;
    }
    return refuse(list, err);
}

static bool run_show(struct cli *cli, struct error *err)
{
    struct wire_indicator_list list;
    bool held;

    if (!api_indicator_list(cli->api, &list, err))
        return false;
    held = show(cli, &list, err);
    wire_indicator_list_release(&list);
    return held;
}

static bool run_compute(struct cli *cli, struct error *err)
{
    struct wire_indicator_values values;
    const bool is_json = cli->is_json || format == FORMAT_JSON;

    if (!request.n_indicators)
        return error_set(err, ERROR_INVALID, "--indicator is missing");
    if (request.limit == WIRE_UNKNOWN && !is_json && format == FORMAT_TABLE && !request.start[0])
        request.limit = USUAL_ROWS;
    if (!stored_series_find(cli, request.symbol, request.timeframe, err) ||
        !api_indicator_compute(cli->api, &request, &values, err))
        return false;
    if (is_json)
        cli_print_reply(cli);
    else if (format == FORMAT_CSV)
        series_print_csv(&values, &cli->out);
    else
        series_print_table(&values, &cli->out);
    wire_indicator_values_release(&values);
    return true;
}

const struct command cmd_indicators_list = {
    .noun = "indicators", .verb = "list", .help = "Every indicator.",
    .options = no_options, .run = run_list,
};

const struct command cmd_indicators_show = {
    .noun = "indicators", .verb = "show", .help = "One: its parameters, bounds, outputs, origin.",
    .options = show_options, .run = run_show,
};

const struct command cmd_indicators_compute = {
    .noun = "indicators", .verb = "compute", .help = "Values of indicators over stored bars.",
    .options = compute_options, .run = run_compute,
};
