/* text_list - lists of texts in requests: overrides, symbols. Whoever has the list owns each. */
#ifndef MANAGERS_TEXT_LIST_H
#define MANAGERS_TEXT_LIST_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

void text_list_add(char ***texts, size_t *count, const char *text);
char **text_list_copy(char *const *texts, size_t count);

/* Each as series_parse_symbol() gives it. */
CHECKED bool text_list_parse_symbols(char **texts, size_t count, struct error *err);

#endif
