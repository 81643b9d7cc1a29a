#include "store/bar_hash.h"

#include "base/buf.h"
#include "domain/bars.h"
#include "domain/kbar.h"
#include "store/spill.h"
#include "store/store.h"

#include <stdlib.h>

enum { WIDTH = sizeof(double) };

struct job {
    struct hash hash;
    struct spill *columns[BARS_REQUIRED];
};

static void release(struct job *job)
{
    for (int c = 0; c < BARS_REQUIRED; c++)
        spill_free(job->columns[c]);
}

static bool open_all(struct job *job, struct store *store, struct error *err)
{
    for (int c = 0; c < BARS_REQUIRED; c++) {
        char *path = store_temporary(store);
        const bool ok = spill_open(path, &job->columns[c], err);

        free(path);
        if (!ok)
            return false;
    }
    return true;
}

/* Times come first, so they need not wait. */
static bool take(void *arg, const struct bars *bars, struct error *err)
{
    struct job *job = arg;

    hash_add(&job->hash, bars->time, bars->count * WIDTH);
    for (int c = 0; c < BARS_REQUIRED; c++)
        if (!spill_add(job->columns[c], bars->column[c], bars->count * WIDTH, err))
            return false;
    return true;
}

static bool add_column(struct job *job, struct spill *column, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};

    do {
        if (!spill_next(column, &piece, err))
            return false;
        hash_add(&job->hash, piece.bytes, piece.length);
    } while (piece.length);
    return true;
}

bool bar_hash_range(struct store *store, const struct series *series,
                    const struct bar_store_range *range, char ret_hex[HASH_HEX], struct error *err)
{
    OWNED(release) struct job job = {0};
    uint8_t bytes[HASH_BYTES];

    kbar_start_data_hash(series, &job.hash);
    if (!open_all(&job, store, err) || !bar_store_each(store, range, take, &job, err))
        return false;
    for (int c = 0; c < BARS_REQUIRED; c++)
        if (!add_column(&job, job.columns[c], err))
            return false;
    hash_end(&job.hash, bytes);
    hash_hex(bytes, sizeof(bytes), ret_hex);
    return true;
}
