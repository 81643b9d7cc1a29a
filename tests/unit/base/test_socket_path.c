#include "base/socket_path.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(const char *data_dir)
{
    static char paths[2][SOCKET_PATH];
    static int next;
    char *path = paths[next++ % 2];
    struct error err;

    return socket_path_of(data_dir, path, &err) ? path : NULL;
}

/* The digits are those of `printf /tmp | sha256sum`. */
TEST(the_path_is_the_hash_of_the_folders_real_path)
{
    setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    CHECK_TEXT(path_of("/tmp"), "/run/user/7/ktrdr/e9671acd244849c5.sock");
    CHECK_TEXT(path_of("/tmp/../tmp/."), "/run/user/7/ktrdr/e9671acd244849c5.sock");
}

TEST(without_a_runtime_folder_it_lies_in_tmp)
{
    char want[SOCKET_PATH];

    unsetenv("XDG_RUNTIME_DIR");
    snprintf(want, sizeof(want), "/tmp/ktrdr-%u/ktrdr/e9671acd244849c5.sock", (unsigned)getuid());
    CHECK_TEXT(path_of("/tmp"), want);
}

TEST(a_data_folder_that_is_not_there_has_no_socket)
{
    char path[SOCKET_PATH];
    struct error err;

    CHECK(!socket_path_of("/no/such/folder", path, &err) && err.code == ERROR_NOT_FOUND);
}

TEST(a_runtime_folder_too_long_for_a_socket_is_refused)
{
    char path[SOCKET_PATH], runtime[120];
    struct error err;

    memset(runtime, 'x', sizeof(runtime));
    runtime[0] = '/';
    runtime[sizeof(runtime) - 1] = '\0';
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    CHECK(!socket_path_of("/tmp", path, &err) && err.code == ERROR_INVALID);
    unsetenv("XDG_RUNTIME_DIR");
}

TEST(the_folder_is_made_and_closed_to_others)
{
    char path[SOCKET_PATH], folder[80];
    struct error err;
    struct stat status;

    snprintf(folder, sizeof(folder), "%s/ktrdr", test_folder());
    snprintf(path, sizeof(path), "%s/x.sock", folder);
    CHECK(socket_path_prepare(path, &err));
    CHECK(!stat(folder, &status) && (status.st_mode & 0777) == 0700);
    CHECK(!chmod(folder, 0755) && socket_path_prepare(path, &err));
    CHECK(!stat(folder, &status) && (status.st_mode & 0777) == 0700);
}

TEST(a_link_in_the_folders_place_is_refused)
{
    char path[SOCKET_PATH], folder[80];
    struct error err;

    snprintf(folder, sizeof(folder), "%s/ktrdr", test_folder());
    snprintf(path, sizeof(path), "%s/x.sock", folder);
    CHECK(!symlink("/tmp", folder));
    CHECK(!socket_path_prepare(path, &err) && err.code == ERROR_FORBIDDEN);
}
