/* What decodes, encodes to bytes that decode to the same bars; a copy says what a loan says. */
#include "domain/bars.h"
#include "domain/kbar.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

static void hold_same(const struct bars *a, const struct bars *b)
{
    hold(a->count == b->count);
    hold(!a->count || !memcmp(a->time, b->time, a->count * 8));
    for (int c = 0; c < BARS_COLUMNS; c++) {
        hold(c < BARS_REQUIRED || !a->column[c] == !b->column[c]);
        hold(!a->count || !a->column[c] || !memcmp(a->column[c], b->column[c], a->count * 8));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct error err = {0};
    struct bars lent = {0}, copied = {0}, again = {0};
    struct buf encoded = {0};
    char *moved = malloc(length + 1);
    char *aligned = malloc(length + 1);

    memcpy(moved + 1, bytes, length);
    memcpy(aligned, bytes, length);
    if (kbar_decode(aligned, length, &lent, &err)) {
        hold(kbar_decode(moved + 1, length, &copied, &err));
        hold_same(&lent, &copied);
        kbar_encode(&lent, &encoded);
        hold(kbar_check_hash(encoded.bytes, encoded.length, &err));
        hold(kbar_decode(encoded.bytes, encoded.length, &again, &err));
        hold_same(&lent, &again);
    } else {
        hold(!kbar_decode(moved + 1, length, &copied, &err) && err.code == ERROR_BAD_DATA);
    }
    bars_release(&lent);
    bars_release(&copied);
    bars_release(&again);
    buf_release(&encoded);
    free(moved);
    free(aligned);
    return 0;
}
