/*
 * sweep_axes - what `--set key=a,b --set other=[8],[16,8]` asks a sweep for.
 *
 * The words come split at every comma, as lists of options are; what stands in brackets is put
 * together again, and what has no key belongs to the key before it. A key with one value is not an
 * axis but the same in all trials.
 */
#ifndef CLI_SWEEP_AXES_H
#define CLI_SWEEP_AXES_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct wire_sweep_request;

/* In place of the axes and overrides that the request had. */
CHECKED bool sweep_axes_read(char *const *words, size_t n, struct wire_sweep_request *request,
                             struct error *err);

#endif
