#include "worker/worker_why_bar.h"

#include "base/mem.h"
#include "wire/wire_why.h"
#include "worker/worker_backtest_symbol.h"
#include "worker/worker_why_view.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- fills ---- */

static struct wire_why_fill *add_fill(struct wire_why_fill **fills, size_t *count)
{
    *fills = mem_resize(*fills, (*count + 1) * sizeof(**fills));
    wire_clear(wire_why_fill_fields, &(*fills)[*count]);
    return &(*fills)[(*count)++];
}

static void fill_one(const struct worker_why_view *view, const struct backtest_trade *trade,
                     bool is_exit, struct wire_why_fill *to)
{
    const size_t bar = is_exit ? trade->exit_bar : trade->entry_bar;

    snprintf(to->what, sizeof(to->what), "%s", is_exit ? "exit" : "entry");
    snprintf(to->side, sizeof(to->side), "%s", trade->side > 0 ? "long" : "short");
    snprintf(to->reason, sizeof(to->reason), "%s",
             is_exit ? backtest_reason_name(trade->reason) : "signal");
    to->time = view->symbol->bars.time[bar];
    to->quantity = trade->quantity;
    to->price = is_exit ? trade->exit_price : trade->entry_price;
    if (!is_exit)
        return;
    to->commission = trade->commission;
    to->fees = trade->fees;
    to->net = trade->net;
}

/* All that filled in a bar; exits first, as they do. */
static void list_fills(const struct worker_why_view *view, size_t bar, struct wire_why_fill **fills,
                       size_t *count)
{
    const struct backtest_result *result = &view->result;

    for (size_t i = 0; i < result->n_trades; i++)
        if (result->trades[i].exit_bar == bar && result->trades[i].entry_bar < bar)
            fill_one(view, &result->trades[i], true, add_fill(fills, count));
    for (size_t i = 0; i < result->n_trades; i++)
        if (result->trades[i].entry_bar == bar) {
            fill_one(view, &result->trades[i], false, add_fill(fills, count));
            if (result->trades[i].exit_bar == bar)
                fill_one(view, &result->trades[i], true, add_fill(fills, count));
        }
}

/* ---- the decision, in words ---- */

static void say(struct wire_why *why, const char *order, const char *format, ...) PRINTS(3, 4);

static void say(struct wire_why *why, const char *order, const char *format, ...)
{
    va_list args;

    snprintf(why->order, sizeof(why->order), "%s", order);
    va_start(args, format);
    vsnprintf(why->decision, sizeof(why->decision), format, args);
    va_end(args);
}

static int side_of(double position)
{
    return (position > 0) - (position < 0);
}

static const struct backtest_unfilled *find_unfilled(const struct worker_why_view *view, size_t bar)
{
    for (size_t i = 0; i < view->result.n_unfilled; i++)
        if (view->result.unfilled[i].bar == bar)
            return &view->result.unfilled[i];
    return NULL;
}

static bool opens_next(const struct worker_why_view *view, size_t bar, int side)
{
    for (size_t i = 0; i < view->result.n_trades; i++)
        if (view->result.trades[i].entry_bar == bar + 1 && view->result.trades[i].side == side)
            return true;
    return false;
}

static void say_of_flat(const struct worker_why_view *view, size_t bar, int wish,
                        struct wire_why *why)
{
    const struct backtest_unfilled *unfilled = find_unfilled(view, bar);

    if (opens_next(view, bar, wish))
        say(why, wish > 0 ? "buy" : "sell", "%s from flat: an order for the next open",
            why->answer);
    else if (unfilled)
        say(why, wish > 0 ? "buy" : "sell", "%s from flat, but the order was not filled: %s",
            why->answer, backtest_unfilled_name(unfilled->why));
    else if (wish < 0 && !view->symbol->settings.allow_short)
        say(why, "none", "SELL from flat, and shorts are not allowed: nothing to do");
    else
        say(why, "none", "%s, but within %zu bars of the last order: entries wait", why->answer,
            view->symbol->settings.min_signal_separation);
}

static void say_decision(const struct worker_why_view *view, size_t bar, struct wire_why *why)
{
    const int wish = view->symbol->traded.signal[bar] == SIGNAL_BUY ? 1
                   : view->symbol->traded.signal[bar] == SIGNAL_SELL ? -1 : 0;
    const int side = side_of(view->result.position[bar]);
    const double least = view->symbol->settings.confidence_threshold;
    const bool is_sure = !view->symbol->traded.confidence || !(least > 0) ||
                         (double)view->symbol->traded.confidence[bar] >= least;

    if (!wish)
        say(why, "none", "%s", why->phase[0] == 'w' ? "HOLD: the indicators are warming up"
                                                    : "HOLD: nothing to do");
    else if (!is_sure)
        say(why, "none", "%s, but %.4f is below the threshold %.4f: HOLD", why->answer,
            why->confidence, why->threshold);
    else if (bar + 1 == view->symbol->bars.count)
        say(why, "none", "%s at the last close: there is no bar to fill in", why->answer);
    else if (wish == side)
        say(why, "none", "%s, and %s is held already: nothing to do", why->answer,
            side > 0 ? "a long" : "a short");
    else if (!side)
        say_of_flat(view, bar, wish, why);
    else if (opens_next(view, bar, wish))
        say(why, "reverse", "%s while %s: turned round at the next open", why->answer,
            side > 0 ? "long" : "short");
    else
        say(why, "close", "%s while %s: closed at the next open", why->answer,
            side > 0 ? "long" : "short");
}

void worker_why_bar_fill(const struct worker_why_view *view, size_t bar, struct wire_why *why)
{
    why->position_before = bar ? view->result.position[bar - 1] : 0;
    why->position = view->result.position[bar];
    why->equity = view->result.equity[bar];
    list_fills(view, bar, &why->in_bar, &why->n_in_bar);
    if (bar + 1 < view->symbol->bars.count)
        list_fills(view, bar + 1, &why->next_bar, &why->n_next_bar);
    say_decision(view, bar, why);
}
