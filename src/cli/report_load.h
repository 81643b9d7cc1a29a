/* report_load - what a load did, for people. */
#ifndef CLI_REPORT_LOAD_H
#define CLI_REPORT_LOAD_H

struct buf;
struct wire_load_result;

void report_load_print(const struct wire_load_result *result, struct buf *out);

#endif
