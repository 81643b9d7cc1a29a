#include "store/operation_id.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { START = 3, TIME_DIGITS = 10, DIGITS = 26 };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static int64_t last_ms = -1;
static unsigned char last[DIGITS];      /* its digits; the random ones count up within a time */

static void fill_random(unsigned char *bytes, size_t length)
{
    size_t got = 0;

    while (got < length) {
        const ssize_t n = getrandom(bytes + got, length - got, 0);

        if (n < 0 && errno != EINTR) {
            perror("getrandom");
            abort();                    /* a Linux without it is not one we run on */
        }
        got += n > 0 ? (size_t)n : 0;
    }
}

static void start_anew(int64_t now_ms)
{
    fill_random(last + TIME_DIGITS, DIGITS - TIME_DIGITS);
    for (int i = TIME_DIGITS; i < DIGITS; i++)
        last[i] &= 31;
    for (int i = TIME_DIGITS; i--; now_ms >>= 5)
        last[i] = (unsigned char)(now_ms & 31);
}

/* 2^80 do not run over in a millisecond; a carry into the time would still be a new id. */
static void count_up(void)
{
    for (int i = DIGITS; i--;) {
        last[i] = (last[i] + 1) & 31;
        if (last[i])
            return;
    }
}

/* A clock that goes back does not lead ids back. */
void operation_id_new(int64_t now_ms, char ret_id[OPERATION_ID_SIZE])
{
    pthread_mutex_lock(&making);
    if (now_ms > last_ms)
        start_anew(now_ms);
    else
        count_up();
    last_ms = now_ms > last_ms ? now_ms : last_ms;
    memcpy(ret_id, "op_", START);
    for (int i = 0; i < DIGITS; i++)
        ret_id[START + i] = digits[last[i]];
    ret_id[START + DIGITS] = '\0';
    pthread_mutex_unlock(&making);
}

bool operation_id_is_valid(const char *text)
{
    return !strncmp(text, "op_", START) && strlen(text) == OPERATION_ID_SIZE - 1 &&
           text[START] <= '7' && strspn(text + START, digits) == DIGITS;
}
