/* Of sim_parts.h: whatever leaves the gateway goes through here. */
#include "async/stream.h"
#include "async/timer.h"
#include "ibsim/sim_parts.h"

enum { SECOND = 1000 };

/* Bytes a second: a piece, and then a rest as long as it lasts at that rate. */
static bool send_pieces(struct sim_session *session, const struct sim_act *act, size_t length,
                        struct error *err)
{
    const size_t piece = act->piece ? act->piece : act->bytes_per_second ? 64 : length;

    for (size_t at = 0; at < length; at += piece) {
        const size_t n = length - at < piece ? length - at : piece;

        if (!stream_write(session->stream, act->bytes.bytes + at, n, 0, err))
            return false;
        if (act->bytes_per_second &&
            !timer_sleep((int64_t)n * SECOND / act->bytes_per_second, 0, err))
            return false;
    }
    return true;
}

/* Nothing else is sent any more: whoever wants to write waits until the connection is gone. */
static bool stay_silent(struct sim_session *session, struct error *err)
{
    while (event_wait(&session->change, 0, err))
        ;
    return false;
}

static bool send_held(struct sim_session *session, const struct sim_act *act, struct error *err)
{
    const size_t length = act->most < act->bytes.length ? act->most : act->bytes.length;

    if (!send_pieces(session, act, length, err))
        return false;
    if (act->end == SIM_SILENT)
        return stay_silent(session, err);
    if (act->end != SIM_GO_ON)
        sim_session_close(session, act->end);
    return true;
}

bool sim_send_act(struct sim_session *session, struct sim_act *act, struct error *err)
{
    bool ok;

    if (act->delay_ms > 0 && !timer_sleep(act->delay_ms, 0, err))
        return false;
    if (act->is_dropped)
        return true;
    if (!gate_enter(&session->gate, 0, err))
        return false;
    ok = send_held(session, act, err);
    gate_leave(&session->gate);
    return ok;
}

bool sim_send_message(struct sim_session *session, const struct tws_message *message,
                      struct error *err)
{
    const struct tws_dialect dialect = sim_session_dialect(session);
    OWNED(sim_act_release) struct sim_act act = { .most = SIZE_MAX };

    return tws_encode(message, &dialect, &act.bytes, err) && sim_send_act(session, &act, err);
}

bool sim_send_error(struct sim_session *session, int64_t id, int64_t code, const char *text,
                    struct error *err)
{
    OWNED(sim_act_release) struct sim_act act = { .most = SIZE_MAX };

    return sim_error_put(session, id, code, text, &act.bytes, err) &&
           sim_send_act(session, &act, err);
}
