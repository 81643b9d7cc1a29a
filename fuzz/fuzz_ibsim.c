/* What the simulated gateway reads: the first byte chooses. Control lines and faults are answered in
 * one line of JSON, and a fault that is taken says so in the list; a contract file that is taken has
 * symbols and a calendar that is there; else the bytes are a client's, whole or after a good
 * greeting: whatever comes, the gateway ends with nobody connected and nothing open, and serves the
 * next client. */
#include "async/loop.h"
#include "async/scope.h"
#include "async/stream.h"
#include "domain/calendar.h"
#include "ib/tws_encode.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "ibsim/sim.h"
#include "ibsim/sim_contract.h"
#include "ibsim/sim_control.h"
#include "ibsim/sim_fault.h"
#include "log/log.h"
#include "wire/wire_json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { LINES, FAULT, CONTRACTS, RAW, FRAMES, MODES, WAIT_MS = 120000 };

static void hold(bool what)
{
    if (!what)
        abort();
}

/* ---- lines ---- */

static void hold_answer(const struct buf *answer)
{
    struct error err;
    json_t *tree;

    hold(!memchr(answer->bytes, '\n', answer->length));
    hold(wire_json_read(answer->bytes, answer->length, &tree, &err));
    hold(json_is_boolean(json_object_get(tree, "ok")));
    json_decref(tree);
}

static bool stop_sim(void *arg, struct error *err)
{
    (void)err;
    sim_stop(arg);
    return true;
}

static void hold_lines(char *text)
{
    struct loop *loop = loop_new_virtual();
    struct sim_market market = {0};
    struct sim *sim = sim_new(loop, &(struct sim_settings){ .now = 1717426800 }, &market);
    struct error ignored;
    struct task *task;

    for (char *line; (line = strsep(&text, "\n"));) {
        OWNED(buf_release) struct buf answer = {0};

        sim_control_do(sim, line, &answer);
        hold_answer(&answer);
    }
    task = task_spawn(loop, stop_sim, sim);
    loop_run(loop);
    hold(task_join(task, &ignored) && !task_count());
    sim_free(sim);
    loop_free(loop);
}

static void hold_fault(const char *text)
{
    struct sim_fault fault;
    struct error err = {0};

    if (!sim_fault_parse(text, &fault, &err)) {
        hold(err.code == ERROR_INVALID && *err.text);
        return;
    }
    hold(!strncmp(text, fault.kind->name, strlen(fault.kind->name)));
    hold(fault.probability >= 0 && fault.probability <= 1 && fault.after_ms >= 0 &&
         fault.for_ms >= 0 && strlen(fault.word) < sizeof(fault.word));
}

static void hold_contracts(const char *text, size_t length)
{
    OWNED(sim_contract_release) struct sim_contracts contracts = {0};
    struct error err = {0};

    if (!sim_contract_read(text, length, "file", &contracts, &err)) {
        hold(err.code == ERROR_INVALID && *err.text && !contracts.items);
        return;
    }
    for (size_t i = 0; i < contracts.count; i++)
        hold(*contracts.items[i].symbol && calendar_find(contracts.items[i].calendar) &&
             contracts.items[i].tick > 0 && contracts.items[i].con_id > 0);
}

/* ---- a client ---- */

static struct {
    struct loop *loop;
    struct sim *sim;
    const char *bytes;
    size_t length;
    int version;
    bool is_framed;
} it;

static void add_frame(struct buf *out, const char *payload, size_t length)
{
    const size_t begun = tws_frame_begin(out);
    struct error ignored;

    buf_add(out, payload, length);
    if (!tws_frame_end(out, begun, &ignored))
        out->length = begun;
}

/* A greeting, startApi, and then frames: a '\n' in the input ends one, a '|' a field. */
static void write_frames(struct buf *out)
{
    const char *at = it.bytes, *end = it.bytes + it.length;

    tws_hello_write(it.version, it.version, out);
    add_frame(out, "71\0" "2\0" "1\0" "\0", 8);
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        OWNED(buf_release) struct buf payload = {0};

        buf_add(&payload, at, (size_t)((line ? line : end) - at));
        for (size_t i = 0; i < payload.length; i++)
            if (payload.bytes[i] == '|')
                payload.bytes[i] = '\0';
        add_frame(out, payload.bytes, payload.length);
        at = line ? line + 1 : end;
    }
}

/* Reads all that comes, for two minutes of the loop's clock. */
static bool drain(void *arg, struct error *err)
{
    const int64_t deadline = loop_now(it.loop) + WAIT_MS;
    char bytes[4096];
    size_t n = 1;

    while (n && stream_read(arg, bytes, sizeof(bytes), deadline, &n, err))
        ;
    return true;
}

static bool talk(struct stream *pair[2], struct error *err)
{
    OWNED(buf_release) struct buf out = {0};
    OWNED(scope_release) struct scope scope = { .loop = it.loop };

    if (it.is_framed)
        write_frames(&out);
    else
        buf_add(&out, it.bytes, it.length);
    scope_spawn(&scope, drain, pair[0]);
    if (out.length && !stream_write(pair[0], out.bytes, out.length, 0, err) &&
        err->code != ERROR_UNAVAILABLE)
        return false;
    return scope_wait(&scope, err);
}

static bool come_in(struct error *err)
{
    OWNED(buf_release) struct buf hello = {0};
    struct stream *pair[2];
    char bytes[64];
    size_t n = 0;
    bool ok;

    if (!stream_pair(it.loop, pair, err))
        return false;
    sim_serve(it.sim, pair[1]);
    tws_hello_write(187, 187, &hello);
    ok = stream_write(pair[0], hello.bytes, hello.length, 0, err) &&
         stream_read(pair[0], bytes, sizeof(bytes), loop_now(it.loop) + WAIT_MS, &n, err) && n > 4;
    stream_free(pair[0]);
    return ok;
}

static bool play(void *arg, struct error *err)
{
    struct stream *pair[2];
    bool ok;

    (void)arg;
    if (!stream_pair(it.loop, pair, err))
        return false;
    sim_serve(it.sim, pair[1]);
    ok = talk(pair, err);
    stream_free(pair[0]);
    ok = ok && come_in(err);
    sim_stop(it.sim);
    return ok;
}

static void add_bars(struct sim_market *market)
{
    static const char text[] = "timestamp,open,high,low,close,volume\n"
                               "2024-06-03T13:30:00Z,10,12,9,11,100\n"
                               "2024-06-03T13:31:00Z,11,12,9,10,100\n"
                               "2024-06-03T14:59:00Z,10,11,9,10,100\n"
                               "2024-06-03T15:00:00Z,10,11,9,10,100\n";
    struct error err;

    hold(sim_market_load_text(market, "AAA_1m.csv", text, strlen(text), &err));
}

static void hold_client(void)
{
    struct sim_market market = {0};
    struct error err = {0};
    struct task *task;

    add_bars(&market);
    it.loop = loop_new_virtual();
    it.sim = sim_new(it.loop, &(struct sim_settings){ .server_version = 200, .now = 1717426800 },
                     &market);
    task = task_spawn(it.loop, play, NULL);
    loop_run(it.loop);
    hold(task_join(task, &err) && !task_count());
    hold(!sim_count(it.sim)->connections && !sim_count(it.sim)->open_history_now);
    sim_free(it.sim);
    loop_free(it.loop);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = calloc(1, length + 1);

    log_start("fuzz", LOG_ERROR, LOG_TEXT);
    if (text && length > 2) {
        memcpy(text, bytes + 2, length - 2);
        it.bytes = text;
        it.length = length - 2;
        it.version = 157 + bytes[1] % 44;
        it.is_framed = bytes[0] % MODES == FRAMES;
        if (bytes[0] % MODES == LINES)
            hold_lines(text);
        else if (bytes[0] % MODES == FAULT)
            hold_fault(text);
        else if (bytes[0] % MODES == CONTRACTS)
            hold_contracts(text, it.length);
        else
            hold_client();
    }
    free(text);
    return 0;
}
