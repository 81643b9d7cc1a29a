/* A cost, a slippage or a table of fees: what is read is a number that makes sense, and what is
 * printed of it is read as nearly the same. */
#include "domain/backtest/costs_fees.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

static void hold_near(double a, double b)
{
    hold(fabs(a - b) <= 1e-9 * fabs(a));        /* ten digits are printed */
}

static void try_costs(const char *text)
{
    struct costs costs, again;
    struct error err = {0};
    char printed[64];

    if (!costs_parse(text, &costs, &err)) {
        hold(err.code == ERROR_INVALID && err.text[0] && err.suggestion[0]);
        return;
    }
    hold(costs.rate >= 0 && isfinite(costs.rate));
    costs_print(&costs, printed, sizeof(printed));
    if (strchr(printed, 'e'))
        return;                                 /* exponents are not read */
    hold(costs_parse(printed, &again, &err));
    hold(again.model == costs.model);
    hold_near(costs.rate, again.rate);
}

static void try_slippage(const char *text)
{
    struct costs_slippage slippage, again;
    struct error err = {0};
    char printed[64];

    if (!costs_parse_slippage(text, &slippage, &err)) {
        hold(err.code == ERROR_INVALID && err.text[0] && err.suggestion[0]);
        return;
    }
    hold(slippage.amount >= 0 && isfinite(slippage.amount));
    costs_print_slippage(&slippage, printed, sizeof(printed));
    if (strchr(printed, 'e'))
        return;
    hold(costs_parse_slippage(printed, &again, &err));
    hold(again.unit == slippage.unit);
    hold_near(slippage.amount, again.amount);
}

static void try_fees(const char *text)
{
    static struct costs_fees fees;
    struct error err = {0};

    if (!costs_fees_parse(text, &fees, &err)) {
        hold(err.code == ERROR_INVALID && err.text[0]);
        return;
    }
    hold(fees.count && fees.count <= COSTS_FEES_MOST);
    for (size_t i = 0; i < fees.count; i++) {
        hold(!i || fees.rows[i].since > fees.rows[i - 1].since);
        hold(fees.rows[i].sec_per_million >= 0 && fees.rows[i].finra_per_share >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = malloc(length + 1);

    if (length)
        memcpy(text, bytes, length);
    text[length] = '\0';
    try_costs(text);
    try_slippage(text);
    try_fees(text);
    free(text);
    return 0;
}
