#include "log/log.h"

#include "base/buf.h"
#include "base/traceparent.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

static const char *const level_names[] = { "debug", "info", "warning", "error" };
static_assert(COUNT(level_names) == LOG_LEVELS, "one name per level");

static const char *const format_names[] = { "auto", "text", "json" };
static_assert(COUNT(format_names) == LOG_FORMATS, "one name per format");

static const char *const secret_names[] = {
    "token", "password", "authorization", "secret", "cookie",
};

static const char *service = "ktrdr";
static atomic_int least = LOG_INFO;
static atomic_bool as_json;
static const char *(*trace_of_writer)(void);

void log_start(const char *name, enum log_level level, enum log_format format)
{
    service = name;
    atomic_store(&least, (int)level);
    atomic_store(&as_json, format == LOG_JSON || (format == LOG_AUTO && !isatty(STDERR_FILENO)));
}

void log_trace_with(const char *(*trace)(void))
{
    trace_of_writer = trace;
}

static bool is_secret(const char *name)
{
    for (size_t i = 0; i < COUNT(secret_names); i++)
        if (strcasestr(name, secret_names[i]))
            return true;
    return false;
}

static void add_quoted(struct buf *line, const char *text)
{
    buf_add(line, "\"", 1);
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            buf_print(line, "\\u%04x", (unsigned)(unsigned char)*text);
            continue;
        }
        if (*text == '"' || *text == '\\')
            buf_add(line, "\\", 1);
        buf_add(line, text, 1);
    }
    buf_add(line, "\"", 1);
}

static void add_value(struct buf *line, const struct log_field *field)
{
    const char *text = field->text ? field->text : "";

    if (is_secret(field->name))
        buf_print(line, "\"[redacted]\"");
    else if (field->kind == LOG_FIELD_TEXT && (as_json || strpbrk(text, " \"\\\n\r\t=") || !*text))
        add_quoted(line, text);
    else if (field->kind == LOG_FIELD_TEXT)
        buf_print(line, "%s", text);
    else if (field->kind == LOG_FIELD_INTEGER)
        buf_print(line, "%lld", (long long)field->integer);
    else if (isfinite(field->number))
        buf_print(line, "%.6g", field->number);
    else
        buf_print(line, "null");
}

static void add_time(struct buf *line, const struct timespec *now)
{
    struct tm utc;
    char text[32];

    gmtime_r(&now->tv_sec, &utc);
    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc);
    buf_print(line, "%s.%03ldZ", text, now->tv_nsec / 1000000);
}

static void print_json(struct buf *line, enum log_level level, const char *event,
                       const struct log_field *fields, const struct timespec *now)
{
    buf_print(line, "{\"time\":\"");
    add_time(line, now);
    buf_print(line, "\",\"level\":\"%s\",\"service\":\"%s\",\"event\":", level_names[level],
              service);
    add_quoted(line, event);
    for (const struct log_field *field = fields; field && field->name; field++) {
        buf_print(line, ",\"%s\":", field->name);
        add_value(line, field);
    }
    buf_print(line, "}\n");
}

static void print_text(struct buf *line, enum log_level level, const char *event,
                       const struct log_field *fields, const struct timespec *now)
{
    add_time(line, now);
    buf_print(line, " %-7s %s", level_names[level], event);
    for (const struct log_field *field = fields; field && field->name; field++) {
        buf_print(line, " %s=", field->name);
        add_value(line, field);
    }
    buf_print(line, "\n");
}

enum { FIELDS = 24 };

/* The fields, and the trace after them unless they have one. */
static void add_trace(const struct log_field *fields, const char *id, struct log_field all[FIELDS])
{
    size_t n = 0;
    bool has_one = false;

    for (; fields && fields->name && n + 2 < FIELDS; fields++) {
        has_one |= !strcmp(fields->name, "trace_id");
        all[n++] = *fields;
    }
    if (!has_one)
        all[n++] = (struct log_field)LOG_T("trace_id", id);
    all[n] = (struct log_field)LOG_END;
}

void log_write(enum log_level level, const char *event, const struct log_field *fields)
{
    OWNED(buf_release) struct buf line = {0};
    struct log_field all[FIELDS];
    char id[TRACEPARENT_ID];
    struct timespec now;

    if ((int)level < atomic_load(&least))
        return;
    if (trace_of_writer && traceparent_parse(trace_of_writer(), id)) {
        add_trace(fields, id, all);
        fields = all;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    if (atomic_load(&as_json))
        print_json(&line, level, event, fields, &now);
    else
        print_text(&line, level, event, fields, &now);
    if (write(STDERR_FILENO, line.bytes, line.length) < 0)
        return;                         /* there is nobody left to tell */
}

void log_error(const char *event, const struct error *why, const struct log_field *fields)
{
    struct log_field all[16] = { LOG_T("code", error_name(why->code)), LOG_T("detail", why->text) };
    size_t n = 2;

    for (; fields && fields->name && n + 1 < COUNT(all); fields++)
        all[n++] = *fields;
    all[n] = (struct log_field)LOG_END;
    log_write(LOG_ERROR, event, all);
}

static int find(const char *const *names, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(names[i], text))
            return (int)i;
    return -1;
}

bool log_level_parse(const char *text, enum log_level *ret_level, struct error *err)
{
    const int found = find(level_names, COUNT(level_names), text);

    if (found < 0)
        return error_set(err, ERROR_INVALID, "'%.40s' is not debug, info, warning or error", text);
    *ret_level = (enum log_level)found;
    return true;
}

bool log_format_parse(const char *text, enum log_format *ret_format, struct error *err)
{
    const int found = find(format_names, COUNT(format_names), text);

    if (found < 0)
        return error_set(err, ERROR_INVALID, "'%.40s' is not auto, text or json", text);
    *ret_format = (enum log_format)found;
    return true;
}
