#include "ibsim/sim_counts.h"

#include "base/words.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name, *text;
    size_t offset;
} rows[] = {
#define ROW(name, text) { #name, text, offsetof(struct sim_counts, name) },
    SIM_COUNTS(ROW)
#undef ROW
};

void sim_counts_print(const struct sim_counts *counts, struct buf *json)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t value;

        memcpy(&value, (const char *)counts + rows[i].offset, sizeof(value));
        buf_print(json, "%s\"%s\":%lld", i ? "," : "{", rows[i].name, (long long)value);
    }
    buf_print(json, "}");
}

void sim_counts_reset(struct sim_counts *counts)
{
    *counts = (struct sim_counts){
        .connections = counts->connections, .connections_most = counts->connections,
        .open_history_now = counts->open_history_now,
        .open_history_most = counts->open_history_now,
    };
}

const char *sim_counts_name(size_t i)
{
    return i < COUNT(rows) ? rows[i].name : NULL;
}

const char *sim_counts_text(size_t i)
{
    return i < COUNT(rows) ? rows[i].text : NULL;
}
