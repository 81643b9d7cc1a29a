/*
 * rate_schedule - the learning rate from epoch to epoch.
 *
 * step: times gamma after every step_size epochs. exponential: times gamma after every epoch.
 * reduce_on_plateau: times factor once more than `patience` epochs in a row had a validation loss
 * that was not below the best by one part in 10 000 (torch's threshold).
 */
#ifndef DOMAIN_NN_RATE_SCHEDULE_H
#define DOMAIN_NN_RATE_SCHEDULE_H

#include "domain/nn/train_settings.h"

struct rate_schedule {
    double best;                /* validation loss so far, of reduce_on_plateau */
    size_t flat_epochs;
};

struct rate_schedule rate_schedule_new(void);

/* The rate of the next epoch, after `epochs` of them are done; rate is that of the last one. */
double rate_schedule_next(struct rate_schedule *schedule, const struct train_schedule *settings,
                          size_t epochs, double validation_loss, double rate);

#endif
