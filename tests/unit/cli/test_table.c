#include "cli/table.h"
#include "test.h"

TEST(text_is_left_numbers_are_right_and_no_line_ends_in_spaces)
{
    OWNED(buf_release) struct buf out = {0};
    OWNED(table_release) struct table table = {.out = &out};

    table_columns(&table, "SYMBOL", "BARS>", "NOTE", NULL);
    table_row(&table, "AAPL", "1,000", "", NULL);
    table_row(&table, "BRK.B", "9", "caf\xc3\xa9", NULL);
    table_row(&table, "longer symbol", "12", "x", NULL);
    table_print(&table);
    CHECK_TEXT(out.bytes, "SYMBOL          BARS  NOTE\n"
                          "AAPL           1,000\n"
                          "BRK.B              9  caf\xc3\xa9\n"
                          "longer symbol     12  x\n");
}
