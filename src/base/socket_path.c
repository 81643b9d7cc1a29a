#include "base/socket_path.h"

#include "base/hash.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_DIGITS = 16 };

bool socket_path_of(const char *data_dir, char ret_path[SOCKET_PATH], struct error *err)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    char fallback[64], hex[HASH_HEX], path[PATH_MAX + 64];
    char *real = realpath(data_dir, NULL);

    if (!real)
        return error_set_errno(err, errno, "the data folder '%s'", data_dir);
    hash_text_hex(real, hex);
    free(real);
    snprintf(fallback, sizeof(fallback), "/tmp/ktrdr-%u", (unsigned)getuid());
    if (!runtime || runtime[0] != '/')
        runtime = fallback;
    if (snprintf(path, sizeof(path), "%s/ktrdr/%.*s.sock", runtime, HASH_DIGITS, hex) >=
        SOCKET_PATH)
        return error_set(err, ERROR_INVALID, "XDG_RUNTIME_DIR is too long for a socket: '%s'",
                         runtime);
    strcpy(ret_path, path);
    return true;
}

static bool check_folder(const char *path, struct error *err)
{
    struct stat status;

    if (mkdir(path, 0700) && errno != EEXIST)
        return error_set_errno(err, errno, "'%s'", path);
    if (lstat(path, &status))
        return error_set_errno(err, errno, "'%s'", path);
    if (!S_ISDIR(status.st_mode) || status.st_uid != getuid())
        return error_set(err, ERROR_FORBIDDEN, "'%s' is not a folder of ours", path);
    if (status.st_mode & 077 && chmod(path, 0700))
        return error_set_errno(err, errno, "'%s'", path);
    return true;
}

/* "/tmp/ktrdr-UID" and "…/ktrdr"; the folder above them is the system's. */
bool socket_path_prepare(const char *path, struct error *err)
{
    char folder[SOCKET_PATH];
    char *end;

    snprintf(folder, sizeof(folder), "%s", path);
    end = strrchr(folder, '/');
    *end = '\0';
    end = strrchr(folder, '/');
    if (!strncmp(folder, "/tmp/ktrdr-", 11)) {
        *end = '\0';
        if (!check_folder(folder, err))
            return false;
        *end = '/';
    }
    return check_folder(folder, err);
}
