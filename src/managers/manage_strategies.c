#include "managers/manage_strategies.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/findings.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "domain/feature_plan.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_migrate.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/text_list.h"
#include "wire/wire_strategy.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_MOST = 64, LIST_MOST = 1000 };

struct manage_strategies {
    char folder[1024];
};

struct manage_strategies *manage_strategies_new(const char *data_dir)
{
    struct manage_strategies *manager = MEM_NEW(struct manage_strategies);

    snprintf(manager->folder, sizeof(manager->folder), "%.1000s/strategies", data_dir);
    return manager;
}

void manage_strategies_free(struct manage_strategies *manager)
{
    free(manager);
}

static char **copy_texts(size_t count, const char *(*at)(const struct strategy *, size_t),
                         const struct strategy *strategy)
{
    char **texts = mem_alloc(count * sizeof(*texts));

    for (size_t i = 0; i < count; i++)
        texts[i] = mem_text(at(strategy, i));
    return texts;
}

static const char *symbol_at(const struct strategy *strategy, size_t i)
{
    return strategy->data.symbols[i];
}

static const char *timeframe_at(const struct strategy *strategy, size_t i)
{
    return timeframe_name(strategy->data.timeframes[i]);
}

/* ---- a text, checked ---- */

static void fill_findings(const struct findings *findings, struct wire_strategy_report *report)
{
    report->n_errors = (int64_t)findings->n_errors;
    report->n_warnings = (int64_t)findings->n_warnings;
    report->findings = wire_findings_from(findings, &report->n_findings);
}

static void fill_valid(const struct strategy *strategy, struct wire_strategy_report *report,
                       struct findings *findings)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    struct error err;

    snprintf(report->name, sizeof(report->name), "%s", strategy->name);
    report->n_symbols = strategy->data.n_symbols;
    report->symbols = copy_texts(report->n_symbols, symbol_at, strategy);
    report->n_timeframes = strategy->data.n_timeframes;
    report->timeframes = copy_texts(report->n_timeframes, timeframe_at, strategy);
    if (!feature_plan_build(strategy, &plan, &err)) {
        findings_add(findings, FINDINGS_ERROR, "nn_inputs", "%s", err.text);
        return;
    }
    report->valid = true;
    report->features = (int64_t)plan.n_columns;
    feature_plan_hash(&plan, report->plan_hash);
}

void manage_strategies_validate(const struct wire_strategy_request *request,
                                struct wire_strategy_report *ret_report)
{
    const struct strategy_overrides none = {0};
    struct findings *findings = MEM_NEW(struct findings);
    struct strategy strategy;

    wire_clear(wire_strategy_report_fields, ret_report);
    snprintf(ret_report->label, sizeof(ret_report->label), "%s", request->label);
    if (strategy_overrides_parse(request->text ? request->text : "", &none, &strategy, findings)) {
        fill_valid(&strategy, ret_report, findings);
        strategy_release(&strategy);
    }
    fill_findings(findings, ret_report);
    free(findings);
}

void manage_strategies_migrate(const struct wire_strategy_request *request,
                               struct wire_strategy_migration *ret_migration)
{
    OWNED(buf_release) struct buf text = {0};
    struct findings *findings = MEM_NEW(struct findings);

    wire_clear(wire_strategy_migration_fields, ret_migration);
    snprintf(ret_migration->label, sizeof(ret_migration->label), "%s", request->label);
    ret_migration->migrated =
        strategy_migrate(request->text, strlen(request->text), &text, findings);
    if (ret_migration->migrated)
        ret_migration->text = mem_text(text.bytes);
    ret_migration->n_errors = (int64_t)findings->n_errors;
    ret_migration->n_warnings = (int64_t)findings->n_warnings;
    ret_migration->findings = wire_findings_from(findings, &ret_migration->n_findings);
    free(findings);
}

static void fill_feature(const struct feature_plan *plan, const struct feature_plan_column *column,
                         struct wire_strategy_feature *to)
{
    const struct feature_plan_series *series = &plan->series[column->series];
    const char *scale = strategy_normalization_name(column->normalization);

    wire_clear(wire_strategy_feature_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", column->name);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", timeframe_name(series->timeframe));
    snprintf(to->indicator, sizeof(to->indicator), "%s", series->indicator->name);
    snprintf(to->output, sizeof(to->output), "%s", series->indicator->outputs[column->output]);
    snprintf(to->set, sizeof(to->set), "%s",
             column->membership.kind ? column->membership.kind->name : scale);
    to->lag = (int64_t)column->lag;
    to->warmup = (int64_t)(indicator_warmup(series->indicator, series->param, column->output)
                           + column->lag);
}

static void fill_features(const struct strategy *strategy, const struct feature_plan *plan,
                          struct wire_strategy_features *to)
{
    wire_clear(wire_strategy_features_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", strategy->name);
    feature_plan_hash(plan, to->plan_hash);
    to->n_features = plan->n_columns;
    to->features = mem_alloc(plan->n_columns * sizeof(*to->features));
    for (size_t i = 0; i < plan->n_columns; i++)
        fill_feature(plan, &plan->columns[i], &to->features[i]);
}

bool manage_strategies_features(const struct wire_strategy_request *request,
                                struct wire_strategy_features *ret_features, struct error *err)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    const struct strategy_overrides none = {0};
    struct strategy strategy;
    bool ok;

    if (!strategy_overrides_read(request->text ? request->text : "", request->label, &none,
                                 &strategy, err))
        return false;
    ok = feature_plan_build(&strategy, &plan, err);
    if (ok)
        fill_features(&strategy, &plan, ret_features);
    strategy_release(&strategy);
    return ok;
}

/* ---- files by name ---- */

static bool check_name(const char *name, struct error *err)
{
    const size_t length = strlen(name);
    const size_t good = strspn(name, "abcdefghijklmnopqrstuvwxyz" "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789_-");

    if (length && length == good && length < NAME_MOST)
        return true;
    error_set(err, ERROR_INVALID, "'%.80s' is not the name of a strategy", name);
    return error_suggest(err, "letters, digits, '_' and '-'; a file is given as ./%.60s", name);
}

struct files {
    const char *folder;
    const char *name;               /* of one; NULL: all */
    struct buf text;
    struct wire_strategy_list *list;
};

static bool read_text(const char *folder, const char *name, struct buf *text, struct error *err)
{
    char path[1200];

    snprintf(path, sizeof(path), "%s/%s.yaml", folder, name);
    if (file_read(path, YAML_BYTES, text, err))
        return true;
    if (err->code != ERROR_NOT_FOUND)
        return false;
    error_set(err, ERROR_NOT_FOUND, "no strategy '%s'", name);
    return error_suggest(err, "ktrdr strategies list; a file is given as ./%s.yaml", name);
}

static bool read_one(void *arg, struct error *err)
{
    struct files *files = arg;

    return read_text(files->folder, files->name, &files->text, err);
}

static void fill_item(const char *name, const struct buf *text, struct wire_strategy_item *item)
{
    struct wire_strategy_request request = { .text = text->bytes };
    struct wire_strategy_report report;

    wire_clear(wire_strategy_item_fields, item);
    snprintf(item->name, sizeof(item->name), "%s", name);
    manage_strategies_validate(&request, &report);
    item->is_valid = report.valid;
    item->features = report.features;
    memcpy(item->plan_hash, report.plan_hash, sizeof(item->plan_hash));
    for (size_t i = 0; i < report.n_findings && !item->problem[0] && !report.valid; i++)
        if (report.findings[i].kind == WIRE_FINDINGS_ERROR)
            snprintf(item->problem, sizeof(item->problem), "%s", report.findings[i].text);
    item->n_symbols = report.n_symbols;
    item->symbols = report.symbols;
    item->n_timeframes = report.n_timeframes;
    item->timeframes = report.timeframes;
    report.symbols = report.timeframes = NULL;
    report.n_symbols = report.n_timeframes = 0;
    wire_strategy_report_release(&report);
}

static bool add_file(struct files *files, const char *entry, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    const size_t length = strlen(entry);
    struct wire_strategy_list *list = files->list;
    char name[NAME_MOST];

    if (length < 6 || length - 5 >= sizeof(name) || strcmp(entry + length - 5, ".yaml") != 0)
        return true;
    snprintf(name, sizeof(name), "%.*s", (int)(length - 5), entry);
    if (!check_name(name, err))
        return true;                /* somebody else's file */
    if (!read_text(files->folder, name, &text, err))
        return false;
    list->items = mem_resize(list->items, (list->n_items + 1) * sizeof(*list->items));
    fill_item(name, &text, &list->items[list->n_items++]);
    return true;
}

static bool read_all(void *arg, struct error *err)
{
    struct files *files = arg;
    DIR *folder = opendir(files->folder);
    bool ok = true;

    if (!folder)
        return errno == ENOENT ||
               error_set_errno(err, errno, "cannot read folder '%s'", files->folder);
    for (struct dirent *entry; ok && (entry = readdir(folder)) && files->list->n_items < LIST_MOST;)
        ok = add_file(files, entry->d_name, err);
    closedir(folder);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    const struct wire_strategy_item *left = a, *right = b;

    return strcmp(left->name, right->name);
}

bool manage_strategies_list(struct manage_strategies *manager, struct wire_strategy_list *ret_list,
                            struct error *err)
{
    struct files files = { .folder = manager->folder, .list = ret_list };

    wire_clear(wire_strategy_list_fields, ret_list);
    if (!work_run(read_all, &files, err)) {
        wire_strategy_list_release(ret_list);
        return false;
    }
    if (ret_list->n_items)
        qsort(ret_list->items, ret_list->n_items, sizeof(*ret_list->items), by_name);
    ret_list->total = (int64_t)ret_list->n_items;
    return true;
}

bool manage_strategies_find(struct manage_strategies *manager, const char *name,
                            struct wire_strategy_text *ret_text, struct error *err)
{
    char *text = NULL;

    if (!manage_strategies_resolve(manager, name, &text, err))
        return false;
    wire_clear(wire_strategy_text_fields, ret_text);
    snprintf(ret_text->name, sizeof(ret_text->name), "%s", name);
    snprintf(ret_text->label, sizeof(ret_text->label), "%s.yaml", name);
    ret_text->text = text;
    return true;
}

void manage_strategies_add_timeframe(enum timeframe timeframe, char ***overrides, size_t *n)
{
    OWNED(buf_release) struct buf text = {0};

    buf_print(&text, "training_data.timeframes={mode: single, timeframe: %s}",
              timeframe_name(timeframe));
    text_list_add(overrides, n, text.bytes);
}

bool manage_strategies_resolve(struct manage_strategies *manager, const char *name, char **text,
                               struct error *err)
{
    struct files files = { .folder = manager->folder, .name = name };

    if (*text)
        return true;
    if (!check_name(name, err))
        return false;
    if (!work_run(read_one, &files, err)) {
        buf_release(&files.text);
        return false;
    }
    *text = mem_text(files.text.bytes ? files.text.bytes : "");
    buf_release(&files.text);
    return true;
}
