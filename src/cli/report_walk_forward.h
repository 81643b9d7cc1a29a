/* report_walk_forward - a walk-forward as one reads it: its windows, then the whole. */
#ifndef CLI_REPORT_WALK_FORWARD_H
#define CLI_REPORT_WALK_FORWARD_H

struct buf;
struct wire_walk_forward;

void report_walk_forward_print(const struct wire_walk_forward *walk, struct buf *out);

#endif
