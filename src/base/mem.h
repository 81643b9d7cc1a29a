/* mem - memory that is there, or the process stops. No caller checks for NULL. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);                  /* zeroed */
void *mem_resize(void *old, size_t size);
char *mem_text(const char *text);                /* a copy, owned by the caller */

#define MEM_NEW(type) ((type *)mem_alloc(sizeof(type)))

#endif
