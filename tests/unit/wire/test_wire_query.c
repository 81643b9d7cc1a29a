#include "base/buf.h"
#include "test.h"
#include "wire/wire_import.h"
#include "wire/wire_operation.h"
#include "wire/wire_query.h"

#include <string.h>

static struct error err;

static const char *kept(const char *text)
{
    return text;
}

static const char *refusal(const char *query)
{
    OWNED(wire_import_query_release) struct wire_import_query got = {0};

    err.text[0] = '\0';
    return wire_query_decode(wire_import_query_fields, query, &got, &err) ? "" : err.text;
}

TEST(a_query_comes_out_as_it_went_in)
{
    OWNED(buf_release) struct buf url = {0};
    struct wire_import_query sent, got;

    wire_clear(wire_import_query_fields, &sent);
    strcpy(sent.symbol, "BRK.B");
    strcpy(sent.timeframe, "1d");
    strcpy(sent.label, "a b/\xc3\xa9&=%.csv");
    sent.max_rejected = 0.05;
    wire_query_encode(wire_import_query_fields, &sent, &url);
    CHECK_TEXT(url.bytes,
               "?symbol=BRK.B&timeframe=1d&label=a%20b%2F%C3%A9%26%3D%25.csv&max_rejected=0.05");
    CHECK(wire_query_decode(wire_import_query_fields, url.bytes + 1, &got, &err));
    CHECK_TEXT(kept(got.label), sent.label);
    CHECK_NEAR(got.max_rejected, 0.05, 0);
    CHECK(!got.tz[0]);
}

TEST(flags_and_whole_numbers_are_read)
{
    struct wire_operation_query got;

    CHECK(wire_query_decode(wire_operation_query_fields, "active&limit=20&status=", &got, &err));
    CHECK(got.active && got.limit == 20 && !got.status[0]);
    CHECK(wire_query_decode(wire_operation_query_fields, "active=false", &got, &err) &&
          !got.active);
    CHECK(wire_query_decode(wire_operation_query_fields, NULL, &got, &err) &&
          got.limit == WIRE_UNKNOWN);
}

TEST(queries_are_refused_by_name)
{
    CHECK_TEXT(refusal(""), "parameter 'symbol' is missing");
    CHECK_TEXT(refusal("symbol=A"), "parameter 'timeframe' is missing");
    CHECK_TEXT(refusal("sybmol=A"), "unknown parameter 'sybmol'");
    CHECK_TEXT(refusal("symbol=A&symbol=B"), "parameter 'symbol' is there twice");
    CHECK_TEXT(refusal("timeframe=123456789"), "parameter 'timeframe' does not fit: '123456789'");
    CHECK_TEXT(refusal("max_rejected=much"), "parameter 'max_rejected' does not fit: 'much'");
    CHECK_TEXT(refusal("symbol=%4"), "parameter 'symbol' does not fit: ''");
    CHECK_TEXT(refusal("symbol=%00"), "parameter 'symbol' does not fit: ''");
    CHECK_TEXT(refusal("symbol=%zz"), "parameter 'symbol' does not fit: ''");
    CHECK_TEXT(refusal("&&symbol=A&timeframe=1d&"), "");
}

TEST(a_path_takes_any_value_as_one_segment)
{
    OWNED(buf_release) struct buf url = {0};

    wire_query_path(&url, "/api/v1/data/{symbol}/{timeframe}/gaps",
                    (const char *[]){"../a?", "1M"});
    CHECK_TEXT(url.bytes, "/api/v1/data/..%2Fa%3F/1M/gaps");
}
