#include "cli/cli.h"
#include "cli/command.h"
#include "cli/report_model.h"
#include "cli/report_sheet.h"
#include "cli/stored_series.h"
#include "client/api_model.h"

enum { SHEET_MS = 600000 };

static char id[96];
static struct wire_prediction_request question;
static struct wire_sheet_request wanted;
static bool is_sheet;
static int format;
static const char *const formats[] = { "table", "ib-basket", NULL };

static const struct command_option options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr models list' shows it"),
    COMMAND_TEXT("[<symbol>]", question.symbol, "whose bars it is asked about"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", question.timeframe, "default: the model's"),
    COMMAND_TEXT("--at <date>", question.at, "as it would have been then; default: the last bar"),
    COMMAND_FLAG("--sheet", &is_sheet, "a row for each symbol, with quantity, stop, target, cost"),
    COMMAND_LIST("--symbols <a,b,...>", &wanted.symbols, &wanted.n_symbols,
                 "of the sheet; default: all that it knows"),
    COMMAND_NUMBER("--capital <amount>", &wanted.capital, "of the sheet; default: 100000"),
    COMMAND_NUMBER("--size <share>", &wanted.size, "of the capital for each; default: 0.25"),
    COMMAND_TEXT("--commission <cost>", wanted.commission, "as of a backtest: 5bp, ib_fixed, ..."),
    COMMAND_TEXT("--slippage <cost>", wanted.slippage, "2bp, 1tick, ..."),
    COMMAND_CHOICE("--format <table|ib-basket>", &format, formats,
                   "of the sheet; ib-basket is a CSV file that TWS imports"),
    COMMAND_END
};

static bool predict(struct cli *cli, struct error *err)
{
    struct wire_prediction_result result;

    if (!stored_series_symbol(question.symbol, err) ||
        !api_model_predict(cli->api, id, &question, &result, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_model_prediction(&result, &cli->out);
    wire_prediction_result_release(&result);
    return true;
}

static void print_basket(struct cli *cli, const struct wire_sheet *sheet)
{
    const size_t left_out = report_sheet_basket(sheet, &cli->out);

    if (left_out)
        cli_remark(cli, "%zu left out: only stocks and pairs of currencies are put into a basket",
                   left_out);
}

static bool make_sheet(struct cli *cli, struct error *err)
{
    struct wire_sheet sheet;

    if (question.symbol[0] || question.at[0] || question.timeframe[0])
        return error_set(err, ERROR_INVALID, "--sheet is of the last bar of --symbols; it takes no "
                                             "<symbol>, --at or --timeframe");
    api_allow(cli->api, SHEET_MS);
    if (!api_model_sheet(cli->api, id, &wanted, &sheet, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else if (format)
        print_basket(cli, &sheet);
    else
        report_sheet_print(&sheet, &cli->out);
    wire_sheet_release(&sheet);
    return true;
}

static bool run(struct cli *cli, struct error *err)
{
    if (is_sheet)
        return make_sheet(cli, err);
    if (!question.symbol[0])
        return error_set(err, ERROR_INVALID, "of which symbol? Or --sheet, for all of them");
    return predict(cli, err);
}

const struct command cmd_models_predict = {
    .noun = "models", .verb = "predict",
    .help = "What it says at the last finished bar, of one symbol or of all.",
    .more = "What it says is written down, once for each bar: 'ktrdr models track ID' scores it.\n"
            "A sheet sends nothing: it is for a person, or as ib-basket for TWS' import, where a\n"
            "person looks at the orders and sends them.",
    .options = options, .run = run,
};
