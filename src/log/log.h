/*
 * log - what a service tells its operator: one line an event, with fields.
 *
 * Text on a terminal, JSON lines otherwise, unless told. Written to stderr in one write() each, so
 * that lines of several threads never mix. Any thread. A field whose name says that it is a secret
 * (token, password, authorization, …) is written as "[redacted]".
 */
#ifndef LOG_LOG_H
#define LOG_LOG_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR, LOG_LEVELS };
enum log_format { LOG_AUTO, LOG_TEXT, LOG_JSON, LOG_FORMATS };

struct log_field {
    const char *name;               /* NULL ends the list */
    enum { LOG_FIELD_TEXT, LOG_FIELD_INTEGER, LOG_FIELD_NUMBER } kind;
    const char *text;
    int64_t integer;
    double number;
};

#define LOG_T(name, value) { name, LOG_FIELD_TEXT, (value), 0, 0 }
#define LOG_I(name, value) { name, LOG_FIELD_INTEGER, NULL, (int64_t)(value), 0 }
#define LOG_N(name, value) { name, LOG_FIELD_NUMBER, NULL, 0, (value) }
#define LOG_END            { NULL, LOG_FIELD_TEXT, NULL, 0, 0 }

/* Before the first line; afterwards it changes level and format. `service` is borrowed for ever. */
void log_start(const char *service, enum log_level least, enum log_format format);

/* Each line then has the trace that this names when it is written, as trace_id, unless it has one
 * of its own. The function is called on whichever thread writes; a traceparent, "" for none. */
void log_trace_with(const char *(*trace)(void));

/*     log_write(LOG_INFO, "listening", (struct log_field[]){ LOG_T("address", text), LOG_END }); */
void log_write(enum log_level level, const char *event, const struct log_field *fields);

/* The same for an error; `fields` may be NULL. */
void log_error(const char *event, const struct error *why, const struct log_field *fields);

CHECKED bool log_level_parse(const char *text, enum log_level *ret_level, struct error *err);
CHECKED bool log_format_parse(const char *text, enum log_format *ret_format, struct error *err);

#endif
