#include "cli/sweep_axes.h"

#include "test.h"
#include "wire/wire_sweep.h"

#include <string.h>

static struct wire_sweep_request request;
static struct error err;

static bool read_words(size_t n, const char *const *words)
{
    wire_clear(wire_sweep_request_fields, &request);
    return sweep_axes_read((char *const *)(uintptr_t)words, n, &request, &err);
}

TEST(words_without_a_key_belong_to_the_key_before)
{
    CHECK(read_words(5, (const char *[]){ "training.epochs=5", "10", " 20", "indicators.fast.period=3",
                                          "4" }));
    CHECK(request.n_axes == 2 && request.n_overrides == 0);
    CHECK_TEXT(request.axes[0].key, "training.epochs");
    CHECK(request.axes[0].n_values == 3);
    CHECK_TEXT(request.axes[0].values[2], "20");
    CHECK_TEXT(request.axes[1].key, "indicators.fast.period");
    CHECK_TEXT(request.axes[1].values[1], "4");
    wire_sweep_request_release(&request);
}

TEST(what_stands_in_brackets_is_one_value)
{
    CHECK(read_words(4, (const char *[]){ "model.architecture.hidden_layers=[8]", "[16", "8]",
                                          "training.lr_scheduler={type: step, gamma=1}" }));
    CHECK(request.n_axes == 1 && request.n_overrides == 1);
    CHECK(request.axes[0].n_values == 2);
    CHECK_TEXT(request.axes[0].values[1], "[16,8]");
    CHECK_TEXT(request.overrides[0], "training.lr_scheduler={type: step, gamma=1}");
    wire_sweep_request_release(&request);
}

TEST(a_key_with_one_value_is_the_same_in_all_trials)
{
    CHECK(read_words(3, (const char *[]){ "training.epochs=5", "training.seed=1", "2" }));
    CHECK(request.n_axes == 1 && request.n_overrides == 1);
    CHECK_TEXT(request.axes[0].key, "training.seed");
    CHECK_TEXT(request.overrides[0], "training.epochs=5");
    wire_sweep_request_release(&request);
}

TEST(what_the_request_had_before_is_replaced)
{
    char first[] = "training.epochs=5", more[] = "10", other[] = "training.batch_size=64";

    CHECK(read_words(2, (const char *[]){ first, more }));
    CHECK(sweep_axes_read((char *[]){ other }, 1, &request, &err));
    CHECK(request.n_axes == 0 && request.n_overrides == 1);
    CHECK(sweep_axes_read((char *[]){ first, more }, 2, &request, &err));
    CHECK(request.n_axes == 1 && request.axes[0].n_values == 2 && request.n_overrides == 0);
    wire_sweep_request_release(&request);
}

TEST(a_value_without_any_key_is_refused)
{
    CHECK(!read_words(1, (const char *[]){ "5" }));
    CHECK(strstr(err.text, "'5' has no key") != NULL);
    wire_sweep_request_release(&request);
}
