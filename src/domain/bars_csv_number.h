/*
 * bars_csv_number - decimal text to the nearest double. Not strtod: no 'nan', 'inf', hex or locale,
 * and fast for the short numbers that prices are.
 */
#ifndef DOMAIN_BARS_CSV_NUMBER_H
#define DOMAIN_BARS_CSV_NUMBER_H

#include <stddef.h>

enum bars_csv_number {
    BARS_CSV_NUMBER_NONE,       /* no number */
    BARS_CSV_NUMBER_PLAIN,
    BARS_CSV_NUMBER_GROUPED,    /* had thousands separators, each before three digits */
    BARS_CSV_NUMBER_LARGE,      /* more than a double holds, or more than 400 characters */
};

/* `decimal` is '.' or ','; the other one of them separates thousands. Correctly rounded. */
enum bars_csv_number bars_csv_number_read(const char *text, size_t length, char decimal,
                                          double *ret_value);

#endif
