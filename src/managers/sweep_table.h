/*
 * sweep_table - what the trials of a sweep came to, combination by combination.
 *
 * Rows are sorted by the median over seeds of one metric of the validation part: the best seed of a
 * combination is luck, its median is not. Any thread.
 */
#ifndef MANAGERS_SWEEP_TABLE_H
#define MANAGERS_SWEEP_TABLE_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_operation.h"
#include "wire/wire_sweep.h"

#include <stdbool.h>
#include <stddef.h>

struct wire_children_request;
struct wire_training_result;

enum sweep_table_metric { SWEEP_TABLE_LOG_LOSS, SWEEP_TABLE_BALANCED, SWEEP_TABLE_ACCURACY,
                          SWEEP_TABLE_MCC, SWEEP_TABLE_METRICS };

/* "log_loss", "balanced_accuracy", "accuracy", "mcc"; SWEEP_TABLE_LOG_LOSS of any other name. */
const char *sweep_table_metric_name(enum sweep_table_metric metric);
enum sweep_table_metric sweep_table_metric_find(const char *name);

struct sweep_table_trial {
    size_t row;                         /* its combination */
    bool is_known;                      /* it has been started */
    enum wire_operation_state state;
    double metric[SWEEP_TABLE_METRICS];     /* of a completed one, on its validation part */
    double class_prior, log_loss_prior, balanced_prior;
    char model_id[96];
    char error[200];                    /* of a failed one */
};

/* From a completed training. */
void sweep_table_take(const struct wire_training_result *result, struct sweep_table_trial *trial);

/* Which combination each child of a sweep is of: row[i] for the i-th, as many as there are. Fills
 * the rows' values with what is not the same in all. A child whose request cannot be read is an
 * error. *ret_rows is owned, with *ret_n of them. */
CHECKED bool sweep_table_rows(const struct wire_children_request *children, size_t *row,
                              struct wire_sweep_row **ret_rows, size_t *ret_n, struct error *err);

/* Fills the other fields of the rows and sorts them. */
void sweep_table_fill(const struct sweep_table_trial *trials, size_t n_trials,
                      enum sweep_table_metric metric, struct wire_sweep_row *rows, size_t n_rows);

#endif
