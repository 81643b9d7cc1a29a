/*
 * sim_market - what can be asked for: instruments with their bars, from files or generated. Loaded
 * at start (blocks on the disk); constant afterwards, but for demo bars that are made when wanted.
 */
#ifndef IBSIM_SIM_MARKET_H
#define IBSIM_SIM_MARKET_H

#include "domain/bars.h"
#include "domain/timeframe.h"
#include "ibsim/sim_contract.h"

struct calendar;

struct sim_instrument {
    struct sim_contract contract;
    const struct calendar *hours, *regular;     /* all of them, and those of useRTH */
    struct bars stored[TIMEFRAME_COUNT];
    bool is_demo;                               /* generated: sim_demo.h */
    bool is_regular_only;                       /* of a view: sim_series_regular */
};

struct sim_market {
    size_t count, room;
    struct sim_instrument *items;
};

/* Borrowed until the next one is added. Its con_id is made another one if it is taken. */
struct sim_instrument *sim_market_add(struct sim_market *market,
                                      const struct sim_contract *contract);

/* A contract file; before the bars that belong to it. */
CHECKED bool sim_market_load_contracts(struct sim_market *market, const char *path,
                                       struct error *err);

/* Every SYMBOL_timeframe.csv of a folder; other files are left alone. Fails on one that cannot be
 * read as bars, and with ERROR_NOT_FOUND where there is none. */
CHECKED bool sim_market_load_bars(struct sim_market *market, const char *folder,
                                  struct error *err);

/* One instrument's bars from a text in memory, as if it were such a file. */
CHECKED bool sim_market_load_text(struct sim_market *market, const char *file_name,
                                  const char *text, size_t length, struct error *err);
void sim_market_release(struct sim_market *market);

/* The next one that fits, from `after` on (NULL: the first); NULL if there is no more. */
struct sim_instrument *sim_market_next(const struct sim_market *market,
                                       const struct tws_contract *asked,
                                       const struct sim_instrument *after);

#endif
