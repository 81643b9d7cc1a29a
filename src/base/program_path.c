#include "base/program_path.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef KTRDR_LIBEXECDIR
#define KTRDR_LIBEXECDIR "/usr/local/libexec/ktrdr"
#endif

bool program_path_find(const char *name, char *ret_path, size_t size, struct error *err)
{
    char self[1024];
    const ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
    char *slash;

    self[length > 0 ? length : 0] = '\0';
    slash = strrchr(self, '/');
    if (slash) {
        snprintf(ret_path, size, "%.*s/%s", (int)(slash - self), self, name);
        if (!access(ret_path, X_OK))
            return true;
    }
    snprintf(ret_path, size, "%s/%s", KTRDR_LIBEXECDIR, name);
    return !access(ret_path, X_OK) ||
           error_set(err, ERROR_NOT_FOUND, "no program %s beside '%s' nor in '%s'", name, self,
                     KTRDR_LIBEXECDIR);
}
