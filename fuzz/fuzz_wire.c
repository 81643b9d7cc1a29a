/* What a table takes is encoded again, taken again, and then is the same text. Strict takes nothing
 * that tolerant refuses. The first byte chooses the table; queries are tried too. */
#include "base/buf.h"
#include "wire/wire_backtest.h"
#include "wire/wire_error.h"
#include "wire/wire_import.h"
#include "wire/wire_model.h"
#include "wire/wire_operation.h"
#include "wire/wire_query.h"
#include "wire/wire_worker.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct wire_field *const tables[] = {
    wire_backtest_request_fields, wire_error_fields,          wire_model_fields,
    wire_operation_fields,        wire_worker_message_fields, wire_backtest_fields,
    wire_worker_request_fields,
};

union any {
    struct wire_backtest_request a;
    struct wire_error b;
    struct wire_model c;
    struct wire_operation d;
    struct wire_worker_message e;
    struct wire_backtest f;
    struct wire_worker_request g;
};

static void must(bool held)
{
    if (!held)
        abort();
}

static void check_again(const struct wire_field *fields, const union any *first)
{
    OWNED(buf_release) struct buf json = {0};
    OWNED(buf_release) struct buf again = {0};
    union any second;
    struct error err;

    wire_encode(fields, first, &json);
    must(wire_decode(fields, WIRE_STRICT, json.bytes, json.length, &second, &err));
    wire_encode(fields, &second, &again);
    must(json.length == again.length && !memcmp(json.bytes, again.bytes, json.length));
    wire_release(fields, &second);
}

static void check_json(const struct wire_field *fields, const char *json, size_t length)
{
    union any strict, tolerant;
    struct error err;
    const bool is_strict = wire_decode(fields, WIRE_STRICT, json, length, &strict, &err);

    must(is_strict || (err.code != ERROR_NONE && err.text[0]));
    if (!wire_decode(fields, WIRE_TOLERANT, json, length, &tolerant, &err)) {
        must(!is_strict);
        return;
    }
    check_again(fields, &tolerant);
    wire_release(fields, &tolerant);
    if (is_strict)
        wire_release(fields, &strict);
}

static void check_query(const char *query)
{
    OWNED(buf_release) struct buf url = {0};
    OWNED(buf_release) struct buf again = {0};
    struct wire_import_query got, back;
    struct error err;

    if (!wire_query_decode(wire_import_query_fields, query, &got, &err) || !got.symbol[0] ||
        !got.timeframe[0])
        return;
    wire_query_encode(wire_import_query_fields, &got, &url);
    must(wire_query_decode(wire_import_query_fields, url.bytes + 1, &back, &err));
    wire_query_encode(wire_import_query_fields, &back, &again);
    must(!strcmp(url.bytes, again.bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    OWNED(buf_release) struct buf text = {0};

    if (!length)
        return 0;
    buf_add(&text, (const char *)bytes + 1, length - 1);
    check_json(tables[bytes[0] % COUNT(tables)], text.bytes, text.length);
    check_query(text.bytes);
    return 0;
}
