#include "client/api_backup.h"

#include "wire/wire_backup.h"

#include <stdlib.h>

bool api_backup_open(struct api *api, int64_t *ret_bytes, const char **ret_sha256,
                     struct error *err)
{
    const char *bytes;

    if (!api_open(api, &(struct api_call){ .pattern = WIRE_BACKUP, .accept = "*/*" }, err))
        return false;
    bytes = api_header(api, WIRE_BACKUP_BYTES);
    *ret_sha256 = api_header(api, WIRE_BACKUP_SHA256);
    if (!bytes || !*ret_sha256)
        return error_set(err, ERROR_BAD_DATA, "the backend does not say how long its backup is");
    *ret_bytes = strtoll(bytes, NULL, 10);
    return true;
}
