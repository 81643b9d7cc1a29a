#include "managers/load_request.h"

#include "test.h"
#include "wire/wire_load.h"

#include <stdio.h>
#include <string.h>

static struct wire_load_request request;
static struct error err;

static bool check(const char *json)
{
    const bool decoded = wire_decode(wire_load_request_fields, WIRE_STRICT, json, strlen(json),
                                     &request, &err);
    const bool ok = decoded && load_request_check(&request, &err);

    CHECK(decoded);
    if (!ok)
        wire_load_request_release(&request);
    return ok;
}

TEST(what_is_left_out_is_filled_in)
{
    struct load_request_range range;

    CHECK(check("{\"symbols\":[\"eur/usd\"],\"end\":\"2024-01-31\"}"));
    CHECK_TEXT(request.timeframe, "1d");
    CHECK_TEXT(request.mode, "tail");
    CHECK_TEXT(request.source, "ib");
    CHECK(load_request_read(&request, &range, &err));
    CHECK(range.mode == LOAD_PLAN_TAIL && range.start == INT64_MIN && range.end == 1706745600);
    wire_load_request_release(&request);
}

TEST(what_cannot_be_is_refused_by_its_name)
{
    static const char *const wrong[][2] = {
        { "\"source\":\"yahoo\"", "source 'yahoo' is not known" },
        { "\"mode\":\"all\"", "'all' is not a mode of loading" },
        { "\"instrument_type\":\"BOND\"", "'BOND' is not a type of instrument" },
        { "\"what_to_show\":\"ADJUSTED_LAST\"", "'ADJUSTED_LAST' is nothing to show" },
        { "\"rth\":true,\"all_hours\":true", "rth and all_hours are both on" },
        { "\"start\":\"2024-02-01\",\"end\":\"2024-01-01\"",
          "start '2024-02-01' is after end '2024-01-01'" },
    };
    char json[200];

    for (size_t i = 0; i < COUNT(wrong); i++) {
        snprintf(json, sizeof(json), "{\"symbols\":[\"A\"],%s}", wrong[i][0]);
        CHECK(!check(json) && err.code == ERROR_INVALID);
        CHECK_TEXT(err.text, wrong[i][1]);
    }
    CHECK(!check("{\"symbols\":[]}"));
    CHECK(!check("{\"symbols\":[\"brk.b\",\"BRK B\"]}"));
    CHECK_TEXT(err.text, "symbol 'BRK.B' is there twice");
    CHECK(!check("{\"symbols\":[\"A\",\"B\"],\"contract_id\":7}"));
    CHECK(!check("{\"symbols\":[\"../../etc\"]}"));
}

TEST(an_exchange_may_stand_behind_the_symbol)
{
    CHECK(check("{\"symbols\":[\"SAP@IBIS\",\"MSFT\"]}"));
    CHECK_TEXT(request.symbols[0], "SAP@IBIS");
    wire_load_request_release(&request);
}
