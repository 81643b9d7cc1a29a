/*
 * gateway_request - what can be asked of a gateway: bars, instruments, symbols, first bars,
 * sessions. Each waits for its turn and its answer; see gateway_ask.h for what is asked again.
 *
 * Deadlines are loop_now(), 0 for none; each kind has a limit of its own beside it. Fails with
 * ERROR_UNAVAILABLE (no connection, or an answer not to be believed), ERROR_TIMEOUT, ERROR_PACING,
 * ERROR_FORBIDDEN (no subscription), ERROR_NOT_FOUND, ERROR_INVALID, ERROR_BAD_DATA.
 */
#ifndef IB_GATEWAY_REQUEST_H
#define IB_GATEWAY_REQUEST_H

#include "domain/bars.h"
#include "ib/contract.h"
#include "ib/pacing.h"
#include "ib/tws_bar_size.h"

struct gateway;

struct gateway_bars {               /* all borrowed until the call returns */
    struct tws_contract contract;
    const struct tws_bar_size *size;
    const char *duration;           /* '1 D' */
    int64_t end;                    /* seconds UTC; 0: now, as ADJUSTED_LAST must have it */
    const char *what;               /* TRADES, MIDPOINT … */
    bool use_rth;
    enum pacing_lane lane;
    int64_t deadline;
};

/* Waits. The bars as IB sent them, checked (bars_check), with the columns wap and trades; none is
 * an answer too. Owned by the caller: release them. */
CHECKED bool gateway_request_bars(struct gateway *gateway, const struct gateway_bars *ask,
                                  struct bars *ret_bars, struct error *err);

/* How pacing sees it; for the ETA of a plan. */
struct pacing_request gateway_request_pacing(const struct gateway_bars *ask);

/* Waits. Every instrument that fits; ERROR_NOT_FOUND if there is none. */
enum { GATEWAY_REQUEST_CONTRACTS_MOST = 4096 };
CHECKED bool gateway_request_contract(struct gateway *gateway, const struct tws_contract *like,
                                      int64_t deadline, struct contract_list *ret_list,
                                      struct error *err);

/* Waits. When its first bar begins, seconds UTC; ERROR_NOT_FOUND where IB does not know. */
CHECKED bool gateway_request_head_timestamp(struct gateway *gateway, const struct gateway_bars *of,
                                            int64_t *ret_first, struct error *err);

struct gateway_matches {
    struct gateway_match {
        int64_t con_id;
        char symbol[CONTRACT_TEXT], type[12], primary_exchange[CONTRACT_TEXT], currency[8];
        char name[CONTRACT_NAME];
    } *rows;                        /* owned: release */
    size_t n;
};
/* Waits. Symbols that begin so, or names with that word; none is an answer. */
CHECKED bool gateway_request_matching(struct gateway *gateway, const char *pattern,
                                      int64_t deadline, struct gateway_matches *ret_matches,
                                      struct error *err);
void gateway_request_release_matches(struct gateway_matches *matches);

struct gateway_schedule {
    char zone[CONTRACT_TEXT];
    struct gateway_session {
        int64_t date, open, close;  /* seconds UTC; date: its 00:00Z */
    } *rows;                        /* owned: release; as IB sent them */
    size_t n;
};
/* Waits. The sessions of the last days up to `end`; `duration` as for bars, in days and longer. */
CHECKED bool gateway_request_schedule(struct gateway *gateway, const struct gateway_bars *ask,
                                      struct gateway_schedule *ret_schedule, struct error *err);
void gateway_request_release_schedule(struct gateway_schedule *schedule);

#endif
