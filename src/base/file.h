/*
 * file - files as ktrdr needs them: whole, written so that a crash leaves the old or the new one.
 *
 * Everything here blocks on the disk: on a worker or at start, not on the loop thread. Paths come
 * back in the error's text, in quotes. Any thread.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

/* The whole file, added to `buf`. ERROR_TOO_LARGE above `limit` bytes, with nothing added. */
CHECKED bool file_read(const char *path, size_t limit, struct buf *buf, struct error *err);

/* Puts these bytes in place of what was there, mode 0600: written aside, synced, renamed, and the
 * folder synced. When it returns they outlive a power cut; when it fails the old file is whole. */
CHECKED bool file_write(const char *path, const void *bytes, size_t length, struct error *err);

/* All of it to what is open for writing; a signal does not end it. False: errno says why. */
bool file_write_to(int fd, const void *bytes, size_t length);

/* Renames a file or a folder, and syncs the folders on both sides. */
CHECKED bool file_rename(const char *from, const char *to, struct error *err);

/* Syncs every file and folder in it: before a rename that must not come first. */
CHECKED bool file_sync_tree(const char *path, struct error *err);

/* The folder and those above it that are missing, all with `mode`. One that is there is good. */
CHECKED bool file_make_folder(const char *path, unsigned mode, struct error *err);

/* Removes a file, or a folder with all in it. Follows no links. One that is not there is good. */
CHECKED bool file_remove_tree(const char *path, struct error *err);

/* Free for us on the disk where `path` lies. */
CHECKED bool file_free_bytes(const char *path, int64_t *ret_bytes, struct error *err);

/*
 * A lock that ends with the process, however that ends, and that children do not inherit. The file
 * is made if missing, holds the pid and stays. ERROR_CONFLICT if somebody has it, with the pid. One
 * whose holder is dead opens within moments: that is waited for, 2 s at most.
 */
CHECKED bool file_lock(const char *path, int *ret_lock, struct error *err);
void file_unlock(int lock);

/* A file as memory, read-only. An empty file is no bytes. = {0} is none. */
struct file_map {
    const void *bytes;
    size_t length;
};
CHECKED bool file_map(const char *path, struct file_map *ret_map, struct error *err);
void file_map_release(struct file_map *map);

#endif
