/* report_sweep - the combinations of a sweep, the best first, for people. */
#ifndef CLI_REPORT_SWEEP_H
#define CLI_REPORT_SWEEP_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct cli;
struct wire_sweep;

/* The table alone, at most so many rows; 0: all. */
void report_sweep_table(const struct wire_sweep *sweep, size_t most, struct buf *out);

/* Fetches it and prints all of it, with what to make of it; under --json as it came. */
CHECKED bool report_sweep_show(struct cli *cli, const char *id, struct error *err);

#endif
