/*
 * html_chart - a chart of lines as inline SVG: no script, no font, colours by CSS classes.
 *
 * Long series are drawn by the lowest and highest value of each column of pixels, so that no spike
 * is lost and the file stays small. Values that are no number leave a hole.
 */
#ifndef CLI_HTML_CHART_H
#define CLI_HTML_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { HTML_CHART_LINES = 6 };

enum html_chart_unit { HTML_CHART_NUMBER, HTML_CHART_MONEY, HTML_CHART_PERCENT };

struct html_chart_line {
    const char *label;              /* of the legend; NULL: not in it */
    const char *kind;               /* CSS class: "s1" … "s6", "hold", "loss" */
    const double *values;           /* n of the chart */
    bool is_filled;                 /* down to 0 */
};

struct html_chart_mark {            /* a triangle */
    double x, y;
    const char *kind;               /* "buy", "sell", "win", "lose", "best" */
    const char *text;               /* what the mouse is told; borrowed */
};

struct html_chart {
    const char *label;              /* for readers that do not see it */
    size_t n;
    const double *x;                /* rising */
    bool is_time;                   /* x is seconds since 1970 UTC */
    size_t n_lines;
    struct html_chart_line lines[HTML_CHART_LINES];
    size_t n_marks;
    const struct html_chart_mark *marks;
    enum html_chart_unit unit;      /* of y; PERCENT: 0.1 is 10 % */
    int width, height;              /* of the drawing; it scales to its place */
};

void html_chart_print(const struct html_chart *chart, struct buf *out);

/* Text with &, <, > and quotes as HTML wants them. */
void html_chart_text(const char *text, struct buf *out);

#endif
