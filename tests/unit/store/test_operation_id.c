#include "store/operation_id.h"
#include "test.h"

#include <string.h>

TEST(ids_sort_as_they_were_made_even_when_the_clock_stands_or_goes_back)
{
    static const int64_t times[] = { 1700000000000, 1700000000000, 1700000000001, 1699999999999,
                                     1700000000001, 1700000000500 };
    char before[OPERATION_ID_SIZE] = "", id[OPERATION_ID_SIZE];

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
        for (int n = 0; n < 100; n++) {
            operation_id_new(times[i], id);
            CHECK(operation_id_is_valid(id) && strcmp(before, id) < 0);
            memcpy(before, id, sizeof(id));
        }
}

TEST(the_first_ten_digits_are_the_time)
{
    char id[OPERATION_ID_SIZE];

    operation_id_new(281474976710655 - 1, id);
    CHECK(!strncmp(id, "op_7ZZZZZZZZY", 13));
}

TEST(what_is_no_id_is_refused)
{
    CHECK(operation_id_is_valid("op_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    CHECK(!operation_id_is_valid("op_01ARZ3NDEKTSV4RRFFQ69G5FA"));
    CHECK(!operation_id_is_valid("op_01ARZ3NDEKTSV4RRFFQ69G5FAVV"));
    CHECK(!operation_id_is_valid("op_01ARZ3NDEKTSV4RRFFQ69G5FAU"));
    CHECK(!operation_id_is_valid("op_81ARZ3NDEKTSV4RRFFQ69G5FAV"));
    CHECK(!operation_id_is_valid("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    CHECK(!operation_id_is_valid("op_../../../../../etc/passwd"));
    CHECK(!operation_id_is_valid(""));
}
