#include "ib/ledger.h"

#include "async/lane.h"
#include "base/buf.h"
#include "base/mem.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    QUEUE_MOST = 256,
    KEPT_MS = 24 * 3600 * 1000,     /* far beyond every window: for people who ask what happened */
};

static const char requests_and_connects[] =
    "CREATE TABLE request("
    " id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, is_small INTEGER NOT NULL,"
    " identity INTEGER NOT NULL, contract INTEGER NOT NULL, weight INTEGER NOT NULL,"
    " label TEXT NOT NULL) STRICT;"
    "CREATE INDEX request_at ON request(at_ms);"
    "CREATE TABLE connect("
    " id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL DEFAULT 0,"
    " was_refused INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX connect_at ON connect(at_ms);";

static const char contracts[] =
    "CREATE TABLE contract("
    " ask TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, con_id INTEGER NOT NULL,"
    " symbol TEXT NOT NULL, type TEXT NOT NULL, exchange TEXT NOT NULL,"
    " primary_exchange TEXT NOT NULL, currency TEXT NOT NULL, local_symbol TEXT NOT NULL,"
    " trading_class TEXT NOT NULL, last_trade TEXT NOT NULL, multiplier REAL NOT NULL,"
    " min_tick REAL NOT NULL, size_increment REAL NOT NULL, name TEXT NOT NULL,"
    " zone TEXT NOT NULL, trading_hours TEXT NOT NULL, liquid_hours TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE head("
    " con_id INTEGER NOT NULL, what TEXT NOT NULL, hours TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL, first_s INTEGER NOT NULL,"
    " PRIMARY KEY(con_id, what, hours)) STRICT, WITHOUT ROWID;";

static const char *const steps[] = { requests_and_connects, contracts };
static const struct schema schema = { "ib", steps, COUNT(steps) };

struct ledger {
    struct store *store;
    struct lane *lane;
    char *alive;            /* path of the file that is touched */
};

static bool make_alive(const char *path, struct error *err)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return error_set_errno(err, errno, "cannot make '%s'", path);
    close(fd);
    return true;
}

bool ledger_open(struct loop *loop, const char *folder, struct ledger **ret_ledger,
                 struct error *err)
{
    struct ledger *ledger;
    struct buf alive = {0};
    struct store *store;

    if (!store_open(folder, &schema, &store, err))
        return false;
    ledger = MEM_NEW(struct ledger);
    buf_print(&alive, "%s/alive", folder);
    *ledger = (struct ledger){ store, lane_new(loop, "ib-ledger", QUEUE_MOST), alive.bytes };
    *ret_ledger = ledger;
    return true;
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger)
        return;
    lane_free(ledger->lane);
    store_close(ledger->store);
    free(ledger->alive);
    free(ledger);
}

/* ---- what is remembered ---- */

struct memory {
    int64_t now;
    struct pacing *pacing;
    struct connect_rule *rule;
};

static int64_t not_after(int64_t at, int64_t now)
{
    return at < now ? at : now;
}

static bool remember_requests(struct db *db, struct memory *memory, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT at_ms, identity, contract, weight FROM request"
                     " WHERE is_small=1 AND at_ms>? ORDER BY at_ms, id", err))
        return false;
    query_bind_int(&query, memory->now - PACING_WINDOW_MS);
    while (query_next(&query, err))
        pacing_remember(memory->pacing, &(struct pacing_entry){
            .at = not_after(query_int(&query, 0), memory->now),
            .identity = (uint64_t)query_int(&query, 1), .contract = (uint64_t)query_int(&query, 2),
            .weight = (int)query_int(&query, 3) });
    return !query.has_failed;
}

static bool remember_connects(struct db *db, struct memory *memory, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT at_ms, ended_ms, was_refused FROM"
                     " (SELECT * FROM connect ORDER BY id DESC LIMIT 100) ORDER BY id", err))
        return false;
    while (query_next(&query, err)) {
        const int64_t at = not_after(query_int(&query, 0), memory->now);

        if (!query_int(&query, 2))
            connect_rule_note(memory->rule, at);
        connect_rule_alive(memory->rule, at);
        connect_rule_alive(memory->rule, not_after(query_int(&query, 1), memory->now));
    }
    return !query.has_failed;
}

static bool remember(struct db *db, void *arg, struct error *err)
{
    return remember_requests(db, arg, err) && remember_connects(db, arg, err);
}

bool ledger_remember(struct ledger *ledger, int64_t now_ms, struct pacing *pacing,
                     struct connect_rule *rule, struct error *err)
{
    struct memory memory = { now_ms, pacing, rule };
    struct stat stat_of;

    if (!store_read(ledger->store, remember, &memory, err))
        return false;
    if (!stat(ledger->alive, &stat_of))
        connect_rule_alive(rule, not_after((int64_t)stat_of.st_mtim.tv_sec * 1000 +
                                           stat_of.st_mtim.tv_nsec / 1000000, now_ms));
    else if (errno != ENOENT)
        return error_set_errno(err, errno, "cannot look at '%s'", ledger->alive);
    return true;
}

/* ---- what is written ---- */

struct job {
    struct ledger *ledger;
    db_fn *fn;
    void *arg;
};

static bool write_job(void *arg, struct error *err)
{
    const struct job *job = arg;

    return store_write(job->ledger->store, job->fn, job->arg, err);
}

bool ledger_write(struct ledger *ledger, db_fn *fn, void *arg, struct error *err)
{
    struct job job = { ledger, fn, arg };

    return lane_run(ledger->lane, write_job, &job, err);
}

struct note {
    const struct pacing_request *request;
    const char *label;
    int64_t at_ms;
};

static bool forget(struct db *db, const char *sql, int64_t before, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, sql, err))
        return false;
    query_bind_int(&query, before);
    return query_run(&query, err);
}

static bool note_request(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct note *note = arg;

    if (!forget(db, "DELETE FROM request WHERE at_ms<?", note->at_ms - KEPT_MS, err) ||
        !query_start(&query, db, "INSERT INTO request(at_ms, is_small, identity, contract, weight,"
                     " label) VALUES(?, ?, ?, ?, ?, ?)", err))
        return false;
    query_bind_int(&query, note->at_ms);
    query_bind_int(&query, note->request->kind == PACING_SMALL);
    query_bind_int(&query, (int64_t)note->request->identity);
    query_bind_int(&query, (int64_t)note->request->contract);
    query_bind_int(&query, note->request->weight);
    query_bind_text(&query, note->label);
    return query_run(&query, err);
}

bool ledger_note_request(struct ledger *ledger, const struct pacing_request *request,
                         const char *label, int64_t at_ms, struct error *err)
{
    struct note note = { request, label, at_ms };

    return ledger_write(ledger, note_request, &note, err);
}

static bool begin_connect(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const int64_t at_ms = *(int64_t *)arg;

    if (!forget(db, "DELETE FROM connect WHERE at_ms<?", at_ms - KEPT_MS, err) ||
        !query_start(&query, db, "INSERT INTO connect(at_ms) VALUES(?)", err))
        return false;
    query_bind_int(&query, at_ms);
    return query_run(&query, err);
}

bool ledger_begin_connect(struct ledger *ledger, int64_t at_ms, struct error *err)
{
    return ledger_write(ledger, begin_connect, &at_ms, err) && make_alive(ledger->alive, err);
}

struct ending {
    enum ledger_end end;
    int64_t at_ms;
};

static bool end_connect(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct ending *ending = arg;

    if (!query_start(&query, db, "UPDATE connect SET ended_ms=?, was_refused=?"
                     " WHERE id=(SELECT max(id) FROM connect)", err))
        return false;
    query_bind_int(&query, ending->at_ms);
    query_bind_int(&query, ending->end == LEDGER_REFUSED);
    return query_run(&query, err);
}

bool ledger_end_connect(struct ledger *ledger, enum ledger_end end, int64_t at_ms,
                        struct error *err)
{
    struct ending ending = { end, at_ms };

    return ledger_write(ledger, end_connect, &ending, err);
}

bool ledger_touch(struct ledger *ledger, int64_t at_ms, struct error *err)
{
    const struct timespec at = { at_ms / 1000, at_ms % 1000 * 1000000 };
    const struct timespec times[2] = { at, at };

    if (utimensat(AT_FDCWD, ledger->alive, times, 0))
        return error_set_errno(err, errno, "cannot touch '%s'", ledger->alive);
    return true;
}
