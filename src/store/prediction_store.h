/*
 * prediction_store - what models said, when they said it: append-only, and held so by the database
 * itself. Of a bar the first answer of a model stays. Times are seconds since 1970 UTC. Waits for
 * the disk, so on a lane or a worker. Any thread.
 */
#ifndef STORE_PREDICTION_STORE_H
#define STORE_PREDICTION_STORE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct store;

struct prediction_store_item {
    char model[96], symbol[33], timeframe[8], signal[8];
    int64_t time, known_at;         /* start and end of the bar it is about */
    int64_t at_ms;                  /* when it was made; milliseconds */
    double close, buy, hold, sell;
};

CHECKED bool prediction_store_add(struct store *store, const struct prediction_store_item *item,
                                  struct error *err);

struct prediction_store_list {
    struct prediction_store_item *items;    /* by symbol, the oldest bar first */
    size_t count;
};

/* Of a model, the newest `limit` of them. */
CHECKED bool prediction_store_list(struct store *store, const char *model, size_t limit,
                                   struct prediction_store_list *ret_list, struct error *err);
void prediction_store_list_release(struct prediction_store_list *list);

#endif
