/* report_metrics - how well a model told the classes apart, as tables. */
#ifndef CLI_REPORT_METRICS_H
#define CLI_REPORT_METRICS_H

struct buf;
struct wire_metrics;

struct report_metrics_pair {
    const char *first_title, *second_title;             /* with table.h's '>' */
    const struct wire_metrics *first, *second;          /* NULL: no such column */
};
void report_metrics_print(const struct report_metrics_pair *pair, struct buf *out);

/* What each class was taken for. Nothing where it was not measured. */
void report_metrics_confusion(const struct wire_metrics *metrics, struct buf *out);

#endif
