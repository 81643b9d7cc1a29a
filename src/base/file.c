#include "base/file.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum { FOLDERS_OPEN = 16 };         /* by nftw() at once */

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static void free_text(char **text)
{
    free(*text);
}

static bool open_for_reading(const char *path, int *ret_fd, struct stat *ret_stat,
                             struct error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, ret_stat)) {
        const int number = errno;
        close_fd(&fd);
        return error_set_errno(err, number, "cannot open '%s'", path);
    }
    *ret_fd = fd;
    return true;
}

static bool too_large(const char *path, size_t limit, struct error *err)
{
    return error_set(err, ERROR_TOO_LARGE, "'%s' has more than %zu bytes", path, limit);
}

/* Reads until the end, for the size of a pipe or of a file that grows is not known before. */
bool file_read(const char *path, size_t limit, struct buf *buf, struct error *err)
{
    OWNED(close_fd) int fd = -1;
    OWNED(buf_release) struct buf read_now = {0};
    struct stat status;
    char piece[4096];
    ssize_t got;

    if (!open_for_reading(path, &fd, &status, err))
        return false;
    if (status.st_size > 0 && (size_t)status.st_size > limit)
        return too_large(path, limit, err);
    while ((got = read(fd, piece, sizeof(piece))) > 0) {
        if (read_now.length + (size_t)got > limit)
            return too_large(path, limit, err);
        buf_add(&read_now, piece, (size_t)got);
    }
    if (got < 0)
        return error_set_errno(err, errno, "cannot read '%s'", path);
    buf_add(buf, read_now.length ? read_now.bytes : "", read_now.length);
    return true;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return mem_text(".");
    if (slash == path)
        return mem_text("/");
    return memcpy(mem_alloc((size_t)(slash - path) + 1), path, (size_t)(slash - path));
}

static bool sync_folder_of(const char *path, struct error *err)
{
    OWNED(free_text) char *folder = folder_of(path);
    OWNED(close_fd) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd))
        return error_set_errno(err, errno, "cannot sync '%s'", folder);
    return true;
}

bool file_write_to(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length) {
        const ssize_t n = write(fd, at, length);

        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            at += n;
            length -= (size_t)n;
        }
    }
    return true;
}

static bool write_aside(const char *path, const void *bytes, size_t length, struct error *err)
{
    OWNED(close_fd) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return error_set_errno(err, errno, "cannot create '%s'", path);
    if (file_write_to(fd, bytes, length) && !fsync(fd))
        return true;
    error_set_errno(err, errno, "cannot write '%s'", path);
    unlink(path);
    return false;
}

bool file_write(const char *path, const void *bytes, size_t length, struct error *err)
{
    OWNED(buf_release) struct buf aside = {0};

    /* Unique: the thread's id, too, as two may write the same file. */
    buf_print(&aside, "%s.%d.new", path, (int)gettid());
    if (unlink(aside.bytes) && errno != ENOENT)
        return error_set_errno(err, errno, "cannot remove '%s'", aside.bytes);
    if (!write_aside(aside.bytes, bytes, length, err))
        return false;
    if (rename(aside.bytes, path)) {
        error_set_errno(err, errno, "cannot write '%s'", path);
        unlink(aside.bytes);
        return false;
    }
    return sync_folder_of(path, err);
}

bool file_rename(const char *from, const char *to, struct error *err)
{
    if (rename(from, to))
        return error_set_errno(err, errno, "cannot rename '%s' to '%s'", from, to);
    return sync_folder_of(to, err) && sync_folder_of(from, err);
}

static bool make_one(const char *path, unsigned mode, struct error *err)
{
    struct stat status;

    if (!mkdir(path, mode))
        return sync_folder_of(path, err);
    if (errno == EEXIST && !stat(path, &status) && S_ISDIR(status.st_mode))
        return true;
    return error_set_errno(err, errno == EEXIST ? ENOTDIR : errno, "cannot make folder '%s'", path);
}

bool file_make_folder(const char *path, unsigned mode, struct error *err)
{
    OWNED(free_text) char *part = mem_text(path);

    for (char *slash = strchr(part + 1, '/'); *part && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (access(part, F_OK) && !make_one(part, mode, err))
            return false;
        *slash = '/';
    }
    return make_one(path, mode, err);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

bool file_remove_tree(const char *path, struct error *err)
{
    struct stat status;

    if (lstat(path, &status) && errno == ENOENT)
        return true;
    if (nftw(path, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS))
        return error_set_errno(err, errno, "cannot remove '%s'", path);
    return true;
}

static int sync_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    OWNED(close_fd) int fd = -1;

    (void)kind, (void)walk;
    if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode))
        return 0;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 || fsync(fd);
}

bool file_sync_tree(const char *path, struct error *err)
{
    if (nftw(path, sync_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS))
        return error_set_errno(err, errno, "cannot sync '%s'", path);
    return true;
}

bool file_free_bytes(const char *path, int64_t *ret_bytes, struct error *err)
{
    struct statvfs disk;

    if (statvfs(path, &disk))
        return error_set_errno(err, errno, "cannot look at the disk of '%s'", path);
    *ret_bytes = (int64_t)(disk.f_bavail * disk.f_frsize);
    return true;
}

static long holder_of(const char *path)
{
    OWNED(buf_release) struct buf text = {0};
    struct error unread;

    return file_read(path, 64, &text, &unread) && text.length ? strtol(text.bytes, NULL, 10) : 0;
}

static bool held_by(const char *path, struct error *err)
{
    const long pid = holder_of(path);

    if (pid > 0)
        return error_set(err, ERROR_CONFLICT, "'%s' is held by process %ld", path, pid);
    return error_set(err, ERROR_CONFLICT, "'%s' is held by another process", path);
}

enum { LOOKS = 200, LOOK_NS = 10 * 1000 * 1000 };

/* A child that its holder was just making when it was killed shares the lock until it has begun its
 * own program: the lock then outlives its holder for some milliseconds. Only that is waited for. */
static bool try_lock(int fd, const char *path)
{
    int failed = flock(fd, LOCK_EX | LOCK_NB);

    for (int i = 0; failed && errno == EWOULDBLOCK && i < LOOKS; i++) {
        const long pid = holder_of(path);

        errno = EWOULDBLOCK;
        if (pid <= 0 || !kill((pid_t)pid, 0) || errno != ESRCH) {
            errno = EWOULDBLOCK;
            break;
        }
        nanosleep(&(struct timespec){ .tv_nsec = LOOK_NS }, NULL);
        failed = flock(fd, LOCK_EX | LOCK_NB);
    }
    return !failed;
}

/* flock and not fcntl: closing any other descriptor of the file must not open the lock. */
bool file_lock(const char *path, int *ret_lock, struct error *err)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    char pid[24];
    const int length = snprintf(pid, sizeof(pid), "%d\n", (int)getpid());

    if (fd < 0)
        return error_set_errno(err, errno, "cannot open '%s'", path);
    if (!try_lock(fd, path)) {
        if (errno == EWOULDBLOCK)
            held_by(path, err);
        else
            error_set_errno(err, errno, "cannot lock '%s'", path);
        close(fd);
        return false;
    }
    if (ftruncate(fd, 0) || !file_write_to(fd, pid, (size_t)length)) {
        error_set_errno(err, errno, "cannot write '%s'", path);
        close(fd);
        return false;
    }
    *ret_lock = fd;
    return true;
}

void file_unlock(int lock)
{
    close(lock);
}

bool file_map(const char *path, struct file_map *ret_map, struct error *err)
{
    OWNED(close_fd) int fd = -1;
    struct stat status;
    void *bytes = NULL;

    if (!open_for_reading(path, &fd, &status, err))
        return false;
    if (!S_ISREG(status.st_mode))
        return error_set(err, ERROR_INVALID, "'%s' is not a file", path);
    if (status.st_size > 0)
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return error_set_errno(err, errno, "cannot map '%s'", path);
    *ret_map = (struct file_map){ bytes, (size_t)status.st_size };
    return true;
}

void file_map_release(struct file_map *map)
{
    if (map->length)
        munmap((void *)(uintptr_t)map->bytes, map->length);
    *map = (struct file_map){0};
}
