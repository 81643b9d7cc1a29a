/* docs/indicators.md says what the table of indicators says. */
#include "base/buf.h"
#include "domain/indicators/indicator.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_params(const struct indicator *indicator, struct buf *out)
{
    for (size_t p = 0; p < indicator->n_params; p++) {
        const struct indicator_param *param = &indicator->params[p];

        buf_print(out, "%s%s=", p ? ", " : "", param->name);
        if (param->choices)
            buf_print(out, "%s", param->choices[(int)param->fallback]);
        else
            buf_print(out, "%g", param->fallback);
    }
    if (indicator_takes_source(indicator))
        buf_print(out, "%ssource=close", indicator->n_params ? ", " : "");
}

static const char *mark(enum indicator_level level)
{
    return level == INDICATOR_PRICE_LEVEL ? "^" : level == INDICATOR_DISTANCE ? "~" : "";
}

static void print_table(struct buf *out)
{
    buf_print(out, "| name | what | parameters | outputs |\n|---|---|---|---|\n");
    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *indicator = indicator_at(i);

        buf_print(out, "| %s | %s%s | ", indicator->name, indicator->title,
                  indicator->looks_ahead ? " (looks ahead)" : "");
        print_params(indicator, out);
        buf_print(out, " | ");
        for (size_t o = 0; o < indicator->n_outputs; o++)
            buf_print(out, "%s%s%s", o ? ", " : "", indicator->outputs[o],
                      mark(indicator->level[o]));
        buf_print(out, " |\n");
    }
}

TEST(indicator_page_lists_what_there_is)
{
    OWNED(buf_release) struct buf want = {0};
    FILE *file = fopen(test_path("../docs/indicators.md"), "r");
    char *text = NULL, *table;
    size_t room = 0;

    print_table(&want);
    CHECK(file != NULL);
    if (!file)
        return;
    CHECK(getdelim(&text, &room, 0, file) > 0);
    fclose(file);
    table = text ? strstr(text, "| name | what") : NULL;
    CHECK(table && !strcmp(table, want.bytes));
    if (!table || strcmp(table, want.bytes))
        printf("docs/indicators.md should end with:\n%s", want.bytes);
    free(text);
}
