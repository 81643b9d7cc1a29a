#include "ibsim/sim_fault_link.h"

#include "async/timer.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_session.h"

enum { SECOND = 1000 };

static void tell_all(struct sim *sim, int64_t code)
{
    for (struct sim_session *it = sim->sessions; it; it = it->next)
        if (it->is_ready && !it->is_closed_by_us)
            sim_session_say(it, -1, code, NULL);
}

static void close_all(struct sim *sim, enum sim_end how)
{
    for (struct sim_session *it = sim->sessions; it; it = it->next)
        sim_session_close(it, how);
}

/* What was subscribed is gone; whoever had it has to ask again. */
static void forget_live(struct sim *sim)
{
    for (struct sim_session *it = sim->sessions; it; it = it->next)
        for (struct sim_request *request = it->requests; request; request = request->next)
            if (request->kind->follow && request->task)
                task_cancel(request->task);
}

static bool lose(struct sim *sim, int64_t seconds, const int64_t codes[2], struct error *err)
{
    tell_all(sim, codes[0]);
    sim->is_lost = true;
    if (!timer_sleep(seconds * SECOND, 0, err))
        return false;
    sim->is_lost = false;
    if (codes[1] == 1101)
        forget_live(sim);
    tell_all(sim, codes[1]);
    return true;
}

static bool lose_link(struct sim *sim, int64_t value, struct error *err)
{
    return lose(sim, value, (int64_t[2]){ 1100, 1102 }, err);
}

static bool lose_data(struct sim *sim, int64_t value, struct error *err)
{
    return lose(sim, value, (int64_t[2]){ 1100, 1101 }, err);
}

static bool lose_weakly(struct sim *sim, int64_t value, struct error *err)
{
    return lose(sim, value, (int64_t[2]){ 2110, 1102 }, err);
}

static bool lose_farm(struct sim *sim, int64_t value, struct error *err)
{
    tell_all(sim, 2103);
    if (!timer_sleep(value * SECOND, 0, err))
        return false;
    tell_all(sim, 2104);
    return true;
}

static bool lose_history_farm(struct sim *sim, int64_t value, struct error *err)
{
    return lose(sim, value, (int64_t[2]){ 2105, 2106 }, err);
}

static bool tell(struct sim *sim, int64_t value, struct error *err)
{
    (void)err;
    tell_all(sim, value);
    return true;
}

static bool change_port(struct sim *sim, int64_t value, struct error *err)
{
    (void)value;
    tell_all(sim, 1300);
    if (!timer_sleep(SECOND / 10, 0, err))
        return false;
    close_all(sim, SIM_CLOSE);
    return true;
}

static bool drop_all(struct sim *sim, int64_t value, struct error *err)
{
    (void)err;
    close_all(sim, value ? SIM_RESET : SIM_CLOSE);
    return true;
}

static bool restart(struct sim *sim, int64_t value, struct error *err)
{
    (void)err;
    sim->refuse_until = sim_now_ms(sim) + value * SECOND;
    sim->mute_until = sim->refuse_until + value * SECOND / 2;
    close_all(sim, SIM_CLOSE);
    event_raise(&sim->change);
    return true;
}

static bool be_mute(struct sim *sim, int64_t value, struct error *err)
{
    (void)err;
    sim->mute_until = sim_now_ms(sim) + value * SECOND;
    return true;
}

static bool stop_accepting(struct sim *sim, int64_t value, struct error *err)
{
    (void)err;
    sim->hold_until = sim_now_ms(sim) + value * SECOND;
    event_raise(&sim->change);
    return true;
}

const struct sim_fault_kind sim_fault_link[] = {
    { "accept-never", 1, SIM_AT_ONCE, 30, NULL, stop_accepting,
      "for VALUE s nobody accepts: connects wait in the queue" },
    { "link-lost", 16, SIM_AT_ONCE, 30, NULL, lose_link, "1100, and after VALUE s 1102" },
    { "link-reset", 16, SIM_AT_ONCE, 30, NULL, lose_data, "1100, and after VALUE s 1101" },
    { "link-weak", 16, SIM_AT_ONCE, 30, NULL, lose_weakly, "2110, and after VALUE s 1102" },
    { "farm-down", 16, SIM_AT_ONCE, 30, NULL, lose_farm, "2103, and after VALUE s 2104" },
    { "history-farm-down", 16, SIM_AT_ONCE, 30, NULL, lose_history_farm,
      "2105, no answers about data, and after VALUE s 2106" },
    { "notice", 16, SIM_AT_ONCE, 2108, NULL, tell, "notice VALUE to everybody" },
    { "port-changed", 16, SIM_AT_ONCE, 0, NULL, change_port, "1300, and hangs up on everybody" },
    { "drop-all", 7, SIM_AT_ONCE, 0, NULL, drop_all, "hangs up on everybody; 1: resets" },
    { "restart", 17, SIM_AT_ONCE, 10, NULL, restart,
      "hangs up, refuses connects for VALUE s, accepts silently for half of that" },
    { "mute", 17, SIM_AT_ONCE, 10, NULL, be_mute, "accepts silently for VALUE s" },
    {0}
};
