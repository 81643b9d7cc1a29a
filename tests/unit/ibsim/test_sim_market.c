#include "base/date.h"
#include "base/file.h"
#include "ib/tws_contract.h"
#include "ibsim/sim_demo.h"
#include "ibsim/sim_path.h"
#include "ibsim/sim_series.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- contracts ---- */

TEST(a_contract_is_made_for_any_file_of_bars)
{
    const struct sim_contract pair = sim_contract_for("USDJPY"), index = sim_contract_for("SPX");
    const struct sim_contract stock = sim_contract_for("BRK.B");

    CHECK_TEXT(pair.symbol, "USD");
    CHECK_TEXT(pair.local_symbol, "USD.JPY");
    CHECK(pair.tick == 0.005);
    CHECK_TEXT(index.type, "IND");
    CHECK_TEXT(stock.type, "STK");
    CHECK(stock.con_id == sim_contract_for("BRK.B").con_id && stock.con_id > 0);
}

static bool read(const char *text, struct sim_contracts *ret, struct error *err)
{
    return sim_contract_read(text, strlen(text), "c.yaml", ret, err);
}

TEST(a_contract_file_says_more_and_every_mistake_has_its_line)
{
    static const char *const wrong[] = {
        "", "contracts: 3", "contracts:\n  - 3\n", "contracts:\n  - {type: STK}\n",
        "contracts:\n  - {symbol: A, tick: 0}\n", "contracts:\n  - {symbol: A, tick: x}\n",
        "contracts:\n  - {symbol: A, con_id: -1}\n", "contracts:\n  - {symbol: A, colour: red}\n",
        "contracts:\n  - {symbol: A, calendar: mars}\n", "contracts: []\nmore: 1\n",
        "contracts:\n  - {symbol: AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD}\n",
    };
    struct sim_contracts contracts;
    struct error err = {0};

    CHECK(read("contracts:\n  - {symbol: ES, type: FUT, tick: 0.25, bars: ES_front}\n", &contracts,
               &err));
    CHECK(contracts.count == 1 && contracts.items[0].tick == 0.25);
    CHECK_TEXT(contracts.items[0].bars, "ES_front");
    sim_contract_release(&contracts);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        err = (struct error){0};
        test_expect(!read(wrong[i], &contracts, &err) && err.code == ERROR_INVALID &&
                    strstr(err.text, "c.yaml"), __FILE__, __LINE__, "%zu is taken", i);
    }
}

TEST(fields_left_empty_fit_everything_and_others_must_agree)
{
    const struct sim_contract has = sim_contract_for("AAA");
    struct tws_contract asked = { .symbol = "AAA", .sec_type = "STK", .exchange = "SMART",
                                  .currency = "USD" };

    CHECK(sim_contract_fits(&has, &asked));
    asked.exchange = "NASDAQ";
    CHECK(sim_contract_fits(&has, &asked));
    asked.currency = "EUR";
    CHECK(!sim_contract_fits(&has, &asked));
    asked = (struct tws_contract){ .con_id = has.con_id, .exchange = "" };
    CHECK(sim_contract_fits(&has, &asked));
    asked = (struct tws_contract){ .sec_type = "STK", .exchange = "" };
    CHECK(!sim_contract_fits(&has, &asked));
}

/* ---- files ---- */

TEST(a_folder_gives_the_bars_of_its_files_and_says_which_is_wrong)
{
    const char *folder = test_folder();
    static const char good[] = "timestamp,open,high,low,close,volume\n2024-06-03,1,2,1,2,5\n";
    struct sim_market market = {0};
    struct error err = {0};
    char path[300];

    CHECK(!sim_market_load_bars(&market, folder, &err) && err.code == ERROR_NOT_FOUND);
    CHECK(!sim_market_load_bars(&market, "/nowhere", &err));
    snprintf(path, sizeof(path), "%s/AAA_1d.csv", folder);
    CHECK(file_write(path, good, strlen(good), &err));
    CHECK(sim_market_load_bars(&market, folder, &err) && market.count == 1);
    CHECK(market.items[0].stored[TIMEFRAME_1_DAY].count == 1);
    snprintf(path, sizeof(path), "%s/BBB_1d.csv", folder);
    CHECK(file_write(path, "nonsense", 8, &err));
    CHECK(!sim_market_load_bars(&market, folder, &err) && strstr(err.text, "BBB_1d.csv"));
    sim_market_release(&market);
}

/* ---- paths ---- */

TEST(the_parts_of_a_bar_make_the_bar)
{
    struct bars bars = {0};
    double high = 0, low = 1e9, volume = 0, part[BARS_REQUIRED] = {0};

    bars_append(&bars, 0, (double[BARS_REQUIRED]){ 10, 12.5, 9.25, 11, 601 });
    for (int i = 0; i < 60; i++) {
        const double before = i ? part[BARS_CLOSE] : 10;

        sim_path_part(&bars, 0, i / 60.0, (i + 1) / 60.0, 0.01, part);
        CHECK(part[BARS_OPEN] == before);
        CHECK(part[BARS_LOW] <= fmin(part[BARS_OPEN], part[BARS_CLOSE]));
        CHECK(part[BARS_HIGH] >= fmax(part[BARS_OPEN], part[BARS_CLOSE]));
        high = fmax(high, part[BARS_HIGH]);
        low = fmin(low, part[BARS_LOW]);
        volume += part[BARS_VOLUME];
    }
    CHECK(high == 12.5 && low == 9.25 && part[BARS_CLOSE] == 11 && volume == 601);
    bars_release(&bars);
}

/* ---- made-up bars ---- */

static struct bars take(const struct sim_market *market, size_t which, const char *size,
                        int64_t from, int64_t until)
{
    struct error err = {0};
    struct bars bars = {0};

    CHECK(sim_series_take(&market->items[which], tws_bar_size_find(size), from, until, &bars,
                          &err));
    CHECK(bars_check(&bars, &err));
    return bars;
}

static bool is_on_grid(double price, double tick)
{
    return fabs(price / tick - round(price / tick)) < 1e-6;
}

TEST(made_up_bars_are_the_same_each_time_and_agree_with_each_other)
{
    const int64_t first = date_of(2015, 3, 2), behind = date_of(2015, 3, 7);
    struct sim_market one = {0}, two = {0};

    sim_demo_add(&one, date_of(2015, 6, 1));
    sim_demo_add(&two, date_of(2015, 9, 1));
    CHECK(one.count == 4);
    for (size_t i = 0; i < one.count; i++) {
        struct bars a = take(&one, i, "1 min", first, behind), b = take(&two, i, "1 min", first, behind);
        struct bars days = take(&one, i, "1 day", first, behind - 1);

        CHECK(a.count == b.count && a.count > 1000 && days.count == 5);
        CHECK(!memcmp(a.column[BARS_CLOSE], b.column[BARS_CLOSE], a.count * sizeof(double)));
        CHECK(days.column[BARS_OPEN][0] == a.column[BARS_OPEN][0] || i == 3);
        for (size_t r = 0; r < a.count; r++)
            CHECK(is_on_grid(a.column[BARS_HIGH][r], one.items[i].contract.tick));
        bars_release(&a);
        bars_release(&b);
        bars_release(&days);
    }
    sim_market_release(&one);
    sim_market_release(&two);
}

TEST(every_size_is_made_of_minutes_and_none_of_what_is_longer)
{
    const int64_t first = date_of(2015, 3, 2), behind = date_of(2015, 3, 7);
    struct sim_market market = {0};
    struct error err = {0};

    sim_demo_add(&market, date_of(2015, 6, 1));
    for (size_t s = 0; tws_bar_size_at(s); s++) {
        struct bars bars = take(&market, 0, tws_bar_size_at(s)->name, first, behind);

        test_expect(bars.count > 0, __FILE__, __LINE__, "%s", tws_bar_size_at(s)->name);
        bars_release(&bars);
    }
    market.items[0].is_demo = false;        /* only its days are left */
    for (size_t s = 0; tws_bar_size_at(s); s++) {
        struct bars bars = {0};

        CHECK(sim_series_take(&market.items[0], tws_bar_size_at(s), first, behind, &bars, &err));
        test_expect((bars.count > 0) == (tws_bar_size_at(s)->seconds >= DATE_DAY), __FILE__,
                    __LINE__, "%s: %zu", tws_bar_size_at(s)->name, bars.count);
        bars_release(&bars);
    }
    sim_market_release(&market);
}
