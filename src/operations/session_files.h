/*
 * session_files - what the attempts of an operation left: SESSIONS/ID/ATTEMPT/checkpoint-*.
 *
 * A worker writes into the folder of its attempt only; here is decided what stays of it. All block
 * on the disk: on the pool, or at start.
 */
#ifndef OPERATIONS_SESSION_FILES_H
#define OPERATIONS_SESSION_FILES_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct store;

/* Checkpoints of what ended longer ago are removed at start. */
enum { SESSION_FILES_DAYS = 30 };

struct session_files {
    char *checkpoint;               /* the caller's: path of the newest whole one, or NULL */
    char note[160];                 /* of those that were damaged, "" if none was */
};

/* Of all attempts, the last first. That there is none is no error. */
CHECKED bool session_files_find(const char *session, struct session_files *ret_files,
                                struct error *err);

/* After an attempt that may be gone on from: keeps its checkpoints alone; or, if it has none, those
 * of the attempts before. */
CHECKED bool session_files_tidy(const char *session, int attempt, struct error *err);

/* At start: removes the folders of operations that nobody can resume; those of completed ones stay
 * as long where their results lie in them. */
enum session_files_results { SESSION_FILES_ARE_ELSEWHERE, SESSION_FILES_HOLD_RESULTS };
CHECKED bool session_files_sweep(struct store *store, int64_t now_ms,
                                 enum session_files_results results, struct error *err);

#endif
