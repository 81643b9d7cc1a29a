/* report_timeline - where the time of an operation went, a bar per phase. */
#ifndef CLI_REPORT_TIMELINE_H
#define CLI_REPORT_TIMELINE_H

struct buf;
struct wire_timeline;

void report_timeline_print(const struct wire_timeline *timeline, struct buf *out);

#endif
