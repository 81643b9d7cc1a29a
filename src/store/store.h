/*
 * store - the folder of one role, held by one process: a lock, a database, its connections.
 *
 * There is one writer and there are a few readers; whoever takes one gives it back soon, from the
 * same thread, and whoever finds none free waits. So everything in store/ blocks: it is called on
 * a lane or on a worker, or at start. Any thread.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/error.h"
#include "base/words.h"
#include "store/db.h"

#include <stdint.h>

struct schema;
struct store;

/*
 * Makes the folder (0700) where it is missing, locks it, migrates, and empties the folder for
 * temporary files. ERROR_CONFLICT if another process holds it or the database is a newer one's.
 */
CHECKED bool store_open(const char *folder, const struct schema *schema, struct store **ret_store,
                        struct error *err);
void store_close(struct store *store);          /* nobody uses it any more */

const char *store_folder(const struct store *store);

/* The path of a new temporary file in the store's folder; owned. */
char *store_temporary(struct store *store);

/* fn in a transaction of the writer's: when it returns true, all is on the disk. */
CHECKED bool store_write(struct store *store, db_fn *fn, void *arg, struct error *err);

/* fn in a transaction of a reader's: it sees one state, whatever is written meanwhile. */
CHECKED bool store_read(struct store *store, db_fn *fn, void *arg, struct error *err);

/* For /health: that a transaction can be written now; what else the disk has room for. */
CHECKED bool store_check_writable(struct store *store, struct error *err);
CHECKED bool store_free_bytes(const struct store *store, int64_t *ret_bytes, struct error *err);

/* A copy of the database, all of one moment, beside what goes on. */
CHECKED bool store_back_up(struct store *store, const char *to, struct error *err);

/* Looks at every page of the database: ERROR_BAD_DATA with what is broken. Slow. */
CHECKED bool store_check(struct store *store, struct error *err);

/* The same of a copy, and of its indexes: by whoever has it, no store is needed. */
CHECKED bool store_check_copy(const char *path, struct error *err);

#endif
