/*
 * gen-bars ROWS SEED [1d|1m]: SYNTHETIC bars as CSV on stdout, for tests and for trying things out.
 *
 * A random walk in integers, so the same bytes on every machine: returns with fat tails and
 * volatility that comes in clusters, on the sessions of the New York Stock Exchange from 2000 on.
 * No market made them, and nothing found in them means anything.
 */
#include "base/date.h"
#include "domain/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MILLION = 1000000, CENT = 10000,            /* prices are in millionths of a dollar */
    USUAL_DAY = 9000, USUAL_MINUTE = 450,       /* volatility, in millionths of the price */
    DAYS_MOST = 1900000,                        /* the year 9500 */
};

struct walk {
    uint64_t state;
    int64_t price, volatility, usual;
};

static int64_t draw(struct walk *walk, int64_t below)
{
    walk->state = walk->state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((walk->state >> 33) % (uint64_t)below);
}

/* Roughly normal with the current volatility, four times that in one of fifty draws. */
static int64_t draw_return(struct walk *walk)
{
    int64_t sum = 0;

    for (int i = 0; i < 12; i++)
        sum += draw(walk, 20001) - 10000;
    sum = sum * walk->volatility / 20000;
    return draw(walk, 50) ? sum : 4 * sum;
}

static int64_t moved(int64_t price, int64_t millionths)
{
    const int64_t limit = 600000;

    if (millionths > limit)
        millionths = limit;
    if (millionths < -limit)
        millionths = -limit;
    return price + price / 1000 * millionths / 1000;
}

/* Big moves make the next ones bigger for a while; a price too low or too high is pulled back. */
static void step(struct walk *walk, int64_t change)
{
    const int64_t size = change < 0 ? -change : change;

    walk->volatility += (size - walk->volatility) / 12 + (walk->usual - walk->volatility) / 40;
    if (walk->volatility < walk->usual / 4)
        walk->volatility = walk->usual / 4;
    if (walk->volatility > walk->usual * 6)
        walk->volatility = walk->usual * 6;
    if (walk->price < 5 * (int64_t)MILLION)
        walk->price += walk->price / 50;
    if (walk->price > 5000 * (int64_t)MILLION)
        walk->price -= walk->price / 50;
}

static int64_t cents(int64_t price)
{
    return price / CENT;
}

static void print_bar(struct walk *walk, int64_t time)
{
    const int64_t gap = draw_return(walk) / 3, change = draw_return(walk);
    const int64_t open = moved(walk->price, gap), close = moved(open, change);
    const int64_t above = moved(open > close ? open : close, draw(walk, walk->volatility));
    const int64_t below = moved(open < close ? open : close, -draw(walk, walk->volatility));
    const int64_t busy = MILLION + (change < 0 ? -change : change) * 40;
    const int64_t bars_a_day = walk->usual == USUAL_DAY ? 1 : 390;
    const int64_t volume = (500 + draw(walk, 1500)) * busy / 1000 / bars_a_day;
    char text[DATE_TEXT];

    date_print_iso(time, text);
    printf("%s,%lld.%02lld,%lld.%02lld,%lld.%02lld,%lld.%02lld,%lld\n", text,
           (long long)cents(open) / 100, (long long)cents(open) % 100,
           (long long)cents(above) / 100, (long long)cents(above) % 100,
           (long long)cents(below) / 100, (long long)cents(below) % 100,
           (long long)cents(close) / 100, (long long)cents(close) % 100, (long long)volume);
    walk->price = close;
    step(walk, change);
}

static void print_days(struct walk *walk, long rows)
{
    const struct calendar *nyse = calendar_find("nyse");
    int64_t date = date_of(2000, 1, 1);

    for (; rows > 0; rows--) {
        const struct calendar_session session = calendar_session_from(nyse, date);

        print_bar(walk, session.date);
        date = session.date + DATE_DAY;
    }
}

static void print_minutes(struct walk *walk, long rows)
{
    const struct calendar *nyse = calendar_find("nyse");
    int64_t date = date_of(2000, 1, 1);

    while (rows > 0) {
        const struct calendar_session session = calendar_session_from(nyse, date);

        for (int64_t time = session.open; time < session.close && rows > 0; time += 60, rows--)
            print_bar(walk, time);
        date = session.date + DATE_DAY;
    }
}

int main(int argc, char **argv)
{
    const char *timeframe = argc > 3 ? argv[3] : "1d";
    const bool is_minute = !strcmp(timeframe, "1m");
    const long rows = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    struct walk walk = { .price = 100 * (int64_t)MILLION,
                         .usual = is_minute ? USUAL_MINUTE : USUAL_DAY };

    if (rows < 1 || rows / (is_minute ? 390 : 1) > DAYS_MOST
        || (!is_minute && strcmp(timeframe, "1d") != 0)) {
        fprintf(stderr, "usage: gen-bars ROWS SEED [1d|1m]\n");
        return 2;
    }
    walk.state = strtoull(argv[2], NULL, 10) * 2862933555777941757u + 3037000493u;
    walk.volatility = walk.usual;
    puts("timestamp,open,high,low,close,volume");
    if (is_minute)
        print_minutes(&walk, rows);
    else
        print_days(&walk, rows);
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
