/*
 * sim_range - what a request for bars asks for, checked as the gateway checks it: which size, which
 * kind, from when until when. What is wrong becomes the error of the request.
 */
#ifndef IBSIM_SIM_RANGE_H
#define IBSIM_SIM_RANGE_H

#include "base/words.h"
#include "ib/tws_bar_size.h"

#include <stdbool.h>
#include <stdint.h>

struct sim_request;
struct sim_what;

struct sim_range {
    const struct tws_bar_size *size;
    struct tws_duration duration;
    const struct sim_what *what;
    int64_t end;                /* asked for, seconds UTC; now where none was */
    bool is_zoneless;           /* the end was told without a zone: warning 2174 */
    /* once the instrument is known: */
    int64_t from, until;        /* of bars within the day: from <= start < until */
    int64_t first, last;        /* of daily and longer ones: dates, both included */
};

/* False where the request was refused. */
bool sim_range_read(struct sim_request *request, struct sim_range *ret_range);
/* The end time's forms: also of ticks. False for none of them. */
bool sim_range_time(const char *text, int64_t *ret_time, bool *ret_is_zoneless);
void sim_range_settle(const struct sim_request *request, struct sim_range *range);

#endif
