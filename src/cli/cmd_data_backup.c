#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/progress.h"
#include "client/api_backup.h"
#include "wire/wire_backup.h"
#include "wire/wire_operation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BACKUP_TIMEOUT_MS = 3600000, ASIDE = sizeof(((struct wire_backup *)0)->file) + 8 };

static const char *target;

static const struct command_option options[] = {
    COMMAND_WORD("<file|folder>", &target, "where it goes; in a folder it is named by the time"),
    COMMAND_END
};

static bool choose_name(char *ret_file, size_t size, struct error *err)
{
    const time_t now = time(NULL);
    struct stat status;
    struct tm utc;
    char name[32] = "";

    if (!stat(target, &status) && S_ISDIR(status.st_mode)) {
        gmtime_r(&now, &utc);
        strftime(name, sizeof(name), "/ktrdr-%Y%m%d-%H%M%S.db", &utc);
    }
    if (snprintf(ret_file, size, "%s%s", target, name) >= (int)size)
        return error_set(err, ERROR_INVALID, "the name of the file is too long");
    if (!access(ret_file, F_OK))
        return error_set(err, ERROR_CONFLICT, "'%s' is there already", ret_file);
    return true;
}

static bool write_piece(int fd, const struct buf *piece, const char *file, struct error *err)
{
    return file_write_to(fd, piece->bytes, piece->length) ||
           error_set_errno(err, errno, "cannot write '%s'", file);
}

static void draw(struct progress *progress, int64_t done, int64_t total)
{
    struct wire_operation_progress now;

    wire_clear(wire_operation_progress_fields, &now);
    now.percent = total > 0 ? 100 * (double)done / (double)total : 100;
    now.done = (double)done / 1e6;
    now.total = (double)total / 1e6;
    snprintf(now.unit, sizeof(now.unit), "MB");
    progress_draw(progress, &now);
}

/* Until the backend ends it; hashes what it writes. */
static bool fetch(struct cli *cli, int fd, int64_t total, struct wire_backup *backup,
                  struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};
    uint8_t bytes[HASH_BYTES];
    struct progress progress;
    struct hash hash;
    bool ok = true;

    progress_begin(&progress, cli, "backup");
    hash_start(&hash);
    do {
        ok = api_read(cli->api, &piece, err) && write_piece(fd, &piece, backup->file, err);
        if (!ok)
            break;
        hash_add(&hash, piece.bytes, piece.length);
        backup->bytes += (int64_t)piece.length;
        draw(&progress, backup->bytes, total);
    } while (piece.length);
    progress_end(&progress);
    hash_end(&hash, bytes);
    hash_hex(bytes, HASH_BYTES, backup->sha256);
    return ok;
}

static bool check_whole(const struct wire_backup *backup, int64_t total, const char *sha256,
                        struct error *err)
{
    return (backup->bytes == total && !strcmp(backup->sha256, sha256)) ||
           error_set(err, ERROR_BAD_DATA, "the backup did not come whole: %lld of %lld bytes",
                     (long long)backup->bytes, (long long)total);
}

static bool fill(struct cli *cli, int fd, struct wire_backup *backup, struct error *err)
{
    const char *told;
    char sha256[HASH_HEX];
    int64_t total;

    if (!api_backup_open(cli->api, &total, &told, err))
        return false;
    snprintf(sha256, sizeof(sha256), "%s", told);
    return fetch(cli, fd, total, backup, err) && check_whole(backup, total, sha256, err) &&
           (!fsync(fd) || error_set_errno(err, errno, "cannot sync '%s'", backup->file));
}

/* Under its name only when it is whole; link() does not overwrite what came there meanwhile. */
static bool write_file(struct cli *cli, struct wire_backup *backup, struct error *err)
{
    char aside[ASIDE];
    bool ok;
    int fd;

    snprintf(aside, sizeof(aside), "%s.part", backup->file);
    fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot make '%s'", aside);
    ok = fill(cli, fd, backup, err);
    close(fd);
    if (ok && link(aside, backup->file))
        ok = error_set_errno(err, errno, "cannot make '%s'", backup->file);
    unlink(aside);
    return ok;
}

static bool run(struct cli *cli, struct error *err)
{
    static struct wire_backup backup;

    wire_clear(wire_backup_fields, &backup);
    backup.bytes = 0;
    api_allow(cli->api, BACKUP_TIMEOUT_MS);
    if (!choose_name(backup.file, sizeof(backup.file), err) || !write_file(cli, &backup, err))
        return false;
    if (cli->is_json) {
        wire_encode(wire_backup_fields, &backup, &cli->out);
        buf_add(&cli->out, "\n", 1);
        return true;
    }
    buf_print(&cli->out, "%s: %s MB, whole and checked\n", backup.file,
              figure_number((double)backup.bytes / 1e6, 1));
    return true;
}

const struct command cmd_data_backup = {
    .noun = "data", .verb = "backup",
    .help = "The whole database as one file, of one moment, while work goes on.",
    .more = "Bars, operations, models' rows and the trial ledger; the files of models and of\n"
            "backtests lie beside it in the data folder and are never changed. The backend looks\n"
            "through the copy page by page; what comes is compared by its SHA-256. Nothing is\n"
            "overwritten.",
    .options = options, .run = run,
};
