#include "ib/tws_decode.h"

#include "base/date.h"
#include "base/zone.h"
#include "ib/tws_encode.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Decodes fields written with '|' for '\0', the last one included. The payload outlives it. */
static bool decode(enum tws_side sender, int version, const char *fields,
                   struct tws_message *ret_message, struct error *err)
{
    static char payload[8192];
    const size_t length = strlen(fields);

    memcpy(payload, fields, length);
    for (size_t i = 0; i < length; i++)
        if (payload[i] == '|')
            payload[i] = '\0';
    memset(payload + length, 'x', sizeof(payload) - length);
    return tws_decode(payload, length, &(struct tws_dialect){ sender, version, NULL }, ret_message,
                      err);
}

static void refused(enum tws_side sender, int version, const char *fields, const char *why)
{
    struct tws_message message;
    struct error err = {0};
    const bool good = decode(sender, version, fields, &message, &err);

    test_expect(!good && err.code == ERROR_BAD_DATA && strstr(err.text, why), __FILE__, __LINE__,
                "'%s' is refused as %s: %s", fields, why, err.text);
    CHECK(!message.type && !message.memory);
    if (good)
        tws_message_release(&message);
}

#define DAYS "20251006|257.99|259.07|255.05|256.69|44664118|256.6355|232112|"

TEST(bars_come_straight_into_columns)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};
    const struct bars *bars = &message.history.bars;

    CHECK(decode(TWS_SERVER, 187, "17|7|a|b|2|" DAYS "20251007|1|2|0.5|1.5|948837.22|-1|-1|",
                 &message, &err));
    CHECK(message.type == TWS_HISTORICAL_DATA && message.id == 7 && bars->count == 2);
    CHECK(message.history.form == TWS_TIME_DATE && bars->time[1] == date_of(2025, 10, 7));
    CHECK_NEAR(bars->column[BARS_CLOSE][0], 256.69, 0);
    CHECK_NEAR(bars->column[BARS_WAP][0], 256.6355, 0);
    CHECK_NEAR(bars->column[BARS_TRADES][0], 232112, 0);
    CHECK_NEAR(bars->column[BARS_VOLUME][1], 948837.22, 0);
    CHECK(isnan(bars->column[BARS_WAP][1]) && isnan(bars->column[BARS_TRADES][1]));
    CHECK(bars_check(bars, &err));
}

TEST(numbers_are_taken_in_every_way_that_gateways_write_them)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    CHECK(decode(TWS_SERVER, 196, "17|7|1|1759930200|182.9400|1.0E3|1e-05|0.0|-1.00000||-1.00000|",
                 &message, &err));
    CHECK_NEAR(message.history.bars.column[BARS_OPEN][0], 182.94, 0);
    CHECK_NEAR(message.history.bars.column[BARS_HIGH][0], 1000, 0);
    CHECK_NEAR(message.history.bars.column[BARS_LOW][0], 1e-5, 0);
    CHECK_NEAR(message.history.bars.column[BARS_VOLUME][0], 0, 0);
    CHECK(isnan(message.history.bars.column[BARS_WAP][0]));
}

TEST(no_bars_are_an_answer)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    CHECK(decode(TWS_SERVER, 196, "17|7|0|", &message, &err) && !message.history.bars.count);
}

TEST(a_bar_that_cannot_be_read_is_named)
{
    refused(TWS_SERVER, 196, "17|7|1|20251006|NaN|1|1|1|1|1|1|", "'open' of bar 1 is 'NaN'");
    refused(TWS_SERVER, 196, "17|7|1|20251006|1|1e400|1|1|1|1|1|", "'high' of bar 1 is '1e400'");
    refused(TWS_SERVER, 196, "17|7|1|20251006|1|1||1|1|1|1|", "'low' of bar 1 is ''");
    refused(TWS_SERVER, 196, "17|7|1|20251006|1|1|1|1|-2|1|1|", "'volume' of bar 1 is '-2'");
    refused(TWS_SERVER, 196, "17|7|1|20251006|1|1|1|Infinity|2|1|1|", "'close' of bar 1");
    refused(TWS_SERVER, 196, "17|7|5|" DAYS, "do not fit");
    refused(TWS_SERVER, 196, "17|7|2|" DAYS "20251007|1|1|1|1|1|1|", "'count' of bar 2 is 'missing'");
    refused(TWS_SERVER, 196, "17|7|2|" DAYS "20251007|1|1|1|1111111111|", "'volume' of bar 2 is 'missing'");
    refused(TWS_SERVER, 196, "17|7|2|" DAYS "1759930200|1|1|1|1|1|1|1|", "another way");
    refused(TWS_SERVER, 196, "17|7|1|20251006  09:30:00|1|1|1|1|1|1|1|", "without a zone");
    refused(TWS_SERVER, 196, "17|7|1|20251006 09:30:00 No/Where|1|1|1|1|1|1|1|", "'No/Where'");
    refused(TWS_SERVER, 196, "17|7|1|" DAYS "x|", "1' fields too many");
}

TEST(a_count_that_cannot_be_takes_no_memory)
{
    refused(TWS_SERVER, 187, "17|7|a|b|1000000000|", "do not fit");
    refused(TWS_SERVER, 187, "17|7|a|b|-1|", "'-1'");
    refused(TWS_SERVER, 187, "79|7|1000000000|", "do not fit");
    refused(TWS_SERVER, 187, "98|7|2|1|0|1|1||||", "do not fit");
    refused(TWS_SERVER, 187, "106|7|a|b|c|99999999999999999999|", "'99999999999999999999'");
}

TEST(an_unfinished_last_field_is_not_there)
{
    refused(TWS_SERVER, 187, "9|1|17", "missing");
    refused(TWS_SERVER, 187, "9|1|", "missing");
    refused(TWS_SERVER, 187, "", "begins with ''");
    refused(TWS_SERVER, 187, "x|1|", "begins with 'x'");
}

TEST(what_is_not_known_is_skipped_without_harm)
{
    static const char *const frames[] = { "150|a|b|", "0|", "-1|", "5|1|2|3|", "3|5|Filled|", "108|1|a|b|" };
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    for (size_t i = 0; i < COUNT(frames); i++)
        CHECK(decode(TWS_SERVER, 187, frames[i], &message, &err) && message.type == TWS_UNKNOWN);
    CHECK(message.id == 108);
    CHECK(decode(TWS_CLIENT, 187, "3|0|265598|", &message, &err) && message.type == TWS_UNKNOWN);
}

TEST(the_layout_of_an_error_goes_by_the_version_not_by_the_count)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    CHECK(decode(TWS_SERVER, 165, "4|2|7|200|none|", &message, &err));
    CHECK(message.id == 7 && message.error.code == 200 && !message.error.reject);
    CHECK(decode(TWS_SERVER, 193, "4|2|7|200|none||", &message, &err));
    CHECK(message.id == 7 && message.error.code == 200 && message.error.time_ms == 0);
    CHECK(decode(TWS_SERVER, 194, "4|7|200|none||1760000000000|", &message, &err));
    CHECK(message.id == 7 && message.error.code == 200 && message.error.time_ms == 1760000000000);
}

TEST(texts_are_unescaped_and_kept_when_they_are_no_utf8)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    CHECK(decode(TWS_SERVER, 187, "4|2|-1|2104|\\u4f60\\u597d|{\"a\":\"\\u00e9\"}|", &message, &err));
    CHECK_TEXT(message.error.text, "\xe4\xbd\xa0\xe5\xa5\xbd");
    CHECK_TEXT(message.error.reject, "{\"a\":\"\xc3\xa9\"}");
    tws_message_release(&message);
    CHECK(decode(TWS_SERVER, 187, "4|2|-1|2104|Espa\xf1ol||", &message, &err));
    CHECK_TEXT(message.error.text, "Espa\xf1ol");
}

TEST(a_gateway_may_say_more_than_we_know_where_nothing_hangs_on_it)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    CHECK(decode(TWS_SERVER, 187, "4|2|-1|2104|up||new|newer|", &message, &err));
    refused(TWS_SERVER, 187, "9|1|17|new|", "too many");
}

TEST(a_number_that_nobody_needs_does_not_spoil_a_message)
{
    OWNED(tws_message_release) struct tws_message message;
    struct error err = {0};

    CHECK(decode(TWS_SERVER, 187, "81|7|0.01|x|many|", &message, &err));
    CHECK(message.tick_params.permissions == 0);
    refused(TWS_SERVER, 187, "81|7|cheap|x|3|", "tickReqParams: 'tick_params.min_tick' is 'cheap'");
}

TEST(a_client_is_taken_at_its_word)
{
    refused(TWS_CLIENT, 187, "25|1|7|8|", "too many");
    refused(TWS_CLIENT, 187, "25|1|", "'id' is 'missing'");
    refused(TWS_CLIENT, 187, "25|1|seven|", "'id' is 'seven'");
    refused(TWS_CLIENT, 187, "25|1||", "'id' is ''");
    refused(TWS_CLIENT, 187, "81|7|\xc3\xa9|", "'symbols.pattern'");
    refused(TWS_CLIENT, 187, "61|\x01|", "'version'");
    refused(TWS_CLIENT, 175, "9|8|1|0|A|STK||||||||||0||||", "too many");
    refused(TWS_CLIENT, 176, "9|8|1|0|A|STK||||||||||0|||", "missing");
}

static enum error_code encode_code(const struct tws_message *message, int version)
{
    OWNED(buf_release) struct buf out = {0};
    struct error err = {0};
    bool good;

    buf_add(&out, "before", 6);
    good = tws_encode(message, &(struct tws_dialect){ .version = version }, &out, &err);
    CHECK(good || !strcmp(out.bytes, "before"));
    return good ? ERROR_NONE : err.code;
}

TEST(what_cannot_be_said_is_not_sent)
{
    struct tws_message message = { .type = TWS_HISTORICAL_DATA_END, .id = 1 };

    CHECK(encode_code(&message, 196) == ERROR_NONE && encode_code(&message, 195) == ERROR_INVALID);
    CHECK(encode_code(&message, 201) == ERROR_INVALID && encode_code(&message, 156) == ERROR_INVALID);
    message = (struct tws_message){ .type = TWS_REQ_MATCHING_SYMBOLS, .symbols.pattern = "M\xc3\xbcnch" };
    CHECK(encode_code(&message, 187) == ERROR_INVALID);
    message = (struct tws_message){ .type = TWS_HEAD_TIMESTAMP, .head = { TWS_TIME_EPOCH, 5, "" } };
    CHECK(encode_code(&message, 187) == ERROR_INVALID);
    message = (struct tws_message){ .type = TWS_UNKNOWN };
    CHECK(encode_code(&message, 187) == ERROR_INVALID);
}

TEST(there_is_no_message_about_orders)
{
    static const int to_server[] = { 3, 4, 5, 7, 15, 16, 18, 19, 21, 58, 99 };
    static const int to_client[] = { 3, 5, 11, 53, 55, 59, 100, 101, 102 };

    for (size_t i = 0; i < COUNT(to_server); i++)
        CHECK(!tws_message_find(TWS_CLIENT, to_server[i]));
    for (size_t i = 0; i < COUNT(to_client); i++)
        CHECK(!tws_message_find(TWS_SERVER, to_client[i]));
}

TEST(every_message_is_in_the_tables_once)
{
    for (int i = TWS_UNKNOWN + 1; i < TWS_TYPES; i++) {
        const struct tws_layout *layout = tws_message_layout((enum tws_type)i);

        CHECK(layout && layout->fields && tws_message_find(layout->sender, layout->id) == layout);
        CHECK((layout->sender == TWS_CLIENT) == (i < TWS_MANAGED_ACCOUNTS));
    }
}
