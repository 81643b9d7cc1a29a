/* report_import - what an import did, for people. */
#ifndef CLI_REPORT_IMPORT_H
#define CLI_REPORT_IMPORT_H

struct buf;
struct wire_import_report;

void report_import_print(const struct wire_import_report *report, struct buf *out);

#endif
