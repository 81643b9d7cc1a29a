#include "domain/labels/label_swings.h"

#include "base/mem.h"

#include <stdlib.h>

enum direction { UNKNOWN, UP, DOWN };

static void add(struct label_swings *swings, size_t *room, const struct label_swing *swing)
{
    if (swings->count == *room) {
        *room = *room * 2 + 16;
        swings->items = mem_resize(swings->items, *room * sizeof(*swings->items));
    }
    swings->items[swings->count++] = *swing;
}

void label_swings_find(const double *close, size_t n, double threshold,
                       struct label_swings *ret_swings)
{
    enum direction direction = UNKNOWN;
    size_t high = 0, low = 0, room = 0;

    *ret_swings = (struct label_swings){0};
    for (size_t i = 1; i < n; i++) {
        if (close[i] > close[high])
            high = i;
        if (close[i] < close[low])
            low = i;
        if (direction != DOWN && close[i] <= close[high] * (1 - threshold)) {
            add(ret_swings, &room, &(struct label_swing){ high, i, true });
            direction = DOWN;
            low = i;                /* the first close so low is the lowest since the high */
        } else if (direction != UP && close[i] >= close[low] * (1 + threshold)) {
            add(ret_swings, &room, &(struct label_swing){ low, i, false });
            direction = UP;
            high = i;
        }
    }
}

void label_swings_release(struct label_swings *swings)
{
    free(swings->items);
    *swings = (struct label_swings){0};
}
