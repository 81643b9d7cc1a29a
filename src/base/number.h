/*
 * number - numbers as text and back: the shortest text that reads as the same double.
 *
 * Printing is R. Giulietti's Schubfach ("The Schubfach way to render doubles", 2020), with a way
 * round it for numbers of few decimals, as prices are. The text is what Python's repr prints, but
 * whole numbers have no ".0": 190.05, 0.0001, 1e-05, 1e+16, -0.0. It is JSON, and does not depend
 * on a locale. Any thread; nothing to free.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUMBER_TEXT = 32 };

/* Both write a text with its '\0' and return its length, 24 at most. The value must be finite: what
 * stands for "no number" is the caller's to say. */
size_t number_print(double value, char ret_text[NUMBER_TEXT]);
size_t number_print_int64(int64_t value, char ret_text[NUMBER_TEXT]);

/* With a fixed number of decimals, 0 to 9, for people: rounded half away from zero after scaling.
 * Beyond 1e15, and for what is not finite, "%.*f" decides. */
size_t number_print_fixed(double value, int decimals, char ret_text[NUMBER_TEXT]);

/* The whole of `length` bytes, or false: an optional sign, digits with at most one '.', an optional
 * exponent. No spaces, no hex, no inf, no nan; what overflows a double is refused. */
CHECKED bool number_parse(const char *text, size_t length, double *ret_value);
CHECKED bool number_parse_int64(const char *text, size_t length, int64_t *ret_value);

#endif
