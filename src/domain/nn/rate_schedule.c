#include "domain/nn/rate_schedule.h"

#include <math.h>

struct rate_schedule rate_schedule_new(void)
{
    return (struct rate_schedule){ .best = (double)INFINITY };
}

static double after_plateau(struct rate_schedule *schedule, const struct train_schedule *settings,
                            double loss, double rate)
{
    if (loss < schedule->best * (1 - 1e-4)) {
        schedule->best = loss;
        schedule->flat_epochs = 0;
        return rate;
    }
    if (++schedule->flat_epochs <= settings->patience)
        return rate;
    schedule->flat_epochs = 0;
    return rate * settings->factor;
}

double rate_schedule_next(struct rate_schedule *schedule, const struct train_schedule *settings,
                          size_t epochs, double validation_loss, double rate)
{
    switch (settings->type) {
    case TRAIN_STEP:
        return settings->step_size && epochs % settings->step_size == 0 ? rate * settings->gamma
                                                                        : rate;
    case TRAIN_EXPONENTIAL:
        return rate * settings->gamma;
    case TRAIN_REDUCE_ON_PLATEAU:
        return after_plateau(schedule, settings, validation_loss, rate);
    default:
        return rate;
    }
}
