#include "managers/manage_backup.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "log/log.h"
#include "operations/manage_store.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 1 << 20 };

static bool read_piece(int fd, struct buf *piece, struct error *err)
{
    ssize_t n;

    piece->length = 0;
    buf_reserve(piece, PIECE);
    do
        n = read(fd, piece->bytes, PIECE);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set_errno(err, errno, "cannot read the backup");
    piece->length = (size_t)n;
    return true;
}

/* Its length and hash; leaves it at its begin. */
static bool measure(struct manage_backup *backup, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};
    uint8_t bytes[HASH_BYTES];
    struct hash hash;

    backup->bytes = 0;
    hash_start(&hash);
    do {
        if (!read_piece(backup->fd, &piece, err))
            return false;
        hash_add(&hash, piece.bytes, piece.length);
        backup->bytes += (int64_t)piece.length;
    } while (piece.length);
    hash_end(&hash, bytes);
    hash_hex(bytes, HASH_BYTES, backup->sha256);
    return lseek(backup->fd, 0, SEEK_SET) == 0 ||
           error_set_errno(err, errno, "cannot read the backup");
}

static bool make(struct store *store, void *arg, struct error *err)
{
    struct manage_backup *backup = arg;

    backup->path = store_temporary(store);
    if (!store_back_up(store, backup->path, err) || !store_check_copy(backup->path, err))
        return false;
    backup->fd = open(backup->path, O_RDONLY | O_CLOEXEC);
    return backup->fd >= 0 ? measure(backup, err)
                           : error_set_errno(err, errno, "cannot open '%s'", backup->path);
}

bool manage_backup_open(const struct manage_store *store, struct manage_backup *ret_backup,
                        struct error *err)
{
    struct manage_backup backup = { .fd = -1 };

    if (manage_store_read(store, make, &backup, err)) {
        *ret_backup = backup;
        return true;
    }
    manage_backup_close(&backup);
    return false;
}

struct reading {
    int fd;
    struct buf *piece;
};

static bool read_next(void *arg, struct error *err)
{
    const struct reading *reading = arg;

    return read_piece(reading->fd, reading->piece, err);
}

bool manage_backup_read(const struct manage_backup *backup, struct buf *ret_piece,
                        struct error *err)
{
    struct reading reading = { backup->fd, ret_piece };

    return work_run(read_next, &reading, err);
}

void manage_backup_close(struct manage_backup *backup)
{
    struct error why;

    if (backup->fd >= 0)
        close(backup->fd);
    if (backup->path && !file_remove_tree(backup->path, &why))
        log_error("a backup's copy was not removed", &why, NULL);
    free(backup->path);
    *backup = (struct manage_backup){ .fd = -1 };
}
