/*
 * table - columns that line up: text left, numbers right, one blank line nowhere.
 *
 *     OWNED(table_release) struct table table = { .out = &cli->out };
 *     table_columns(&table, "SYMBOL", "BARS>", NULL);      a '>' sets a column right
 *     table_row(&table, "AAPL", figure_count(9), NULL);
 *     table_print(&table);
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { TABLE_COLUMNS = 24 };

struct table {
    struct buf *out;
    size_t n_columns, n_rows;
    size_t width[TABLE_COLUMNS];
    bool is_right[TABLE_COLUMNS];
    struct buf cells;               /* texts with their '\0', row by row */
};

/* As many texts as there are columns, then NULL. Copied. */
void table_columns(struct table *table, ...) __attribute__((sentinel));
void table_row(struct table *table, ...) __attribute__((sentinel));
void table_row_of(struct table *table, const char *const *cells);
void table_print(struct table *table);      /* appends it to out, titles in bold on a terminal */
void table_release(struct table *table);

#endif
