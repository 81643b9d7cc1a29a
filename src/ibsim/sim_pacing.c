#include "ibsim/sim_pacing.h"

#include "base/words.h"

#include <string.h>

enum { SECOND = 1000, IDENTICAL_MS = 15 * SECOND, BURST_MS = 2 * SECOND, BURST_MOST = 5,
       WINDOW_MS = 600 * SECOND };

int64_t sim_pacing_message(struct sim_rate *rate, int64_t now_ms)
{
    const int64_t oldest = rate->times[rate->next];
    const bool is_full = rate->count >= SIM_RATE_MOST;

    rate->times[rate->next] = now_ms;
    rate->next = (rate->next + 1) % SIM_RATE_MOST;
    rate->count++;
    return is_full && oldest + SECOND > now_ms ? oldest + SECOND - now_ms : 0;
}

static void forget_old(struct sim_pacing *pacing, int64_t now_ms)
{
    size_t old = 0;

    while (old < pacing->n_small && pacing->small[old].time_ms + WINDOW_MS <= now_ms)
        old++;
    if (pacing->n_small - old == SIM_SMALL_KEPT)
        old++;
    pacing->n_small -= old;
    memmove(pacing->small, pacing->small + old, pacing->n_small * sizeof(pacing->small[0]));
}

enum sim_verdict sim_pacing_small(struct sim_pacing *pacing, const struct sim_small *asked)
{
    int window = asked->weight, burst = asked->weight;
    bool is_identical = false;

    forget_old(pacing, asked->time_ms);
    for (size_t i = 0; i < pacing->n_small; i++) {
        const struct sim_small *old = &pacing->small[i];

        window += old->weight;
        if (old->group == asked->group && old->time_ms + BURST_MS > asked->time_ms)
            burst += old->weight;
        is_identical |= old->same == asked->same && old->time_ms + IDENTICAL_MS > asked->time_ms;
    }
    pacing->small[pacing->n_small++] = *asked;
    if (window > SIM_SMALL_MOST)
        return SIM_WINDOW;
    if (is_identical)
        return SIM_IDENTICAL;
    return burst > BURST_MOST ? SIM_BURST : SIM_FINE;
}

bool sim_pacing_symbols(struct sim_pacing *pacing, int64_t now_ms)
{
    const bool is_fine = !pacing->has_symbols || pacing->symbols_ms + SECOND <= now_ms;

    pacing->symbols_ms = now_ms;
    pacing->has_symbols = true;
    return is_fine;
}

int sim_pacing_violated(struct sim_pacing *pacing, int64_t now_ms)
{
    int recent = 0;

    pacing->violations[pacing->n_violations++ % SIM_SMALL_KEPT] = now_ms;
    for (size_t i = 0; i < pacing->n_violations && i < SIM_SMALL_KEPT; i++)
        recent += pacing->violations[i] + WINDOW_MS > now_ms;
    return recent;
}

uint64_t sim_pacing_hash(uint64_t before, const char *text)
{
    uint64_t sum = before ? before : 14695981039346656037u;

    do
        sum = (sum ^ (unsigned char)*text) * 1099511628211u;
    while (*text++);
    return sum;
}
