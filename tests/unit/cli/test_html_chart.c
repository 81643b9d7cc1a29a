#include "base/buf.h"
#include "cli/html_chart.h"
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MANY = 5000 };

static size_t count(const struct buf *out, const char *what)
{
    size_t n = 0;

    for (const char *at = out->bytes; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

TEST(text_cannot_become_markup)
{
    OWNED(buf_release) struct buf out = {0};

    html_chart_text("<b a=\"1\" c='2'>&", &out);
    CHECK_TEXT(out.bytes, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
}

TEST(a_spike_among_thousands_of_values_is_drawn)
{
    static double x[MANY], y[MANY];
    OWNED(buf_release) struct buf out = {0};
    const struct html_chart chart = { .label = "c", .n = MANY, .x = x, .n_lines = 1,
                                      .lines = { { "l", "s1", y, false } },
                                      .width = 1000, .height = 200 };

    for (int i = 0; i < MANY; i++)
        x[i] = i;
    y[3333] = 100;
    html_chart_print(&chart, &out);
    CHECK(count(&out, "L") + count(&out, "M") < 2000);      /* fewer points than values */
    CHECK(strstr(out.bytes, " 16.3"));      /* the top: 10 and 4 of 104 parts of the 164 there are */
    CHECK(!strstr(out.bytes, "nan") && !strstr(out.bytes, "inf"));
}

TEST(what_is_no_number_leaves_a_hole)
{
    const double x[] = { 0, 1, 2, 3, 4 }, y[] = { 1, 2, NAN, 2, 1 };
    OWNED(buf_release) struct buf out = {0};
    const struct html_chart chart = { .label = "<c>", .n = 5, .x = x, .n_lines = 1,
                                      .lines = { { "l", "s1", y, true } },
                                      .width = 400, .height = 200 };

    html_chart_print(&chart, &out);
    CHECK(count(&out, "M") == 2 && count(&out, "Z") == 2 && !strstr(out.bytes, "nan"));
    CHECK(strstr(out.bytes, "aria-label=\"&lt;c&gt;\""));
}

TEST(a_flat_line_and_a_single_point_do_no_harm)
{
    const double x[] = { 0, 0 }, y[] = { 5, 5 };
    OWNED(buf_release) struct buf out = {0};
    struct html_chart chart = { .label = "c", .n = 2, .x = x, .n_lines = 1,
                                .lines = { { "l", "s1", y, false } }, .width = 400, .height = 200 };

    html_chart_print(&chart, &out);
    CHECK(strstr(out.bytes, "</svg>") && !strstr(out.bytes, "nan") && !strstr(out.bytes, "inf"));
    chart.n = 1;
    html_chart_print(&chart, &out);
    CHECK(strstr(out.bytes, "too few points"));
}
