/*
 * training_sessions - what a training host does, without HTTP: trainings that somebody else asked
 * for, each an operation of this host's own store, with all that an operation has.
 *
 * Their models stay in the session's folder until the session is forgotten: whoever asked for one
 * fetches it, stores it, and says so. Loop thread only.
 */
#ifndef TRAINING_TRAINING_SESSIONS_H
#define TRAINING_TRAINING_SESSIONS_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct manage_store;
struct manage_worker;
struct wire_session_evaluate;
struct wire_session_start;

struct training_sessions {          /* all borrowed */
    const struct manage_store *store;
    const struct manage_worker *worker;
    struct manage_operations *operations;
};

struct manage_operations_kind training_sessions_kind(struct training_sessions *sessions);

/* Wait, all of these. */

/* ret_missing, of n_bars: these files are not here, and nothing was begun. A session of that id
 * with the same request is answered as it is; with another it is ERROR_CONFLICT. */
CHECKED bool training_sessions_start(struct training_sessions *sessions,
                                     const struct wire_session_start *start, bool *ret_missing,
                                     struct wire_operation *ret_session, struct error *err);

/* Without its checkpoint it cannot be resumed. One that has ended stays as it is. */
enum training_sessions_keep { TRAINING_SESSIONS_KEEP_CHECKPOINT, TRAINING_SESSIONS_KEEP_NOTHING };
CHECKED bool training_sessions_stop(struct training_sessions *sessions, const char *id,
                                    enum training_sessions_keep keep,
                                    struct wire_operation *ret_session, struct error *err);

/* Measures a completed session's model on bars it did not learn from. JSON of a
 * wire_evaluation_result; the looks are counted by who keeps the ledger. */
CHECKED bool training_sessions_evaluate(struct training_sessions *sessions,
                                        const struct wire_session_evaluate *wanted, char **ret_json,
                                        struct error *err);

/* A file of a completed session's model: model.safetensors or model.json. */
CHECKED bool training_sessions_file(struct training_sessions *sessions, const char *id,
                                    const char *name, struct buf *ret_bytes, struct error *err);

/* Removes one that has ended, with all it wrote. One that is not there is ERROR_NOT_FOUND. */
CHECKED bool training_sessions_forget(struct training_sessions *sessions, const char *id,
                                      struct error *err);

#endif
