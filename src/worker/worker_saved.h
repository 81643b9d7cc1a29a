/*
 * worker_saved - a model that was saved, read and checked: its network, its plan, its strategy.
 *
 * A network means something only together with the plan that makes its inputs. So the strategy is
 * compiled again, and where the plan's hash is another the model is refused.
 */
#ifndef WORKER_WORKER_SAVED_H
#define WORKER_WORKER_SAVED_H

#include "base/error.h"
#include "base/words.h"
#include "domain/nn/network.h"
#include "wire/wire_model.h"
#include "worker/worker_dataset.h"

struct worker_saved {
    struct wire_model told;         /* model.json */
    struct network network;
    struct worker_dataset dataset;  /* started, with the fits of the training */
};

CHECKED bool worker_saved_open(const char *folder, struct worker_saved *ret_saved,
                               struct error *err);
void worker_saved_release(struct worker_saved *saved);

/* softmax of rows of a symbol's features, SIGNAL_COUNT values each; rows at most
 * WORKER_SAVED_ROWS. The symbol is one of the dataset. */
enum { WORKER_SAVED_ROWS = 4096 };
void worker_saved_answer(const struct worker_saved *saved,
                         const struct worker_dataset_symbol *symbol, size_t first_row, size_t rows,
                         float *ret_softmax);

#endif
