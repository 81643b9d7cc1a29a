/* What decodes as a zone file has rising changes and offsets of a day at most, before and after. */
#include "base/zone_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

static bool is_offset(int32_t seconds)
{
    return seconds > -168 * 3600 && seconds < 168 * 3600;       /* what POSIX rules can say */
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct zone_file file = {0};
    struct error err = {0};

    if (!zone_file_decode(bytes, length, &file, &err)) {
        hold(err.code == ERROR_BAD_DATA && !file.at && !file.offset);
        return 0;
    }
    hold(is_offset(file.first));
    for (size_t i = 0; i < file.count; i++)
        hold(is_offset(file.offset[i]) && (!i || file.at[i] > file.at[i - 1]));
    for (int64_t utc = -4000000000; file.has_rule && utc < 8000000000; utc += 40000003) {
        const int32_t offset = zone_rule_offset(&file.rule, utc);

        hold(offset == file.rule.standard || offset == file.rule.summer);
    }
    zone_file_release(&file);
    return 0;
}
