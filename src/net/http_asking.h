/* http_asking - the head of a request, as http_exchange sends it. */
#ifndef NET_HTTP_ASKING_H
#define NET_HTTP_ASKING_H

#include "net/http_exchange.h"

/* Appends it, and the body if that is in memory. Of the settings: path, host, port. */
void http_asking_print(const struct http_exchange_settings *settings,
                       const struct http_exchange_request *request, struct buf *ret_head);

#endif
