#include "base/file.h"
#include "test.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[512];

static const char *in(const char *folder, const char *name)
{
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

TEST(what_was_written_is_read_again)
{
    OWNED(buf_release) struct buf text = {0};
    const char *folder = test_folder();
    struct error err;

    CHECK(file_write(in(folder, "a"), "one\0two", 7, &err));
    CHECK(file_write(in(folder, "a"), "three", 5, &err));
    CHECK(file_read(in(folder, "a"), 5, &text, &err) && text.length == 5);
    CHECK_TEXT(text.bytes, "three");
    CHECK(file_read(in(folder, "a"), 5, &text, &err));
    CHECK_TEXT(text.bytes, "threethree");
}

TEST(an_empty_file_reads_as_an_empty_text)
{
    OWNED(buf_release) struct buf text = {0};
    const char *folder = test_folder();
    struct error err;

    CHECK(file_write(in(folder, "a"), "", 0, &err));
    CHECK(file_read(path, 0, &text, &err) && text.length == 0);
    CHECK_TEXT(text.bytes, "");
}

TEST(a_file_above_the_limit_is_refused_and_nothing_is_added)
{
    OWNED(buf_release) struct buf text = {0};
    struct error err;

    CHECK(file_write(in(test_folder(), "a"), "three", 5, &err));
    CHECK(!file_read(path, 4, &text, &err) && err.code == ERROR_TOO_LARGE && text.length == 0);
    CHECK(!file_read("/dev/zero", 10000, &text, &err) && err.code == ERROR_TOO_LARGE);
}

TEST(errors_name_the_path)
{
    OWNED(buf_release) struct buf text = {0};
    struct error err = {0};

    CHECK(!file_read("/nowhere/a", 10, &text, &err) && err.code == ERROR_NOT_FOUND);
    CHECK_TEXT(err.text, "cannot open '/nowhere/a': No such file or directory");
    CHECK(!file_write("/nowhere/a", "", 0, &err) && strstr(err.text, "'/nowhere/a"));
    CHECK(!file_read("/", 10, &text, &err) && strstr(err.text, "'/'"));
}

TEST(a_failed_write_leaves_the_old_file_and_nothing_beside_it)
{
    const char *folder = test_folder();
    struct error err = {0};
    struct stat status;

    CHECK(!mkdir(in(folder, "a"), 0700));
    CHECK(!file_write(path, "x", 1, &err));     /* a folder is in the way */
    CHECK(!stat(path, &status) && S_ISDIR(status.st_mode));
    CHECK(!rmdir(path) && !rmdir(folder));      /* it is empty */
    CHECK(!mkdir(folder, 0700));
}

TEST(what_is_written_is_for_the_owner_only)
{
    struct error err;
    struct stat status;

    CHECK(file_write(in(test_folder(), "a"), "x", 1, &err));
    CHECK(!stat(path, &status) && (status.st_mode & 0777) == 0600);
}

TEST(folders_are_made_with_those_above_them)
{
    const char *folder = test_folder();
    struct error err = {0};
    struct stat status;

    CHECK(file_make_folder(in(folder, "a/b/c"), 0700, &err));
    CHECK(file_make_folder(in(folder, "a/b/c"), 0700, &err));
    CHECK(file_make_folder(in(folder, "a/b/d/"), 0700, &err));
    CHECK(!stat(in(folder, "a/b"), &status) && (status.st_mode & 0777) == 0700);
    CHECK(file_write(in(folder, "a/file"), "x", 1, &err));
    CHECK(!file_make_folder(path, 0700, &err) && strstr(err.text, "a/file'"));
    CHECK(!file_make_folder(in(folder, "a/file/x"), 0700, &err));
}

TEST(a_tree_is_removed_and_what_its_links_point_at_is_not)
{
    const char *folder = test_folder();
    char away[512];
    struct error err;

    CHECK(file_make_folder(in(folder, "tree/b/c"), 0700, &err));
    CHECK(file_write(in(folder, "kept"), "x", 1, &err));
    snprintf(away, sizeof(away), "%s/kept", folder);
    CHECK(!symlink(away, in(folder, "tree/b/link")));
    CHECK(file_remove_tree(in(folder, "tree"), &err) && access(path, F_OK));
    CHECK(file_remove_tree(path, &err));
    CHECK(!access(away, F_OK));
}

TEST(a_tree_is_synced_or_the_error_says_which)
{
    const char *folder = test_folder();
    struct error err = {0};

    CHECK(file_make_folder(in(folder, "tree/b/c"), 0700, &err));
    CHECK(file_write(in(folder, "tree/b/a"), "x", 1, &err));
    CHECK(file_sync_tree(in(folder, "tree"), &err));
    CHECK(!file_sync_tree(in(folder, "none"), &err) && err.code == ERROR_NOT_FOUND);
    CHECK(strstr(err.text, path) != NULL);
}

TEST(a_rename_moves_a_folder_and_says_what_it_could_not_move)
{
    const char *folder = test_folder();
    char to[512];
    struct error err = {0};

    CHECK(file_make_folder(in(folder, "from"), 0700, &err));
    snprintf(to, sizeof(to), "%s/to", folder);
    CHECK(file_rename(path, to, &err) && !access(to, F_OK));
    CHECK(!file_rename(path, to, &err) && err.code == ERROR_NOT_FOUND && strstr(err.text, to));
}

TEST(a_lock_is_held_once_and_the_other_is_told_by_whom)
{
    int first = -1, second = -1;
    struct error err = {0};
    char pid[32];

    CHECK(file_lock(in(test_folder(), "lock"), &first, &err));
    CHECK(!file_lock(path, &second, &err) && err.code == ERROR_CONFLICT);
    snprintf(pid, sizeof(pid), "process %d", (int)getpid());
    CHECK(strstr(err.text, pid) != NULL);
    file_unlock(first);
    CHECK(file_lock(path, &second, &err));
    CHECK(fcntl(second, F_GETFD) & FD_CLOEXEC);
    file_unlock(second);
}

TEST(a_lock_ends_with_its_process)
{
    struct error err = {0};
    int lock = -1, status = 0;
    pid_t child;

    in(test_folder(), "lock");
    child = fork();
    if (!child) {
        if (file_lock(path, &lock, &err))
            kill(getpid(), SIGKILL);
        _exit(0);
    }
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(file_lock(path, &lock, &err));
    file_unlock(lock);
}

TEST(a_mapped_file_is_its_bytes)
{
    OWNED(file_map_release) struct file_map map = {0};
    struct file_map none = {0};
    const char *folder = test_folder();
    struct error err = {0};

    CHECK(file_write(in(folder, "a"), "abc", 3, &err));
    CHECK(file_map(path, &map, &err) && map.length == 3 && !memcmp(map.bytes, "abc", 3));
    CHECK(file_write(path, "", 0, &err) && file_map(path, &none, &err) && none.length == 0);
    file_map_release(&none);
    CHECK(!memcmp(map.bytes, "abc", 3));        /* the old file, as long as it is mapped */
    CHECK(!file_map(folder, &none, &err) && err.code == ERROR_INVALID);
}

TEST(the_free_space_of_a_disk_is_known)
{
    struct error err;
    int64_t bytes = -1;

    CHECK(file_free_bytes("/tmp", &bytes, &err) && bytes >= 0);
    CHECK(!file_free_bytes("/nowhere", &bytes, &err) && err.code == ERROR_NOT_FOUND);
}

/* A child that shares the lock for a moment; who made it, and stands in the file, is gone. */
static void hold_and_die(const char *lock_path)
{
    struct error err;
    int lock;

    if (!file_lock(lock_path, &lock, &err))
        _exit(1);
    if (!fork())
        poll(NULL, 0, 100);
    _exit(0);
}

TEST(a_lock_that_outlives_its_holder_is_waited_for)
{
    const char *lock_path = in(test_folder(), "lock");
    struct error err = {0};
    int lock, status = 0;
    const pid_t holder = fork();

    if (!holder)
        hold_and_die(lock_path);
    CHECK(waitpid(holder, &status, 0) == holder && !status);
    CHECK(file_lock(lock_path, &lock, &err));
    file_unlock(lock);
}
