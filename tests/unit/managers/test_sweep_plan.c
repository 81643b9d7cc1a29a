#include "managers/sweep_plan.h"

#include "test.h"
#include "wire/wire_sweep.h"
#include "wire/wire_training.h"

#include <string.h>

static char *epochs[] = { "5", "10", "20" }, *rates[] = { "0.1", "0.01" };
static struct wire_sweep_axis axes[2];
static struct error err;
static size_t n;

static struct wire_sweep_request a_sweep(void)
{
    struct wire_sweep_request sweep;

    wire_clear(wire_sweep_request_fields, &sweep);
    axes[0] = (struct wire_sweep_axis){ "training.epochs", 3, epochs };
    axes[1] = (struct wire_sweep_axis){ "training.learning_rate", 2, rates };
    sweep.n_axes = 2;
    sweep.axes = axes;
    return sweep;
}

TEST(every_combination_is_tried_once_before_any_is_tried_twice)
{
    struct wire_sweep_request sweep = a_sweep();
    struct wire_training_request all;

    sweep.seeds = 2;
    CHECK(sweep_plan_check(&sweep, &n, &err) && n == 12);
    sweep_plan_fill(&sweep, 7, &all);
    CHECK(all.n_items == 12);
    CHECK(all.items[0].seed == 7 && all.items[5].seed == 7 && all.items[6].seed == 8);
    CHECK_TEXT(all.items[1].overrides[0], "training.epochs=5");
    CHECK_TEXT(all.items[1].overrides[1], "training.learning_rate=0.01");
    CHECK_TEXT(all.items[2].overrides[0], "training.epochs=10");
    CHECK_TEXT(all.items[11].overrides[0], "training.epochs=20");
    CHECK_TEXT(all.items[11].overrides[1], "training.learning_rate=0.01");
    wire_training_start_release(&all);
}

static const char *refused(const struct wire_sweep_request *sweep)
{
    return sweep_plan_check(sweep, &n, &err) ? "" : err.text;
}

TEST(what_is_too_much_or_makes_no_sense_is_refused)
{
    struct wire_sweep_request sweep = a_sweep();

    sweep.seeds = 101;
    CHECK_TEXT(refused(&sweep), "seeds is 101, not 1 to 100");
    sweep.seeds = 0;
    CHECK_TEXT(refused(&sweep), "seeds is 0, not 1 to 100");
    sweep.seeds = 100;
    CHECK(sweep_plan_check(&sweep, &n, &err) && n == 600);
    axes[0].n_values = 400;         /* never read: refused before */
    sweep.seeds = 2;
    axes[0].n_values = WIRE_SWEEP_TRIALS + 1;
    CHECK_TEXT(refused(&sweep), "1001 x 2 x 2 seeds are more than 1000 trials");
    sweep = a_sweep();
    sweep.n_axes = 0;
    CHECK(strstr(refused(&sweep), "one trial is no sweep") != NULL);
    sweep = a_sweep();
    strcpy(axes[1].key, "training.epochs");
    CHECK_TEXT(refused(&sweep), "axes: 'training.epochs' is there twice");
    sweep = a_sweep();
    axes[1].n_values = 0;
    CHECK_TEXT(refused(&sweep), "axes[1]: 'training.learning_rate' has no values");
    sweep = a_sweep();
    axes[0].values = (char *[]){ "5", "6", "5" };
    CHECK_TEXT(refused(&sweep), "axes[0]: 'training.epochs' has the value '5' twice");
}
