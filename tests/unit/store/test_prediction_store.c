#include "store/prediction_store.h"

#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct store *store;
static struct error err;

static void begin(void)
{
    CHECK(store_open(test_folder(), &schema_backend, &store, &err));
}

static struct prediction_store_item said(const char *symbol, int64_t time, const char *signal)
{
    struct prediction_store_item item = { .model = "m", .timeframe = "1d", .time = time,
                                          .known_at = time + 10, .at_ms = 7, .close = 9,
                                          .buy = 0.5, .hold = 0.3, .sell = 0.2 };

    snprintf(item.symbol, sizeof(item.symbol), "%s", symbol);
    snprintf(item.signal, sizeof(item.signal), "%s", signal);
    return item;
}

static bool add(const struct prediction_store_item *item)
{
    return prediction_store_add(store, item, &err);
}

TEST(of_a_bar_the_first_answer_of_a_model_stays)
{
    OWNED(prediction_store_list_release) struct prediction_store_list list = {0};
    const struct prediction_store_item first = said("A", 100, "BUY"), later = said("A", 100, "SELL");

    begin();
    CHECK(add(&first) && add(&later));
    CHECK(prediction_store_list(store, "m", 9, &list, &err) && list.count == 1);
    CHECK_TEXT(list.items[0].signal, "BUY");
    CHECK(list.items[0].known_at == 110 && list.items[0].at_ms == 7 && list.items[0].sell == 0.2);
    store_close(store);
}

TEST(what_cannot_be_kept_is_an_error_and_not_left_out_in_silence)
{
    struct prediction_store_item item = said("A", 100, "BUY");

    begin();
    item.hold = (double)NAN;
    CHECK(!add(&item) && err.code == ERROR_CONFLICT);
    store_close(store);
}

TEST(the_newest_are_listed_by_symbol_and_time)
{
    OWNED(prediction_store_list_release) struct prediction_store_list list = {0};
    const struct prediction_store_item items[] = { said("A", 50, "BUY"), said("B", 200, "HOLD"),
                                                   said("A", 300, "SELL"), said("A", 100, "BUY") };

    begin();
    for (size_t i = 0; i < COUNT(items); i++)
        CHECK(add(&items[i]));
    CHECK(prediction_store_list(store, "m", 3, &list, &err) && list.count == 3);
    CHECK(list.items[0].time == 100 && list.items[1].time == 300 && list.items[2].time == 200);
    store_close(store);
}
