#include "cli/table.h"

#include "cli/terminal.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

static void add_cell(struct table *table, size_t column, const char *text)
{
    const size_t width = terminal_width(text);

    assert(column < table->n_columns);
    if (width > table->width[column])
        table->width[column] = width;
    buf_add(&table->cells, text, strlen(text) + 1);
}

void table_columns(struct table *table, ...)
{
    va_list args;
    const char *title;
    char text[64];

    va_start(args, table);
    while ((title = va_arg(args, const char *))) {
        size_t length = strcspn(title, ">");

        assert(table->n_columns < TABLE_COLUMNS && length < sizeof(text));
        memcpy(text, title, length);
        text[length] = '\0';
        table->is_right[table->n_columns] = title[length] == '>';
        table->n_columns++;
        add_cell(table, table->n_columns - 1, text);
    }
    va_end(args);
    table->n_rows = 1;
}

void table_row_of(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->n_columns; i++)
        add_cell(table, i, cells[i]);
    table->n_rows++;
}

void table_row(struct table *table, ...)
{
    va_list args;
    const char *text;
    size_t column = 0;

    va_start(args, table);
    while ((text = va_arg(args, const char *)))
        add_cell(table, column++, text);
    va_end(args);
    assert(column == table->n_columns);
    table->n_rows++;
}

static void pad(struct buf *out, size_t n)
{
    static const char spaces[] = "                                ";

    for (; n > sizeof(spaces) - 1; n -= sizeof(spaces) - 1)
        buf_add(out, spaces, sizeof(spaces) - 1);
    buf_add(out, spaces, n);
}

static const char *print_row(struct table *table, const char *cell)
{
    for (size_t i = 0; i < table->n_columns; i++, cell += strlen(cell) + 1) {
        const size_t space = table->width[i] - terminal_width(cell);

        if (i)
            pad(table->out, 2);
        if (table->is_right[i])
            pad(table->out, space);
        buf_add(table->out, cell, strlen(cell));
        if (!table->is_right[i])
            pad(table->out, space);
    }
    while (table->out->length && table->out->bytes[table->out->length - 1] == ' ')
        table->out->length--;
    return cell;
}

void table_print(struct table *table)
{
    const char *cell = table->cells.bytes;

    for (size_t row = 0; row < table->n_rows; row++) {
        if (!row)
            buf_print(table->out, "%s", terminal_start(STDOUT_FILENO, TERMINAL_BOLD));
        cell = print_row(table, cell);
        if (!row)
            buf_print(table->out, "%s", terminal_end(STDOUT_FILENO));
        buf_add(table->out, "\n", 1);
    }
}

void table_release(struct table *table)
{
    buf_release(&table->cells);
    *table = (struct table){0};
}
