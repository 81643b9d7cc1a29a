/* http_alarm - the one timer of a server: closes connections whose time is up. */
#ifndef NET_HTTP_ALARM_H
#define NET_HTTP_ALARM_H

#include <stdint.h>

struct http_server;

/* A connection's deadline may be this one. Later ones are seen when it rings. */
void http_alarm_set(struct http_server *server, int64_t when);
void http_alarm_stop(struct http_server *server);

#endif
