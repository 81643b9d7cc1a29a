/* report_coverage - how fuzzy sets cover the values that come, for people. */
#ifndef CLI_REPORT_COVERAGE_H
#define CLI_REPORT_COVERAGE_H

struct buf;
struct wire_coverage_result;

void report_coverage_print(const struct wire_coverage_result *coverage, struct buf *out);

#endif
