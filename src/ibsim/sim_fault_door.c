#include "ibsim/sim_fault_door.h"

enum { BEFORE_MOST = 1000 };


static void drop(struct sim_act *act, int64_t value)
{
    (void)value;
    act->is_dropped = true;
}

static void delay(struct sim_act *act, int64_t value)
{
    act->delay_ms += value;
}

/* A frame that is no answer: it has three fields. */
static void precede(struct sim_act *act, int64_t value)
{
    for (int64_t i = 0; i < value && i < BEFORE_MOST; i++)
        buf_add(&act->bytes, "\0\0\0\x06" "9\0" "1\0" "1\0", 10);
}

static void redirect(struct sim_act *act, int64_t value)
{
    (void)value;
    act->version = -1;
    act->time = "127.0.0.1:4009";
}

static void set_version(struct sim_act *act, int64_t value)
{
    act->version = (int)value;
}

static void add_third(struct sim_act *act, int64_t value)
{
    (void)value;
    act->third = "more";
}

static void spoil_time(struct sim_act *act, int64_t value)
{
    (void)value;
    act->time = "20251009 13:45:00 Mitteleurop\xe4ische Zeit";
}

static void skip_accounts(struct sim_act *act, int64_t value)
{
    (void)value;
    act->no_accounts = true;
}

static void skip_id(struct sim_act *act, int64_t value)
{
    (void)value;
    act->no_id = true;
}

static void swap(struct sim_act *act, int64_t value)
{
    (void)value;
    act->is_swapped = true;
}

static void delay_id(struct sim_act *act, int64_t value)
{
    act->id_delay_ms = value;
}

static void take(struct sim_act *act, int64_t value)
{
    (void)value;
    act->is_taken = true;
}

static void take_silently(struct sim_act *act, int64_t value)
{
    (void)value;
    act->is_taken = act->no_text = true;
}

static void take_and_reset(struct sim_act *act, int64_t value)
{
    (void)value;
    act->is_taken = act->no_text = true;
    act->end = SIM_RESET;
}

const struct sim_fault_kind sim_fault_door[] = {
    { "accept-silent", 1, SIM_AT_ACCEPT, 0, drop, NULL, "accepts and never says a word" },
    { "hello-late", 2, SIM_AT_HELLO, 5000, delay, NULL, "answers the greeting after VALUE ms" },
    { "hello-none", 2, SIM_AT_HELLO, 0, drop, NULL, "does not answer the greeting" },
    { "hello-preceded", 2, SIM_AT_HELLO, 1, precede, NULL,
      "sends VALUE other frames before the answer" },
    { "hello-redirect", 2, SIM_AT_HELLO, 0, redirect, NULL,
      "version -1: sends the client to another address" },
    { "hello-version", 2, SIM_AT_HELLO, 99, set_version, NULL, "names VALUE as its version" },
    { "hello-fields", 2, SIM_AT_HELLO, 0, add_third, NULL, "answers with a field too many" },
    { "hello-time", 2, SIM_AT_HELLO, 0, spoil_time, NULL, "a time in no UTF-8" },
    { "start-ignored", 3, SIM_AT_START, 0, drop, NULL, "startApi is not answered at all" },
    { "start-no-id", 3, SIM_AT_START, 0, skip_id, NULL, "accounts, but no nextValidId" },
    { "start-no-accounts", 3, SIM_AT_START, 0, skip_accounts, NULL,
      "nextValidId, but no accounts" },
    { "start-swapped", 3, SIM_AT_START, 0, swap, NULL, "nextValidId before the accounts" },
    { "start-late", 3, SIM_AT_START, 5000, delay_id, NULL, "nextValidId after VALUE ms" },
    { "id-taken", 4, SIM_AT_START, 0, take, NULL, "error 326, and hangs up" },
    { "id-taken-silent", 4, SIM_AT_START, 0, take_silently, NULL, "hangs up without a word" },
    { "id-taken-reset", 4, SIM_AT_START, 0, take_and_reset, NULL, "resets the connection" },
    {0}
};
