/* service_token - the file with the secret that requests must bring, where one is configured. */
#ifndef SERVICE_SERVICE_TOKEN_H
#define SERVICE_SERVICE_TOKEN_H

#include "base/error.h"
#include "base/words.h"

struct buf;

/* Blocks: at start. Adds what is in the file, without the line's end; nothing for the path "".
 * ERROR_FORBIDDEN where others than its owner can read it. */
CHECKED bool service_token_read(const char *path, struct buf *ret_token, struct error *err);

#endif
