/*
 * ledger - what we asked of one gateway, kept on disk: history requests, connects, contracts.
 *
 * It is the database of the folder ib/HOST_PORT/, which it holds the lock of: one process talks to
 * one gateway. An entry is on the disk before its bytes go out, so that a process which is killed,
 * or restarted in a loop, is still bound by what it did. Times are milliseconds UTC of the wall's
 * clock; one in the future counts as now. Loop thread; what waits, waits on the ledger's own lane.
 */
#ifndef IB_LEDGER_H
#define IB_LEDGER_H

#include "ib/connect_rule.h"
#include "ib/pacing.h"
#include "store/db.h"

#include <stdint.h>

struct ledger;
struct loop;

/* Blocks: at start. ERROR_CONFLICT if another process has it. */
CHECKED bool ledger_open(struct loop *loop, const char *folder, struct ledger **ret_ledger,
                         struct error *err);
void ledger_close(struct ledger *ledger);       /* blocks; nobody waits on it any more */

/* Blocks: at start. What the rules have to remember. */
CHECKED bool ledger_remember(struct ledger *ledger, int64_t now_ms, struct pacing *pacing,
                             struct connect_rule *rule, struct error *err);

/* Waits. Before a history request goes out; `label` is for people: 'AAPL 1 min TRADES'. */
CHECKED bool ledger_note_request(struct ledger *ledger, const struct pacing_request *request,
                                 const char *label, int64_t at_ms, struct error *err);

/* Waits. Before a connect, and when it has ended; one that was refused reached nobody, and does
 * not count. */
enum ledger_end { LEDGER_ENDED, LEDGER_REFUSED };
CHECKED bool ledger_begin_connect(struct ledger *ledger, int64_t at_ms, struct error *err);
CHECKED bool ledger_end_connect(struct ledger *ledger, enum ledger_end end, int64_t at_ms,
                                struct error *err);

/* Once a second while connected: the time of a file, no disk is waited for. */
CHECKED bool ledger_touch(struct ledger *ledger, int64_t at_ms, struct error *err);

/* Waits. For contract_cache.c: fn in a transaction of this database. */
CHECKED bool ledger_write(struct ledger *ledger, db_fn *fn, void *arg, struct error *err);

#endif
