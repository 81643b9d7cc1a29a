/* buf - bytes that grow. `struct buf b = {0}` is an empty one; always ends in '\0'. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/words.h"

#include <stddef.h>

struct buf {
    char *bytes;
    size_t length;
    size_t room;
};

void buf_add(struct buf *buf, const char *bytes, size_t length);
void buf_print(struct buf *buf, const char *format, ...) PRINTS(2, 3);
void buf_reserve(struct buf *buf, size_t extra);    /* room for so many more bytes, at once */
void buf_release(struct buf *buf);

#endif
