#include "ib_peer.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar.h"
#include "ib/tws_encode.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "test.h"

#include <string.h>

enum { MINUTE = 60, DAY = 86400 };

/* ---- the market ---- */

static void add_row(struct buf *text, int64_t time, double price, int volume)
{
    char stamp[DATE_TEXT];

    date_print_iso(time, stamp);
    buf_print(text, "%s,%.2f,%.2f,%.2f,%.2f,%d\n", stamp, price, price + 1, price - 1, price + 0.5,
              volume);
}

static void load(struct sim_market *market, const char *name, const struct buf *text)
{
    struct error err = {0};

    CHECK(sim_market_load_text(market, name, text->bytes, text->length, &err));
}

static void add_days(struct sim_market *market)
{
    OWNED(buf_release) struct buf text = {0};
    const int64_t first = date_of(2024, 1, 2);
    struct calendar_session session;

    buf_print(&text, "timestamp,open,high,low,close,volume\n");
    for (int64_t day = first; day < date_of(2025, 1, 1); day += DAY)
        if (calendar_session_on(calendar_find("nyse"), day, &session))
            add_row(&text, day, 100 + (double)((day - first) / DAY), 1000000);
    load(market, "AAA_1d.csv", &text);
}

/* Of 2024-06-03, 4:00 to 20:00 in New York. */
static void add_minutes(struct sim_market *market)
{
    OWNED(buf_release) struct buf text = {0};
    const int64_t first = date_of(2024, 6, 3) + 8 * 3600;

    buf_print(&text, "timestamp,open,high,low,close,volume\n");
    for (int i = 0; i < 16 * 60; i++)
        add_row(&text, first + i * MINUTE, 253 + (double)(i % 10), 600);
    load(market, "AAA_1m.csv", &text);
}

static void add_pair(struct sim_market *market)
{
    OWNED(buf_release) struct buf text = {0};
    const int64_t first = date_of(2024, 6, 2) + 21 * 3600;

    buf_print(&text, "timestamp,open,high,low,close,volume\n");
    for (int i = 0; i < 5 * 24; i++)
        add_row(&text, first + i * 3600, 5, 0);
    load(market, "EURUSD_1h.csv", &text);
}

static void add_future(struct sim_market *market)
{
    struct sim_contract future = {
        .con_id = 495512563, .symbol = "ES", .type = "FUT", .exchange = "CME", .currency = "USD",
        .local_symbol = "ESU4", .trading_class = "ES", .multiplier = "50",
        .last_trade = "20240920", .name = "E-mini S&P 500", .zone = "US/Central",
        .calendar = "none", .tick = 0.25 };

    sim_market_add(market, &future);
    future.con_id++;
    strcpy(future.last_trade, "20241220");
    strcpy(future.local_symbol, "ESZ4");
    sim_market_add(market, &future);
}

/* ---- running ---- */

struct run {
    struct ib_peer_play play;
    ib_peer_fn *fn;
};

static bool play(void *arg, struct error *err)
{
    struct run *run = arg;
    const bool ok = run->fn(&run->play, err);

    sim_stop(run->play.sim);
    return ok;
}

void ib_peer_run(const struct sim_settings *settings, ib_peer_fn *fn)
{
    struct sim_settings used = settings ? *settings : sim_usual_settings();
    struct sim_market market = {0};
    struct run run = { .fn = fn };
    struct error err = {0};
    struct task *task;
    bool ok;

    if (!used.now)
        used.now = date_of(2024, 6, 3) + 15 * 3600;
    add_days(&market);
    add_minutes(&market);
    add_pair(&market);
    add_future(&market);
    run.play.loop = loop_new_virtual();
    run.play.sim = sim_new(run.play.loop, &used, &market);
    task = task_spawn(run.play.loop, play, &run);
    loop_run(run.play.loop);
    ok = task_join(task, &err);
    test_expect(ok, __FILE__, __LINE__, "the play failed: %s", err.text);
    CHECK(task_count() == 0);
    sim_free(run.play.sim);
    loop_free(run.play.loop);
}

/* ---- one connection ---- */

int64_t ib_peer_wall(void *play)
{
    return sim_now_ms(((const struct ib_peer_play *)play)->sim);
}

bool ib_peer_dial(void *arg, int64_t deadline, struct stream **ret_stream, struct error *err)
{
    const struct ib_peer_play *play = arg;
    struct stream *pair[2];

    (void)deadline;
    if (!stream_pair(play->loop, pair, err))
        return false;
    sim_serve(play->sim, pair[1]);
    *ret_stream = pair[0];
    return true;
}

bool ib_peer_open(struct ib_peer_play *play, struct ib_peer *peer, struct error *err)
{
    *peer = (struct ib_peer){ .sim = play->sim };
    return ib_peer_dial(play, 0, &peer->stream, err);
}

void ib_peer_close(struct ib_peer *peer)
{
    tws_message_release(&peer->message);
    buf_release(&peer->in);
    stream_free(peer->stream);
    *peer = (struct ib_peer){0};
}

static int64_t deadline_of(void)
{
    return loop_now(task_loop()) + IB_PEER_WAIT_MS;
}

static bool read_more(struct ib_peer *peer, struct error *err)
{
    char bytes[4096];
    size_t n;

    if (peer->is_closed)
        return error_set(err, ERROR_UNAVAILABLE, "closed by the gateway");
    if (!stream_read(peer->stream, bytes, sizeof(bytes), deadline_of(), &n, err))
        return false;
    peer->is_closed = !n;
    buf_add(&peer->in, bytes, n);
    return n || error_set(err, ERROR_UNAVAILABLE, "closed by the gateway");
}

static void forget_used(struct ib_peer *peer)
{
    tws_message_release(&peer->message);
    peer->in.length -= peer->used;
    if (peer->used)
        memmove(peer->in.bytes, peer->in.bytes + peer->used, peer->in.length + 1);
    peer->used = 0;
}

static bool next_frame(struct ib_peer *peer, struct tws_frame *ret_frame, struct error *err)
{
    forget_used(peer);
    for (;;) {
        if (peer->in.length &&
            !tws_frame_take(peer->in.bytes, peer->in.length, ret_frame, err))
            return false;
        if (peer->in.length && ret_frame->size)
            break;
        if (!read_more(peer, err))
            return false;
    }
    peer->used = ret_frame->size;
    return true;
}

bool ib_peer_greet(struct ib_peer *peer, int oldest, int newest, struct error *err)
{
    OWNED(buf_release) struct buf hello = {0};
    struct tws_hello_answer answer = {0};
    struct tws_frame frame;

    tws_hello_write(oldest, newest, &hello);
    if (!stream_write(peer->stream, hello.bytes, hello.length, 0, err))
        return false;
    while (!answer.version)
        if (!next_frame(peer, &frame, err) ||
            !tws_hello_read_answer(frame.payload, frame.length, &answer, err))
            return false;
    peer->version = answer.version;
    return true;
}

bool ib_peer_send(struct ib_peer *peer, const struct tws_message *message, struct error *err)
{
    OWNED(buf_release) struct buf frame = {0};

    return tws_encode(message, &(struct tws_dialect){ TWS_CLIENT, peer->version, NULL }, &frame,
                      err) &&
           stream_write(peer->stream, frame.bytes, frame.length, 0, err);
}

bool ib_peer_start(struct ib_peer *peer, int64_t client_id, struct error *err)
{
    return ib_peer_send(peer, &(struct tws_message){
        .type = TWS_START_API, .start = { client_id, "" } }, err);
}

bool ib_peer_enter(struct ib_peer_play *play, struct ib_peer *peer, int version, int64_t client_id,
                   struct error *err)
{
    if (!ib_peer_open(play, peer, err))
        return false;
    if (ib_peer_greet(peer, version, version, err) && ib_peer_start(peer, client_id, err) &&
        ib_peer_wait_for(peer, TWS_NEXT_VALID_ID, err))
        return true;
    ib_peer_close(peer);
    return false;
}

bool ib_peer_next(struct ib_peer *peer, struct error *err)
{
    const struct tws_dialect dialect = { TWS_SERVER, peer->version, zone_builtin("US/Eastern") };
    struct tws_frame frame = {0};
    struct error why;

    if (!next_frame(peer, &frame, err))
        return false;
    if (!tws_decode(frame.payload, frame.length, &dialect, &peer->message, &why))
        peer->message.id = -2;
    return true;
}

bool ib_peer_wait_for(struct ib_peer *peer, enum tws_type type, struct error *err)
{
    do
        if (!ib_peer_next(peer, err))
            return false;
    while (peer->message.type != type);
    return true;
}

bool ib_peer_wait_error(struct ib_peer *peer, int64_t code, struct error *err)
{
    do
        if (!ib_peer_wait_for(peer, TWS_ERROR, err))
            return false;
    while (peer->message.error.code != code);
    return true;
}

bool ib_peer_wait_closed(struct ib_peer *peer, struct error *err)
{
    struct error why = {0};

    while (read_more(peer, &why))
        peer->in.length = 0;
    peer->used = 0;
    peer->in.length = 0;
    if (why.code == ERROR_UNAVAILABLE)
        return true;
    *err = why;
    return false;
}

/* ---- requests ---- */

static struct tws_contract contract_of(const char *symbol, const char *type)
{
    const bool is_pair = !strcmp(type, "CASH");

    return (struct tws_contract){ .symbol = symbol, .sec_type = type,
                                  .exchange = is_pair ? "IDEALPRO" : "SMART", .currency = "USD" };
}

struct tws_message ib_peer_history(int64_t id, const char *size, const char *duration,
                                   const char *end)
{
    return (struct tws_message){
        .type = TWS_REQ_HISTORICAL_DATA, .id = id, .contract = contract_of("AAA", "STK"),
        .history_request = { .end = end, .bar_size = size, .duration = duration, .what = "TRADES",
                             .use_rth = true, .format_date = 2, .options = "" } };
}

struct tws_message ib_peer_head(int64_t id)
{
    return (struct tws_message){
        .type = TWS_REQ_HEAD_TIMESTAMP, .id = id, .contract = contract_of("AAA", "STK"),
        .history_request = { .what = "TRADES", .use_rth = true, .format_date = 2 } };
}

struct tws_message ib_peer_details(int64_t id, const char *symbol, const char *type)
{
    struct tws_message message = { .type = TWS_REQ_CONTRACT_DETAILS, .id = id,
                                   .contract = contract_of(symbol, type) };

    if (!strcmp(type, "FUT"))
        message.contract.exchange = "CME";
    return message;
}
