#include "cli/html_chart.h"

#include "base/buf.h"
#include "base/date.h"
#include "cli/figure.h"

#include <math.h>
#include <string.h>

enum { LEFT = 64, RIGHT = 12, TOP = 10, BOTTOM = 26, TICKS = 5, COLUMNS = 900, LABEL = 110 };

struct frame {
    const struct html_chart *chart;
    double x_low, x_high, y_low, y_high;
};

void html_chart_text(const char *text, struct buf *out)
{
    for (const char *c = text; *c; c++)
        switch (*c) {
        case '&':
            buf_print(out, "&amp;");
            break;
        case '<':
            buf_print(out, "&lt;");
            break;
        case '>':
            buf_print(out, "&gt;");
            break;
        case '"':
            buf_print(out, "&quot;");
            break;
        case '\'':
            buf_print(out, "&#39;");
            break;
        default:
            buf_add(out, c, 1);
        }
}

/* ---- the frame ---- */

static double place_x(const struct frame *f, double x)
{
    const double room = f->chart->width - LEFT - RIGHT, span = f->x_high - f->x_low;

    return LEFT + (span > 0 ? (x - f->x_low) / span * room : room / 2);
}

static double place_y(const struct frame *f, double y)
{
    const double room = f->chart->height - TOP - BOTTOM;

    return TOP + (f->y_high - y) / (f->y_high - f->y_low) * room;
}

static void take_in(struct frame *f, double y)
{
    if (!isfinite(y))
        return;
    f->y_low = fmin(f->y_low, y);
    f->y_high = fmax(f->y_high, y);
}

static struct frame frame_of(const struct html_chart *chart)
{
    struct frame f = { chart, chart->x[0], chart->x[chart->n - 1], INFINITY, -INFINITY };
    double air;

    for (size_t l = 0; l < chart->n_lines; l++) {
        if (chart->lines[l].is_filled)
            take_in(&f, 0);
        for (size_t i = 0; i < chart->n; i++)
            take_in(&f, chart->lines[l].values[i]);
    }
    if (!(f.y_low <= f.y_high))
        f.y_low = f.y_high = 0;
    air = f.y_high > f.y_low ? 0.04 * (f.y_high - f.y_low) : fmax(fabs(f.y_high) * 0.05, 1e-9);
    f.y_low -= f.y_low == 0 ? 0 : air;
    f.y_high += f.y_high == 0 && f.y_low < 0 ? 0 : air;
    return f;
}

/* 1, 2 or 5 times a power of ten, so that about TICKS of them fit. */
static double nice_step(double span)
{
    double step = 1;

    if (!(span > 0))
        return step;
    while (step * TICKS > span)
        step /= 10;
    while (step * 10 * TICKS <= span)
        step *= 10;
    return step * 5 * TICKS <= span * 1.3 ? step * 5 : step * 2 * TICKS <= span * 1.3 ? step * 2
                                                                                    : step;
}

static int decimals_of(double step)
{
    int decimals = 0;

    for (; step < 0.999 && decimals < 8; step *= 10)
        decimals++;
    return decimals;
}

static const char *value_text(enum html_chart_unit unit, double value, double step)
{
    if (unit == HTML_CHART_PERCENT)
        return figure_percent(value, decimals_of(100 * step));
    return figure_number(value, decimals_of(step));
}

static void print_y_axis(const struct frame *f, struct buf *out)
{
    const double step = nice_step(f->y_high - f->y_low);

    for (double y = ceil(f->y_low / step) * step; y <= f->y_high; y += step) {
        const double value = fabs(y) < step / 1e6 ? 0 : y, at = place_y(f, value);

        buf_print(out, "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                  value == 0 ? "zero" : "grid", LEFT, f->chart->width - RIGHT, at, at, LEFT - 6,
                  at + 4, value_text(f->chart->unit, value, step));
    }
}

static const char *x_text(const struct frame *f, double x, double step)
{
    static char text[16];

    if (!f->chart->is_time)
        return figure_number(x, decimals_of(step));
    strncpy(text, figure_date((int64_t)x), sizeof(text) - 1);
    if (f->x_high - f->x_low > 400. * DATE_DAY)
        text[strlen("2024-01")] = '\0';
    return text;
}

static void print_x_axis(const struct frame *f, struct buf *out)
{
    const double span = f->x_high - f->x_low;
    const int n = (f->chart->width - LEFT - RIGHT) / LABEL;
    const double step = f->chart->is_time ? span / n : nice_step(span);
    const double from = f->chart->is_time ? f->x_low : ceil(f->x_low / step) * step;

    for (double x = from; span > 0 && x <= f->x_high + step / 1e3; x += step)
        buf_print(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", place_x(f, x),
                  f->chart->height - 6, x == f->x_low ? "start" : x + step > f->x_high + step / 1e3
                  && f->chart->is_time ? "end" : "middle", x_text(f, x, step));
}

/* ---- lines ---- */

struct pen {
    const struct frame *frame;
    struct buf *out;
    bool is_down;
    double first_x, last_x;
};

static void draw_to(struct pen *pen, double x, double y)
{
    buf_print(pen->out, "%c%.1f %.1f", pen->is_down ? 'L' : 'M', x, y);
    if (!pen->is_down)
        pen->first_x = x;
    pen->last_x = x;
    pen->is_down = true;
}

static void lift(struct pen *pen, bool is_filled)
{
    const double base = place_y(pen->frame, 0);

    if (pen->is_down && is_filled)
        buf_print(pen->out, "L%.1f %.1fL%.1f %.1fZ", pen->last_x, base, pen->first_x, base);
    pen->is_down = false;
}

/* One value each where there is room, else what comes first of the lowest and highest, then the
 * other, of each piece. */
static void draw_values(struct pen *pen, const struct html_chart_line *line)
{
    const struct html_chart *chart = pen->frame->chart;
    const size_t piece = chart->n / COLUMNS + 1;

    for (size_t from = 0; from < chart->n; from += piece) {
        const size_t until = from + piece < chart->n ? from + piece : chart->n;
        size_t low = from, high = from;

        for (size_t i = from; i < until; i++) {
            low = !(line->values[i] >= line->values[low]) ? i : low;
            high = !(line->values[i] <= line->values[high]) ? i : high;
        }
        if (!isfinite(line->values[low]) || !isfinite(line->values[high])) {
            lift(pen, line->is_filled);
            continue;
        }
        draw_to(pen, place_x(pen->frame, chart->x[low < high ? low : high]),
                place_y(pen->frame, line->values[low < high ? low : high]));
        if (low != high)
            draw_to(pen, place_x(pen->frame, chart->x[low < high ? high : low]),
                    place_y(pen->frame, line->values[low < high ? high : low]));
    }
    lift(pen, line->is_filled);
}

static void print_line(const struct frame *f, const struct html_chart_line *line, struct buf *out)
{
    struct pen pen = { f, out, false, 0, 0 };

    buf_print(out, "<path class=\"%s %s\" d=\"", line->is_filled ? "area" : "line", line->kind);
    draw_values(&pen, line);
    buf_print(out, "\"/>");
}

/* Entries point up or down, exits are dots. */
static void print_mark(const struct frame *f, const struct html_chart_mark *mark, struct buf *out)
{
    const double x = place_x(f, mark->x), y = place_y(f, mark->y);

    if (!strcmp(mark->kind, "buy"))
        buf_print(out, "<path class=\"mark buy\" d=\"M%.1f %.1fl-5 9h10z\">", x, y + 3);
    else if (!strcmp(mark->kind, "sell"))
        buf_print(out, "<path class=\"mark sell\" d=\"M%.1f %.1fl-5 -9h10z\">", x, y - 3);
    else
        buf_print(out, "<circle class=\"mark %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\">", mark->kind,
                  x, y);
    buf_print(out, "<title>");
    html_chart_text(mark->text, out);
    buf_print(out, "</title></%s>",
              strcmp(mark->kind, "buy") != 0 && strcmp(mark->kind, "sell") != 0 ? "circle"
                                                                                : "path");
}

static void print_legend(const struct html_chart *chart, struct buf *out)
{
    buf_print(out, "<div class=\"legend\">");
    for (size_t l = 0; l < chart->n_lines; l++) {
        if (!chart->lines[l].label)
            continue;
        buf_print(out, "<span><i class=\"%s\"></i>", chart->lines[l].kind);
        html_chart_text(chart->lines[l].label, out);
        buf_print(out, "</span>");
    }
    buf_print(out, "</div>\n");
}

void html_chart_print(const struct html_chart *chart, struct buf *out)
{
    struct frame f;

    if (chart->n < 2) {
        buf_print(out, "<p class=\"muted\">too few points to draw</p>\n");
        return;
    }
    f = frame_of(chart);
    print_legend(chart, out);
    buf_print(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", chart->width,
              chart->height);
    html_chart_text(chart->label, out);
    buf_print(out, "\">");
    print_y_axis(&f, out);
    print_x_axis(&f, out);
    for (size_t l = 0; l < chart->n_lines; l++)
        print_line(&f, &chart->lines[l], out);
    for (size_t m = 0; m < chart->n_marks; m++)
        print_mark(&f, &chart->marks[m], out);
    buf_print(out, "</svg>\n");
}
