/* What number_parse takes, strtod reads the same and number_print prints so that it reads back; any
 * eight bytes are a double that prints and reads back. */
#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool held)
{
    if (!held)
        abort();
}

static void check_round_trip(double value)
{
    char text[NUMBER_TEXT];
    double back;
    const size_t length = number_print(value, text);

    must(length == strlen(text) && length <= 24);
    must(number_parse(text, length, &back) && !memcmp(&back, &value, sizeof(value)));
    must(strtod(text, NULL) == value);
}

static void check_text(const char *text, size_t length)
{
    char copy[401];
    char *end;
    double value;
    int64_t whole;

    if (number_parse(text, length, &value) && length < sizeof(copy)) {
        memcpy(copy, text, length);
        copy[length] = '\0';
        must(strtod(copy, &end) == value && end == copy + length);
        check_round_trip(value);
    }
    if (number_parse_int64(text, length, &whole)) {
        char again[NUMBER_TEXT];
        int64_t back;
        must(number_parse_int64(again, number_print_int64(whole, again), &back) && back == whole);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    double value;

    check_text((const char *)bytes, length);
    for (size_t i = 0; i + sizeof(value) <= length; i += sizeof(value)) {
        memcpy(&value, bytes + i, sizeof(value));
        if (isfinite(value))
            check_round_trip(value);
    }
    return 0;
}
