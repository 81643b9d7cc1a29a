#include "net/http_alarm.h"

#include "async/loop.h"
#include "net/http_connection.h"
#include "net/http_parts.h"

#include <stddef.h>

/* Deadlines mostly move away before they come, and moving one should cost nothing: so the timer
 * rings for what was the soonest, looks at all, and is set for what is the soonest now. */
enum { SPACING_MS = 10 };

static int64_t sooner(int64_t a, int64_t b)
{
    return !a || (b && b < a) ? b : a;
}

static void ring(void *arg)
{
    struct http_server *server = arg;
    const int64_t now = loop_now(server->loop);
    int64_t next = 0;

    server->alarm = NULL;
    for (struct http_connection *one = server->connections, *after; one; one = after) {
        after = one->next;
        http_connection_check_time(one, now);
        next = sooner(next, sooner(one->deadline, one->write_deadline));
    }
    if (next)
        http_alarm_set(server, next > now + SPACING_MS ? next : now + SPACING_MS);
}

void http_alarm_set(struct http_server *server, int64_t when)
{
    if (server->alarm && server->alarm_when <= when)
        return;
    http_alarm_stop(server);
    server->alarm_when = when;
    server->alarm = loop_timer_start(server->loop, when - loop_now(server->loop), ring, server);
}

void http_alarm_stop(struct http_server *server)
{
    if (server->alarm)
        loop_timer_stop(server->alarm);
    server->alarm = NULL;
}
