/*
 * watch - a descriptor on the loop: calls back when it can be read or written.
 *
 * For sockets and pipes: streams, the HTTP server, libcurl. It calls again while
 * there is something left to read. The descriptor stays the caller's: free the
 * watch first, then close it. Loop thread only.
 */
#ifndef ASYNC_WATCH_H
#define ASYNC_WATCH_H

struct loop;
struct watch;

enum {
    WATCH_READ = 1,
    WATCH_WRITE = 2,
    WATCH_GONE = 4,     /* the other end has closed, or at least its side */
};

/* `events` are those asked for that came; on an error all of them, and read() will tell. */
typedef void watch_fn(void *arg, int events);

struct watch *watch_new(struct loop *loop, int fd, watch_fn *fn, void *arg);
void watch_set(struct watch *watch, int events);    /* 0: none for now, as at the start */
void watch_free(struct watch *watch);               /* no call comes after; takes NULL */

#endif
