/*
 * tws_code - the one table of IB's error codes: what each means for a request, for a person, and
 * for the connection. Any thread; nothing to free.
 */
#ifndef IB_TWS_CODE_H
#define IB_TWS_CODE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum tws_code_kind {
    TWS_CODE_ENDS,          /* the request it names is over, without an answer */
    TWS_CODE_NO_DATA,       /* the request is over: there is nothing; an empty result, no error */
    TWS_CODE_WARNS,         /* the answer follows */
    TWS_CODE_CANCELLED,     /* the answer to a cancel; nobody waits for it */
    TWS_CODE_FARM_UP,       /* a data farm: these three are about the whole session */
    TWS_CODE_FARM_IDLE,     /* will wake up when asked */
    TWS_CODE_FARM_DOWN,
    TWS_CODE_LINK_LOST,     /* the gateway lost IB: keep the socket, begin nothing new */
    TWS_CODE_LINK_BACK,     /* and found it again, subscriptions kept; ask again what is open */
    TWS_CODE_LINK_RESET,    /* … subscriptions gone: begin them again too */
    TWS_CODE_CLOSES,        /* the connection is over */
};

enum tws_farm { TWS_FARM_NONE, TWS_FARM_MARKET, TWS_FARM_HISTORY, TWS_FARM_CONTRACTS };

struct tws_code {
    int code;               /* 0: the row for what is in no other */
    const char *part;       /* of IB's text, where one code has several meanings; or NULL */
    enum tws_code_kind kind;
    enum error_code error;  /* ERROR_NONE unless it ends something */
    int wait;               /* seconds until the same may be asked again; 0: do not ask again */
    enum tws_farm farm;
    const char *text;       /* for people */
    const char *next;       /* what to do; "" if there is nothing */
};

/* Never NULL. Gateways translate their texts, so the code decides first; the text, which may be
 * NULL, only between the variants of a code. */
const struct tws_code *tws_code_find(int64_t code, const char *text);

const struct tws_code *tws_code_at(size_t i);       /* every row; NULL behind the last one */

/* Whether the request that the message names is over by it. */
bool tws_code_ends_request(const struct tws_code *code);

/* Fills `err` with our text, IB's own behind it, and what to do next. Always false. */
bool tws_code_fail(int64_t code, const char *text, struct error *err);

/* 'usfarm' of '…connection is OK:usfarm' and '…upon demand.ushmds'; "" if no farm is named. */
const char *tws_code_farm_name(const char *text);

#endif
