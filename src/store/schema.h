/*
 * schema - the tables of a store, as the list of steps that make them. One list per role.
 *
 * A step, once released, is never changed: a new one is added below. PRAGMA user_version counts
 * those a database has. Before steps are taken on a database that has some, it is copied aside.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct db;

struct schema {
    const char *name;               /* for messages: "backend" */
    const char *const *steps;       /* SQL, may be several statements each */
    size_t n_steps;
};

extern const struct schema schema_backend;      /* bars, operations, models, trials */
extern const struct schema schema_training;     /* a training host's sessions: operations */

/* Brings the database up to date, all or nothing. One from a newer ktrdr: ERROR_CONFLICT. */
CHECKED bool schema_apply(const struct schema *schema, struct db *db, struct error *err);

#endif
