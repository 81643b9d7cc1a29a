#include "base/buf.h"
#include "cli/progress.h"
#include "test.h"
#include "wire/wire_operation.h"

#include <string.h>

static struct wire_operation_progress state;

static const char *line(size_t columns)
{
    static struct buf out;

    out.length = 0;
    progress_print("op_1", &state, columns, &out);
    return out.bytes;
}

TEST(a_title_in_bold_ends_bold_where_it_is_cut)
{
    OWNED(buf_release) struct buf out = {0};

    wire_clear(wire_operation_progress_fields, &state);
    progress_print("\033[1mMEDIAN\033[0m LOSS", &state, 4, &out);
    CHECK_TEXT(out.bytes, "\033[1mMEDI\033[0m");
    out.length = 0;
    progress_print("\033[1mMEDIAN\033[0m LOSS", &state, 11, &out);
    CHECK_TEXT(out.bytes, "\033[1mMEDIAN\033[0m LOSS");
}

TEST(a_bar_shows_all_that_is_known)
{
    wire_clear(wire_operation_progress_fields, &state);
    state.percent = 50;
    strcpy(state.phase, "epoch 5 of 10");
    state.done = 5000;
    state.total = 10000;
    strcpy(state.unit, "rows");
    state.rate = 1230;
    state.eta_seconds = 200;
    CHECK_TEXT(line(200),
               "op_1  [============>           ]  50 %  epoch 5 of 10  5,000 of 10,000 rows"
               "  1,230 rows/s  3 min 20 s left");
    CHECK_TEXT(line(20), "op_1  [============>");
}

TEST(what_is_unknown_is_left_out)
{
    wire_clear(wire_operation_progress_fields, &state);
    CHECK_TEXT(line(80), "op_1");
    strcpy(state.message, "caf\xc3\xa9");
    CHECK_TEXT(line(9), "op_1  caf");
    CHECK_TEXT(line(10), "op_1  caf\xc3\xa9");
}
