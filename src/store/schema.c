#include "store/schema.h"

#include "store/db.h"

#include <inttypes.h>
#include <stdio.h>

/* Blocks of one series never overlap. A write is a stretch of bars with its origin; where two
 * cover a bar, the later one is its origin. */
static const char bars[] =
    "CREATE TABLE series("
    " id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " symbol TEXT NOT NULL, timeframe TEXT NOT NULL, contract INTEGER NOT NULL,"
    " what TEXT NOT NULL, hours TEXT NOT NULL, calendar TEXT NOT NULL, type TEXT NOT NULL,"
    " currency TEXT NOT NULL,"
    " source TEXT NOT NULL) STRICT;"
    "CREATE INDEX series_symbol ON series(symbol, timeframe);"
    "CREATE TABLE bar_write("
    " id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,"
    " source TEXT NOT NULL, label TEXT NOT NULL, fetched_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX bar_write_series ON bar_write(series, first);"
    "CREATE TABLE bar_block("
    " id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,"
    " length INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;"
    "CREATE INDEX bar_block_series ON bar_block(series, first, last, count, length);"
    "CREATE TABLE bar_empty("
    " key TEXT NOT NULL, from_s INTEGER NOT NULL, until_s INTEGER NOT NULL,"
    " at_ms INTEGER NOT NULL, PRIMARY KEY(key, from_s)) STRICT, WITHOUT ROWID;";

/* Events are the truth, a row of operation is what they add up to. Neither is ever rewritten. */
static const char operations[] =
    "CREATE TABLE operation("
    " id TEXT PRIMARY KEY, type TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL,"
    " created_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL DEFAULT 0,"
    " finished_ms INTEGER NOT NULL DEFAULT 0, request TEXT NOT NULL, request_hash TEXT NOT NULL,"
    " label TEXT NOT NULL, parent TEXT NOT NULL, idempotency_key TEXT UNIQUE,"
    " host TEXT NOT NULL DEFAULT '', resumable INTEGER NOT NULL DEFAULT 0, result TEXT,"
    " error_code TEXT NOT NULL DEFAULT '', error_text TEXT NOT NULL DEFAULT '',"
    " error_suggestion TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;"
    "CREATE INDEX operation_state ON operation(state, id);"
    "CREATE INDEX operation_type ON operation(type, id);"
    "CREATE INDEX operation_parent ON operation(parent, id);"
    "CREATE TABLE operation_event("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, operation TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    " kind TEXT NOT NULL, json TEXT NOT NULL) STRICT;"
    "CREATE INDEX operation_event_operation ON operation_event(operation, id);";

static const char models[] =
    "CREATE TABLE model("
    " id TEXT PRIMARY KEY, strategy TEXT NOT NULL, operation TEXT NOT NULL,"
    " plan_hash TEXT NOT NULL, created_ms INTEGER NOT NULL, meta TEXT NOT NULL) STRICT;"
    "CREATE INDEX model_strategy ON model(strategy, created_ms);"
    "CREATE INDEX model_plan ON model(plan_hash, created_ms);";

/* The ledger survives everything else, so the database itself refuses to change it. */
static const char trials[] =
    "CREATE TABLE trial("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, contract INTEGER NOT NULL,"
    " symbol TEXT NOT NULL, timeframe TEXT NOT NULL, from_s INTEGER NOT NULL,"
    " until_s INTEGER NOT NULL, config_hash TEXT NOT NULL, seed INTEGER NOT NULL,"
    " model TEXT NOT NULL, operation TEXT NOT NULL, metrics TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX trial_symbol ON trial(symbol, from_s);"
    "CREATE INDEX trial_contract ON trial(contract, from_s);"
    "CREATE INDEX trial_model ON trial(model, kind);"
    "CREATE TRIGGER trial_stays BEFORE DELETE ON trial"
    " BEGIN SELECT RAISE(ABORT, 'the trial ledger keeps everything'); END;"
    "CREATE TRIGGER trial_is_final BEFORE UPDATE ON trial"
    " BEGIN SELECT RAISE(ABORT, 'the trial ledger keeps everything'); END;";

/* What a model said, when it said it: the first answer for a bar stays, whatever comes after. */
static const char predictions[] =
    "CREATE TABLE prediction("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, symbol TEXT NOT NULL,"
    " timeframe TEXT NOT NULL, bar_s INTEGER NOT NULL, known_s INTEGER NOT NULL,"
    " at_ms INTEGER NOT NULL, signal TEXT NOT NULL, close REAL NOT NULL, buy REAL NOT NULL,"
    " hold REAL NOT NULL, sell REAL NOT NULL, UNIQUE(model, symbol, timeframe, bar_s)) STRICT;"
    "CREATE TRIGGER prediction_stays BEFORE DELETE ON prediction"
    " BEGIN SELECT RAISE(ABORT, 'what was said was said'); END;"
    "CREATE TRIGGER prediction_is_final BEFORE UPDATE ON prediction"
    " BEGIN SELECT RAISE(ABORT, 'what was said was said'); END;";

static const char *const backend_steps[] = { bars, operations, models, trials, predictions };
static const char *const training_steps[] = { operations };

const struct schema schema_backend = { "backend", backend_steps, COUNT(backend_steps) };
const struct schema schema_training = { "training", training_steps, COUNT(training_steps) };

struct plan {
    const struct schema *schema;
    size_t from;
};

static bool take_steps(struct db *db, void *arg, struct error *err)
{
    const struct plan *plan = arg;
    char version[64];

    for (size_t i = plan->from; i < plan->schema->n_steps; i++)
        if (!db_run(db, plan->schema->steps[i], err))
            return false;
    snprintf(version, sizeof(version), "PRAGMA user_version=%zu", plan->schema->n_steps);
    return db_run(db, version, err);
}

static bool back_up(struct db *db, int64_t version, struct error *err)
{
    char to[4096];

    snprintf(to, sizeof(to), "%s.before-%" PRId64, db_path(db), version + 1);
    return db_copy(db, to, err);
}

bool schema_apply(const struct schema *schema, struct db *db, struct error *err)
{
    struct plan plan = { .schema = schema };
    int64_t version;

    if (!db_version(db, &version, err))
        return false;
    if (version < 0 || version > (int64_t)schema->n_steps) {
        error_set(err, ERROR_CONFLICT,
                  "database '%s' was written by a newer ktrdr (version %" PRId64 ", this one knows "
                  "%zu)", db_path(db), version, schema->n_steps);
        return error_suggest(err, "install the newer ktrdr again, or use another data folder");
    }
    if (version == (int64_t)schema->n_steps)
        return true;
    plan.from = (size_t)version;
    if (version > 0 && !back_up(db, version, err))
        return false;
    return db_transact(db, take_steps, &plan, err);
}
