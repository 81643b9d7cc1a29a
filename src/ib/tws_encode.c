#include "ib/tws_encode.h"

#include "ib/tws_bars.h"
#include "ib/tws_frame.h"
#include "ib/tws_read.h"
#include "ib/tws_text.h"
#include "ib/tws_value.h"

#include <string.h>

struct encoder {
    const struct tws_layout *layout;
    const struct tws_message *message;
    const struct tws_dialect *dialect;
    struct buf *out;
    struct error *err;
};

static bool encode_fields(struct encoder *e, const struct tws_field *fields, const char *base);

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

static bool encode_text(struct encoder *e, const struct tws_field *field, const char *base)
{
    const char *text = field->text;
    char shown[44];

    if (field->kind != TWS_FIXED)
        memcpy(&text, base + field->offset, sizeof(text));
    if (!text)
        text = "";
    if (e->layout->sender == TWS_CLIENT && !is_printable(text))
        return error_set(e->err, ERROR_INVALID, "%s: '%s' is '%s'; ib takes printable ascii only",
                         e->layout->name, field->name, tws_read_shown(text, shown));
    if (field->kind == TWS_ESCAPED) {
        tws_text_escape(text, e->out);
        text = "";
    }
    buf_add(e->out, text, strlen(text) + 1);
    return true;
}

static bool encode_value(struct encoder *e, const struct tws_field *field, const char *base)
{
    char text[NUMBER_TEXT];

    buf_add(e->out, text, tws_value_write(field->kind, base + field->offset, text) + 1);
    return true;
}

static bool encode_time(struct encoder *e, const struct tws_field *field, const char *base)
{
    struct tws_time time;
    char text[TWS_TIME_TEXT];
    size_t length;

    memcpy(&time, base + field->offset, sizeof(time));
    if (!tws_time_write(&time, text, &length, e->err))
        return false;
    buf_add(e->out, text, length + 1);
    return true;
}

static bool encode_list(struct encoder *e, const struct tws_field *field, const char *base)
{
    char text[NUMBER_TEXT];
    const char *rows;
    size_t n;

    memcpy(&rows, base + field->offset, sizeof(rows));
    memcpy(&n, base + field->count_offset, sizeof(n));
    buf_add(e->out, text, number_print_int64((int64_t)n, text) + 1);
    for (size_t i = 0; i < n; i++)
        if (!encode_fields(e, field->rows, rows + i * field->row_size))
            return false;
    return true;
}

static bool encode_bars(struct encoder *e)
{
    return tws_bars_encode(&e->message->history, e->dialect->zone, e->out, e->err);
}

static bool encode_field(struct encoder *e, const struct tws_field *field, const char *base)
{
    switch (field->kind) {
    case TWS_FIXED:
    case TWS_TEXT:
    case TWS_ESCAPED: return encode_text(e, field, base);
    case TWS_TIME:    return encode_time(e, field, base);
    case TWS_LIST:    return encode_list(e, field, base);
    case TWS_GROUP:   return encode_fields(e, field->rows, base);
    case TWS_BARS:    return encode_bars(e);
    default:          return encode_value(e, field, base);
    }
}

static bool encode_fields(struct encoder *e, const struct tws_field *fields, const char *base)
{
    for (; fields->kind; fields++)
        if (tws_message_has(e->message, fields, e->dialect->version) &&
            !encode_field(e, fields, base))
            return false;
    return true;
}

static bool encode_whole(struct encoder *e)
{
    const size_t begun = tws_frame_begin(e->out);

    buf_print(e->out, "%d", e->layout->id);
    buf_add(e->out, "", 1);
    return encode_fields(e, e->layout->fields, (const char *)e->message)
        && tws_frame_end(e->out, begun, e->err);
}

bool tws_encode(const struct tws_message *message, const struct tws_dialect *dialect,
                struct buf *out, struct error *err)
{
    struct encoder e = { tws_message_layout(message->type), message, dialect, out, err };
    const size_t before = out->length;

    if (dialect->version < TWS_OLDEST || dialect->version > TWS_NEWEST)
        return error_set(err, ERROR_INVALID, "server version '%d' is not known", dialect->version);
    if (!e.layout || dialect->version < e.layout->since)
        return error_set(err, ERROR_INVALID, "there is no '%s' at server version %d",
                         tws_message_name(message->type), dialect->version);
    if (encode_whole(&e))
        return true;
    out->length = before;
    out->bytes[before] = '\0';
    return false;
}
