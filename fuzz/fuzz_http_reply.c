/* A reply as a server may send it: whole and byte by byte it must be the same. */
#include "net/http_answer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}
#define MUST(what) must(what, #what)

static bool parse(struct http_answer *answer, const char *bytes, size_t length, size_t step)
{
    struct error err;

    http_answer_begin(answer, HTTP_ANSWER_TO_OTHERS);
    for (size_t i = 0; i < length; i += step) {
        const size_t n = length - i < step ? length - i : step;

        if (!http_answer_add(answer, bytes + i, n, &err)) {
            MUST(err.code == ERROR_BAD_DATA && *err.text);
            return false;
        }
    }
    return http_answer_end(answer, &err) || (MUST(err.code == ERROR_UNAVAILABLE), false);
}

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct http_answer whole = {0}, pieces = {0};
    const char *text = (const char *)bytes;
    const bool ok = parse(&whole, text, length, length ? length : 1);

    MUST(parse(&pieces, text, length, 1) == ok);
    if (ok) {
        MUST(whole.status == pieces.status && whole.status >= 200);
        MUST(whole.body.length == pieces.body.length);
        MUST(!whole.body.length || !memcmp(whole.body.bytes, pieces.body.bytes, whole.body.length));
        MUST(whole.body.length <= length);
        MUST(is_same_text(http_answer_header(&whole, "Content-Type"),
                          http_answer_header(&pieces, "Content-Type")));
        MUST(whole.n_headers == pieces.n_headers);
    }
    http_answer_release(&whole);
    http_answer_release(&pieces);
    return 0;
}
