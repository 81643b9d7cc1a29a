#include "ibsim/sim_path.h"

#include <math.h>

enum { POINTS = 4 };

static void lay(const struct bars *bars, size_t i, double ret_points[POINTS])
{
    const double open = bars->column[BARS_OPEN][i], high = bars->column[BARS_HIGH][i];
    const double low = bars->column[BARS_LOW][i];
    const int is_up_first = high - open < open - low;

    ret_points[0] = open;
    ret_points[1] = is_up_first ? high : low;
    ret_points[2] = is_up_first ? low : high;
    ret_points[3] = bars->column[BARS_CLOSE][i];
}

static double to_tick(double price, double tick)
{
    const double per_unit = round(1 / tick);

    return tick < 1 ? round(price * per_unit) / per_unit : round(price / tick) * tick;
}

static double at(const double points[POINTS], double share, double tick)
{
    const double place = share * (POINTS - 1);
    const int before = place >= POINTS - 1 ? POINTS - 2 : (int)place;
    const double low = fmin(points[before], points[before + 1]);
    const double high = fmax(points[before], points[before + 1]);
    const double price = points[before] + (points[before + 1] - points[before]) * (place - before);

    return fmin(fmax(to_tick(price, tick), low), high);
}

void sim_path_part(const struct bars *bars, size_t i, double from, double until, double tick,
                   double ret_values[BARS_REQUIRED])
{
    double points[POINTS], open, close;

    lay(bars, i, points);
    open = at(points, from, tick);
    close = at(points, until, tick);
    ret_values[BARS_OPEN] = open;
    ret_values[BARS_CLOSE] = close;
    ret_values[BARS_HIGH] = fmax(open, close);
    ret_values[BARS_LOW] = fmin(open, close);
    for (int p = 1; p < POINTS - 1; p++) {
        const double place = (double)p / (POINTS - 1);

        if (place < from || place > until)
            continue;
        ret_values[BARS_HIGH] = fmax(ret_values[BARS_HIGH], points[p]);
        ret_values[BARS_LOW] = fmin(ret_values[BARS_LOW], points[p]);
    }
    ret_values[BARS_VOLUME] = floor(bars->column[BARS_VOLUME][i] * until) -
                              floor(bars->column[BARS_VOLUME][i] * from);
}
