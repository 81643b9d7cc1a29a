/* ktrdr-ibsim - an IB Gateway that is none: for trying ktrdr without an account, and for tests. */
#include "async/event.h"
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/scope.h"
#include "async/socket.h"
#include "async/stream.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/number.h"
#include "ibsim/sim.h"
#include "ibsim/sim_control.h"
#include "ibsim/sim_demo.h"
#include "ibsim/sim_fault.h"
#include "ibsim/sim_listen.h"
#include "log/log.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FAULTS_MOST = 200, SCRIPT_MOST = 1 << 16, WORDS_MOST = 40, COLUMN = 26,
       DELAY_MOST = 600000 };

static struct {
    struct sim_settings settings;
    const char *listen, *bars, *contracts, *control;
    bool is_demo;
    int64_t ready_fd, version, seed;
    enum log_level log_level;
    size_t n_faults;
    char *faults[FAULTS_MOST];          /* owned */
    struct loop *loop;
    struct sim *sim;
    struct event stop;
    bool is_stopping;
} it = { .listen = "127.0.0.1:4002", .ready_fd = -1, .version = 187,
         .seed = 1, .log_level = LOG_DEBUG };

/* ---- the options ---- */

static void leave(int status, const char *text)
{
    fputs(text, status ? stderr : stdout);
    exit(status);
}

static int complain(const struct error *err)
{
    fprintf(stderr, "ktrdr-ibsim: %s\n", err->text);
    if (err->suggestion[0])
        fprintf(stderr, "  hint: %s\n", err->suggestion);
    return error_exit_status(err->code);
}

static bool set_demo(const char *value, struct error *err)
{
    (void)value;
    (void)err;
    it.is_demo = true;
    return true;
}

static bool set_now(const char *value, struct error *err)
{
    enum date_zone zone;

    return date_parse_iso(value, &it.settings.now, &zone, err);
}

static bool set_rate_mode(const char *value, struct error *err)
{
    if (strcmp(value, "reject") != 0 && strcmp(value, "pace") != 0)
        return error_set(err, ERROR_INVALID, "--rate-mode is reject or pace, not '%s'", value);
    it.settings.rate_mode = value[0] == 'p' ? SIM_RATE_PACE : SIM_RATE_REJECT;
    return true;
}

static bool add_fault(const char *value, struct error *err)
{
    struct sim_fault fault;

    if (!sim_fault_parse(value, &fault, err))
        return false;
    if (it.n_faults == FAULTS_MOST)
        return error_set(err, ERROR_LIMIT, "at most %d faults", FAULTS_MOST);
    it.faults[it.n_faults++] = strdup(value);
    return true;
}

/* One a line; what follows a '#' is for people. */
static bool add_faults(const char *value, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    char *rest, *line;

    if (!file_read(value, SCRIPT_MOST, &text, err))
        return false;
    rest = text.bytes;
    while (rest && (line = strsep(&rest, "\n"))) {
        line[strcspn(line, "#")] = '\0';
        line += strspn(line, " \t");
        line[strcspn(line, " \t\r")] = '\0';
        if (*line && !add_fault(line, err))
            return false;
    }
    return true;
}

static bool set_log_level(const char *value, struct error *err)
{
    return log_level_parse(value, &it.log_level, err);
}

static bool show_faults(const char *value, struct error *err)
{
    (void)value;
    (void)err;
    for (size_t i = 0; sim_fault_at(i); i++)
        printf("  %-*s %s\n", COLUMN - 3, sim_fault_at(i)->name, sim_fault_at(i)->text);
    exit(0);
}

static bool show_version(const char *value, struct error *err)
{
    (void)value;
    (void)err;
    leave(0, "ktrdr-ibsim " KTRDR_VERSION "\n");
    return true;
}

static bool show_help(const char *value, struct error *err);

static const struct choice {
    const char *name, *value;       /* value: its name for people; NULL: takes none */
    const char **words;             /* where it goes, if it is text */
    int64_t *whole, least, most;    /* or a whole number */
    bool (*take)(const char *value, struct error *err);     /* or needs more than that */
    const char *text;
} choices[] = {
#define WORDS(to) &it.to, NULL, 0, 0, NULL
#define WHOLE(to, least, most) NULL, &it.to, least, most, NULL
#define TAKES(function) NULL, NULL, 0, 0, function
    { "listen", "HOST:PORT", WORDS(listen), "default 127.0.0.1:4002; port 0 takes a free one" },
    { "bars", "FOLDER", WORDS(bars), "bars from its files SYMBOL_timeframe.csv: AAPL_1d.csv" },
    { "demo", NULL, TAKES(set_demo), "made-up bars of SYNA, SYNB, SYNX and EUR.USD" },
    { "contracts", "FILE", WORDS(contracts), "instruments, as YAML" },
    { "now", "TIME", TAKES(set_now), "what its clock shows at the start; default: the real one" },
    { "server-version", "N", WHOLE(version, 157, 200), "157 to 200; default 187" },
    { "accounts", "LIST", WORDS(settings.accounts), "default DU1000001" },
    { "delay", "MS", WHOLE(settings.delay_ms, 0, DELAY_MOST),
      "before an answer about the past; default 200" },
    { "delay-1000-bars", "MS", WHOLE(settings.delay_1000_bars_ms, 0, DELAY_MOST),
      "more of it for each 1000 bars; default 20" },
    { "answer-delay", "MS", WHOLE(settings.answer_ms, 0, DELAY_MOST),
      "before any other answer; default 20" },
    { "rate-mode", "MODE", TAKES(set_rate_mode), "too many messages: reject (default) or pace" },
    { "fault", "FAULT", TAKES(add_fault), "something to go wrong: no-reply@kind=history,nth=3" },
    { "faults", "FILE", TAKES(add_faults), "the same, one a line" },
    { "faults-help", NULL, TAKES(show_faults), "what can go wrong" },
    { "seed", "N", WHOLE(seed, 0, INT64_MAX), "of faults by probability; default 1" },
    { "control", "PATH", WORDS(control), "a unix socket for commands: try 'help' there" },
    { "ready-fd", "N", WHOLE(ready_fd, 0, 1 << 20), "writes its address there once it listens" },
    { "log-level", "LEVEL", TAKES(set_log_level), "debug (default: who asks what) to error" },
    { "version", NULL, TAKES(show_version), "" },
    { "help", NULL, TAKES(show_help), "" },
#undef WORDS
#undef WHOLE
#undef TAKES
};

static bool choose(const struct choice *choice, const char *value, struct error *err)
{
    int64_t whole;

    if (choice->take)
        return choice->take(value, err);
    if (choice->words) {
        *choice->words = value;
        return true;
    }
    if (!number_parse_int64(value, strlen(value), &whole) || whole < choice->least ||
        whole > choice->most)
        return error_set(err, ERROR_INVALID, "--%s takes %lld to %lld, not '%s'", choice->name,
                         (long long)choice->least, (long long)choice->most, value);
    *choice->whole = whole;
    return true;
}

static bool show_help(const char *value, struct error *err)
{
    (void)value;
    (void)err;
    printf("usage: ktrdr-ibsim --demo | --bars FOLDER [options]\n\n");
    for (size_t i = 0; i < COUNT(choices); i++) {
        char left[64];

        snprintf(left, sizeof(left), "--%s%s%s", choices[i].name, choices[i].value ? " " : "",
                 choices[i].value ? choices[i].value : "");
        printf("  %-*s %s\n", COLUMN - 3, left, choices[i].text);
    }
    exit(0);
}

static void read_words(int argc, char **argv)
{
    struct option options[WORDS_MOST] = {0};
    struct error err;

    for (size_t i = 0; i < COUNT(choices); i++)
        options[i] = (struct option){ choices[i].name, choices[i].value ? required_argument
                                                                        : no_argument, NULL, 0 };
    for (int found, at = 0; (found = getopt_long(argc, argv, "", options, &at)) != -1;) {
        if (found == '?')
            leave(2, "  hint: ktrdr-ibsim --help\n");
        if (!choose(&choices[at], optarg, &err))
            exit(complain(&err));
    }
    if (optind < argc || (!it.is_demo && !it.bars && !it.contracts))
        leave(2, "usage: ktrdr-ibsim --demo | --bars FOLDER [options]\n"
                 "  hint: ktrdr-ibsim --help\n");
}

/* ---- the service ---- */

static void ask_to_stop(void *arg, int signal)
{
    (void)arg;
    (void)signal;
    if (it.is_stopping)
        _exit(1);               /* asked a second time: at once */
    it.is_stopping = true;
    event_raise(&it.stop);
}

static bool load_market(struct sim_market *market, struct error *err)
{
    if (it.contracts && !sim_market_load_contracts(market, it.contracts, err))
        return false;
    if (it.bars && !sim_market_load_bars(market, it.bars, err))
        return false;
    if (it.is_demo)
        sim_demo_add(market, it.settings.now ? it.settings.now : date_now_ms() / 1000);
    return true;
}

static void tell_ready(const char *host, uint16_t port)
{
    char address[160];

    snprintf(address, sizeof(address), strchr(host, ':') ? "[%s]:%u" : "%s:%u", host, port);
    log_write(LOG_INFO, "ready", (struct log_field[]){
        LOG_T("address", address), LOG_I("server_version", it.settings.server_version),
        LOG_T("data", it.is_demo ? "synthetic" : it.bars ? it.bars : "none"), LOG_END });
    if (it.ready_fd < 0)
        return;
    dprintf((int)it.ready_fd, "%s\n", address);
    close((int)it.ready_fd);
}

static bool keep_listening(void *arg, struct error *err)
{
    if (!sim_listen_run(arg, err) && err->code != ERROR_CANCELLED)
        log_error("nobody listens any more", err, NULL);
    return false;
}

static bool keep_control(void *arg, struct error *err)
{
    return sim_control_run(it.sim, arg, err);
}

static void free_listener(struct stream_listener **listener)
{
    stream_listener_free(*listener);
}

static bool add_all_faults(struct error *err)
{
    for (size_t i = 0; i < it.n_faults; i++)
        if (!sim_add_fault(it.sim, it.faults[i], err))
            return false;
    return true;
}

static bool serve(struct sim_listen *listen, const char *host, struct error *err)
{
    OWNED(free_listener) struct stream_listener *control = NULL;
    OWNED(scope_release) struct scope scope = { .loop = it.loop };
    bool ok = add_all_faults(err) &&
              (!it.control || stream_listen_unix(it.loop, it.control, &control, err));

    if (!ok)
        return false;
    scope_spawn(&scope, keep_listening, listen);
    if (control)
        scope_spawn(&scope, keep_control, control);
    tell_ready(host, sim_listen_port(listen));
    while (ok && !it.is_stopping)
        ok = event_wait(&it.stop, 0, err);
    return ok;
}

static bool run(void *arg, struct error *err)
{
    struct sim_listen *listen;
    char host[100];
    uint16_t port;
    bool ok;

    (void)arg;
    if (!socket_parse(it.listen, host, sizeof(host), &port, err) ||
        !sim_listen_new(it.sim, host, port, &listen, err))
        return false;
    ok = serve(listen, host, err);
    sim_listen_free(listen);
    sim_stop(it.sim);
    return ok;
}

static bool run_loop(struct error *err)
{
    struct interrupt *term, *ctrl_c;
    struct sim_market market = {0};
    struct task *task;
    bool ok;

    if (!load_market(&market, err)) {
        sim_market_release(&market);
        return false;
    }
    it.loop = loop_new();
    it.sim = sim_new(it.loop, &it.settings, &market);
    term = interrupt_new(it.loop, SIGTERM, ask_to_stop, NULL);
    ctrl_c = interrupt_new(it.loop, SIGINT, ask_to_stop, NULL);
    task = task_spawn(it.loop, run, NULL);
    loop_run(it.loop);
    ok = task_join(task, err);
    interrupt_free(term);
    interrupt_free(ctrl_c);
    sim_free(it.sim);
    loop_free(it.loop);
    return ok;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    bool ok;

    umask(077);
    it.settings = sim_usual_settings();
    read_words(argc, argv);
    it.settings.server_version = (int)it.version;
    it.settings.seed = (uint64_t)it.seed;
    log_start("ktrdr-ibsim", it.log_level, LOG_AUTO);
    ok = run_loop(&err);
    for (size_t i = 0; i < it.n_faults; i++)
        free(it.faults[i]);
    log_write(LOG_INFO, "stopped", NULL);
    return ok ? 0 : complain(&err);
}
