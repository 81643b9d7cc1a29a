/*
 * ib_plan - the requests that fetch a stretch of time, none of which IB would refuse, and how long
 * they take. Pure, but for ib_plan_estimate, which looks at what a gateway is busy with.
 */
#ifndef IB_IB_PLAN_H
#define IB_IB_PLAN_H

#include "ib/gateway_request.h"
#include "ib/tws_bar_size.h"

struct ib_plan {
    const struct tws_bar_size *size;
    struct ib_plan_segment {
        int64_t from, until;            /* seconds UTC; the segments touch, oldest first */
        int64_t end;                    /* of the request: `until`, daily and longer a day later,
                                         * or 0 for now */
        char duration[TWS_DURATION_TEXT];       /* reaches back to `from` at the least */
    } *rows;                            /* owned: release */
    size_t n;
};

struct ib_plan_range {
    const struct tws_bar_size *size;
    const char *what;                   /* ADJUSTED_LAST: one request, up to now */
    int64_t from, until;                /* seconds UTC, until is exclusive */
    int64_t now;                        /* nothing later is asked for */
};

/* No segments where nothing lies in the range yet. Fails with ERROR_INVALID for what IB does not
 * keep: bars of 30 s and shorter that are older than six months; more than 68 years at once. */
CHECKED bool ib_plan_make(const struct ib_plan_range *range, struct ib_plan *ret_plan,
                          struct error *err);
void ib_plan_release(struct ib_plan *plan);

/* `like` with that segment's duration and end. */
struct gateway_bars ib_plan_request(const struct ib_plan *plan, size_t i,
                                    const struct gateway_bars *like);

/* Seconds until the last is answered, with what the gateway is busy with now. */
int64_t ib_plan_estimate(const struct ib_plan *plan, const struct gateway_bars *like,
                         const struct gateway *gateway);

#endif
