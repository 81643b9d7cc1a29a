#include "ib/tws_decode.h"

#include "ib/tws_bars.h"
#include "ib/tws_read.h"
#include "ib/tws_text.h"
#include "ib/tws_value.h"

#include <math.h>
#include <string.h>

struct decoder {
    struct tws_read read;
    const struct tws_layout *layout;
    const struct tws_dialect *dialect;
    struct tws_message *message;
    struct error *err;
};

static bool decode_fields(struct decoder *d, const struct tws_field *fields, char *base);

static bool blame(const struct decoder *d, const struct tws_field *field, const char *text)
{
    char shown[44];

    return error_set(d->err, ERROR_BAD_DATA, "%s: '%s' is '%s'", d->layout->name, field->name,
                     text ? tws_read_shown(text, shown) : "missing");
}

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

static const char *unescape(struct decoder *d, const char *text, size_t length)
{
    char *plain;

    if (!tws_text_is_escaped(text))
        return text;
    plain = tws_message_alloc(d->message, length + 1);
    tws_text_unescape(text, plain);
    return plain;
}

static bool decode_text(struct decoder *d, const struct tws_field *field, char *base)
{
    size_t length;
    const char *text = tws_read_text(&d->read, &length);

    if (!text)
        return blame(d, field, NULL);
    if (d->layout->sender == TWS_CLIENT && !is_printable(text))
        return blame(d, field, text);
    if (field->kind == TWS_ESCAPED)
        text = unescape(d, text, length);
    if (field->kind != TWS_FIXED)
        memcpy(base + field->offset, &text, sizeof(text));
    return true;
}

static void put_nothing(const struct tws_field *field, char *base)
{
    const double none = (double)NAN;

    if (field->kind == TWS_REAL || field->kind == TWS_DECIMAL)
        memcpy(base + field->offset, &none, sizeof(none));
}

static bool decode_value(struct decoder *d, const struct tws_field *field, char *base)
{
    size_t length;
    const char *text = tws_read_text(&d->read, &length);

    if (!text)
        return blame(d, field, NULL);
    if (tws_value_read(field->kind, text, length, base + field->offset))
        return true;
    if (!field->is_loose)
        return blame(d, field, text);
    put_nothing(field, base);
    return true;
}

static bool decode_time(struct decoder *d, const struct tws_field *field, char *base)
{
    size_t length;
    const char *text = tws_read_text(&d->read, &length);
    struct tws_time time;

    if (!text)
        return blame(d, field, NULL);
    if (!tws_time_read(text, &time, d->err))
        return false;
    memcpy(base + field->offset, &time, sizeof(time));
    return true;
}

static bool decode_count(struct decoder *d, const struct tws_field *field, int64_t *ret_count)
{
    size_t length;
    const char *text = tws_read_text(&d->read, &length);

    if (!text || !tws_value_read(TWS_INT, text, length, ret_count) || *ret_count < 0)
        return blame(d, field, text);
    return true;
}

/* Bytes that a row takes at least: each of its fields has its '\0'. */
static size_t least_bytes(const struct decoder *d, const struct tws_field *rows)
{
    size_t n = 0;

    for (; rows->kind; rows++)
        n += tws_message_has(d->message, rows, d->dialect->version);
    return n;
}

static bool decode_list(struct decoder *d, const struct tws_field *field, char *base)
{
    int64_t count;
    size_t n, left;
    char *rows;

    if (!decode_count(d, field, &count))
        return false;
    left = (size_t)(d->read.end - d->read.at) / least_bytes(d, field->rows);
    if ((uint64_t)count > left)
        return error_set(d->err, ERROR_BAD_DATA, "%s: '%lld' rows of '%s' do not fit into what "
                         "came", d->layout->name, (long long)count, field->name);
    n = (size_t)count;
    rows = n ? tws_message_alloc(d->message, n * field->row_size) : NULL;
    memcpy(base + field->offset, &rows, sizeof(rows));
    memcpy(base + field->count_offset, &n, sizeof(n));
    for (size_t i = 0; i < n; i++)
        if (!decode_fields(d, field->rows, rows + i * field->row_size))
            return false;
    return true;
}

static bool decode_bars(struct decoder *d, const struct tws_field *field, char *base)
{
    int64_t count;

    return decode_count(d, field, &count)
        && tws_bars_decode(&d->read, count, d->dialect->zone,
                           (struct tws_history *)(void *)(base + field->offset), d->err);
}

static bool decode_field(struct decoder *d, const struct tws_field *field, char *base)
{
    switch (field->kind) {
    case TWS_FIXED:
    case TWS_TEXT:
    case TWS_ESCAPED: return decode_text(d, field, base);
    case TWS_TIME:    return decode_time(d, field, base);
    case TWS_LIST:    return decode_list(d, field, base);
    case TWS_GROUP:   return decode_fields(d, field->rows, base);
    case TWS_BARS:    return decode_bars(d, field, base);
    default:          return decode_value(d, field, base);
    }
}

static bool decode_fields(struct decoder *d, const struct tws_field *fields, char *base)
{
    for (; fields->kind; fields++)
        if (tws_message_has(d->message, fields, d->dialect->version) &&
            !decode_field(d, fields, base))
            return false;
    return true;
}

static bool decode_whole(struct decoder *d)
{
    if (!decode_fields(d, d->layout->fields, (char *)d->message))
        return false;
    if (d->read.at == d->read.end || d->layout->may_grow)
        return true;
    return error_set(d->err, ERROR_BAD_DATA, "%s: '%zu' fields too many", d->layout->name,
                     tws_read_count(d->read));
}

bool tws_decode(const char *payload, size_t length, const struct tws_dialect *dialect,
                struct tws_message *ret_message, struct error *err)
{
    struct decoder d = { tws_read_begin(payload, length), NULL, dialect, ret_message, err };
    size_t id_length = 0;
    const char *id = tws_read_text(&d.read, &id_length);
    char shown[44];

    *ret_message = (struct tws_message){0};
    if (dialect->version < TWS_OLDEST || dialect->version > TWS_NEWEST)
        return error_set(err, ERROR_INVALID, "server version '%d' is not known", dialect->version);
    if (!id || !tws_value_read(TWS_ID, id, id_length, &ret_message->id))
        return error_set(err, ERROR_BAD_DATA, "a message that begins with '%s', not with a number",
                         id ? tws_read_shown(id, shown) : "");
    d.layout = tws_message_find(dialect->sender, ret_message->id);
    if (!d.layout || dialect->version < d.layout->since)
        return true;
    ret_message->type = d.layout->type;
    ret_message->id = 0;
    if (decode_whole(&d))
        return true;
    tws_message_release(ret_message);
    return false;
}
