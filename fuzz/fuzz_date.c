/* What is read as a time, prints to a text that is read as the same time. */
#include "base/date.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char text[DATE_TEXT];
    enum date_zone zone;
    int64_t seconds, again;
    struct date date;

    if (!date_read_iso((const char *)bytes, length, &seconds, &zone))
        return 0;
    date = date_civil(seconds);
    hold(date_is_valid(date.year, date.month, date.day) && date_seconds(&date) == seconds);
    date_print_iso(seconds, text);
    if (strlen(text) != 20)
        return 0;               /* an offset carried it before year 0 or past 9999 */
    if (text[0] == '-')
        return 0;
    hold(date_read_iso(text, strlen(text), &again, &zone));
    hold(again == seconds && zone == DATE_UTC);
    return 0;
}
