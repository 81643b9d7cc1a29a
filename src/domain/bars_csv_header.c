#include "domain/bars_csv_header.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { NAME = 32 };

static const char *const column_names[] = {
    "timestamp", "time", "open", "high", "low", "close", "volume", "adj close",
};
static_assert(COUNT(column_names) == BARS_CSV_COLUMNS, "one name per column");

/* Other spellings, after normal(): small letters, one space for _ - and ., no < > nor "1. ". Of two
 * that name one column the earlier in this list wins. */
static const struct {
    const char *name;
    enum bars_csv_column column;
} names[] = {
    { "timestamp", BARS_CSV_TIME }, { "datetime", BARS_CSV_TIME }, { "date time", BARS_CSV_TIME },
    { "gmt time", BARS_CSV_TIME }, { "date", BARS_CSV_TIME }, { "time", BARS_CSV_TIME },
    { "local time", BARS_CSV_TIME }, { "unix", BARS_CSV_TIME }, { "open time", BARS_CSV_TIME },
    { "open", BARS_CSV_OPEN }, { "high", BARS_CSV_HIGH }, { "low", BARS_CSV_LOW },
    { "close", BARS_CSV_CLOSE }, { "volume", BARS_CSV_VOLUME }, { "vol", BARS_CSV_VOLUME },
    { "o", BARS_CSV_OPEN }, { "h", BARS_CSV_HIGH }, { "l", BARS_CSV_LOW }, { "c", BARS_CSV_CLOSE },
    { "v", BARS_CSV_VOLUME }, { "adj close", BARS_CSV_ADJUSTED },
    { "adjusted close", BARS_CSV_ADJUSTED }, { "adjclose", BARS_CSV_ADJUSTED },
};

static bool is_separator(char c)
{
    return c == ' ' || c == '_' || c == '-' || c == '.' || c == '<' || c == '>' || c == '"';
}

/* Too long for any name: "". */
static void normal(const struct bars_csv_field *field, char ret[NAME])
{
    size_t from = 0, n = 0;

    while (from < field->length && field->at[from] >= '0' && field->at[from] <= '9')
        from++;
    if (from == field->length || !from || field->at[from] != '.')   /* "1. open" */
        from = 0;
    for (size_t i = from; i < field->length && n < NAME; i++) {
        const char c = field->at[i];

        if (!is_separator(c))
            ret[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        else if (n && ret[n - 1] != ' ')
            ret[n++] = ' ';
    }
    if (n == NAME)
        n = 0;
    while (n && ret[n - 1] == ' ')
        n--;
    ret[n] = '\0';
}

static void finish(struct bars_csv_header *header, size_t n_fields)
{
    header->n_fields = n_fields;
    header->n_needed = 0;
    for (int c = 0; c < BARS_CSV_COLUMNS; c++)
        if (header->place[c] >= (int)header->n_needed)
            header->n_needed = (size_t)header->place[c] + 1;
}

static struct bars_csv_header nothing(void)
{
    struct bars_csv_header header = {0};

    for (int c = 0; c < BARS_CSV_COLUMNS; c++)
        header.place[c] = BARS_CSV_NOWHERE;
    return header;
}

static int find(const struct bars_csv_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        char text[NAME];

        normal(&fields[i], text);
        if (!strcmp(text, name))
            return (int)i;
    }
    return BARS_CSV_NOWHERE;
}

static bool is_doubled(const struct bars_csv_field *fields, size_t count, int place)
{
    char name[NAME];

    normal(&fields[place], name);
    return find(fields + place + 1, count - (size_t)place - 1, name) != BARS_CSV_NOWHERE;
}

/* 'volume btc', where none is called volume: the place, or NOWHERE if there are none or several. */
static int find_volume(const struct bars_csv_field *fields, size_t count, int *ret_second)
{
    int found = BARS_CSV_NOWHERE;

    *ret_second = BARS_CSV_NOWHERE;
    for (size_t i = 0; i < count; i++) {
        char text[NAME];

        normal(&fields[i], text);
        if (strncmp(text, "volume ", 7))
            continue;
        if (found == BARS_CSV_NOWHERE)
            found = (int)i;
        else
            *ret_second = (int)i;
    }
    return found;
}

static void fill(const struct bars_csv_field *fields, size_t count, struct bars_csv_header *header)
{
    int date;

    for (size_t i = 0; i < COUNT(names); i++)
        if (header->place[names[i].column] == BARS_CSV_NOWHERE)
            header->place[names[i].column] = find(fields, count, names[i].name);
    date = find(fields, count, "date");
    if (date != BARS_CSV_NOWHERE && header->place[BARS_CSV_TIME] == date)
        header->place[BARS_CSV_CLOCK] = find(fields, count, "time");
}

/* Three columns of prices tell a header; then every other must be there, and only once. */
static enum bars_csv_match check(const struct bars_csv_field *fields, size_t count,
                                 const struct bars_csv_header *header, struct error *err)
{
    int prices = 0;

    for (int c = BARS_CSV_OPEN; c <= BARS_CSV_CLOSE; c++)
        prices += header->place[c] != BARS_CSV_NOWHERE;
    if (prices < 3)
        return BARS_CSV_NO_HEADER;
    for (int c = 0; c < BARS_CSV_COLUMNS; c++) {
        const bool is_needed = c == BARS_CSV_TIME || (c >= BARS_CSV_OPEN && c <= BARS_CSV_CLOSE);

        if (header->place[c] == BARS_CSV_NOWHERE && is_needed) {
            error_set(err, ERROR_INVALID, "no column '%s' in the header", column_names[c]);
            error_suggest(err, "name the columns: --columns timestamp,open,high,low,close,volume");
            return BARS_CSV_BAD_HEADER;
        }
        if (header->place[c] != BARS_CSV_NOWHERE && is_doubled(fields, count, header->place[c])) {
            error_set(err, ERROR_INVALID, "two columns are called '%s'", column_names[c]);
            error_suggest(err, "name the columns by --columns, with '-' for those to skip");
            return BARS_CSV_BAD_HEADER;
        }
    }
    return BARS_CSV_HEADER;
}

enum bars_csv_match bars_csv_header_match(const struct bars_csv_field *fields, size_t count,
                                          struct bars_csv_header *ret_header, struct error *err)
{
    struct bars_csv_header header = nothing();
    const size_t kept = count < BARS_CSV_PLACES ? count : BARS_CSV_PLACES;
    enum bars_csv_match match;
    int second;

    fill(fields, kept, &header);
    match = check(fields, kept, &header, err);
    if (match != BARS_CSV_HEADER)
        return match;
    if (header.place[BARS_CSV_VOLUME] == BARS_CSV_NOWHERE) {
        header.place[BARS_CSV_VOLUME] = find_volume(fields, kept, &second);
        if (second != BARS_CSV_NOWHERE) {
            error_set(err, ERROR_INVALID, "columns %d and %d could both be the volume",
                      header.place[BARS_CSV_VOLUME] + 1, second + 1);
            error_suggest(err, "name the columns by --columns, with '-' for those to skip");
            return BARS_CSV_BAD_HEADER;
        }
    }
    finish(&header, count);
    *ret_header = header;
    return BARS_CSV_HEADER;
}

bool bars_csv_header_parse(const char *columns, struct bars_csv_header *ret_header,
                           struct error *err)
{
    struct bars_csv_field fields[BARS_CSV_PLACES];
    const size_t count = bars_csv_line_split(columns, strlen(columns), ',', fields, COUNT(fields));
    struct bars_csv_header header = nothing();

    if (count > COUNT(fields))
        return error_set(err, ERROR_INVALID, "more than %zu columns", COUNT(fields));
    for (size_t i = 0; i < count; i++) {
        char name[NAME];

        normal(&fields[i], name);
        if (*name && find(fields, count, name) == (int)i) {
            bool is_known = false;

            for (size_t n = 0; n < COUNT(names); n++)
                is_known |= !strcmp(names[n].name, name);
            if (!is_known)
                return error_set(err, ERROR_INVALID, "'%s' is no column of bars", name);
        }
    }
    fill(fields, count, &header);
    if (check(fields, count, &header, err) != BARS_CSV_HEADER) {
        error_set(err, ERROR_INVALID, "'%.60s' does not name all columns", columns);
        return error_suggest(err, "such as timestamp,open,high,low,close,volume ('-' skips one)");
    }
    finish(&header, count);
    *ret_header = header;
    return true;
}

static bool is_clock(const struct bars_csv_field *field)
{
    return field->length >= 4 && field->length <= 12 && memchr(field->at, ':', field->length);
}

bool bars_csv_header_guess(const struct bars_csv_field *fields, size_t count,
                           struct bars_csv_header *ret_header)
{
    const size_t clock = count > 1 && is_clock(&fields[1]);
    struct bars_csv_header header = nothing();
    int place = 0;

    if (count != 5 + clock && count != 6 + clock)
        return false;
    for (int c = BARS_CSV_TIME; c <= BARS_CSV_VOLUME && place < (int)count; c++)
        if (c != BARS_CSV_CLOCK || clock)
            header.place[c] = place++;
    finish(&header, count);
    *ret_header = header;
    return true;
}

const char *bars_csv_header_name(enum bars_csv_column column)
{
    return column_names[column];
}

void bars_csv_header_print(const struct bars_csv_header *header, char *ret_text, size_t room)
{
    size_t n = 0;

    ret_text[0] = '\0';
    for (size_t i = 0; i < header->n_needed && n < room; i++) {
        const char *name = "-";

        for (int c = 0; c < BARS_CSV_COLUMNS; c++)
            if (header->place[c] == (int)i)
                name = column_names[c];
        n += (size_t)snprintf(ret_text + n, room - n, "%s%s", i ? "," : "", name);
    }
}
