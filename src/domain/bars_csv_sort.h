/* bars_csv_sort - the rows of a file in the order of time, with no time twice. */
#ifndef DOMAIN_BARS_CSV_SORT_H
#define DOMAIN_BARS_CSV_SORT_H

#include "domain/bars_csv_report.h"

#include <stdint.h>

struct bars;

/* line[i] is the line of row i; sorted with them. Of rows with one time the first in the file
 * stays: others are counted as repeated, or rejected as conflicts. */
void bars_csv_sort(struct bars *rows, uint32_t *line, struct bars_csv_report *report);

/* Every value of the two rows is the same. */
bool bars_csv_sort_is_same(const struct bars *rows, size_t a, size_t b);

#endif
