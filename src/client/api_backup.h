/* api_backup - the backend's database, piece by piece. Calls: see api.h. */
#ifndef CLIENT_API_BACKUP_H
#define CLIENT_API_BACKUP_H

#include "client/api.h"

/* Then api_read(). What it says of the file: its length, and its SHA-256 (borrowed until the next
 * call). */
CHECKED bool api_backup_open(struct api *api, int64_t *ret_bytes, const char **ret_sha256,
                             struct error *err);

#endif
