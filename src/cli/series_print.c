#include "cli/series_print.h"

#include "base/number.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "wire/wire_indicator.h"
#include "wire/wire_time.h"

#include <math.h>
#include <string.h>

/* At most as many columns as a table has, the time among them. */
static size_t shown(const struct wire_indicator_values *values)
{
    return values->n_columns < TABLE_COLUMNS - 1 ? values->n_columns : TABLE_COLUMNS - 1;
}

static double value_at(const struct wire_indicator_column *column, size_t i)
{
    return i < column->n_values ? column->values[i] : (double)NAN;
}

static void set_columns(struct table *table, const struct wire_indicator_values *values)
{
    table_columns(table, "TIME (UTC)", NULL);
    for (size_t c = 0; c < shown(values); c++) {
        OWNED(buf_release) struct buf title = {0};

        buf_print(&title, "%.60s>", values->columns[c].name);
        table_columns(table, title.bytes, NULL);
    }
}

void series_print_table(const struct wire_indicator_values *values, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const char *cells[TABLE_COLUMNS];

    set_columns(&table, values);
    for (size_t i = 0; i < values->n_timestamp; i++) {
        char texts[TABLE_COLUMNS][NUMBER_TEXT];

        cells[0] = figure_time(values->timestamp[i]);
        for (size_t c = 0; c < shown(values); c++) {
            strcpy(texts[c], figure_number(value_at(&values->columns[c], i), 4));
            cells[c + 1] = texts[c];
        }
        table_row_of(&table, cells);
    }
    table_print(&table);
    if (shown(values) < values->n_columns)
        buf_print(out, "%zu more columns: --format csv\n", values->n_columns - shown(values));
}

void series_print_csv(const struct wire_indicator_values *values, struct buf *out)
{
    char text[NUMBER_TEXT];

    buf_print(out, "timestamp");
    for (size_t c = 0; c < values->n_columns; c++)
        buf_print(out, ",%s", values->columns[c].name);
    buf_add(out, "\n", 1);
    for (size_t i = 0; i < values->n_timestamp; i++) {
        wire_time_print(values->timestamp[i], text);
        buf_add(out, text, WIRE_TIME_LENGTH);
        for (size_t c = 0; c < values->n_columns; c++) {
            const double value = value_at(&values->columns[c], i);
            buf_add(out, ",", 1);
            if (isfinite(value))
                buf_add(out, text, number_print(value, text));
        }
        buf_add(out, "\n", 1);
    }
}
