#include "net/http_asking.h"

#include "base/buf.h"

#include <string.h>

void http_asking_print(const struct http_exchange_settings *settings,
                       const struct http_exchange_request *request, struct buf *ret_head)
{
    const bool has_colon = settings->host && strchr(settings->host, ':');
    const uint64_t length = request->file ? request->file->length : request->body_length;

    buf_print(ret_head, "%s %s HTTP/1.1\r\n", request->method, request->target);
    if (settings->path)
        buf_print(ret_head, "Host: localhost\r\n");
    else
        buf_print(ret_head, has_colon ? "Host: [%s]:%u\r\n" : "Host: %s:%u\r\n", settings->host,
                  settings->port);
    if (request->headers)
        buf_print(ret_head, "%s", request->headers);
    if (request->type)
        buf_print(ret_head, "Content-Type: %s\r\n", request->type);
    if (length || !strcmp(request->method, "POST") || !strcmp(request->method, "PUT"))
        buf_print(ret_head, "Content-Length: %llu\r\n", (unsigned long long)length);
    buf_add(ret_head, "\r\n", 2);
    if (request->body && !request->file)
        buf_add(ret_head, request->body, request->body_length);
}
