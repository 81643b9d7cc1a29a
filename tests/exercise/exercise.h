/* exercise - the exercise of docs/async_in_an_hour.md: ask two sources, take the first answer. */
#ifndef TESTS_EXERCISE_H
#define TESTS_EXERCISE_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

/* Waits. Brings one answer of a source, or fails. */
typedef bool exercise_ask_fn(void *source, int *ret_answer, struct error *err);

/* Waits. Asks both sources at once. The first answer wins; the other is cancelled, and has ended when
 * this returns. One failing is no failure while the other may still answer; if both fail, so does
 * this, with the error of the one that failed last. At the deadline (0: none) ERROR_TIMEOUT. */
CHECKED bool exercise_ask_both(exercise_ask_fn *ask, void *sources[2], int64_t deadline,
                               int *ret_answer, struct error *err);

#endif
