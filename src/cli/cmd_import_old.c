#include "base/buf.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/old_folder.h"
#include "cli/strategy_file.h"
#include "cli/table.h"
#include "client/api_bars.h"
#include "client/api_strategy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BARS_BYTES = 64 << 20, STRATEGY_BYTES = 1 << 20, TIMEOUT_MS = 600000, PATH = 2048 };

static const char *folder, *strategies;
static bool is_dry;

static const struct command_option options[] = {
    COMMAND_WORD("<folder>", &folder, "of the old system: its data folder, or all of it"),
    COMMAND_WORD("--strategies <folder>", &strategies,
                 "where migrated strategies go; default: migrated-strategies"),
    COMMAND_FLAG("--dry-run", &is_dry, "tell what would come, and store nothing"),
    COMMAND_END
};

/* What makes every further file fail too. */
static bool is_hopeless(const struct error *err)
{
    return err->code == ERROR_UNAVAILABLE || err->code == ERROR_CANCELLED ||
           err->code == ERROR_UNAUTHORIZED || err->code == ERROR_NO_SPACE;
}

/* The old system also wrote its times without a name over their column. */
static void name_columns(const struct buf *file, struct wire_import_query *query)
{
    static const char header[] = ",open,high,low,close,volume";
    const size_t length = sizeof(header) - 1;

    if (file->length > length && !strncasecmp(file->bytes, header, length) &&
        strchr("\r\n", file->bytes[length]))
        snprintf(query->columns, sizeof(query->columns), "timestamp%s", header);
}

static bool import_bars(struct cli *cli, const char *path, struct wire_old_item *item,
                        struct error *err)
{
    OWNED(buf_release) struct buf file = {0};
    struct wire_import_query query;
    struct wire_import_report report;

    wire_clear(wire_import_query_fields, &query);
    snprintf(query.symbol, sizeof(query.symbol), "%s", item->symbol);
    snprintf(query.timeframe, sizeof(query.timeframe), "%s", item->timeframe);
    snprintf(query.label, sizeof(query.label), "%.255s", item->file);
    if (!file_read(path, BARS_BYTES, &file, err))
        return false;
    name_columns(&file, &query);
    if (!api_bars_import(cli->api, &query, &file, &report, err))
        return false;
    item->accepted = report.accepted;
    item->rejected = report.rejected_count;
    snprintf(item->text, sizeof(item->text), "%s new, %s were there already",
             figure_count(report.added), figure_count(report.same));
    wire_import_report_release(&report);
    return true;
}

/* A file that is there already with the same text came before: nothing to do. */
static bool keep(const char *name, const char *text, struct wire_old_item *item,
                 struct error *err)
{
    OWNED(buf_release) struct buf there = {0};
    char path[PATH];

    snprintf(path, sizeof(path), "%s/%s", strategies, name);
    snprintf(item->text, sizeof(item->text), "%.500s", path);
    if (access(path, F_OK))
        return file_make_folder(strategies, 0755, err) &&
               file_write(path, text, strlen(text), err);
    if (!file_read(path, STRATEGY_BYTES, &there, err))
        return false;
    return (there.length == strlen(text) && !memcmp(there.bytes, text, there.length)) ||
           error_set(err, ERROR_CONFLICT, "another '%.300s' is there already", path);
}

static bool check_migrated(const struct wire_strategy_migration *migration, struct error *err)
{
    if (migration->migrated)
        return true;
    for (size_t i = 0; i < migration->n_findings; i++) {
        const struct wire_findings_item *finding = &migration->findings[i];

        if (finding->kind == WIRE_FINDINGS_ERROR && finding->line == WIRE_UNKNOWN)
            return error_set(err, ERROR_INVALID, "%s", finding->text);
        if (finding->kind == WIRE_FINDINGS_ERROR)
            return error_set(err, ERROR_INVALID, "line %lld: %s", (long long)finding->line,
                             finding->text);
    }
    return error_set(err, ERROR_INVALID, "it cannot be carried over");
}

static bool migrate(struct cli *cli, const char *path, struct wire_old_item *item,
                    struct error *err)
{
    const char *slash = strrchr(item->file, '/');
    struct wire_strategy_request request;
    struct wire_strategy_migration migration;
    bool held;

    wire_clear(wire_strategy_request_fields, &request);
    snprintf(request.label, sizeof(request.label), "%.255s", item->file);
    if (!strategy_file_read(path, STRATEGY_BYTES, &request.text, err))
        return false;
    held = api_strategy_migrate(cli->api, &request, &migration, err);
    wire_strategy_request_release(&request);
    if (!held)
        return false;
    held = check_migrated(&migration, err) &&
           keep(slash ? slash + 1 : item->file, migration.text, item, err);
    wire_strategy_migration_release(&migration);
    return held;
}

static bool take(struct cli *cli, struct wire_old_item *item, struct error *err)
{
    char path[PATH];
    struct error why;
    bool held;

    if (item->outcome != WIRE_OLD_WOULD || is_dry)
        return true;
    snprintf(path, sizeof(path), "%s/%s", folder, item->file);
    held = item->kind == WIRE_OLD_BARS ? import_bars(cli, path, item, &why)
                                       : migrate(cli, path, item, &why);
    item->outcome = held ? WIRE_OLD_TAKEN : WIRE_OLD_FAILED;
    if (held)
        return true;
    snprintf(item->text, sizeof(item->text), "%s", why.text);
    if (!is_hopeless(&why))
        return true;
    *err = why;
    return false;
}

static void count(struct wire_old_report *report)
{
    int64_t *const counts[] = { &report->taken, &report->would, &report->failed, &report->left };

    report->taken = report->would = report->failed = report->left = 0;
    for (size_t i = 0; i < report->n_items; i++)
        ++*counts[report->items[i].outcome];
}

static void print(const struct wire_old_report *report, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "FILE", "KIND", "OUTCOME", "ROWS>", "REJECTED>", "", NULL);
    for (size_t i = 0; i < report->n_items; i++) {
        const struct wire_old_item *item = &report->items[i];

        table_row(&table, item->file, wire_old_kind_names[item->kind],
                  wire_old_outcome_names[item->outcome],
                  item->accepted == WIRE_UNKNOWN ? "-" : figure_count(item->accepted),
                  item->rejected == WIRE_UNKNOWN ? "-" : figure_count(item->rejected),
                  item->text, NULL);
    }
    table_print(&table);
    buf_print(out, "%s taken, ", figure_count(report->taken));
    if (is_dry)
        buf_print(out, "%s would be, ", figure_count(report->would));
    buf_print(out, "%s failed, ", figure_count(report->failed));
    buf_print(out, "%s cannot come\n", figure_count(report->left));
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_old_report report;
    bool held = true;

    if (!strategies)
        strategies = "migrated-strategies";
    if (!old_folder_list(folder, &report, err))
        return false;
    api_allow(cli->api, TIMEOUT_MS);
    for (size_t i = 0; i < report.n_items && held; i++)
        held = take(cli, &report.items[i], err);
    count(&report);
    if (held && cli->is_json) {
        wire_encode(wire_old_report_fields, &report, &cli->out);
        buf_add(&cli->out, "\n", 1);
    } else if (!cli->is_json) {
        print(&report, &cli->out);
    }
    if (held && report.failed)
        cli->exit_status = 1;
    wire_old_report_release(&report);
    return held;
}

const struct command cmd_import_old = {
    .noun = "import-old", .verb = NULL,
    .help = "Takes over the bars and strategies of an older Python ktrdr's folder.",
    .more = "Bars are SYMBOL_timeframe.csv, imported as 'ktrdr data import' does, times without a\n"
            "zone being UTC. Strategies are migrated into files here. Each file is one line of\n"
            "the report: taken, failed, or why it cannot come. One that fails does not stop the\n"
            "rest; then the exit status is 1.",
    .options = options, .run = run,
};
