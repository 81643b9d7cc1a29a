#include "base/buf.h"
#include "domain/bars.h"
#include "test.h"
#include "wire/wire_bars_print.h"
#include "wire/wire_columns.h"

#include <stdlib.h>
#include <string.h>

TEST(bars_print_as_columns)
{
    OWNED(buf_release) struct buf json = {0};
    OWNED(bars_release) struct bars bars = {0};

    bars_append(&bars, 1704205800, (double[]){187.15, 188.44, 183.885, 185.64, 82488700});
    bars_append(&bars, 1704292200, (double[]){184.22, 185.88, 183.43, 184.25, 0.5});
    bars_add_column(&bars, BARS_WAP, (double)NAN);
    wire_bars_print_json(&json, "A\"B", "1d", &bars);
    CHECK_TEXT(json.bytes,
               "{\"symbol\":\"A\\\"B\",\"timeframe\":\"1d\","
               "\"timestamp\":[\"2024-01-02T14:30:00Z\",\"2024-01-03T14:30:00Z\"],"
               "\"open\":[187.15,184.22],\"high\":[188.44,185.88],\"low\":[183.885,183.43],"
               "\"close\":[185.64,184.25],\"volume\":[82488700,0.5],\"wap\":[null,null]}");
}

TEST(bars_print_as_rows)
{
    OWNED(buf_release) struct buf csv = {0};
    OWNED(bars_release) struct bars bars = {0};

    bars_append(&bars, 1704153600, (double[]){187.15, 188.44, 183.885, 185.64, 82488700});
    bars_append(&bars, 1704240000, (double[]){1e-7, 1e-7, 1e-7, 1e-7, (double)NAN});
    wire_bars_print_csv(&csv, &bars);
    CHECK_TEXT(csv.bytes, "timestamp,open,high,low,close,volume\n"
                          "2024-01-02T00:00:00Z,187.15,188.44,183.885,185.64,82488700\n"
                          "2024-01-03T00:00:00Z,1e-07,1e-07,1e-07,1e-07,\n");
}

TEST(no_bars_print_as_empty_columns)
{
    OWNED(buf_release) struct buf json = {0};
    const struct bars bars = {0};

    wire_bars_print_json(&json, "A", "1d", &bars);
    CHECK_TEXT(json.bytes, "{\"symbol\":\"A\",\"timeframe\":\"1d\",\"timestamp\":[],\"open\":[],"
                           "\"high\":[],\"low\":[],\"close\":[],\"volume\":[]}");
}

TEST(a_column_longer_than_a_chunk_is_whole)
{
    enum { MANY = 5000 };
    static int64_t values[MANY];
    OWNED(buf_release) struct buf json = {0};
    int64_t sum = 0;

    for (int i = 0; i < MANY; i++)
        values[i] = i;
    wire_columns_integers(&json, values, MANY);
    for (const char *at = json.bytes; *at != ']'; at += strcspn(at + 1, ",]") + 1)
        sum += atoll(at + 1);
    CHECK(sum == (int64_t)MANY * (MANY - 1) / 2);
}
