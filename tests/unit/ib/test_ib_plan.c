#include "ib/ib_plan.h"

#include "base/date.h"
#include "base/random.h"
#include "peer.h"
#include "test.h"

#include <string.h>

static const int64_t now = 1800000000;

static struct ib_plan plan(const char *size, const char *what, int64_t from, int64_t until)
{
    const struct ib_plan_range range = { tws_bar_size_find(size), what, from, until, now };
    struct ib_plan made = {0};
    struct error err;

    test_expect(ib_plan_make(&range, &made, &err), __FILE__, __LINE__, "%s: %s", size, err.text);
    return made;
}

TEST(a_year_of_minutes_is_a_request_a_day)
{
    OWNED(ib_plan_release) struct ib_plan made = plan("1 min", "TRADES", now - 365 * DATE_DAY,
                                                      now);

    CHECK(made.n == 365 && made.rows[0].from == now - 365 * DATE_DAY);
    CHECK_TEXT(made.rows[7].duration, "86400 S");
    CHECK(made.rows[364].end == now);
}

/* The second source: what a duration reaches, by its text, and what IB's table allows. */
TEST(no_range_makes_a_request_that_ib_refuses_and_none_is_left_out)
{
    struct random random = random_seed(5);

    for (size_t i = 0; tws_bar_size_at(i); i++)
        for (int k = 0; k < 40; k++) {
            const struct tws_bar_size *size = tws_bar_size_at(i);
            const int64_t most = size->seconds > 30 ? 3000 : 20;
            const int64_t length = 1 + (int64_t)random_below(&random, (uint64_t)(most * DATE_DAY));
            const int64_t until = now - (int64_t)random_below(&random, 3 * DATE_DAY);
            OWNED(ib_plan_release) struct ib_plan made = plan(size->name, "TRADES", until - length,
                                                              until);
            int64_t at = until - length;

            for (size_t row = 0; row < made.n; row++) {
                struct tws_duration duration;
                struct error err = {0};
                const int64_t end = made.rows[row].end ? made.rows[row].end : now;
                const int64_t late = size->seconds >= DATE_DAY ? DATE_DAY : 0;
                const bool ok = tws_duration_parse(made.rows[row].duration, &duration, &err) &&
                                tws_bar_size_check(size, &duration, &err);

                test_expect(ok && made.rows[row].from == at && made.rows[row].until > at &&
                            (end == made.rows[row].until + late || (late && end == now)) &&
                            tws_duration_seconds(&duration) >= end - at,
                            __FILE__, __LINE__, "%s row %zu: '%s' %s", size->name, row,
                            made.rows[row].duration, err.text);
                at = made.rows[row].until;
            }
            CHECK(at == until);
        }
}

TEST(the_last_of_daily_bars_is_asked_for_until_a_day_later_or_now)
{
    OWNED(ib_plan_release) struct ib_plan past = plan("1 day", "TRADES", now - 400 * DATE_DAY,
                                                      now - 10 * DATE_DAY);
    OWNED(ib_plan_release) struct ib_plan recent = plan("1 day", "TRADES", now - DATE_DAY, now);

    CHECK(past.n == 2 && past.rows[0].until == past.rows[1].from);
    CHECK(past.rows[0].end == past.rows[0].until + DATE_DAY);
    CHECK(past.rows[1].until == now - 10 * DATE_DAY && past.rows[1].end == now - 9 * DATE_DAY);
    CHECK(recent.n == 1 && recent.rows[0].end == 0);
}

TEST(adjusted_bars_come_in_one_request_up_to_now)
{
    OWNED(ib_plan_release) struct ib_plan made = plan("1 day", "ADJUSTED_LAST",
                                                      now - 7300 * (int64_t)DATE_DAY,
                                                      now - 100 * DATE_DAY);
    OWNED(ib_plan_release) struct ib_plan recent = plan("1 day", "ADJUSTED_LAST",
                                                        now - 10 * DATE_DAY, now);

    CHECK(made.n == 1 && made.rows[0].end == 0 && made.rows[0].until == now);
    CHECK_TEXT(made.rows[0].duration, "20 Y");
    CHECK(recent.n == 1 && recent.rows[0].end == 0);
    CHECK_TEXT(recent.rows[0].duration, "10 D");
}

TEST(what_ib_does_not_keep_is_not_asked_for)
{
    struct ib_plan_range range = { tws_bar_size_find("30 secs"), "TRADES", now - 200 * DATE_DAY,
                                   now, now };
    struct ib_plan made;
    struct error err = {0};

    CHECK(!ib_plan_make(&range, &made, &err) && err.code == ERROR_INVALID && *err.suggestion);
    range = (struct ib_plan_range){ tws_bar_size_find("1 day"), "ADJUSTED_LAST",
                                    now - 70 * (int64_t)366 * DATE_DAY, now, now };
    CHECK(!ib_plan_make(&range, &made, &err) && err.code == ERROR_INVALID);
}

TEST(nothing_that_lies_ahead_is_planned)
{
    OWNED(ib_plan_release) struct ib_plan ahead = plan("1 min", "TRADES", now + 10, now + 1000);
    OWNED(ib_plan_release) struct ib_plan partly = plan("1 min", "TRADES", now - 600, now + 1000);

    CHECK(!ahead.n);
    CHECK(partly.n == 1 && partly.rows[0].end == now);
    CHECK_TEXT(partly.rows[0].duration, "600 S");
}

static bool estimate(struct peers *peers, struct error *err)
{
    OWNED(ib_plan_release) struct ib_plan made = plan("1 min", "TRADES", now - 60 * DATE_DAY, now);
    const struct gateway_bars like = { .contract = { .symbol = "AAPL", .sec_type = "STK" },
                                       .what = "TRADES", .lane = PACING_BACKFILL };

    (void)err;
    CHECK(ib_plan_estimate(&made, &like, peers->gateway) == 60 / 6 * PACING_REPLY_MS / 1000);
    return true;
}

TEST(the_seconds_of_a_plan_are_told_before_it_starts)
{
    struct peers peers = { .scripts = { peer_ready }, .client = estimate };

    peer_run(&peers);
}
