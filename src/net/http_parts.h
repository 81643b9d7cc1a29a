/* http_parts - the structs that the files of the HTTP server share. Nobody else includes this. */
#ifndef NET_HTTP_PARTS_H
#define NET_HTTP_PARTS_H

#include "async/socket.h"
#include "base/buf.h"
#include "base/traceparent.h"
#include "net/http_head.h"
#include "net/http_request.h"
#include "net/http_route.h"
#include "net/http_server.h"

enum { HTTP_PARTS_QUERIES = 32, HTTP_PARTS_PIECE = 64 * 1024 };

struct http_server {
    struct loop *loop;
    struct http_server_settings settings;
    struct http_route_table *tables;        /* owned, linked */
    struct http_listener *listeners;
    struct http_connection *connections;
    size_t n_connections;
    struct loop_timer *alarm;               /* for the soonest deadline of a connection */
    int64_t alarm_when;
    struct task *drainer;                   /* waits until there are no connections */
    bool is_draining, is_impatient;         /* impatient: tasks are cancelled */
    uint32_t id_prefix, id_count;
    uint16_t port;
    int64_t date_second;
    char date[40];
    struct buf head;                        /* of the reply that is being sent */
    char piece[HTTP_PARTS_PIECE];           /* what was just read */
};

enum http_state {
    HTTP_IDLE,                  /* no byte of a request yet */
    HTTP_IN_HEAD,                  /* some */
    HTTP_BUSY,                  /* there is a request */
    HTTP_ENDING,                /* nothing more will be read as a request */
    HTTP_LINGERING,             /* all is sent; the client may read it before we close */
    HTTP_CLOSED,                /* freed when its request is, and nobody looks at it any more */
};

struct http_connection {
    struct http_server *server;
    struct http_connection *next, *prev;
    struct watch *watch;
    struct http_request *request;   /* in flight, or NULL */
    struct task *waiter;            /* its task, in a wait of ours */
    struct buf in, out;
    size_t in_used, out_used;
    size_t head_seen;               /* of the bytes not used: searched for the head's end */
    int64_t deadline;               /* of the state, or of a read of the body; 0: none */
    int64_t write_deadline;
    int fd;
    enum http_state state;
    char peer[SOCKET_PEER];         /* its address; "" of a unix socket */
    bool is_local;                  /* a unix socket */
    bool is_late;                   /* a read's deadline has passed */
    bool is_broken;                 /* nothing can be sent; closes soon */
    bool is_taking;                 /* in the loop that takes requests out of `in` */
};

enum http_reply_state { HTTP_REPLY_NONE, HTTP_REPLY_BEGUN, HTTP_REPLY_ENDED };

struct http_request {
    struct http_connection *connection;
    struct http_head head;
    struct http_route_match match;
    char id[64];
    char trace[TRACEPARENT];        /* ours, in the trace that it came with or a new one */
    struct task *task;              /* runs the handler; NULL once that has returned */
    bool has_run;                   /* the task has: it waits, or has ended */
    bool has_left, has_failed;      /* the client, or we, broke it off */
    int64_t deadline, started_us;

    char *query_text;               /* owned */
    size_t n_queries;
    struct http_header queries[HTTP_PARTS_QUERIES];

    struct buf body;
    uint64_t body_left;             /* not handed out yet */
    int64_t waited_ms;              /* for the body */

    bool is_kept;
    http_request_gone_fn *gone;
    void *gone_arg;

    enum http_reply_state reply;
    struct buf reply_headers;
    int status;
    uint64_t sent;                  /* bytes of the reply's body */
    size_t sent_in_turn;            /* of them, since others could run */
    bool is_chunked, has_no_body;   /* no body: to a HEAD */
    struct http_inner_answer *inner;    /* where the reply goes instead; see http_inner.h */
};

#endif
