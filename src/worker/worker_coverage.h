/* worker_coverage - the fuzzy sets of a strategy against one symbol's bars (feature_coverage.h). */
#ifndef WORKER_WORKER_COVERAGE_H
#define WORKER_WORKER_COVERAGE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct feature_coverage;
struct wire_worker_request;

/* The result is struct wire_coverage_result. */
CHECKED bool worker_coverage_run(const struct wire_worker_request *request, struct buf *ret_json,
                                 struct error *err);

/* What a training on these sets should worry about, added to a list of texts. */
void worker_coverage_warn(const struct feature_coverage *coverage, char ***texts, size_t *count);

#endif
