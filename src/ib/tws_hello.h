/*
 * tws_hello - how a connection begins: the client's range of versions, the server's choice and
 * clock. Any thread. After it the client sends startApi, and nothing more before nextValidId.
 */
#ifndef IB_TWS_HELLO_H
#define IB_TWS_HELLO_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

struct tws_hello {
    int oldest, newest;         /* server versions, 1 to 9999 */
    size_t size;                /* bytes used up; 0: not whole yet */
};

struct tws_hello_answer {
    int version;                /* 0: this frame is no answer, look at the next one */
    const char *time;           /* 'yyyymmdd hh:mm:ss zone', any zone; borrowed */
};

void tws_hello_write(int oldest, int newest, struct buf *out);      /* no frame; send it in one */

/* The server's side of it. Fails with ERROR_BAD_DATA on what is no hello: close. */
CHECKED bool tws_hello_read(const char *bytes, size_t length, struct tws_hello *ret_hello,
                            struct error *err);

/* The newest version that both know; 0 if there is none. */
int tws_hello_choose(const struct tws_hello *hello, int oldest, int newest);

void tws_hello_write_answer(int version, const char *time, struct buf *out);    /* a frame */

/* Of a payload. Only one of two fields is an answer: others may come first. Fails with
 * ERROR_UNAVAILABLE on a redirect (version -1) and ERROR_BAD_DATA on what is no version. */
CHECKED bool tws_hello_read_answer(const char *payload, size_t length,
                                   struct tws_hello_answer *ret_answer, struct error *err);

#endif
