#include "ib/tws_code.h"

#include "test.h"

#include <string.h>

#define HMDS "Historical Market Data Service error message:"

static enum tws_code_kind kind(int code, const char *text)
{
    return tws_code_find(code, text)->kind;
}

static enum error_code failure(int code, const char *text)
{
    struct error err = {0};

    CHECK(!tws_code_fail(code, text, &err) && *err.text);
    return err.code;
}

TEST(the_many_meanings_of_162_are_told_apart_by_its_text)
{
    CHECK(kind(162, HMDS "HMDS query returned no data: AAPL@SMART Trades") == TWS_CODE_NO_DATA);
    CHECK(kind(162, HMDS "API historical data query cancelled: 7") == TWS_CODE_CANCELLED);
    CHECK(kind(162, HMDS "No head time stamp") == TWS_CODE_NO_DATA);
    CHECK(failure(162, HMDS "Historical data request pacing violation") == ERROR_PACING);
    CHECK(failure(162, HMDS "invalid step: 1") == ERROR_INVALID);
    CHECK(failure(162, HMDS "No market data permissions for NYSE STK") == ERROR_FORBIDDEN);
    CHECK(failure(162, HMDS "Trading TWS session is connected from a different IP address")
          == ERROR_CONFLICT);
    CHECK(failure(162, "Mensaje de error del servicio") == ERROR_UNAVAILABLE);
    CHECK(failure(162, NULL) == ERROR_UNAVAILABLE);
}

TEST(only_pacing_and_what_passes_are_asked_again)
{
    CHECK(tws_code_find(162, "pacing violation")->wait >= 10);
    CHECK(tws_code_find(420, "")->wait > 0 && tws_code_find(322, "50 simultaneous API")->wait > 0);
    CHECK(tws_code_find(200, "")->wait > 0);
    CHECK(!tws_code_find(162, "query returned no data")->wait && !tws_code_find(321, "")->wait);
    CHECK(!tws_code_find(354, "")->wait && !tws_code_find(10314, "")->wait);
}

TEST(a_warning_ends_no_request)
{
    static const int warnings[] = { 0, 100, 165, 2103, 2104, 2106, 2119, 2150, 2174, 2176, 2199, 10090,
                                    10091, 10167, 1100, 1101, 1102 };
    static const int ends[] = { 101, 102, 162, 166, 200, 300, 320, 321, 322, 326, 354, 366, 386, 420,
                                430, 507, 10089, 10182, 10186, 10187, 10189, 10197, 10225, 10295,
                                10299, 10314, 10339, 31337, 1300 };

    for (size_t i = 0; i < COUNT(warnings); i++)
        test_expect(!tws_code_ends_request(tws_code_find(warnings[i], "")), __FILE__, __LINE__,
                    "%d is a warning", warnings[i]);
    for (size_t i = 0; i < COUNT(ends); i++)
        test_expect(tws_code_ends_request(tws_code_find(ends[i], "")), __FILE__, __LINE__,
                    "%d ends a request", ends[i]);
}

TEST(farms_and_the_link_are_about_the_session)
{
    CHECK(kind(2104, "") == TWS_CODE_FARM_UP && tws_code_find(2104, "")->farm == TWS_FARM_MARKET);
    CHECK(kind(2105, "") == TWS_CODE_FARM_DOWN && tws_code_find(2105, "")->farm == TWS_FARM_HISTORY);
    CHECK(kind(2158, "") == TWS_CODE_FARM_UP && tws_code_find(2158, "")->farm == TWS_FARM_CONTRACTS);
    CHECK(kind(2107, "") == TWS_CODE_FARM_IDLE);
    CHECK(kind(1100, "") == TWS_CODE_LINK_LOST && kind(2110, "") == TWS_CODE_LINK_LOST);
    CHECK(kind(1101, "") == TWS_CODE_LINK_RESET && kind(1102, "") == TWS_CODE_LINK_BACK);
    CHECK(kind(326, "") == TWS_CODE_CLOSES && kind(1300, "") == TWS_CODE_CLOSES);
}

TEST(the_name_of_a_farm_stands_at_the_end)
{
    CHECK_TEXT(tws_code_farm_name("Market data farm connection is OK:usfarm"), "usfarm");
    CHECK_TEXT(tws_code_farm_name("HMDS data farm connection is inactive but should be available "
                                  "upon demand.ushmds"), "ushmds");
    CHECK_TEXT(tws_code_farm_name("something else"), "");
    CHECK_TEXT(tws_code_farm_name("said: no farm"), "");
}

TEST(an_error_has_our_words_and_theirs_and_a_next_step)
{
    struct error err = {0};

    CHECK(!tws_code_fail(326, "Unable to connect\xf1 as the client id is already in use.", &err));
    CHECK(err.code == ERROR_CONFLICT);
    CHECK_TEXT(err.text, "the client id is in use (ib error 326: 'Unable to connect? as the client id "
                         "is already in use.')");
    CHECK(*err.suggestion != '\0');
}

/* What a new user meets first; the answers are what IB's own pages advise. */
TEST(what_stands_between_a_new_user_and_bars_has_its_own_next_step)
{
    static const struct { int code; const char *text, *next; } met[] = {
        { 162, "Historical data query - No market data permissions for NYSE STK", "subscribe" },
        { 162, "Trading TWS session is connected from a different IP address", "second user" },
        { 162, "pacing violation", "wait" },
        { 162, "something new", "ib status" },
        { 200, "", "symbol, type, exchange" },
        { 354, "", "paper account" },
        { 10089, "", "names the subscription" },
        { 10167, "", "do not help history" },
        { 10168, "", "paper account" },
        { 10186, "", "do not help history" },
        { 10187, "", "real-time subscription" },
        { 10189, "", "real-time subscription" },
        { 10197, "", "second user" },
        { 326, "", "ib.client_id" },
        { 502, "", "logged in" },
    };

    for (size_t i = 0; i < COUNT(met); i++) {
        const struct tws_code *row = tws_code_find(met[i].code, met[i].text);

        test_expect(row->code == met[i].code && strstr(row->next, met[i].next), __FILE__, __LINE__,
                    "%d '%s': '%s'", met[i].code, met[i].text, row->next);
        CHECK(strlen(row->next) < sizeof(((struct error *)0)->suggestion));
    }
}

TEST(the_table_is_sorted_and_each_row_is_reached)
{
    const struct tws_code *row, *before = NULL;

    for (size_t i = 0; (row = tws_code_at(i)) != NULL; i++, before = row) {
        CHECK(!before || before->code < row->code || (before->code == row->code && before->part));
        CHECK(tws_code_find(row->code, row->part) == row);
        CHECK(*row->text && row->next);
        CHECK((row->kind == TWS_CODE_ENDS || row->kind == TWS_CODE_CLOSES) <= (row->error != ERROR_NONE));
    }
}
