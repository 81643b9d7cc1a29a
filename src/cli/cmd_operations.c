#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/follow.h"
#include "cli/report_operation.h"
#include "cli/result.h"
#include "cli/table.h"
#include "client/api_operation.h"

#include <string.h>

static char id[48];
static struct wire_operation_query query;
static struct wire_operation_cancel cancel;

static const struct command_option list_options[] = {
    COMMAND_TEXT("--status <state>", query.status,
                 "queued, running, cancelling, completed, failed or cancelled"),
    COMMAND_TEXT("--type <type>", query.type, "training, backtest, evaluation, data_import ..."),
    COMMAND_TEXT("--parent <id>", query.parent, "only the children of this batch"),
    COMMAND_FLAG("--active", &query.active, "only what has not ended"),
    COMMAND_INTEGER("--limit <n>", &query.limit, "the newest so many"),
    COMMAND_END
};

static const struct command_option id_options[] = {
    COMMAND_TEXT("<id>", id, "op_..., as 'ktrdr ops' shows it"),
    COMMAND_END
};

static const struct command_option cancel_options[] = {
    COMMAND_TEXT("<id>", id, "op_..., as 'ktrdr ops' shows it"),
    COMMAND_TEXT("--reason <text>", cancel.reason, "kept with it"),
    COMMAND_END
};

static const struct command_option again_options[] = {
    COMMAND_TEXT("<id>", id, "op_..., as 'ktrdr ops' shows it"),
    FOLLOW_OPTIONS,
    COMMAND_END
};

static const char *percent(const struct wire_operation *operation)
{
    return figure_percent(operation->progress.percent / 100, 0);
}

static void print_list(const struct wire_operation_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!list->n_items) {
        buf_print(out, "no operations\n");
        return;
    }
    table_columns(&table, "ID", "TYPE", "STATE", "DONE>", "STARTED", "ENDED", "", NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_operation *o = &list->items[i];
        table_row(&table, o->id, wire_operation_type_names[o->type],
                  wire_operation_state_names[o->state], percent(o), figure_time(o->started_at),
                  figure_time(o->finished_at),
                  o->error ? o->error->detail : o->progress.phase, NULL);
    }
    table_print(&table);
    if (list->total > (int64_t)list->n_items)
        buf_print(out, "%s of %s; --limit shows more\n", figure_count((int64_t)list->n_items),
                  figure_count(list->total));
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_operation_list list;

    if (!api_operation_list(cli->api, &query, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_operation_list_release(&list);
    return true;
}

/* Prints and releases it. */
static bool show(struct cli *cli, struct wire_operation *operation)
{
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_operation_print(operation, &cli->out);
    wire_operation_release(operation);
    return true;
}

static bool run_status(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    return api_operation_status(cli->api, id, &operation, err) && show(cli, &operation);
}

static bool run_follow(struct cli *cli, struct error *err)
{
    struct wire_operation operation;
    enum follow_end end;
    enum wire_operation_type type;

    if (!api_operation_status(cli->api, id, &operation, err))
        return false;
    type = operation.type;
    wire_operation_release(&operation);
    if (!follow_operation(cli, id, &end, err))
        return false;
    if (end == FOLLOW_DONE)
        return result_print(cli, id, type, err);
    return run_status(cli, err);
}

static bool run_result(struct cli *cli, struct error *err)
{
    struct wire_operation operation;
    enum wire_operation_type type;

    if (!api_operation_status(cli->api, id, &operation, err))
        return false;
    type = operation.type;
    wire_operation_release(&operation);
    return result_print(cli, id, type, err);
}

static bool run_cancel(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    return api_operation_cancel(cli->api, id, &cancel, &operation, err) && show(cli, &operation);
}

static bool run_resume(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    return api_operation_resume(cli->api, id, &operation, err) &&
           follow_started(cli, &operation, err);
}

static bool run_retry(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    return api_operation_retry(cli->api, id, &operation, err) &&
           follow_started(cli, &operation, err);
}

const struct command cmd_operations_list = {
    .noun = "operations", .verb = "list", .help = "What runs, waits and ran, newest first.",
    .options = list_options, .run = run_list,
};

const struct command cmd_operations_status = {
    .noun = "operations", .verb = "status", .help = "One operation, as it is now.",
    .options = id_options, .run = run_status,
};

const struct command cmd_operations_follow = {
    .noun = "operations", .verb = "follow", .help = "Stays with it until it ends; then its result.",
    .options = id_options, .run = run_follow,
};

const struct command cmd_operations_result = {
    .noun = "operations", .verb = "result", .help = "What came of one that completed.",
    .options = id_options, .run = run_result,
};

const struct command cmd_operations_cancel = {
    .noun = "operations", .verb = "cancel", .help = "Asks it to stop.",
    .options = cancel_options, .run = run_cancel,
};

const struct command cmd_operations_resume = {
    .noun = "operations", .verb = "resume",
    .help = "Runs one again that was interrupted or cancelled, under its own id.",
    .options = again_options, .run = run_resume,
};

const struct command cmd_operations_retry = {
    .noun = "operations", .verb = "retry", .help = "The same request again, as a new operation.",
    .options = again_options, .run = run_retry,
};
