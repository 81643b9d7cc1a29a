#include "domain/nn/rate_schedule.h"
#include "test.h"

static double after(struct train_schedule settings, const double *losses, size_t epochs)
{
    struct rate_schedule schedule = rate_schedule_new();
    double rate = 1;

    for (size_t e = 1; e <= epochs; e++)
        rate = rate_schedule_next(&schedule, &settings, e, losses[e - 1], rate);
    return rate;
}

static const double falling[] = { 9, 8, 7, 6, 5, 4, 3, 2, 1 };

TEST(a_constant_rate_stays)
{
    CHECK(after((struct train_schedule){ .gamma = 0.5, .step_size = 1 }, falling, 9) == 1);
}

TEST(step_cuts_after_every_step_size_epochs)
{
    const struct train_schedule settings = { .type = TRAIN_STEP, .step_size = 3, .gamma = 0.5 };

    CHECK(after(settings, falling, 2) == 1 && after(settings, falling, 3) == 0.5);
    CHECK(after(settings, falling, 8) == 0.25 && after(settings, falling, 9) == 0.125);
}

TEST(exponential_cuts_after_every_epoch)
{
    const struct train_schedule settings = { .type = TRAIN_EXPONENTIAL, .gamma = 0.5 };

    CHECK(after(settings, falling, 4) == 0.0625);
}

TEST(a_plateau_cuts_once_patience_is_over_and_waits_anew)
{
    const struct train_schedule settings = { .type = TRAIN_REDUCE_ON_PLATEAU, .factor = 0.5,
                                             .patience = 2 };
    const double flat[] = { 5, 5, 5, 5, 5, 5, 5, 5, 5 };
    const double barely[] = { 5, 4.9999, 4.9998, 4.9996 };

    CHECK(after(settings, falling, 9) == 1);
    CHECK(after(settings, flat, 3) == 1 && after(settings, flat, 4) == 0.5);
    CHECK(after(settings, flat, 6) == 0.5 && after(settings, flat, 7) == 0.25);
    CHECK(after(settings, barely, 4) == 0.5);       /* better would be below 4.9995 */
}
