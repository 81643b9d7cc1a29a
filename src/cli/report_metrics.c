#include "cli/report_metrics.h"

#include "cli/figure.h"
#include "cli/table.h"
#include "wire/wire_metrics.h"

#include <stdio.h>

enum { CLASSES = 3 };

static const char *const classes[CLASSES] = { "BUY", "HOLD", "SELL" };

/* A cell for each of the two that is there. */
static void add_row(struct table *table, const char *name, const char *train,
                    const char *validation)
{
    const char *cells[3] = { name };
    size_t n = 1;

    if (train)
        cells[n++] = train;
    if (validation)
        cells[n++] = validation;
    table_row_of(table, cells);
}

static void begin(struct table *table, const struct report_metrics_pair *pair)
{
    if (pair->first && pair->second)
        table_columns(table, "", pair->first_title, pair->second_title, NULL);
    else
        table_columns(table, "", pair->first ? pair->first_title : pair->second_title, NULL);
}

void report_metrics_print(const struct report_metrics_pair *pair, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const struct wire_metrics *a = pair->first, *b = pair->second;

    if (!a && !b)
        return;
    begin(&table, pair);
    add_row(&table, "rows", a ? figure_count(a->rows) : NULL, b ? figure_count(b->rows) : NULL);
    add_row(&table, "log loss", a ? figure_number(a->log_loss, 4) : NULL,
            b ? figure_number(b->log_loss, 4) : NULL);
    add_row(&table, "accuracy", a ? figure_percent(a->accuracy, 1) : NULL,
            b ? figure_percent(b->accuracy, 1) : NULL);
    add_row(&table, "  commonest class", a ? figure_percent(a->class_prior, 1) : NULL,
            b ? figure_percent(b->class_prior, 1) : NULL);
    add_row(&table, "balanced accuracy", a ? figure_percent(a->balanced_accuracy, 1) : NULL,
            b ? figure_percent(b->balanced_accuracy, 1) : NULL);
    add_row(&table, "  by chance", a ? figure_percent(1.0 / CLASSES, 1) : NULL,
            b ? figure_percent(1.0 / CLASSES, 1) : NULL);
    add_row(&table, "MCC", a ? figure_number(a->mcc, 3) : NULL,
            b ? figure_number(b->mcc, 3) : NULL);
    table_print(&table);
}

static const char *share_at(const double *shares, size_t n, size_t i)
{
    return i < n ? figure_percent(shares[i], 1) : "-";
}

void report_metrics_confusion(const struct wire_metrics *metrics, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (metrics->n_confusion != CLASSES * CLASSES)
        return;
    table_columns(&table, "LABEL", "SHARE>", "AS BUY>", "AS HOLD>", "AS SELL>", "FOUND>",
                  "RIGHT WHEN SAID>", NULL);
    for (size_t i = 0; i < CLASSES; i++)
        table_row(&table, classes[i],
                  share_at(metrics->label_shares, metrics->n_label_shares, i),
                  figure_count(metrics->confusion[i * CLASSES]),
                  figure_count(metrics->confusion[i * CLASSES + 1]),
                  figure_count(metrics->confusion[i * CLASSES + 2]),
                  share_at(metrics->recall, metrics->n_recall, i),
                  share_at(metrics->precision, metrics->n_precision, i), NULL);
    buf_print(out, "\n");
    table_print(&table);
}
