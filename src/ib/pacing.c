#include "ib/pacing.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECOND = 1000, MINUTE = 60 * SECOND,
    HOLD_MS = 15 * SECOND,
    BUDGET_STEP_MS = 2 * MINUTE, SPEED_STEP_MS = 10 * SECOND,
};

struct pacing pacing_new(void)
{
    return (struct pacing){
        .symbols_at = INT64_MIN / 2, .cap = PACING_CAP, .hold_until = INT64_MIN,
        .budget = { PACING_BUDGET_LEAST, PACING_BUDGET, PACING_BUDGET, 0, BUDGET_STEP_MS },
        .speed = { PACING_MESSAGES / 4, PACING_MESSAGES, PACING_MESSAGES, 0, SPEED_STEP_MS },
    };
}

uint64_t pacing_hash(const char *text)
{
    uint64_t hash = 14695981039346656037u;

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static bool is_history(const struct pacing_request *request)
{
    return request->kind == PACING_LONG || request->kind == PACING_SMALL;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* ---- budgets ---- */

static int budget_left(const struct pacing_budget *budget, int64_t now)
{
    const int64_t back = now > budget->cut_at ? (now - budget->cut_at) / budget->step_ms : 0;
    const int64_t left = budget->left + back;

    return left < budget->full ? (int)left : budget->full;
}

static void cut(struct pacing_budget *budget, int64_t now)
{
    const int left = budget_left(budget, now) * 3 / 4;

    budget->left = left > budget->least ? left : budget->least;
    budget->cut_at = now;
}

int pacing_budget_now(const struct pacing *pacing, int64_t now)
{
    return budget_left(&pacing->budget, now);
}

int pacing_used(const struct pacing *pacing, int64_t now)
{
    int used = 0;

    for (size_t i = 0; i < pacing->n_small; i++)
        if (pacing->small[i].at > now - PACING_WINDOW_MS)
            used += pacing->small[i].weight;
    return used;
}

/* ---- when ---- */

enum rule { WHOLE_BUDGET, OF_CONTRACT, SAME };

static bool counts(const struct pacing_entry *entry, const struct pacing_request *request,
                   enum rule rule)
{
    switch (rule) {
    case WHOLE_BUDGET: return true;
    case OF_CONTRACT:  return entry->contract == request->contract;
    case SAME:         return entry->identity == request->identity;
    }
    return true;
}

/* When so much has left the window that the request fits: the newest entry with which it does not
 * has to go, and all older ones with it. */
static int64_t when_fits(const struct pacing *pacing, const struct pacing_request *request,
                         enum rule rule, int limit, int64_t window_ms)
{
    int sum = request->weight;

    for (size_t i = pacing->n_small; i-- > 0;) {
        const struct pacing_entry *entry = &pacing->small[i];

        if (!counts(entry, request, rule))
            continue;
        sum += entry->weight;
        if (sum > limit)
            return entry->at + window_ms;
    }
    return INT64_MIN;
}

static int64_t when_small(const struct pacing *pacing, const struct pacing_request *request,
                          int64_t now)
{
    const int reserve = request->lane == PACING_BACKFILL ? PACING_RESERVE : 0;
    const int limit = budget_left(&pacing->budget, now) - reserve;
    const int64_t budget = when_fits(pacing, request, WHOLE_BUDGET, limit, PACING_WINDOW_MS);
    const int64_t contract = when_fits(pacing, request, OF_CONTRACT, PACING_CONTRACT_MOST,
                                       PACING_CONTRACT_MS);
    const int64_t same = when_fits(pacing, request, SAME, request->weight, PACING_SAME_MS);

    return later(budget, later(contract, same));
}

static int64_t when_message(const struct pacing *pacing, int64_t now)
{
    const size_t most = (size_t)budget_left(&pacing->speed, now);

    if (pacing->n_messages < most)
        return INT64_MIN;
    return pacing->messages[(pacing->n_messages - most) % PACING_MESSAGES_IB]
         + PACING_MESSAGE_WINDOW_MS;
}

static bool has_room(const struct pacing *pacing, const struct pacing_request *request)
{
    if (!is_history(request))
        return pacing->others < PACING_OTHERS;
    return pacing->open < pacing->cap + (request->lane == PACING_PERSON);
}

int64_t pacing_when(const struct pacing *pacing, const struct pacing_request *request, int64_t now)
{
    int64_t when = later(now, when_message(pacing, now));

    if (!has_room(pacing, request))
        return PACING_NEVER;
    if (is_history(request))
        when = later(when, pacing->hold_until);
    if (request->kind == PACING_SMALL)
        when = later(when, when_small(pacing, request, now));
    if (request->kind == PACING_SYMBOLS)
        when = later(when, pacing->symbols_at + PACING_SYMBOLS_MS);
    return when;
}

/* ---- what was sent ---- */

static void forget_old(struct pacing *pacing, int64_t now)
{
    size_t old = 0;

    while (old < pacing->n_small && pacing->small[old].at <= now - PACING_WINDOW_MS)
        old++;
    if (old == 0 && pacing->n_small == PACING_KEPT)
        old = 1;                    /* only by a foreign ledger: the budget is far below */
    pacing->n_small -= old;
    memmove(pacing->small, pacing->small + old, pacing->n_small * sizeof(*pacing->small));
}

/* Sorted by time, though one that waited for the disk may come after a later one. */
static void insert(struct pacing *pacing, struct pacing_entry entry)
{
    size_t i;

    forget_old(pacing, entry.at);
    for (i = pacing->n_small++; i > 0 && pacing->small[i - 1].at > entry.at; i--)
        pacing->small[i] = pacing->small[i - 1];
    pacing->small[i] = entry;
}

void pacing_remember(struct pacing *pacing, const struct pacing_entry *entry)
{
    insert(pacing, *entry);
}

void pacing_count_message(struct pacing *pacing, int64_t now)
{
    pacing->messages[pacing->n_messages++ % PACING_MESSAGES_IB] = now;
}

int64_t pacing_note(struct pacing *pacing, const struct pacing_request *request, int64_t now)
{
    assert(request->reply_class >= 0 && request->reply_class < PACING_CLASSES);
    pacing_count_message(pacing, now);
    pacing->number++;
    if (is_history(request))
        pacing->open++;
    else
        pacing->others++;
    if (request->kind == PACING_SYMBOLS)
        pacing->symbols_at = now;
    if (request->kind == PACING_SMALL)
        insert(pacing, (struct pacing_entry){ now, pacing->number, request->identity,
                                              request->contract, request->weight });
    return pacing->number;
}

void pacing_touch(struct pacing *pacing, int64_t number, int64_t now)
{
    for (size_t i = 0; i < pacing->n_small; i++) {
        struct pacing_entry entry = pacing->small[i];

        if (entry.number != number)
            continue;
        pacing->n_small--;
        memmove(pacing->small + i, pacing->small + i + 1,
                (pacing->n_small - i) * sizeof(*pacing->small));
        entry.at = now;
        insert(pacing, entry);
        return;
    }
}

/* ---- replies ---- */

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static double median_slowness(const struct pacing *pacing)
{
    double sorted[PACING_REPLIES];

    memcpy(sorted, pacing->slowness, sizeof(sorted));
    qsort(sorted, PACING_REPLIES, sizeof(*sorted), compare);
    return sorted[PACING_REPLIES / 2];
}

/* After each full set of replies: half as many at once, or one more. */
static void adapt(struct pacing *pacing)
{
    const double median = median_slowness(pacing);

    pacing->n_slowness = 0;
    if (median >= 2)
        pacing->cap = pacing->cap > 1 ? pacing->cap / 2 : 1;
    else if (median < 1.5 && pacing->cap < PACING_CAP)
        pacing->cap++;
}

/* What is usual follows quick replies at once and slow ones slowly, so that a gateway that is slow
 * for good is not held at one request for ever. */
static void learn(struct pacing *pacing, int reply_class, double reply_ms)
{
    double *usual = &pacing->usual_ms[reply_class];

    if (reply_ms < 1)
        reply_ms = 1;
    if (*usual <= 0)
        *usual = reply_ms;
    pacing->slowness[pacing->n_slowness++] = reply_ms / *usual;
    *usual += (reply_ms - *usual) * (reply_ms < *usual ? 0.25 : 0.02);
    if (pacing->n_slowness == PACING_REPLIES)
        adapt(pacing);
}

void pacing_leave(struct pacing *pacing, const struct pacing_request *request, int64_t reply_ms)
{
    int *inside = is_history(request) ? &pacing->open : &pacing->others;

    assert(*inside > 0);
    --*inside;
    if (reply_ms >= 0 && is_history(request))
        learn(pacing, request->reply_class, (double)reply_ms);
}

void pacing_complain(struct pacing *pacing, enum pacing_complaint complaint, int64_t now)
{
    pacing->complaints++;
    switch (complaint) {
    case PACING_TOO_OFTEN:
        cut(&pacing->budget, now);
        pacing->hold_until = later(pacing->hold_until, now + HOLD_MS);
        break;
    case PACING_TOO_FAST:
        cut(&pacing->speed, now);
        pacing->hold_until = later(pacing->hold_until, now + PACING_MESSAGE_WINDOW_MS);
        break;
    case PACING_TOO_MANY:
        pacing->cap = pacing->cap > 1 ? pacing->cap / 2 : 1;
        break;
    }
}

/* ---- how long it takes ---- */

struct run {
    struct pacing pacing;
    struct { int64_t end; struct pacing_request request; } open[PACING_OPEN_ALL];
    size_t n_open;
    int64_t now, last;
};

static int64_t reply_of(const struct pacing *pacing, const struct pacing_request *request)
{
    const double usual = pacing->usual_ms[request->reply_class];

    return usual > 0 ? (int64_t)(usual + 0.5) : PACING_REPLY_MS;
}

static void begin(struct run *run, const struct pacing_request *request)
{
    run->open[run->n_open].end = run->now + reply_of(&run->pacing, request);
    run->open[run->n_open].request = *request;
    run->last = later(run->last, run->open[run->n_open++].end);
}

static size_t first_open(const struct run *run)
{
    size_t first = 0;

    for (size_t i = 1; i < run->n_open; i++)
        if (run->open[i].end < run->open[first].end)
            first = i;
    return first;
}

static void end_first(struct run *run)
{
    const size_t first = first_open(run);

    run->now = later(run->now, run->open[first].end);
    pacing_leave(&run->pacing, &run->open[first].request, -1);
    run->open[first] = run->open[--run->n_open];
}

/* What is open now counts as just begun. */
static void begin_open(struct run *run)
{
    const struct pacing_request history = { .kind = PACING_LONG }, other = { .kind = PACING_OTHER };

    for (int i = 0; i < run->pacing.open; i++)
        begin(run, &history);
    for (int i = 0; i < run->pacing.others; i++)
        begin(run, &other);
}

static void go(struct run *run, const struct pacing_request *request)
{
    int64_t when;

    while ((when = pacing_when(&run->pacing, request, run->now)) > run->now)
        if (run->n_open && run->open[first_open(run)].end <= when)
            end_first(run);
        else
            run->now = when;
    pacing_note(&run->pacing, request, run->now);
    begin(run, request);
}

int64_t pacing_estimate(const struct pacing *pacing, const struct pacing_request *requests,
                        size_t n, int64_t now)
{
    struct run *run = MEM_NEW(struct run);
    int64_t last;

    run->pacing = *pacing;
    run->now = run->last = now;
    begin_open(run);
    for (size_t i = 0; i < n; i++)
        go(run, &requests[i]);
    last = run->last;
    free(run);
    return last - now;
}
