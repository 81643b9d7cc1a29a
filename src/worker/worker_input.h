/* worker_input - the bars a worker was given: KBAR files, mapped read-only. */
#ifndef WORKER_WORKER_INPUT_H
#define WORKER_WORKER_INPUT_H

#include "base/error.h"
#include "base/file.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/timeframe.h"

#include <stdbool.h>
#include <stddef.h>

struct calendar;
struct wire_worker_bars;
struct wire_worker_request;

struct worker_input {
    size_t count;
    struct worker_input_series {
        const struct wire_worker_bars *told;    /* borrowed from the request */
        enum timeframe timeframe;
        bool is_quotes;
        const struct calendar *calendar;
        struct bars bars;                       /* borrowed from the map */
        struct file_map map;
    } *series;
};

/* Borrows from the request until the release. */
CHECKED bool worker_input_open(const struct wire_worker_request *request,
                               struct worker_input *ret_input, struct error *err);
void worker_input_release(struct worker_input *input);

/* Of prices; NULL if it was not given. */
const struct worker_input_series *worker_input_find(const struct worker_input *input,
                                                    const char *symbol, enum timeframe timeframe);

/* The quotes of a symbol, of whatever timeframe; NULL if there are none. */
const struct worker_input_series *worker_input_find_quotes(const struct worker_input *input,
                                                           const char *symbol);

#endif
