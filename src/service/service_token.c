#include "service/service_token.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { TOKEN_MOST = 4096 };

/* The token's file is for its owner's eyes only, or it is no secret. */
bool service_token_read(const char *path, struct buf *ret_token, struct error *err)
{
    struct stat status;

    if (!path[0])
        return true;
    if (stat(path, &status))
        return error_set_errno(err, errno, "auth.token_file '%s'", path);
    if (status.st_mode & 077) {
        error_set(err, ERROR_FORBIDDEN, "auth.token_file '%s' can be read by others", path);
        return error_suggest(err, "chmod 600 %s", path);
    }
    if (!file_read(path, TOKEN_MOST, ret_token, err))
        return false;
    while (ret_token->length && strchr("\r\n ", ret_token->bytes[ret_token->length - 1]))
        ret_token->bytes[--ret_token->length] = '\0';
    return ret_token->length ||
           error_set(err, ERROR_INVALID, "auth.token_file '%s' is empty", path);
}
