#include "domain/indicators/volatility.h"

#include "domain/calc.h"
#include "domain/indicators/window.h"

#include <math.h>

double volatility_log(double a, double b)
{
    return a > 0 && b > 0 ? calc_log(a / b) : 0;
}

double volatility_range(double open, double high, double low, double close)
{
    return volatility_log(high, close) * volatility_log(high, open) +
           volatility_log(low, close) * volatility_log(low, open);
}

void volatility_fill(size_t n, const double *term, size_t period, double bars_per_year,
                     double *out)
{
    window_mean(n, term, period, out);
    for (size_t i = period - 1; i < n; i++)
        out[i] = 100 * sqrt((out[i] > 0 ? out[i] : 0) * bars_per_year);
}
