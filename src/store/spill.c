#include "store/spill.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

struct spill {
    int fd;
    off_t end, read_at;
    char *path;             /* it had, for messages */
};

bool spill_open(const char *path, struct spill **ret_spill, struct error *err)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 || unlink(path)) {
        error_set_errno(err, errno, "cannot create '%s'", path);
        if (fd >= 0)
            close(fd);
        return false;
    }
    *ret_spill = MEM_NEW(struct spill);
    **ret_spill = (struct spill){ .fd = fd, .path = mem_text(path) };
    return true;
}

static bool put(struct spill *spill, const char *bytes, size_t length, struct error *err)
{
    while (length) {
        const ssize_t n = pwrite(spill->fd, bytes, length, spill->end);

        if (n < 0 && errno != EINTR)
            return error_set_errno(err, errno, "cannot write '%s'", spill->path);
        if (n > 0) {
            spill->end += n;
            bytes += n;
            length -= (size_t)n;
        }
    }
    return true;
}

static bool get(struct spill *spill, char *bytes, size_t length, struct error *err)
{
    while (length) {
        const ssize_t n = pread(spill->fd, bytes, length, spill->read_at);

        if (n < 0 && errno != EINTR)
            return error_set_errno(err, errno, "cannot read '%s'", spill->path);
        if (!n)
            return error_set(err, ERROR_BAD_DATA, "'%s' is cut short", spill->path);
        if (n > 0) {
            spill->read_at += n;
            bytes += n;
            length -= (size_t)n;
        }
    }
    return true;
}

bool spill_add(struct spill *spill, const void *bytes, size_t length, struct error *err)
{
    const uint64_t head = length;
    const off_t before = spill->end;

    if (put(spill, (const char *)&head, sizeof(head), err) && put(spill, bytes, length, err))
        return true;
    spill->end = before;
    return false;
}

bool spill_next(struct spill *spill, struct buf *piece, struct error *err)
{
    uint64_t length;

    piece->length = 0;
    if (spill->read_at == spill->end)
        return true;
    if (!get(spill, (char *)&length, sizeof(length), err))
        return false;
    if (piece->room < length + 1) {
        piece->bytes = mem_resize(piece->bytes, length + 1);
        piece->room = length + 1;
    }
    if (!get(spill, piece->bytes, length, err))
        return false;
    piece->length = length;
    piece->bytes[length] = '\0';
    return true;
}

void spill_free(struct spill *spill)
{
    if (!spill)
        return;
    close(spill->fd);
    free(spill->path);
    free(spill);
}
