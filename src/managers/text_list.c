#include "managers/text_list.h"

#include "base/mem.h"
#include "domain/series.h"

#include <stdlib.h>

void text_list_add(char ***texts, size_t *count, const char *text)
{
    *texts = mem_resize(*texts, (*count + 1) * sizeof(**texts));
    (*texts)[(*count)++] = mem_text(text);
}

char **text_list_copy(char *const *texts, size_t count)
{
    char **copy = mem_alloc((count + 1) * sizeof(*copy));

    for (size_t i = 0; i < count; i++)
        copy[i] = mem_text(texts[i]);
    return copy;
}

bool text_list_parse_symbols(char **texts, size_t count, struct error *err)
{
    char symbol[SERIES_SYMBOL];

    for (size_t i = 0; i < count; i++) {
        if (!series_parse_symbol(texts[i], symbol, err))
            return false;
        free(texts[i]);
        texts[i] = mem_text(symbol);
    }
    return true;
}
