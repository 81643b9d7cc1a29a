#include "cli/report_sweep.h"

#include "base/buf.h"
#include "cli/cli.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "client/api_sweep.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* "training.learning_rate=0.01" says enough as "learning_rate=0.01". */
static void print_values(const struct wire_sweep_row *row, struct buf *to)
{
    if (!row->n_values)
        buf_print(to, "as it is");
    for (size_t i = 0; i < row->n_values; i++) {
        const char *value = row->values[i];
        const char *sign = strchr(value, '='), *name = value;

        for (const char *at = value; sign && at < sign; at++)
            if (*at == '.')
                name = at + 1;
        buf_print(to, "%s%s", i ? " " : "", name);
    }
}

/* "3", or "2 of 3" where some have not completed. */
static void print_seeds(const struct wire_sweep_row *row, char *ret_text, size_t size)
{
    if (row->completed == row->seeds)
        snprintf(ret_text, size, "%lld", (long long)row->seeds);
    else
        snprintf(ret_text, size, "%lld of %lld", (long long)row->completed, (long long)row->seeds);
}

static void add_row(struct table *table, const struct wire_sweep_row *row, size_t place)
{
    OWNED(buf_release) struct buf values = {0};
    char seeds[48], range[64];
    const bool is_known = isfinite(row->median);

    print_values(row, &values);
    print_seeds(row, seeds, sizeof(seeds));
    snprintf(range, sizeof(range), "%s to %s", figure_number(row->low, 4),
             figure_number(row->high, 4));
    table_row(table, is_known ? figure_count((int64_t)place) : "-", values.bytes, seeds,
              figure_number(row->median, 4), is_known ? range : "-", figure_number(row->prior, 4),
              figure_percent(row->balanced_accuracy, 1), figure_percent(row->accuracy, 1),
              figure_percent(row->class_prior, 1), figure_number(row->mcc, 3),
              row->model_id[0] ? row->model_id : row->error[0] ? "failed" : "-", NULL);
}

void report_sweep_table(const struct wire_sweep *sweep, size_t most, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const size_t n = most && most < sweep->n_items ? most : sweep->n_items;
    char median[48];

    snprintf(median, sizeof(median), "MEDIAN %s>", sweep->metric);
    for (char *c = median; *c; c++)
        *c = *c == '_' ? ' ' : *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    table_columns(&table, "#>", "VALUES", "SEEDS>", median, "OVER SEEDS>", "PRIOR>", "BALANCED>",
                  "ACCURACY>", "CLASS PRIOR>", "MCC>", "MODEL", NULL);
    for (size_t i = 0; i < n; i++)
        add_row(&table, &sweep->items[i], i + 1);
    table_print(&table);
    if (n < sweep->n_items)
        buf_print(out, "and %zu more\n", sweep->n_items - n);
}

static void print_errors(const struct wire_sweep *sweep, struct buf *out)
{
    for (size_t i = 0; i < sweep->n_items; i++)
        if (sweep->items[i].error[0]) {
            OWNED(buf_release) struct buf values = {0};

            print_values(&sweep->items[i], &values);
            buf_print(out, "failed: %s: %s\n", values.bytes, sweep->items[i].error);
        }
}

static void print(const struct wire_sweep *sweep, struct buf *out)
{
    const bool is_loss = !strcmp(sweep->metric, "log_loss");

    buf_print(out, "sweep %s of %s: %lld of %lld trials completed, %lld failed, %s\n\n",
              sweep->id, sweep->strategy, (long long)sweep->completed, (long long)sweep->trials,
              (long long)sweep->failed, wire_operation_state_names[sweep->state]);
    report_sweep_table(sweep, 0, out);
    print_errors(sweep, out);
    buf_print(out, "\nBy the median over seeds of %s on validation, %s is better; PRIOR is what "
              "knowing the\nclasses' shares alone gives.\n", sweep->metric,
              is_loss ? "less" : "more");
    for (size_t i = 0; i < sweep->n_ledger; i++)
        buf_print(out, "trials on %s   %s in the ledger, of this sweep and all others\n",
                  sweep->ledger[i].symbol, figure_count(sweep->ledger[i].trials));
    if (isfinite(sweep->overfitting))
        buf_print(out, "PBO            %s\n", figure_number(sweep->overfitting, 2));
    else
        buf_print(out, "PBO            %s\n", sweep->overfitting_note);
    buf_print(out, "The test part was not looked at: ktrdr models test MODEL\n");
}

bool report_sweep_show(struct cli *cli, const char *id, struct error *err)
{
    struct wire_sweep sweep;

    if (!api_sweep_show(cli->api, id, &sweep, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print(&sweep, &cli->out);
    wire_sweep_release(&sweep);
    return true;
}
