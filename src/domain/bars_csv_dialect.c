#include "domain/bars_csv_dialect.h"

#include "base/zone.h"
#include "domain/bars_csv.h"
#include "domain/bars_csv_number.h"

#include <stdio.h>
#include <string.h>

enum { HEADER_LINES = 10, DECIMAL_LINES = 500 };

static const char delimiters[] = { ',', ';', '\t', '|' };

bool bars_csv_dialect_is_comment(const char *line, size_t length)
{
    return length > 0 && line[0] == '#';
}

bool bars_csv_dialect_is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t')
            return false;
    return true;
}

static bool is_content(const char *line, size_t length)
{
    return !bars_csv_dialect_is_blank(line, length) && !bars_csv_dialect_is_comment(line, length);
}

/* --- header and delimiter --- */

static enum bars_csv_match match_header(const char *line, size_t length,
                                        struct bars_csv_dialect *dialect, struct error *err)
{
    enum bars_csv_match best = BARS_CSV_NO_HEADER;

    for (size_t i = 0; i < COUNT(delimiters) && best != BARS_CSV_HEADER; i++) {
        struct bars_csv_field fields[BARS_CSV_PLACES];
        const size_t count = bars_csv_line_split(line, length, delimiters[i], fields,
                                                 BARS_CSV_PLACES);
        enum bars_csv_match match = BARS_CSV_NO_HEADER;

        if (count != SIZE_MAX)
            match = bars_csv_header_match(fields, count, &dialect->header, err);
        if (match != BARS_CSV_NO_HEADER)
            best = match;
        if (match == BARS_CSV_HEADER)
            dialect->delimiter = delimiters[i];
    }
    return best;
}

/* A row: a time where the time belongs, and numbers where prices do. */
static bool is_row(const struct bars_csv_field *fields, const struct bars_csv_header *header)
{
    const struct bars_csv_field *time = &fields[header->place[BARS_CSV_TIME]];
    struct bars_csv_time unused;
    double value;

    if (bars_csv_time_read(time->at, time->length, BARS_CSV_MONTH_FIRST, NULL, &unused)
            == BARS_CSV_NO_TIME
        && bars_csv_time_read(time->at, time->length, BARS_CSV_DAY_FIRST, NULL, &unused)
            == BARS_CSV_NO_TIME)
        return false;
    for (int c = BARS_CSV_OPEN; c <= BARS_CSV_CLOSE; c++) {
        const struct bars_csv_field *field = &fields[header->place[c]];

        if (!bars_csv_number_read(field->at, field->length, '.', &value)
            && !bars_csv_number_read(field->at, field->length, ',', &value))
            return false;
    }
    return true;
}

static bool match_row(const char *line, size_t length, const char *columns,
                      struct bars_csv_dialect *dialect)
{
    for (size_t i = 0; i < COUNT(delimiters); i++) {
        struct bars_csv_field fields[BARS_CSV_PLACES];
        const size_t count = bars_csv_line_split(line, length, delimiters[i], fields,
                                                 BARS_CSV_PLACES);

        if (count == SIZE_MAX
            || (columns ? count < dialect->header.n_needed
                        : !bars_csv_header_guess(fields, count, &dialect->header)))
            continue;
        if (!is_row(fields, &dialect->header))
            continue;
        dialect->delimiter = delimiters[i];
        dialect->header.n_fields = count;
        return true;
    }
    return false;
}

static bool refuse(const char *line, size_t length, struct error *err)
{
    char text[48];

    bars_csv_report_quote(line, length, text, sizeof(text));
    error_set(err, ERROR_INVALID, "no header: neither names of columns nor a row of bars in '%s'",
              text);
    return error_suggest(err, "name the columns: --columns timestamp,open,high,low,close,volume");
}

/* Without --columns a header may follow title lines, but a row without a header must come first:
 * what stands before it may be a header in words we do not know. */
static bool find_header(struct bars_csv_reader *reader, const char *columns,
                        struct bars_csv_dialect *dialect, struct error *err)
{
    const char *line, *first = NULL;
    size_t length, first_length = 0, number = 0;

    for (int seen = 0; seen < HEADER_LINES && bars_csv_line_next(reader, &line, &length);) {
        enum bars_csv_match match = BARS_CSV_NO_HEADER;

        number++;
        if (!is_content(line, length))
            continue;
        if (!columns)
            match = match_header(line, length, dialect, err);
        if (match == BARS_CSV_BAD_HEADER)
            return false;
        if (match == BARS_CSV_HEADER) {
            dialect->header_line = number;
            return true;
        }
        if ((columns || !seen) && match_row(line, length, columns, dialect)) {
            dialect->header_line = columns ? number - 1 : 0;
            return true;
        }
        if (!seen++) {
            first = line;
            first_length = length;
        }
    }
    if (!first && !reader->is_whole)
        return error_set(err, ERROR_INVALID, "no line ends in the first %zu bytes", reader->length);
    if (!first)
        return error_set(err, ERROR_INVALID, "the file has no rows");
    return refuse(first, first_length, err);
}

/* --- decimal mark --- */

enum { UNCLEAR_COMMA = 1, UNCLEAR_POINT = 2 };

/* The mark one number proves, or 0. '1,234' proves nothing: a thousand, or one and a bit. */
static char proven_mark(const struct bars_csv_field *field, int *unclear)
{
    const char *comma = memchr(field->at, ',', field->length);
    const char *point = memchr(field->at, '.', field->length);
    const char *end = field->at + field->length, *mark = comma ? comma : point;
    const char other = comma ? '.' : ',';
    size_t after;

    if (!mark)
        return 0;
    if (comma && point)
        return memrchr(field->at, ',', field->length) > memrchr(field->at, '.', field->length)
             ? ',' : '.';
    after = (size_t)(end - mark) - 1;
    if (memchr(mark + 1, *mark, after))
        return other;           /* several of one kind separate thousands */
    if (after != 3 || mark - field->at > 3 || (mark > field->at && mark[-1] == '0'
                                               && mark - field->at == 1))
        return *mark;
    *unclear |= comma ? UNCLEAR_COMMA : UNCLEAR_POINT;
    return 0;
}

static bool find_decimal(struct bars_csv_reader reader, struct bars_csv_dialect *dialect,
                         struct error *err)
{
    struct bars_csv_field fields[BARS_CSV_PLACES];
    const char *line;
    size_t length;
    int unclear = 0;

    dialect->decimal = '.';
    for (int i = 0; i < DECIMAL_LINES && bars_csv_line_next(&reader, &line, &length); i++) {
        const size_t count = bars_csv_line_split(line, length, dialect->delimiter, fields,
                                                 BARS_CSV_PLACES);

        if (count == SIZE_MAX || count < dialect->header.n_needed || !is_content(line, length)
            || !is_row(fields, &dialect->header))
            continue;
        for (int c = BARS_CSV_OPEN; c <= BARS_CSV_CLOSE; c++) {
            const char mark = proven_mark(&fields[dialect->header.place[c]], &unclear);

            if (mark) {
                dialect->decimal = mark;
                return true;
            }
        }
    }
    if (!(unclear & UNCLEAR_COMMA))
        return true;
    error_set(err, ERROR_INVALID, "is '1,234' a thousand, or one and a bit? no price tells");
    return error_suggest(err, "say --decimal comma or --decimal point");
}

/* --- day and month --- */

static enum bars_csv_found find_dates(struct bars_csv_reader reader,
                                      struct bars_csv_dialect *dialect, struct error *err)
{
    struct bars_csv_field fields[BARS_CSV_PLACES];
    const size_t place = (size_t)dialect->header.place[BARS_CSV_TIME];
    char example[24] = "";
    const char *line;
    size_t length;

    while (bars_csv_line_next(&reader, &line, &length)) {
        const size_t count = bars_csv_line_split(line, length, dialect->delimiter, fields,
                                                 place + 1);
        const struct bars_csv_field *time = &fields[place];

        if (count == SIZE_MAX || count <= place
            || !bars_csv_time_is_slashed(time->at, time->length))
            continue;
        if (!*example)
            bars_csv_report_quote(time->at, time->length, example, sizeof(example));
        dialect->dates = bars_csv_time_order(time->at, time->length);
        if (dialect->dates != BARS_CSV_DATES_BY_FILE)
            return BARS_CSV_FOUND;
    }
    if (!*example)
        return BARS_CSV_FOUND;
    if (!reader.is_whole && reader.length < BARS_CSV_DIALECT_MOST)
        return BARS_CSV_MORE;
    error_set(err, ERROR_INVALID, "which is the month in '%s'? no row has a day above 12", example);
    error_suggest(err, "say --dates mdy or --dates dmy");
    return BARS_CSV_REFUSED;
}

static bool find_shape(struct bars_csv_reader *reader, const struct bars_csv_options *options,
                       struct bars_csv_dialect *dialect, struct error *err)
{
    const struct bars_csv_reader start = *reader;

    if (options->columns && !bars_csv_header_parse(options->columns, &dialect->header, err))
        return false;
    if (!find_header(reader, options->columns, dialect, err))
        return false;
    if (!dialect->header_line)
        *reader = start;        /* the line that was read is a row already */
    if (options->decimal != BARS_CSV_DECIMAL_BY_FILE) {
        dialect->decimal = options->decimal == BARS_CSV_DECIMAL_COMMA ? ',' : '.';
        return true;
    }
    return find_decimal(*reader, dialect, err);
}

enum bars_csv_found bars_csv_dialect_find(const struct bars_csv_reader *reader,
                                          const struct bars_csv_options *options,
                                          struct bars_csv_dialect *ret_dialect, struct error *err)
{
    struct bars_csv_reader from = *reader;
    struct bars_csv_dialect dialect = { .dates = options->dates };
    enum bars_csv_found found = BARS_CSV_FOUND;

    if (!find_shape(&from, options, &dialect, err))
        return BARS_CSV_REFUSED;
    if (dialect.dates == BARS_CSV_DATES_BY_FILE)
        found = find_dates(from, &dialect, err);
    if (found == BARS_CSV_FOUND)
        *ret_dialect = dialect;
    return found;
}
