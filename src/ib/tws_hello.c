#include "ib/tws_hello.h"

#include "base/number.h"
#include "ib/tws_frame.h"
#include "ib/tws_read.h"

#include <stdio.h>
#include <string.h>

enum { PREFIX = 4, TEXT_MOST = 256, VERSION_MOST = 9999 };

static const char prefix[PREFIX] = { 'A', 'P', 'I', '\0' };

void tws_hello_write(int oldest, int newest, struct buf *out)
{
    char text[64];
    const int n = oldest == newest ? snprintf(text, sizeof(text), "v%d", oldest)
                                   : snprintf(text, sizeof(text), "v%d..%d", oldest, newest);
    const char head[TWS_FRAME_HEAD] = { 0, 0, 0, (char)n };

    buf_add(out, prefix, PREFIX);
    buf_add(out, head, TWS_FRAME_HEAD);
    buf_add(out, text, (size_t)n);
}

static const char *read_version(const char *at, const char *end, int *ret_version)
{
    int version = 0;

    for (; at < end && *at >= '0' && *at <= '9' && version <= VERSION_MOST; at++)
        version = version * 10 + (*at - '0');
    *ret_version = version;
    return version >= 1 && version <= VERSION_MOST ? at : NULL;
}

/* 'v157..200', 'v157', and behind a space anything. */
static bool read_range(const char *at, const char *end, struct tws_hello *ret_hello)
{
    if (at == end || *at != 'v')
        return false;
    at = read_version(at + 1, end, &ret_hello->oldest);
    ret_hello->newest = ret_hello->oldest;
    if (at && end - at >= 2 && !memcmp(at, "..", 2))
        at = read_version(at + 2, end, &ret_hello->newest);
    return at && (at == end || *at == ' ') && ret_hello->oldest <= ret_hello->newest;
}

static bool refuse(const char *bytes, size_t length, struct error *err)
{
    char text[44], shown[44];
    const size_t n = length < 20 ? length : 20;

    memcpy(text, bytes, n);
    text[n] = '\0';
    return error_set(err, ERROR_BAD_DATA, "'%s' is no greeting of an ib client",
                     tws_read_shown(text, shown));
}

bool tws_hello_read(const char *bytes, size_t length, struct tws_hello *ret_hello,
                    struct error *err)
{
    const size_t head = PREFIX + TWS_FRAME_HEAD;
    const unsigned char *said = (const unsigned char *)bytes + PREFIX;
    size_t n;

    *ret_hello = (struct tws_hello){0};
    if (memcmp(bytes, prefix, length < PREFIX ? length : PREFIX) != 0)
        return refuse(bytes, length, err);
    if (length < head)
        return true;
    n = (size_t)said[2] << 8 | said[3];
    if (said[0] || said[1] || !n || n > TEXT_MOST)
        return error_set(err, ERROR_BAD_DATA, "a greeting of '%zu' bytes", n);
    if (length - head < n)
        return true;
    if (!read_range(bytes + head, bytes + head + n, ret_hello))
        return refuse(bytes + head, n, err);
    ret_hello->size = head + n;
    return true;
}

int tws_hello_choose(const struct tws_hello *hello, int oldest, int newest)
{
    const int version = hello->newest < newest ? hello->newest : newest;

    return version >= hello->oldest && version >= oldest ? version : 0;
}

void tws_hello_write_answer(int version, const char *time, struct buf *out)
{
    char text[NUMBER_TEXT];
    const size_t n = number_print_int64(version, text) + 1, length = n + strlen(time) + 1;
    const char head[TWS_FRAME_HEAD] = { 0, 0, (char)(length >> 8), (char)length };

    buf_add(out, head, TWS_FRAME_HEAD);
    buf_add(out, text, n);
    buf_add(out, time, strlen(time) + 1);
}

bool tws_hello_read_answer(const char *payload, size_t length, struct tws_hello_answer *ret_answer,
                           struct error *err)
{
    struct tws_read read = tws_read_begin(payload, length);
    const bool is_answer = tws_read_count(read) == 2;
    size_t n;
    const char *text;
    char shown[44];
    int64_t version;

    *ret_answer = (struct tws_hello_answer){0};
    if (!is_answer)
        return true;
    text = tws_read_text(&read, &n);
    if (!number_parse_int64(text, n, &version) || !version || version < -1 ||
        version > VERSION_MOST)
        return error_set(err, ERROR_BAD_DATA, "'%s' is no version of a gateway",
                         tws_read_shown(text, shown));
    text = tws_read_text(&read, &n);
    if (version == -1)
        return error_set(err, ERROR_UNAVAILABLE, "the gateway sends us to '%s'",
                         tws_read_shown(text, shown));
    *ret_answer = (struct tws_hello_answer){ (int)version, text };
    return true;
}
