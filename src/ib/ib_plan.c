#include "ib/ib_plan.h"

#include "base/mem.h"
#include "ib/gateway.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, SMALL_SECONDS = 30, SMALL_KEPT_DAYS = 180 };

void ib_plan_release(struct ib_plan *plan)
{
    free(plan->rows);
    *plan = (struct ib_plan){0};
}

static struct ib_plan_segment *add(struct ib_plan *plan, int64_t from, int64_t until)
{
    struct ib_plan_segment *row;

    plan->rows = mem_resize(plan->rows, (plan->n + 1) * sizeof(*plan->rows));
    row = &plan->rows[plan->n++];
    *row = (struct ib_plan_segment){ .from = from, .until = until, .end = until };
    return row;
}

static bool check(const struct ib_plan_range *range, struct error *err)
{
    if (range->size->seconds > SMALL_SECONDS ||
        range->from >= range->now - (int64_t)SMALL_KEPT_DAYS * DAY)
        return true;
    error_set(err, ERROR_INVALID, "ib keeps '%s' bars for %d days only", range->size->name,
              SMALL_KEPT_DAYS);
    return error_suggest(err, "begin later, or load '1 min' bars");
}

/* From now back, in one request: the factor of a dividend depends on all that came after it. */
static bool plan_adjusted(const struct ib_plan_range *range, struct ib_plan *plan,
                          struct error *err)
{
    const int64_t seconds = range->now - range->from;
    struct ib_plan_segment *row = add(plan, range->from, range->now);
    struct tws_duration years;

    row->end = 0;
    if (seconds <= tws_bar_size_reach(range->size))
        return tws_bar_size_fit(range->size, seconds, row->duration, err);
    years = tws_duration_cover(seconds, TWS_YEARS);
    if (years.count > tws_duration_most(TWS_YEARS))
        return error_set(err, ERROR_INVALID, "%lld years of ADJUSTED_LAST are not for one request",
                         (long long)years.count);
    tws_duration_print(&years, row->duration);
    return tws_bar_size_check(range->size, &years, err);
}

/* The bar of a date may go on into the next one, UTC: New York's all hours until 01:00Z. */
static int64_t margin_of(const struct tws_bar_size *size)
{
    return size->seconds >= DAY ? DAY : 0;
}

static bool plan_segments(const struct ib_plan_range *range, int64_t until, struct ib_plan *plan,
                          struct error *err)
{
    const int64_t margin = margin_of(range->size);
    const int64_t reach = tws_bar_size_reach(range->size) - margin;

    for (int64_t from = range->from; from < until; from += reach) {
        struct ib_plan_segment *row = add(plan, from, from + reach < until ? from + reach : until);
        const bool is_last = margin && row->until + margin > range->now;
        const int64_t end = is_last ? range->now : row->until + margin;

        row->end = is_last ? 0 : end;
        if (!tws_bar_size_fit(range->size, end - row->from, row->duration, err))
            return false;
    }
    return true;
}

bool ib_plan_make(const struct ib_plan_range *range, struct ib_plan *ret_plan, struct error *err)
{
    const int64_t until = range->until < range->now ? range->until : range->now;
    struct ib_plan plan = { .size = range->size };
    bool ok = check(range, err);

    if (ok && range->from < until)
        ok = strcmp(range->what, "ADJUSTED_LAST") ? plan_segments(range, until, &plan, err)
                                                  : plan_adjusted(range, &plan, err);
    if (!ok) {
        ib_plan_release(&plan);
        return false;
    }
    *ret_plan = plan;
    return true;
}

struct gateway_bars ib_plan_request(const struct ib_plan *plan, size_t i,
                                    const struct gateway_bars *like)
{
    struct gateway_bars request = *like;

    request.size = plan->size;
    request.duration = plan->rows[i].duration;
    request.end = plan->rows[i].end;
    return request;
}

int64_t ib_plan_estimate(const struct ib_plan *plan, const struct gateway_bars *like,
                         const struct gateway *gateway)
{
    struct pacing_request *requests = mem_alloc((plan->n + 1) * sizeof(*requests));
    int64_t ms;

    for (size_t i = 0; i < plan->n; i++) {
        const struct gateway_bars request = ib_plan_request(plan, i, like);

        requests[i] = gateway_request_pacing(&request);
    }
    ms = gateway_estimate(gateway, requests, plan->n);
    free(requests);
    return (ms + 999) / 1000;
}
