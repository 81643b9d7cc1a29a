/*
 * odd_host - a host that misbehaves, on the test's own loop, by the path it is asked for.
 *
 *     /ok  /hang  /half (and hangs)  /cut  /close  /garbage  /slow (a byte a second)
 *     /endless (1 GB)  /html  /badjson  /other (another major version)  /status/NNN[/RETRY_AFTER]
 *     /problem (404 with details)  /restart (closes once, then is well)  /count (the body's length)
 *     /events (three, then it ends; after Last-Event-ID those that are left)  /big (a megabyte)
 */
#ifndef TESTS_ODD_HOST_H
#define TESTS_ODD_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;

struct odd_host {
    uint16_t port;                  /* of the last start */
    int connections, requests;      /* since the start */
    int requests_of_restart;
    const char *retry_after;        /* of /status; NULL: not said */
    bool is_well;                   /* whatever it is asked for */
    char head[4096];                /* of the last request */
};

extern struct odd_host odd_host;

void odd_host_start(struct loop *loop, uint16_t port);      /* 0: a free one */
void odd_host_stop(void);           /* Waits. In a task */

/* How many descriptors this process has. */
size_t odd_host_descriptors(void);

#endif
