#include "worker/worker_backtest_words.h"

#include "wire/wire_worker.h"
#include "worker/worker_backtest_result.h"
#include "worker/worker_backtest_symbol.h"

#include <stdio.h>

static void print_commission(const struct costs *costs, char *ret_text, size_t size)
{
    static const char *const words[] = {
        [COSTS_NONE] = "none",
        [COSTS_IB_FIXED] = "IB fixed: 0.005 a share, at least 1.00; fees of sales",
        [COSTS_IB_TIERED] = "IB tiered: 0.0035 a share and exchange fees; min 0.35",
        [COSTS_IB_FX] = "IB FX: 0.2bp of the value, at least 2.00",
    };
    char text[48];

    costs_print(costs, text, sizeof(text));
    if (costs->model == COSTS_VALUE)
        snprintf(ret_text, size, "%s of the value", text);
    else if (costs->model == COSTS_UNIT)
        snprintf(ret_text, size, "%s", text);
    else
        snprintf(ret_text, size, "%s", words[costs->model]);
}

static void print_slippage(const struct backtest_settings *settings, char *ret_text, size_t size)
{
    char text[48];

    costs_print_slippage(&settings->slippage, text, sizeof(text));
    if (settings->slippage.unit == COSTS_SLIPPAGE_VALUE)
        snprintf(ret_text, size, "%s of the price", text);
    else if (settings->slippage.unit == COSTS_SLIPPAGE_TICKS)
        snprintf(ret_text, size, "%g tick%s of %g", settings->slippage.amount,
                 settings->slippage.amount == 1 ? "" : "s", settings->tick);
    else
        snprintf(ret_text, size, "%s", text);
}

static void print_costs(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    const struct wire_backtest_request *wanted = made->request->backtest;
    const struct backtest_settings *first = &made->symbols[0].settings;
    const bool is_one = made->n_symbols == 1;

    if (is_one || wanted->commission[0])
        print_commission(&first->costs, told->commission, sizeof(told->commission));
    else
        snprintf(told->commission, sizeof(told->commission), "as usual of each instrument");
    if (is_one || wanted->slippage[0])
        print_slippage(first, told->slippage, sizeof(told->slippage));
    else
        snprintf(told->slippage, sizeof(told->slippage), "as usual of each instrument");
}

static void print_size(const struct worker_backtest_made *made, char *ret_text, size_t size)
{
    const struct backtest_settings *s = made->settings;

    if (s->sizing == BACKTEST_VOLATILITY)
        snprintf(ret_text, size, "for %g %% volatility a year, by the last %zu bars",
                 100 * s->size, s->volatility_window);
    else if (s->sizing == BACKTEST_AMOUNT)
        snprintf(ret_text, size, "%.10g of money", s->size);
    else
        snprintf(ret_text, size, "%g %% of equity", 100 * s->size);
}

void worker_backtest_words_add(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    print_costs(made, told);
    print_size(made, told->size, sizeof(told->size));
}
