/*
 * manage_import - a file of bars on its way into the store, piece by piece.
 *
 * Nothing is stored before manage_import_finish() has returned true; then all good rows are, on the
 * disk. A file refused as a whole leaves a report that says why. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_IMPORT_H
#define MANAGERS_MANAGE_IMPORT_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct manage_bars;
struct manage_import;
struct manage_store;
struct wire_import_query;
struct wire_import_report;

CHECKED bool manage_import_new(const struct manage_store *store, struct manage_bars *bars,
                               const struct wire_import_query *query,
                               struct manage_import **ret_import, struct error *err);
void manage_import_free(struct manage_import *import);

/* Waits: parses on the pool, many pieces at once. */
CHECKED bool manage_import_feed(struct manage_import *import, const char *bytes, size_t length,
                                struct error *err);

/* Waits. The report is the caller's to release. */
CHECKED bool manage_import_finish(struct manage_import *import,
                                  struct wire_import_report *ret_report, struct error *err);

#endif
