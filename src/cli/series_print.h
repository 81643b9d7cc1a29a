/* series_print - columns of values over bars, as a table or as CSV. */
#ifndef CLI_SERIES_PRINT_H
#define CLI_SERIES_PRINT_H

struct buf;
struct wire_indicator_values;

void series_print_table(const struct wire_indicator_values *values, struct buf *out);
void series_print_csv(const struct wire_indicator_values *values, struct buf *out);

#endif
