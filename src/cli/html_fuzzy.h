/* html_fuzzy - the fuzzy sets of a strategy, a small chart each. */
#ifndef CLI_HTML_FUZZY_H
#define CLI_HTML_FUZZY_H

#include <stddef.h>

struct buf;

struct html_fuzzy {                 /* borrowed */
    const char *text, *label;       /* of the strategy */
    size_t n_overrides;
    char *const *overrides;
};

/* Says that it cannot be read where it cannot: a model may be older than this program. */
void html_fuzzy_print(const struct html_fuzzy *fuzzy, struct buf *out);

#endif
