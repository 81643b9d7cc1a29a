#include "cli/report_sheet.h"

#include "base/buf.h"
#include "test.h"
#include "wire/wire_sheet.h"

#include <string.h>

TEST(a_basket_has_stocks_and_pairs_and_leaves_out_what_is_neither)
{
    struct wire_sheet_row rows[] = {
        { .symbol = "BRK.B", .instrument_type = "STK", .action = "BUY", .quantity = 3 },
        { .symbol = "SPX", .instrument_type = "IND", .action = "BUY", .quantity = 2 },
        { .symbol = "ES", .instrument_type = "FUT", .action = "SELL", .quantity = 1 },
        { .symbol = "BTC", .instrument_type = "CRYPTO", .action = "BUY", .quantity = 0.5 },
        { .symbol = "EURUSD", .instrument_type = "CASH", .action = "SELL", .quantity = 20000 },
        { .symbol = "NDX", .instrument_type = "IND" },
        { .symbol = "AAA", .currency = "EUR", .action = "BUY", .quantity = 7 },
    };
    const struct wire_sheet sheet = { .model_id = "m", .items = rows,
                                      .n_items = sizeof(rows) / sizeof(*rows) };
    OWNED(buf_release) struct buf out = {0};

    CHECK(report_sheet_basket(&sheet, &out) == 3);
    CHECK_TEXT(strchr(out.bytes, '\n') + 1, "BUY,3,BRK B,STK,SMART,USD,OPG,MKT,m\n"
               "SELL,20000,EUR,CASH,IDEALPRO,USD,DAY,MKT,m\n"
               "BUY,7,AAA,STK,SMART,EUR,OPG,MKT,m\n");
}
