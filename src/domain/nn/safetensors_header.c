#include "domain/nn/safetensors_header.h"

#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 32 };

struct reader {
    const char *text;
    size_t length, at;
    struct error *err;
};

static bool refuse(struct reader *reader, const char *what)
{
    return error_set(reader->err, ERROR_BAD_DATA, "safetensors header, byte %zu: %s", reader->at,
                     what);
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->length && strchr(" \t\r\n", reader->text[reader->at])
           && reader->text[reader->at])
        reader->at++;
}

static bool take(struct reader *reader, char c)
{
    skip_space(reader);
    if (reader->at >= reader->length || reader->text[reader->at] != c)
        return false;
    reader->at++;
    return true;
}

static bool expect(struct reader *reader, char c)
{
    char what[] = "expected ' '";

    if (take(reader, c))
        return true;
    what[10] = c;
    return refuse(reader, what);
}

static bool read_hex(struct reader *reader, unsigned *ret)
{
    *ret = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        const char c = reader->at < reader->length ? reader->text[reader->at] : '\0';
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *digit = c ? strchr(digits, c) : NULL;

        if (!digit)
            return refuse(reader, "expected four hex digits");
        *ret = *ret * 16 + (unsigned)(digit - digits) % 16;
    }
    return true;
}

static void add_utf8(struct buf *out, unsigned code)
{
    char bytes[4];

    if (code < 0x80) {
        bytes[0] = (char)code;
        buf_add(out, bytes, 1);
    } else if (code < 0x800) {
        bytes[0] = (char)(0xc0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3f));
        buf_add(out, bytes, 2);
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xe0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[2] = (char)(0x80 | (code & 0x3f));
        buf_add(out, bytes, 3);
    } else {
        bytes[0] = (char)(0xf0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3f));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[3] = (char)(0x80 | (code & 0x3f));
        buf_add(out, bytes, 4);
    }
}

static bool read_unicode(struct reader *reader, struct buf *out)
{
    unsigned code, low;

    if (!read_hex(reader, &code))
        return false;
    if (code >= 0xd800 && code < 0xdc00) {
        if (reader->length - reader->at < 6 || memcmp(reader->text + reader->at, "\\u", 2) != 0)
            return refuse(reader, "half a surrogate pair");
        reader->at += 2;
        if (!read_hex(reader, &low))
            return false;
        if (low < 0xdc00 || low >= 0xe000)
            return refuse(reader, "half a surrogate pair");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    } else if (code == 0 || (code >= 0xdc00 && code < 0xe000)) {
        return refuse(reader, "a character that no text has");
    }
    add_utf8(out, code);
    return true;
}

static bool read_escape(struct reader *reader, struct buf *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char c = reader->at < reader->length ? reader->text[reader->at] : '\0';
    const char *found = c ? strchr(from, c) : NULL;

    if (c == 'u') {
        reader->at++;
        return read_unicode(reader, out);
    }
    if (!found)
        return refuse(reader, "unknown escape");
    reader->at++;
    buf_add(out, &to[found - from], 1);
    return true;
}

/* Bytes of the character that begins here, 0 if it is not UTF-8 (RFC 3629, table 3-7 of Unicode).
 * */
static size_t utf8_length(const unsigned char *s, size_t left)
{
    const unsigned char c = s[0];
    const size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;

    if (n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((c == 0xe0 && s[1] < 0xa0) || (c == 0xed && s[1] > 0x9f) || (c == 0xf0 && s[1] < 0x90)
        || (c == 0xf4 && s[1] > 0x8f))
        return 0;
    return n;
}

static bool read_text(struct reader *reader, struct buf *out)
{
    buf_add(out, "", 0);                /* an empty text has bytes too */
    if (!expect(reader, '"'))
        return false;
    while (reader->at < reader->length) {
        const unsigned char *s = (const unsigned char *)reader->text + reader->at;
        const size_t n = utf8_length(s, reader->length - reader->at);

        if (n == 0 || *s < 0x20)
            return refuse(reader, "not a character of a text");
        reader->at += n;
        if (*s == '"')
            return true;
        if (*s != '\\')
            buf_add(out, (const char *)s, n);
        else if (!read_escape(reader, out))
            return false;
    }
    return refuse(reader, "a text without end");
}

/* A name that is compared, so that a long one need not be kept. */
static bool read_name(struct reader *reader, char ret[NAME_BYTES])
{
    struct buf OWNED(buf_release) text = {0};

    if (!read_text(reader, &text))
        return false;
    snprintf(ret, NAME_BYTES, "%s", text.bytes);
    return text.length < NAME_BYTES || refuse(reader, "an unknown name");
}

static bool read_count(struct reader *reader, uint64_t *ret)
{
    size_t from;

    skip_space(reader);
    from = reader->at;
    *ret = 0;
    while (reader->at < reader->length && reader->text[reader->at] >= '0'
           && reader->text[reader->at] <= '9') {
        *ret = *ret * 10 + (uint64_t)(reader->text[reader->at++] - '0');
        if (*ret > UINT64_C(1) << 48)
            return refuse(reader, "a number that is too large");
    }
    if (reader->at == from || (reader->at > from + 1 && reader->text[from] == '0'))
        return refuse(reader, "expected a number");
    return true;
}

static bool read_counts(struct reader *reader, uint64_t ret[2], size_t *ret_n)
{
    *ret_n = 0;
    if (!expect(reader, '['))
        return false;
    if (take(reader, ']'))
        return true;
    do {
        if (*ret_n == 2)
            return refuse(reader, "more than two numbers");
        if (!read_count(reader, &ret[(*ret_n)++]))
            return false;
    } while (take(reader, ','));
    return expect(reader, ']');
}

static bool read_field(struct reader *reader, struct safetensors_header_tensor *tensor, int *seen)
{
    char name[NAME_BYTES], type[NAME_BYTES];
    uint64_t n[2] = {0};
    size_t count;
    int which;

    if (!read_name(reader, name) || !expect(reader, ':'))
        return false;
    which = strcmp(name, "dtype") == 0 ? 1 : strcmp(name, "shape") == 0 ? 2
          : strcmp(name, "data_offsets") == 0 ? 4 : 0;
    if (!which || *seen & which)
        return refuse(reader, which ? "a field comes twice" : "an unknown field of a tensor");
    *seen |= which;
    if (which == 1)
        return read_name(reader, type)
               && (strcmp(type, "F32") == 0 || refuse(reader, "a type that is not 'F32'"));
    if (!read_counts(reader, n, &count))
        return false;
    if (which == 2) {
        tensor->n_dimensions = count;
        tensor->dimension[0] = (size_t)n[0];
        tensor->dimension[1] = (size_t)n[1];
        return true;
    }
    tensor->begin = n[0];
    tensor->end = n[1];
    return count == 2 || refuse(reader, "offsets are two numbers");
}

/* l1.weight to l9.bias, symbol_embedding. */
static bool parse_name(const char *name, struct safetensors_header_tensor *tensor)
{
    static_assert(NETWORK_LAYERS == 9, "one digit");
    tensor->is_embedding = !strcmp(name, "symbol_embedding");
    if (tensor->is_embedding)
        return true;
    if (name[0] != 'l' || name[1] < '1' || name[1] > '9')
        return false;
    tensor->layer = (size_t)(name[1] - '1');
    tensor->is_bias = strcmp(name + 2, ".bias") == 0;
    return tensor->is_bias || strcmp(name + 2, ".weight") == 0;
}

static bool read_tensor(struct reader *reader, const char *name, struct safetensors_header *header)
{
    struct safetensors_header_tensor tensor = {0};
    int seen = 0;

    if (!parse_name(name, &tensor))
        return error_set(reader->err, ERROR_BAD_DATA, "safetensors header: unknown tensor '%s'",
                         name);
    for (size_t i = 0; i < header->n_tensors; i++)
        if (header->tensor[i].is_embedding == tensor.is_embedding &&
            header->tensor[i].layer == tensor.layer && header->tensor[i].is_bias == tensor.is_bias)
            return error_set(reader->err, ERROR_BAD_DATA, "safetensors header: '%s' comes twice",
                             name);
    if (!expect(reader, '{'))
        return false;
    do {
        if (!read_field(reader, &tensor, &seen))
            return false;
    } while (take(reader, ','));
    if (seen != 7)
        return refuse(reader, "a tensor without dtype, shape or data_offsets");
    header->tensor[header->n_tensors++] = tensor;
    return expect(reader, '}');
}

static bool read_pair(struct reader *reader, struct safetensors_metadata *metadata)
{
    struct buf OWNED(buf_release) key = {0};
    struct buf OWNED(buf_release) value = {0};

    if (!read_text(reader, &key) || !expect(reader, ':') || !read_text(reader, &value))
        return false;
    if (safetensors_value(metadata, key.bytes))
        return refuse(reader, "a key of the metadata comes twice");
    if (metadata->n == SAFETENSORS_METADATA)
        return refuse(reader, "too much metadata");
    metadata->pair[metadata->n++] =
        (struct safetensors_pair){ mem_text(key.bytes), mem_text(value.bytes) };
    return true;
}

static bool read_metadata(struct reader *reader, struct safetensors_metadata *metadata)
{
    if (!expect(reader, '{'))
        return false;
    if (take(reader, '}'))
        return true;
    do {
        if (!read_pair(reader, metadata))
            return false;
    } while (take(reader, ','));
    return expect(reader, '}');
}

static bool read_all(struct reader *reader, struct safetensors_header *header)
{
    char name[NAME_BYTES];
    bool has_metadata = false;

    if (!expect(reader, '{'))
        return false;
    do {
        const bool is_first = !has_metadata;

        if (!read_name(reader, name) || !expect(reader, ':'))
            return false;
        if (strcmp(name, "__metadata__") != 0) {
            if (!read_tensor(reader, name, header))
                return false;
            continue;
        }
        has_metadata = true;
        if (!is_first)
            return refuse(reader, "the metadata come twice");
        if (!read_metadata(reader, &header->metadata))
            return false;
    } while (take(reader, ','));
    if (!expect(reader, '}'))
        return false;
    skip_space(reader);
    return reader->at == reader->length || refuse(reader, "more after its end");
}

bool safetensors_header_parse(const char *text, size_t length, struct safetensors_header *ret,
                              struct error *err)
{
    struct reader reader = { text, length, 0, err };

    *ret = (struct safetensors_header){0};
    if (read_all(&reader, ret))
        return true;
    safetensors_release(&ret->metadata);
    return false;
}

void safetensors_header_quote(struct buf *out, const char *text)
{
    buf_add(out, "\"", 1);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_print(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            buf_print(out, "\\u%04x", (unsigned)*text);
        else
            buf_add(out, text, 1);
    }
    buf_add(out, "\"", 1);
}
