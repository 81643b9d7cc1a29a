/* Models that are there: list, show, test, export. */
#include "base/buf.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/confirm.h"
#include "cli/figure.h"
#include "cli/follow.h"
#include "cli/report_model.h"
#include "cli/table.h"
#include "client/api_model.h"

#include <stdio.h>
#include <string.h>

static char id[96];
static bool is_sure;
static struct wire_evaluation_request test;
static const char *path;
static int format;
static const char *const formats[] = { "safetensors", "json", NULL };

static struct wire_model_query query;

static const struct command_option list_options[] = {
    COMMAND_INTEGER("--limit <n>", &query.limit, "at most so many; default: 100"),
    COMMAND_TEXT("--after <id>", query.after, "those listed after this one"),
    COMMAND_END
};

static const struct command_option id_options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr models list' shows it"),
    COMMAND_END
};

static const struct command_option delete_options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr models list' shows it"),
    COMMAND_FLAG("-y, --yes", &is_sure, "do not ask"),
    COMMAND_END
};

static const struct command_option test_options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr models list' shows it"),
    COMMAND_TEXT("--start-date <yyyy-mm-dd>", test.start_date, "default: its test part"),
    COMMAND_TEXT("--end-date <yyyy-mm-dd>", test.end_date, "last day"),
    FOLLOW_OPTIONS,
    COMMAND_END
};

static const struct command_option export_options[] = {
    COMMAND_TEXT("<id>", id, "as 'ktrdr models list' shows it"),
    COMMAND_CHOICE("--format <safetensors|json>", &format, formats, "default: safetensors"),
    COMMAND_WORD("-o, --output <file>", &path, "default: <id>.safetensors or <id>.json"),
    COMMAND_END
};

static void print_list(const struct wire_model_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!list->n_items) {
        buf_print(out, "no models yet; ktrdr train STRATEGY\n");
        return;
    }
    table_columns(&table, "ID", "SYMBOLS", "TF", "MADE", "EPOCH>", "LOG LOSS>", "BALANCED>",
                  "MCC>", "LOOKS>", NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_model_item *m = &list->items[i];
        OWNED(buf_release) struct buf symbols = {0};

        buf_print(&symbols, "%s", m->n_symbols ? m->symbols[0] : "-");
        if (m->n_symbols > 1)
            buf_print(&symbols, " and %zu more", m->n_symbols - 1);
        table_row(&table, m->id, symbols.bytes, m->n_timeframes ? m->timeframes[0] : "-",
                  figure_time(m->created_at), figure_count(m->epoch_chosen),
                  figure_number(m->validation_loss, 4), figure_percent(m->balanced_accuracy, 1),
                  figure_number(m->mcc, 3), figure_count(m->test_looks), NULL);
    }
    table_print(&table);
    if (list->next[0])
        buf_print(out, "%s of %s; go on with --after %s\n", figure_count((int64_t)list->n_items),
                  figure_count(list->total), list->next);
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_model_list list;

    if (!api_model_list(cli->api, &query, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_model_list_release(&list);
    return true;
}

static bool run_show(struct cli *cli, struct error *err)
{
    struct wire_model model;

    if (!api_model_show(cli->api, id, &model, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_model_print(&model, &cli->out);
    wire_model_release(&model);
    return true;
}

static bool run_test(struct cli *cli, struct error *err)
{
    struct wire_operation operation;

    return api_model_test(cli->api, id, &test, &operation, err) &&
           follow_started(cli, &operation, err);
}

static bool run_export(struct cli *cli, struct error *err)
{
    char usual[128];
    const struct buf *body = api_body(cli->api);

    if (!api_model_file(cli->api, id, format ? "model.json" : "model.safetensors", err))
        return false;
    snprintf(usual, sizeof(usual), "%s.%s", id, formats[format]);
    path = path ? path : usual;
    if (!file_write(path, body->bytes, body->length, err))
        return false;
    if (cli->is_json)
        buf_print(&cli->out, "{\"id\":\"%s\",\"bytes\":%zu}\n", id, body->length);
    else
        buf_print(&cli->out, "%s\n", path);
    return true;
}

static bool run_delete(struct cli *cli, struct error *err)
{
    struct wire_model_deleted deleted;
    char what[160];

    snprintf(what, sizeof(what), "delete the model %s for good", id);
    if ((!is_sure && !confirm(cli, what, err)) ||
        !api_model_delete(cli->api, id, &deleted, err))
        return false;
    if (cli->is_json)
        return cli_print_reply(cli);
    buf_print(&cli->out, "%s is gone\n", deleted.id);
    return true;
}

const struct command cmd_models_list = {
    .noun = "models", .verb = "list", .help = "Every model, newest first.",
    .options = list_options, .run = run_list,
};

const struct command cmd_models_show = {
    .noun = "models", .verb = "show",
    .help = "What it learned from, how it was chosen, how well it did on validation.",
    .options = id_options, .run = run_show,
};

const struct command cmd_models_test = {
    .noun = "models", .verb = "test",
    .help = "Measures it on its test part, which training never saw. Each look is counted.",
    .options = test_options, .run = run_test,
};

const struct command cmd_models_export = {
    .noun = "models", .verb = "export", .help = "Its weights, or its description, as a file.",
    .options = export_options, .run = run_export,
};

const struct command cmd_models_delete = {
    .noun = "models", .verb = "delete",
    .help = "Removes a model and its files. What it was tried on stays in the ledger.",
    .options = delete_options, .run = run_delete,
};
