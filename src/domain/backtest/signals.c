#include "domain/backtest/signals.h"

#include "base/date.h"
#include "base/findings.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_SIGNAL = SIGNAL_COUNT };

struct text {
    const char *bytes;
    size_t length;
};

struct reader {
    struct text rest;
    const struct bars *bars;
    uint8_t *signal;                    /* per bar; NO_SIGNAL until a row tells */
    struct findings *findings;
    int line, column;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct text trimmed(struct text text)
{
    while (text.length && is_blank(text.bytes[text.length - 1]))
        text.length--;
    while (text.length && is_blank(text.bytes[0])) {
        text.bytes++;
        text.length--;
    }
    return text;
}

static bool is(struct text text, const char *word)
{
    return text.length == strlen(word) && !memcmp(text.bytes, word, text.length);
}

static struct finding *complain(struct reader *reader, const char *what, struct text culprit)
{
    const int length = culprit.length < 60 ? (int)culprit.length : 60;
    struct finding *finding = findings_add(reader->findings, FINDINGS_ERROR, "", "%s '%.*s'", what,
                                           length, culprit.bytes);

    finding->line = reader->line;
    finding->column = reader->column;
    return finding;
}

static void complain_of_signal(struct reader *reader, struct text word, int column)
{
    struct finding *finding;

    reader->column = column;
    finding = complain(reader, "unknown signal", word);
    snprintf(finding->suggestion, sizeof(finding->suggestion), "write BUY, SELL or HOLD");
}

/* False at the end. */
static bool next_line(struct reader *reader, struct text *ret_line)
{
    struct text *rest = &reader->rest;
    const char *end;

    if (!rest->length)
        return false;
    end = memchr(rest->bytes, '\n', rest->length);
    *ret_line = (struct text){ rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length };
    rest->bytes += ret_line->length + (end != NULL);
    rest->length -= ret_line->length + (end != NULL);
    *ret_line = trimmed(*ret_line);
    reader->line++;
    reader->column = 1;
    return true;
}

/* The two cells of a line; false if there are not two. */
static bool split(struct text line, struct text *ret_time, struct text *ret_signal)
{
    const char *comma = line.length ? memchr(line.bytes, ',', line.length) : NULL;
    struct text after;

    if (!comma)
        return false;
    after = (struct text){ comma + 1, line.length - (size_t)(comma + 1 - line.bytes) };
    *ret_time = trimmed((struct text){ line.bytes, (size_t)(comma - line.bytes) });
    *ret_signal = trimmed(after);
    return !after.length || !memchr(after.bytes, ',', after.length);
}

static int find_signal(struct text text)
{
    for (int s = 0; s < SIGNAL_COUNT; s++)
        if (is(text, signal_name((enum signal)s)))
            return s;
    return NO_SIGNAL;
}

static void read_row(struct reader *reader, struct text line)
{
    struct text stamp, word;
    enum date_zone zone;
    int64_t time;
    size_t bar;
    int signal;

    if (!split(line, &stamp, &word)) {
        complain(reader, "two cells expected, not", line);
        return;
    }
    if (!date_read_iso(stamp.bytes, stamp.length, &time, &zone)) {
        complain(reader, "no time is", stamp);
        return;
    }
    bar = bars_lower_bound(reader->bars, time);
    if (bar == reader->bars->count || reader->bars->time[bar] != time) {
        complain(reader, "no bar starts at", stamp);
        return;
    }
    signal = find_signal(word);
    if (signal == NO_SIGNAL)
        complain_of_signal(reader, word, (int)(word.bytes - line.bytes) + 1);
    else if (reader->signal[bar] != NO_SIGNAL)
        complain(reader, "there is a signal already for", stamp);
    else
        reader->signal[bar] = (uint8_t)signal;
}

static bool read_header(struct reader *reader)
{
    struct text line, stamp, word;

    if (reader->rest.length >= 3 && !memcmp(reader->rest.bytes, "\xef\xbb\xbf", 3)) {
        reader->rest.bytes += 3;
        reader->rest.length -= 3;
    }
    while (next_line(reader, &line)) {
        if (!line.length)
            continue;
        if (split(line, &stamp, &word) && is(stamp, "timestamp") && is(word, "signal"))
            return true;
        complain(reader, "the header must be timestamp,signal, not", line);
        return false;
    }
    findings_add(reader->findings, FINDINGS_ERROR, "", "there is no header timestamp,signal");
    return false;
}

static size_t read_rows(struct reader *reader)
{
    struct text line;
    size_t n = 0;

    while (next_line(reader, &line)) {
        if (!line.length)
            continue;
        read_row(reader, line);
        n++;
    }
    return n;
}

bool signals_parse(const char *bytes, size_t length, const char *label, const struct bars *bars,
                   uint8_t *ret_signal, struct error *err)
{
    struct reader reader = {
        .rest = { bytes, length }, .bars = bars, .findings = MEM_NEW(struct findings),
        .signal = mem_alloc(bars->count),
    };
    bool is_good;

    memset(reader.signal, NO_SIGNAL, bars->count);
    if (read_header(&reader) && !read_rows(&reader))
        findings_add(reader.findings, FINDINGS_ERROR, "", "there are no signals in it");
    is_good = findings_check(reader.findings, label, err);
    for (size_t i = 0; is_good && i < bars->count; i++)
        ret_signal[i] = reader.signal[i] == NO_SIGNAL ? SIGNAL_HOLD : reader.signal[i];
    free(reader.signal);
    free(reader.findings);
    return is_good;
}
