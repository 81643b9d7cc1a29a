#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must_have(void *memory, size_t size)
{
    if (memory)
        return memory;
    fprintf(stderr, "out of memory, asked for %zu bytes\n", size);
    abort();
}

void *mem_alloc(size_t size)
{
    return must_have(calloc(1, size ? size : 1), size);
}

void *mem_resize(void *old, size_t size)
{
    return must_have(realloc(old, size ? size : 1), size);
}

char *mem_text(const char *text)
{
    const size_t size = strlen(text) + 1;

    return memcpy(must_have(malloc(size), size), text, size);
}
