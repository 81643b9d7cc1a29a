#include "base/buf.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/report_coverage.h"
#include "cli/strategy_file.h"
#include "cli/table.h"
#include "client/api_strategy.h"

#include <string.h>
#include <unistd.h>

enum { EXIT_INVALID = 2 };

static const char *file, *output;
static struct wire_strategy_request request;
static struct wire_check_request covered;
static bool wants_coverage;

static const struct command_option no_options[] = { COMMAND_END };

static const struct command_option file_options[] = {
    COMMAND_WORD("<strategy>", &file, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_END
};

static const struct command_option features_options[] = {
    COMMAND_WORD("<strategy>", &file, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_FLAG("--coverage", &wants_coverage,
                 "how its fuzzy sets cover the values that stored bars give"),
    COMMAND_TEXT("-s, --symbol <symbol>", covered.symbol,
                 "with --coverage; default: as the strategy says"),
    COMMAND_TEXT("-t, --timeframe <1h|1d|...>", covered.timeframe,
                 "with --coverage; default: as the strategy says"),
    COMMAND_END
};

static const struct command_option migrate_options[] = {
    COMMAND_WORD("<strategy>", &file, "a file (with a '/' or .yaml), or a name at the backend"),
    COMMAND_WORD("-o, --output <file>", &output, "where it goes, a new file; default: stdout"),
    COMMAND_END
};

static void print_list(const struct wire_strategy_list *list, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!list->n_items) {
        buf_print(out, "no strategies at the backend; commands also take files\n");
        return;
    }
    table_columns(&table, "NAME", "FEATURES>", "SYMBOLS>", "TF", "CHANGED", "", NULL);
    for (size_t i = 0; i < list->n_items; i++) {
        const struct wire_strategy_item *item = &list->items[i];
        OWNED(buf_release) struct buf timeframes = {0};

        buf_add(&timeframes, "", 0);
        for (size_t k = 0; k < item->n_timeframes; k++)
            buf_print(&timeframes, "%s%s", k ? "," : "", item->timeframes[k]);
        table_row(&table, item->name, figure_count(item->features),
                  figure_count((int64_t)item->n_symbols), timeframes.bytes,
                  figure_time(item->changed_at), item->is_valid ? "" : item->problem, NULL);
    }
    table_print(&table);
}

static bool run_list(struct cli *cli, struct error *err)
{
    struct wire_strategy_list list;

    if (!api_strategy_list(cli->api, &list, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_list(&list, &cli->out);
    wire_strategy_list_release(&list);
    return true;
}

/* The request's text: of the file, or of the strategy of that name at the backend. */
static bool take_file(struct cli *cli, struct error *err)
{
    char name[sizeof(((struct wire_strategy_text *)0)->name)];
    struct wire_strategy_text text;

    if (!strategy_file_take(file, STRATEGY_FILE(name, request.text, request.label), err))
        return false;
    if (request.text)
        return true;
    if (!api_strategy_read(cli->api, name, &text, err))
        return false;
    request.text = text.text;           /* ours now */
    strcpy(request.label, text.label[0] ? text.label : text.name);
    return true;
}

static void print_finding(const struct wire_findings_item *finding, const char *label,
                          struct buf *out)
{
    buf_print(out, "%s", label);
    if (finding->line != WIRE_UNKNOWN)
        buf_print(out, ":%lld:%lld", (long long)finding->line,
                  finding->column == WIRE_UNKNOWN ? 1LL : (long long)finding->column);
    buf_print(out, ": %s: %s%s%s", wire_findings_kind_names[finding->kind], finding->field,
              finding->field[0] ? ": " : "", finding->text);
    if (finding->suggestion[0])
        buf_print(out, " (%s)", finding->suggestion);
    buf_print(out, "\n");
}

static void print_report(const struct wire_strategy_report *report, struct buf *out)
{
    for (size_t i = 0; i < report->n_findings; i++)
        print_finding(&report->findings[i], request.label, out);
    if (!report->valid) {
        buf_print(out, "%s: %s errors, %s warnings\n", request.label,
                  figure_count(report->n_errors), figure_count(report->n_warnings));
        return;
    }
    buf_print(out, "%s is valid: %s features, plan %.12s", report->name,
              figure_count(report->features), figure_text(report->plan_hash));
    for (size_t i = 0; i < report->n_symbols; i++)
        buf_print(out, "%s%s", i ? ", " : "; ", report->symbols[i]);
    for (size_t i = 0; i < report->n_timeframes; i++)
        buf_print(out, "%s%s", i ? ", " : "; ", report->timeframes[i]);
    buf_print(out, "\n");
}

static bool run_validate(struct cli *cli, struct error *err)
{
    struct wire_strategy_report report;

    if (!take_file(cli, err) || !api_strategy_validate(cli->api, &request, &report, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_report(&report, &cli->out);
    cli->exit_status = report.valid ? 0 : EXIT_INVALID;
    wire_strategy_report_release(&report);
    return true;
}

static void print_features(const struct wire_strategy_features *features, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "#>", "FEATURE", "TF", "OUTPUT", "SET", "LAG>", "WARM-UP>", NULL);
    for (size_t i = 0; i < features->n_features; i++) {
        const struct wire_strategy_feature *feature = &features->features[i];
        table_row(&table, figure_count((int64_t)i + 1), feature->name, feature->timeframe,
                  figure_text(feature->output), figure_text(feature->set),
                  figure_count(feature->lag), figure_count(feature->warmup), NULL);
    }
    table_print(&table);
    buf_print(out, "%s, plan %s\n", features->name, features->plan_hash);
}

static bool run_coverage(struct cli *cli, struct error *err)
{
    struct wire_coverage_result coverage;

    if (!strategy_file_take(file, STRATEGY_FILE(covered.strategy, covered.text, covered.label),
                            err) ||
        !api_strategy_coverage(cli->api, &covered, &coverage, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        report_coverage_print(&coverage, &cli->out);
    wire_coverage_result_release(&coverage);
    return true;
}

static bool run_features(struct cli *cli, struct error *err)
{
    struct wire_strategy_features features;

    if (wants_coverage)
        return run_coverage(cli, err);
    if (covered.symbol[0] || covered.timeframe[0])
        return error_set(err, ERROR_INVALID, "--symbol and --timeframe go with --coverage");

    if (!take_file(cli, err) || !api_strategy_features(cli->api, &request, &features, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_features(&features, &cli->out);
    wire_strategy_features_release(&features);
    return true;
}

/* Findings go where they do not mix with the strategy: to stderr. */
static void tell_migration(const struct cli *cli, const struct wire_strategy_migration *migration)
{
    OWNED(buf_release) struct buf text = {0};

    for (size_t i = 0; i < migration->n_findings; i++)
        print_finding(&migration->findings[i], request.label, &text);
    if (migration->migrated)
        buf_print(&text, "%s: migrated, with %s remarks; comments are not carried over",
                  request.label, figure_count(migration->n_warnings));
    else
        buf_print(&text, "%s: not migrated: %s errors", request.label,
                  figure_count(migration->n_errors));
    cli_remark(cli, "%s", text.bytes);
}

static bool write_output(const char *text, struct error *err)
{
    if (!access(output, F_OK)) {
        error_set(err, ERROR_INVALID, "'%.300s' is there already", output);
        return error_suggest(err, "--output wants a file that is not there yet");
    }
    return file_write(output, text, strlen(text), err);
}

static bool hand_out(struct cli *cli, const struct wire_strategy_migration *migration,
                     struct error *err)
{
    tell_migration(cli, migration);
    cli->exit_status = migration->migrated ? 0 : EXIT_INVALID;
    if (migration->migrated && output && !write_output(migration->text, err))
        return false;
    if (cli->is_json)
        return cli_print_reply(cli);
    if (migration->migrated && !output)
        buf_print(&cli->out, "%s", migration->text);
    return true;
}

static bool run_migrate(struct cli *cli, struct error *err)
{
    struct wire_strategy_migration migration;
    bool held;

    if (!take_file(cli, err) || !api_strategy_migrate(cli->api, &request, &migration, err))
        return false;
    held = hand_out(cli, &migration, err);
    wire_strategy_migration_release(&migration);
    return held;
}

const struct command cmd_strategies_list = {
    .noun = "strategies", .verb = "list", .help = "The strategies in the backend's folder.",
    .options = no_options, .run = run_list,
};

const struct command cmd_strategies_validate = {
    .noun = "strategies", .verb = "validate",
    .help = "Checks a strategy; mistakes come with file, line and column.",
    .options = file_options, .run = run_validate,
};

const struct command cmd_strategies_features = {
    .noun = "strategies", .verb = "features",
    .help = "The features it compiles to, in the order the network gets them; their coverage.",
    .options = features_options, .run = run_features,
};

const struct command cmd_strategies_migrate = {
    .noun = "strategies", .verb = "migrate",
    .help = "A strategy of an older grammar in today's, with a report of every change and drop.",
    .more = "Exits with 2, and writes nothing, where something cannot be carried over. Comments\n"
            "are lost.",
    .options = migrate_options, .run = run_migrate,
};
