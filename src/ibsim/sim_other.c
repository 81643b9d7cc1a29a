#include "ibsim/sim_other.h"

#include "base/mem.h"
#include "base/number.h"
#include "ib/tws_frame.h"
#include "ib/tws_read.h"
#include "ib/tws_value.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_session.h"

#include <stdlib.h>
#include <string.h>

enum { EXECUTIONS = 7 };

static const char read_only[] = "Error validating request.-'bO' : cause - The API interface is "
                                "currently in Read-Only mode.";

static const struct other {
    int64_t type;
    const char *answer;             /* fields, each ended by a blank; NULL: none */
    bool is_order;
} others[] = {
    { 3, NULL, true },              /* placeOrder */
    { 4, NULL, true },              /* cancelOrder */
    { 5, "53 1 ", false },          /* open orders: there are none */
    { EXECUTIONS, "55 1 ID ", false },
    { 14, NULL, false },            /* the server's log level */
    { 15, NULL, false },            /* bind orders that are entered by hand */
    { 16, "53 1 ", false },         /* all open orders */
    { 21, NULL, true },             /* exercise options */
    { 58, NULL, true },             /* cancel all orders */
    { 99, "102 ", false },          /* completed orders */
};

static int64_t id_of(int64_t type, const char *payload, size_t length)
{
    struct tws_read read = tws_read_begin(payload, length);
    const int at = type == EXECUTIONS ? 2 : 1;
    const char *text = NULL;
    size_t n = 0;
    int64_t id;

    for (int i = 0; i <= at; i++)
        if (!(text = tws_read_text(&read, &n)))
            return -1;
    return tws_value_read(TWS_ID, text, n, &id) ? id : -1;
}

static void put_fields(struct buf *out, const char *fields, int64_t id)
{
    const size_t begun = tws_frame_begin(out);
    struct error ignored;

    for (const char *blank; (blank = strchr(fields, ' ')); fields = blank + 1) {
        if (!strncmp(fields, "ID ", 3))
            buf_print(out, "%lld", (long long)id);
        else
            buf_add(out, fields, (size_t)(blank - fields));
        buf_add(out, "", 1);
    }
    if (!tws_frame_end(out, begun, &ignored))
        out->length = begun;
}

struct send {
    struct sim_session *session;
    struct sim_act act;
};

static bool send_it(void *arg, struct error *err)
{
    struct send *what = arg;
    const bool ok = sim_send_act(what->session, &what->act, err);

    sim_act_release(&what->act);
    free(what);
    return ok || true;      /* who is gone, the reader notices */
}

static void answer(struct sim_session *session, const char *fields, int64_t id)
{
    struct send *what = MEM_NEW(struct send);

    what->session = session;
    what->act.most = SIZE_MAX;
    what->act.delay_ms = session->sim->settings.answer_ms;
    put_fields(&what->act.bytes, fields, id);
    scope_spawn(&session->scope, send_it, what);
}

void sim_other_take(struct sim_session *session, int64_t type, const char *payload, size_t length)
{
    struct sim_counts *counts = &session->sim->counts;
    const int64_t id = id_of(type, payload, length);

    for (size_t i = 0; i < COUNT(others); i++) {
        if (others[i].type != type)
            continue;
        counts->orders_refused += others[i].is_order;
        if (others[i].is_order)
            sim_session_say(session, id, 321, read_only);
        if (others[i].answer)
            answer(session, others[i].answer, id);
        return;
    }
    counts->messages_unknown++;
    sim_session_say(session, -1, 320, "Error reading request. Message id is not known");
}
