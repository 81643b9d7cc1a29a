#include "cli/result.h"

#include "cli/cli.h"
#include "cli/report_backtest.h"
#include "cli/report_import.h"
#include "cli/report_load.h"
#include "cli/report_model.h"
#include "cli/report_walk_forward.h"
#include "cli/table.h"
#include "client/api.h"
#include "client/api_operation.h"
#include "wire/wire_backtest.h"
#include "wire/wire_children.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_import.h"
#include "wire/wire_load.h"
#include "wire/wire_training.h"
#include "wire/wire_walk_forward.h"

static bool decode(const struct cli *cli, const struct wire_field *fields, void *ret_object,
                   struct error *err)
{
    const struct buf *body = api_body(cli->api);

    if (wire_decode(fields, WIRE_TOLERANT, body->bytes, body->length, ret_object, err))
        return true;
    err->code = ERROR_BAD_DATA;
    return false;
}

static bool print_training(struct cli *cli, struct error *err)
{
    struct wire_training_result result;

    if (!decode(cli, wire_training_result_fields, &result, err))
        return false;
    report_model_training(&result, &cli->out);
    wire_training_result_release(&result);
    return true;
}

static bool print_evaluation(struct cli *cli, struct error *err)
{
    struct wire_evaluation_result result;

    if (!decode(cli, wire_evaluation_result_fields, &result, err))
        return false;
    report_model_evaluation(&result, &cli->out);
    wire_evaluation_result_release(&result);
    return true;
}

static bool print_backtest(struct cli *cli, struct error *err)
{
    struct wire_backtest result;

    if (!decode(cli, wire_backtest_fields, &result, err))
        return false;
    report_backtest_print(&result, &cli->out);
    wire_backtest_release(&result);
    return true;
}

static bool print_walk_forward(struct cli *cli, struct error *err)
{
    struct wire_walk_forward result;

    if (!decode(cli, wire_walk_forward_fields, &result, err))
        return false;
    report_walk_forward_print(&result, &cli->out);
    wire_walk_forward_release(&result);
    return true;
}

static bool print_import(struct cli *cli, struct error *err)
{
    struct wire_import_report report;

    if (!decode(cli, wire_import_report_fields, &report, err))
        return false;
    report_import_print(&report, &cli->out);
    wire_import_report_release(&report);
    return true;
}

static bool print_batch(struct cli *cli, struct error *err)
{
    OWNED(table_release) struct table table = { .out = &cli->out };
    struct wire_children_result result;

    if (!decode(cli, wire_children_result_fields, &result, err))
        return false;
    table_columns(&table, "OPERATION", "STATE", "", NULL);
    for (size_t i = 0; i < result.n_items; i++)
        table_row(&table, result.items[i].id, wire_operation_state_names[result.items[i].state],
                  result.items[i].label, NULL);
    table_print(&table);
    wire_children_result_release(&result);
    return true;
}

static bool print_load(struct cli *cli, struct error *err)
{
    struct wire_load_result result;

    if (!decode(cli, wire_load_result_fields, &result, err))
        return false;
    report_load_print(&result, &cli->out);
    wire_load_result_release(&result);
    return true;
}

bool result_print(struct cli *cli, const char *id, enum wire_operation_type type,
                  struct error *err)
{
    if (!api_operation_result(cli->api, id, err))
        return false;
    if (cli->is_json)
        return cli_print_reply(cli);
    switch (type) {
    case WIRE_OPERATION_TRAINING:    return print_training(cli, err);
    case WIRE_OPERATION_EVALUATION:  return print_evaluation(cli, err);
    case WIRE_OPERATION_BACKTEST:    return print_backtest(cli, err);
    case WIRE_OPERATION_DATA_IMPORT: return print_import(cli, err);
    case WIRE_OPERATION_WALK_FORWARD: return print_walk_forward(cli, err);
    case WIRE_OPERATION_DATA_LOAD:   return print_load(cli, err);
    case WIRE_OPERATION_BATCH:       return print_batch(cli, err);
    case WIRE_OPERATION_TYPES:       break;
    }
    return cli_print_reply(cli);        /* no form of its own yet: as it came */
}
