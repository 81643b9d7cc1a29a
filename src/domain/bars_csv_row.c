#include "domain/bars_csv_row.h"

#include "domain/bars_csv_dialect.h"
#include "domain/bars_csv_number.h"

#include <string.h>

static enum bars_csv_reason blame(struct bars_csv_row *row, enum bars_csv_column column,
                                  const struct bars_csv_field *field, enum bars_csv_reason reason)
{
    row->bad_column = column;
    row->bad_field = *field;
    return reason;
}

/* Date and time of day in two fields: read as one text. */
static enum bars_csv_reason read_joined(const struct bars_csv_field *date,
                                        const struct bars_csv_field *clock,
                                        enum bars_csv_dates dates, const struct zone *zone,
                                        struct bars_csv_time *ret)
{
    char text[128];

    if (date->length + clock->length + 1 > sizeof(text))
        return BARS_CSV_NO_TIME;
    memcpy(text, date->at, date->length);
    text[date->length] = ' ';
    memcpy(text + date->length + 1, clock->at, clock->length);
    return bars_csv_time_read(text, date->length + 1 + clock->length, dates, zone, ret);
}

static enum bars_csv_reason read_time(const struct bars_csv_field *fields,
                                      const struct bars_csv_dialect *dialect,
                                      const struct zone *zone, struct bars_csv_row *row)
{
    const struct bars_csv_field *time = &fields[dialect->header.place[BARS_CSV_TIME]];
    const int clock = dialect->header.place[BARS_CSV_CLOCK];
    enum bars_csv_reason reason;

    if (clock == BARS_CSV_NOWHERE)
        reason = bars_csv_time_read(time->at, time->length, dialect->dates, zone, &row->time);
    else
        reason = read_joined(time, &fields[clock], dialect->dates, zone, &row->time);
    return reason ? blame(row, BARS_CSV_TIME, time, reason) : BARS_CSV_GOOD;
}

static enum bars_csv_reason read_number(const struct bars_csv_field *fields,
                                        const struct bars_csv_dialect *dialect,
                                        enum bars_csv_column column, double *ret,
                                        struct bars_csv_row *row)
{
    const struct bars_csv_field *field = &fields[dialect->header.place[column]];

    switch (bars_csv_number_read(field->at, field->length, dialect->decimal, ret)) {
    case BARS_CSV_NUMBER_PLAIN:
        return BARS_CSV_GOOD;
    case BARS_CSV_NUMBER_GROUPED:
        row->rules |= 1u << BARS_CSV_GROUPED;
        return BARS_CSV_GOOD;
    case BARS_CSV_NUMBER_LARGE:
        return blame(row, column, field, BARS_CSV_TOO_LARGE);
    default:
        return blame(row, column, field, BARS_CSV_NO_NUMBER);
    }
}

static enum bars_csv_reason read_numbers(const struct bars_csv_field *fields,
                                         const struct bars_csv_dialect *dialect,
                                         struct bars_csv_row *row)
{
    enum bars_csv_reason reason = BARS_CSV_GOOD;

    for (int c = BARS_CSV_OPEN; c <= BARS_CSV_VOLUME && !reason; c++)
        if (dialect->header.place[c] != BARS_CSV_NOWHERE)
            reason = read_number(fields, dialect, (enum bars_csv_column)c,
                                 &row->value[c - BARS_CSV_OPEN], row);
    if (!reason && dialect->header.place[BARS_CSV_ADJUSTED] != BARS_CSV_NOWHERE)
        reason = read_number(fields, dialect, BARS_CSV_ADJUSTED, &row->adjusted, row);
    return reason;
}

static enum bars_csv_reason check(const struct bars_csv_field *fields,
                                  const struct bars_csv_dialect *dialect, struct bars_csv_row *row)
{
    const double open = row->value[BARS_OPEN], high = row->value[BARS_HIGH];
    const double low = row->value[BARS_LOW], close = row->value[BARS_CLOSE];
    const int *place = dialect->header.place;

    if (high < low)
        return blame(row, BARS_CSV_HIGH, &fields[place[BARS_CSV_HIGH]], BARS_CSV_HIGH_BELOW_LOW);
    if (open < low || open > high)
        return blame(row, BARS_CSV_OPEN, &fields[place[BARS_CSV_OPEN]], BARS_CSV_OUTSIDE);
    if (close < low || close > high)
        return blame(row, BARS_CSV_CLOSE, &fields[place[BARS_CSV_CLOSE]], BARS_CSV_OUTSIDE);
    if (place[BARS_CSV_ADJUSTED] != BARS_CSV_NOWHERE && !(row->adjusted > 0 && close > 0))
        return blame(row, BARS_CSV_ADJUSTED, &fields[place[BARS_CSV_ADJUSTED]],
                     BARS_CSV_TOO_LARGE);        /* no factor comes of it */
    if (low <= 0)
        row->rules |= 1u << BARS_CSV_NOT_POSITIVE;
    if (row->value[BARS_VOLUME] >= 0)
        return BARS_CSV_GOOD;
    if (row->value[BARS_VOLUME] > -1 || row->value[BARS_VOLUME] < -1)
        return blame(row, BARS_CSV_VOLUME, &fields[place[BARS_CSV_VOLUME]],
                     BARS_CSV_NEGATIVE_VOLUME);
    row->value[BARS_VOLUME] = 0;
    row->rules |= 1u << BARS_CSV_NO_VOLUME;
    return BARS_CSV_GOOD;
}

static enum bars_csv_reason count_fields(const struct bars_csv_field *fields, size_t count,
                                         const struct bars_csv_header *header,
                                         struct bars_csv_row *row)
{
    if (count == SIZE_MAX)
        return BARS_CSV_OPEN_QUOTE;
    if (count < header->n_fields)
        return BARS_CSV_FEW_FIELDS;
    if (count == header->n_fields)
        return BARS_CSV_GOOD;
    if (count > header->n_fields + 1 || count > BARS_CSV_PLACES || fields[count - 1].length)
        return BARS_CSV_MANY_FIELDS;
    row->rules |= 1u << BARS_CSV_EMPTY_END;
    return BARS_CSV_GOOD;
}

enum bars_csv_reason bars_csv_row_read(const char *line, size_t length,
                                       const struct bars_csv_dialect *dialect,
                                       const struct zone *zone, struct bars_csv_row *ret_row)
{
    struct bars_csv_field fields[BARS_CSV_PLACES];
    const size_t count = bars_csv_line_split(line, length, dialect->delimiter, fields,
                                             BARS_CSV_PLACES);
    enum bars_csv_reason reason;

    ret_row->rules = 0;
    ret_row->adjusted = 0;
    ret_row->value[BARS_VOLUME] = 0;
    ret_row->bad_column = BARS_CSV_COLUMNS;
    ret_row->bad_field = (struct bars_csv_field){ line, 0 };
    reason = count_fields(fields, count, &dialect->header, ret_row);
    if (!reason)
        reason = read_time(fields, dialect, zone, ret_row);
    if (!reason)
        reason = read_numbers(fields, dialect, ret_row);
    return reason ? reason : check(fields, dialect, ret_row);
}
