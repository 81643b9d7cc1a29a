#include "worker/worker_metrics.h"

#include "base/mem.h"
#include "domain/nn/class_metrics.h"
#include "domain/nn/network.h"
#include "domain/signal.h"
#include "wire/wire_metrics.h"
#include "worker/worker_dataset.h"

#include <stdlib.h>

static double *new_column(size_t *count)
{
    *count = SIGNAL_COUNT;
    return mem_alloc(SIGNAL_COUNT * sizeof(double));
}

static void fill(const struct class_metrics *from, struct wire_metrics *to)
{
    wire_clear(wire_metrics_fields, to);
    to->rows = (int64_t)from->rows;
    to->log_loss = from->log_loss;
    to->accuracy = from->accuracy;
    to->class_prior = from->majority;
    to->balanced_accuracy = from->balanced_accuracy;
    to->mcc = from->mcc;
    to->label_shares = new_column(&to->n_label_shares);
    to->predicted_shares = new_column(&to->n_predicted_shares);
    to->recall = new_column(&to->n_recall);
    to->precision = new_column(&to->n_precision);
    to->f1 = new_column(&to->n_f1);
    to->n_confusion = SIGNAL_COUNT * SIGNAL_COUNT;
    to->confusion = mem_alloc(to->n_confusion * sizeof(*to->confusion));
    for (size_t c = 0; c < SIGNAL_COUNT; c++) {
        to->label_shares[c] = from->of[c].prior;
        to->predicted_shares[c] = from->of[c].share;
        to->recall[c] = from->of[c].recall;
        to->precision[c] = from->of[c].precision;
        to->f1[c] = from->of[c].f1;
        for (size_t a = 0; a < SIGNAL_COUNT; a++)
            to->confusion[c * SIGNAL_COUNT + a] = (int64_t)from->confusion[c][a];
    }
}

void worker_metrics_measure(const struct network *network, const struct worker_dataset *dataset,
                            const size_t *rows, size_t n_rows, struct wire_metrics *ret_metrics)
{
    float *owned;
    const float *x = worker_dataset_x(dataset, rows, n_rows, &owned);
    int32_t *classes = worker_dataset_classes(dataset, rows, n_rows);
    uint32_t *places = worker_dataset_places(dataset, rows, n_rows);
    float *softmax = mem_alloc(n_rows * SIGNAL_COUNT * sizeof(*softmax));
    struct class_metrics metrics;

    network_predict_of(network, n_rows, x, places, softmax);
    metrics = class_metrics_of(SIGNAL_COUNT, n_rows, softmax, classes);
    fill(&metrics, ret_metrics);
    free(softmax);
    free(classes);
    free(owned);
    free(places);
}
