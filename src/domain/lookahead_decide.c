#include "domain/lookahead_decide.h"

#include "base/mem.h"
#include "domain/nn/network.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1024 };

static struct network make_network(const struct strategy *strategy, size_t columns, uint64_t seed)
{
    struct network_shape shape = strategy->shape;
    struct network network;

    shape.inputs = columns;
    shape.outputs = SIGNAL_COUNT;
    network = network_new(&shape);
    network_randomize(&network, seed);
    return network;
}

static void answer(const struct network *network, const struct features *features,
                   struct lookahead_decide *decided)
{
    float *shares = mem_alloc(BLOCK * SIGNAL_COUNT * sizeof(*shares));

    for (size_t row = features->first_row, n; row < features->rows; row += n) {
        n = features->rows - row < BLOCK ? features->rows - row : BLOCK;
        network_predict(network, n, features->values + row * features->columns, shares);
        for (size_t i = 0; i < n * SIGNAL_COUNT; i += SIGNAL_COUNT) {
            int best = SIGNAL_HOLD;
            for (int c = 0; c < SIGNAL_COUNT; c++)
                best = shares[i + (size_t)c] > shares[i + (size_t)best] ? c : best;
            decided->signal[row + i / SIGNAL_COUNT] = (uint8_t)best;
            decided->confidence[row + i / SIGNAL_COUNT] = shares[i + (size_t)best];
        }
    }
    free(shares);
}

/* No threshold: random weights are seldom sure, and no decision should go unchecked. */
static struct backtest_settings settings_of(const struct strategy_decisions *decisions)
{
    struct backtest_settings settings = backtest_settings_default("");

    settings.allow_short = true;
    settings.reverse = decisions->reverse;
    settings.min_signal_separation = decisions->min_signal_separation;
    settings.stop_loss_pct = 100 * decisions->stop_loss;
    settings.take_profit_pct = 100 * decisions->take_profit;
    settings.increment = 0;
    return settings;
}

bool lookahead_decide_run(const struct strategy *strategy, const struct bars *bars,
                          const struct features *features, uint64_t seed,
                          struct lookahead_decide *ret_decided, struct error *err)
{
    const struct backtest_settings settings = settings_of(&strategy->decisions);
    OWNED(network_release) struct network network = make_network(strategy, features->columns,
                                                                 seed);
    OWNED(lookahead_decide_release) struct lookahead_decide decided = {
        .signal = mem_alloc(bars->count), .confidence = mem_alloc(bars->count * sizeof(float)),
    };
    const struct backtest_input input = { bars, decided.signal, decided.confidence };

    memset(decided.signal, SIGNAL_HOLD, bars->count);
    answer(&network, features, &decided);
    if (!backtest_run(&input, &settings, NULL, &decided.result, err))
        return false;
    *ret_decided = decided;
    decided = (struct lookahead_decide){0};
    return true;
}

void lookahead_decide_release(struct lookahead_decide *decided)
{
    free(decided->signal);
    free(decided->confidence);
    backtest_release(&decided->result);
    *decided = (struct lookahead_decide){0};
}

static size_t trades_before(const struct backtest_result *result, size_t bar)
{
    size_t n = 0;

    while (n < result->n_trades && result->trades[n].exit_bar < bar)
        n++;
    return n;
}

static bool is_same_trade(const struct backtest_trade *a, const struct backtest_trade *b)
{
    return a->side == b->side && a->reason == b->reason && a->entry_bar == b->entry_bar &&
           a->exit_bar == b->exit_bar && a->quantity == b->quantity && a->net == b->net;
}

static bool compare_trades(const struct backtest_result *left, const struct backtest_result *right,
                           size_t known, struct lookahead_decide_difference *ret)
{
    const size_t n = trades_before(left, known), m = trades_before(right, known);

    for (size_t i = 0; i < n && i < m; i++)
        if (!is_same_trade(&left->trades[i], &right->trades[i])) {
            *ret = (struct lookahead_decide_difference){ "trade", left->trades[i].entry_bar };
            return true;
        }
    if (n == m)
        return false;
    *ret = (struct lookahead_decide_difference){ "trade", known };
    return true;
}

bool lookahead_decide_compare(const struct lookahead_decide *left,
                              const struct lookahead_decide *right, size_t known,
                              struct lookahead_decide_difference *ret_difference)
{
    for (size_t t = 0; t <= known; t++) {
        const bool is_past = t < known;
        const char *what =
            left->signal[t] != right->signal[t] ? "signal"
            : memcmp(&left->confidence[t], &right->confidence[t], sizeof(float)) ? "confidence"
            : is_past && left->result.equity[t] != right->result.equity[t] ? "equity"
            : is_past && left->result.position[t] != right->result.position[t] ? "position" : NULL;

        if (what) {
            *ret_difference = (struct lookahead_decide_difference){ what, t };
            return true;
        }
    }
    return compare_trades(&left->result, &right->result, known, ret_difference);
}
