/* report_operation - one operation as people read it: its state, its times, how far it is. */
#ifndef CLI_REPORT_OPERATION_H
#define CLI_REPORT_OPERATION_H

struct buf;
struct wire_operation;

void report_operation_print(const struct wire_operation *operation, struct buf *out);

#endif
