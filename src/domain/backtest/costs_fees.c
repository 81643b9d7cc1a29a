#include "domain/backtest/costs_fees.h"

#include "base/date.h"
#include "base/number.h"

#include <string.h>

static const char blanks[] = " \t\r";

struct word {
    const char *start;
    size_t length;
};

/* The next word before `end`; of length 0 if there is none. */
static struct word next_word(const char **at, const char *end)
{
    struct word word;

    while (*at < end && strchr(blanks, **at))
        (*at)++;
    word = (struct word){ *at, 0 };
    while (*at < end && !strchr(blanks, **at))
        (*at)++;
    word.length = (size_t)(*at - word.start);
    return word;
}

static bool read_number(const char **at, const char *end, double *ret_value)
{
    const struct word word = next_word(at, end);

    return word.length && number_parse(word.start, word.length, ret_value) && *ret_value >= 0;
}

static bool read_day(const char **at, const char *end, int64_t *ret_day)
{
    const struct word word = next_word(at, end);
    enum date_zone zone;

    return word.length == strlen("2024-01-31") &&
           date_read_iso(word.start, word.length, ret_day, &zone);
}

static bool read_row(const char *at, const char *end, struct costs_fee *ret_row)
{
    return read_day(&at, end, &ret_row->since) &&
           read_number(&at, end, &ret_row->sec_per_million) &&
           read_number(&at, end, &ret_row->finra_per_share) &&
           read_number(&at, end, &ret_row->finra_most) && !next_word(&at, end).length;
}

static bool add_row(struct costs_fees *fees, const struct costs_fee *row, int line,
                    struct error *err)
{
    if (fees->count && row->since <= fees->rows[fees->count - 1].since)
        return error_set(err, ERROR_INVALID, "line %d: the day is not after the one before", line);
    if (fees->count == COSTS_FEES_MOST)
        return error_set(err, ERROR_INVALID, "line %d: more than %d rows", line, COSTS_FEES_MOST);
    fees->rows[fees->count++] = *row;
    return true;
}

bool costs_fees_parse(const char *text, struct costs_fees *ret_fees, struct error *err)
{
    int line = 0;

    ret_fees->count = 0;
    while (*text) {
        const char *end = text + strcspn(text, "\n");
        const char *until = text + strcspn(text, "#\n"), *at = text;
        struct costs_fee row;

        line++;
        if (next_word(&at, until).length) {
            if (!read_row(text, until, &row)) {
                error_set(err, ERROR_INVALID, "line %d is no row of sale fees", line);
                return error_suggest(err, "write a day and three numbers: 2024-05-22 27.80 "
                                     "0.000166 8.30");
            }
            if (!add_row(ret_fees, &row, line, err))
                return false;
        }
        text = *end ? end + 1 : end;
    }
    if (!ret_fees->count)
        return error_set(err, ERROR_INVALID, "the table of sale fees is empty");
    return true;
}
