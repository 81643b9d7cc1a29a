#include "ibsim/sim_control.h"

#include "async/stream.h"
#include "base/mem.h"
#include "ibsim/sim_parts.h"
#include "wire/wire_text.h"

#include <stdlib.h>
#include <string.h>

/* ---- the commands ---- */

typedef bool command_fn(struct sim *sim, const char *rest, struct buf *answer, struct error *err);

static bool counts(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)rest;
    (void)err;
    buf_print(answer, ",\"counts\":");
    sim_counts_print(&sim->counts, answer);
    return true;
}

static bool reset(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)rest;
    (void)answer;
    (void)err;
    sim_counts_reset(&sim->counts);
    memset(sim->connect_times, 0, sizeof(sim->connect_times));
    return true;
}

static bool add_fault(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)answer;
    return sim_fault_add(sim, rest, err);
}

static bool list_faults(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)rest;
    (void)err;
    buf_print(answer, ",\"faults\":");
    sim_fault_print(sim, answer);
    return true;
}

static bool clear(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)rest;
    (void)answer;
    (void)err;
    sim_fault_clear(sim);
    return true;
}

static bool list_kinds(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)sim;
    (void)rest;
    (void)err;
    buf_print(answer, ",\"kinds\":[");
    for (size_t i = 0; sim_fault_at(i); i++)
        buf_print(answer, "%s\"%s\"", i ? "," : "", sim_fault_at(i)->name);
    buf_print(answer, "]");
    return true;
}

static bool list_sessions(struct sim *sim, const char *rest, struct buf *answer,
                          struct error *err)
{
    const char *comma = "";

    (void)rest;
    (void)err;
    buf_print(answer, ",\"sessions\":[");
    for (const struct sim_session *it = sim->sessions; it; it = it->next, comma = ",")
        buf_print(answer, "%s{\"client\":%lld,\"version\":%d,\"ready\":%s,\"requests\":%zu}", comma,
                  (long long)it->client_id, it->version, it->is_ready ? "true" : "false",
                  it->n_requests);
    buf_print(answer, "]");
    return true;
}

static bool set_mode(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)answer;
    if (strcmp(rest, "reject") != 0 && strcmp(rest, "pace") != 0)
        return error_set(err, ERROR_INVALID, "the mode is reject or pace");
    sim->settings.rate_mode = *rest == 'p' ? SIM_RATE_PACE : SIM_RATE_REJECT;
    return true;
}

static bool tell_time(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)rest;
    (void)err;
    buf_print(answer, ",\"now_ms\":%lld", (long long)sim_now_ms(sim));
    return true;
}

static bool help(struct sim *sim, const char *rest, struct buf *answer, struct error *err)
{
    (void)sim;
    (void)rest;
    (void)err;
    buf_print(answer, ",\"help\":");
    wire_text_print(answer, sim_control_help(), strlen(sim_control_help()));
    return true;
}

static const struct command {
    const char *name;
    command_fn *run;
} commands[] = {
    { "counts", counts },        { "reset", reset },       { "fault", add_fault },
    { "faults", list_faults },   { "kinds", list_kinds },  { "clear", clear },
    { "sessions", list_sessions }, { "rate-mode", set_mode }, { "time", tell_time },
    { "help", help },
};

const char *sim_control_help(void)
{
    return "counts, reset, fault FAULT, faults, kinds, clear, sessions, rate-mode reject|pace, "
           "time, help";
}

static const struct command *find(const char *line, size_t length)
{
    for (size_t i = 0; i < COUNT(commands); i++)
        if (strlen(commands[i].name) == length && !memcmp(commands[i].name, line, length))
            return &commands[i];
    return NULL;
}

static void say_error(const struct error *why, struct buf *answer)
{
    answer->length = 0;
    buf_print(answer, "{\"ok\":false,\"error\":");
    wire_text_print(answer, why->text, strlen(why->text));
    buf_print(answer, "}");
}

void sim_control_do(struct sim *sim, const char *line, struct buf *answer)
{
    const size_t length = strcspn(line, " ");
    const struct command *command = find(line, length);
    const char *rest = line + length + strspn(line + length, " ");
    struct error why = {0};

    answer->length = 0;
    buf_print(answer, "{\"ok\":true");
    if (!command)
        error_set(&why, ERROR_INVALID, "no such command; there are %s", sim_control_help());
    else if (command->run(sim, rest, answer, &why))
        why.code = ERROR_NONE;
    if (why.code)
        say_error(&why, answer);
    else
        buf_print(answer, "}");
}

/* ---- the socket ---- */

struct talk {
    struct sim *sim;
    struct stream *stream;
    char line[SIM_CONTROL_LINE + 1];
    size_t length;
};

static bool answer_line(struct talk *talk, size_t length, struct error *err)
{
    OWNED(buf_release) struct buf answer = {0};

    talk->line[length] = '\0';
    if (length && talk->line[length - 1] == '\r')
        talk->line[length - 1] = '\0';
    sim_control_do(talk->sim, talk->line, &answer);
    buf_add(&answer, "\n", 1);
    if (!stream_write(talk->stream, answer.bytes, answer.length, 0, err))
        return false;
    talk->length -= length + 1;
    memmove(talk->line, talk->line + length + 1, talk->length);
    return true;
}

/* Until it closes, or a line is too long. */
static bool talk_on(struct talk *talk, struct error *err)
{
    for (;;) {
        size_t n;

        if (talk->length == SIM_CONTROL_LINE ||
            !stream_read(talk->stream, talk->line + talk->length, SIM_CONTROL_LINE - talk->length,
                         0, &n, err))
            return false;
        talk->length += n;
        if (!n)
            return true;
        for (char *end; (end = memchr(talk->line, '\n', talk->length));)
            if (!answer_line(talk, (size_t)(end - talk->line), err))
                return false;
    }
}

static bool talk(void *arg, struct error *err)
{
    struct talk *it = arg;
    const bool ok = talk_on(it, err);

    stream_free(it->stream);
    free(it);
    return ok || true;          /* who hangs up is gone */
}

bool sim_control_run(struct sim *sim, struct stream_listener *listener, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = sim->loop };

    for (;;) {
        struct stream *stream;
        struct talk *one;

        if (!stream_accept(listener, 0, &stream, err))
            return false;
        one = MEM_NEW(struct talk);
        one->sim = sim;
        one->stream = stream;
        scope_spawn(&scope, talk, one);
    }
}
