/*
 * farm - what a gateway says about its own connections: to the data farms one by one, and to IB as
 * a whole. A farm that goes down and up again is weather; a lost link is not. A plain value.
 */
#ifndef IB_FARM_H
#define IB_FARM_H

#include "ib/tws_code.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FARM_MOST = 24, FARM_NAME = 24 };

enum farm_state { FARM_UP, FARM_IDLE, FARM_DOWN };

struct farms {
    struct farm {
        char name[FARM_NAME];       /* 'usfarm'; '' of a notice that names none */
        enum tws_farm kind;
        enum farm_state state;
        int64_t since_ms;
        int64_t flaps;              /* how often it went down */
    } rows[FARM_MOST];
    size_t n;
    bool link_lost;                 /* between the gateway and IB */
    int64_t link_since_ms;
};

/* What the code says, if it is about farms or the link; a farm too many is left out. */
void farm_note(struct farms *farms, const struct tws_code *code, const char *text, int64_t now_ms);

const char *farm_kind_name(enum tws_farm kind);             /* "market", "history", "contracts" */
const char *farm_state_name(enum farm_state state);         /* "up", "idle", "down" */
bool farm_has_history(const struct farms *farms);           /* false: every history farm is down */

#endif
