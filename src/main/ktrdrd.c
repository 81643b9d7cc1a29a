/* ktrdrd - the services. `ktrdrd all` is the backend with everything in one process. */
#include "async/event.h"
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/task.h"
#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "backend/routes.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/socket_path.h"
#include "config/config.h"
#include "hosts/ib/host_ib.h"
#include "ib/ib_source.h"
#include "log/log.h"
#include "service/service_frame.h"
#include "service/service_metrics.h"

#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SETTINGS_MOST = 64, SLOW_TURN_MS = 50, DRAIN_MS = 5000, STOP_MS = 4000, TOKEN_MOST = 4096,
       KEPT_BYTES = 4 << 20, DESCRIPTORS = 65536 };

static struct {
    struct config config;
    int ready_fd;                   /* -1: nobody waits for the address */
    bool is_ib_host;
    struct loop *loop;
    struct event stop;
    bool is_stopping;
    struct buf token;
} it = { .ready_fd = -1 };

static const char usage[] =
    "usage: ktrdrd all|backend|ib-host [options]\n"
    "\n"
    "  all        the backend with everything local, in one process (the usual way)\n"
    "  backend    the same; host services, once configured, are called over HTTP\n"
    "  ib-host    the one connection to an IB Gateway, for backends (default 127.0.0.1:5001)\n"
    "\n"
    "  --listen HOST:PORT   default 127.0.0.1:8000, beside a unix socket; port 0 takes a free one\n"
    "  --data-dir FOLDER    default ~/.local/share/ktrdr\n"
    "  --config FILE        default ./ktrdr.yaml, ~/.config/ktrdr/ktrdr.yaml, /etc/ktrdr/…\n"
    "  --set KEY=VALUE      any key of the configuration (docs/configuration.md)\n"
    "  --ib-host-service URL|off\n"
    "                       ask that host, or do it here; default: as configured\n"
    "  --training-host-service URL|off   only off: not called yet\n"
    "  --ready-fd N         writes its address to descriptor N once it answers\n"
    "  --version, --help\n";

/* ---- command line ---- */

static const struct option options[] = {
    { "listen", required_argument, NULL, 'l' },   { "data-dir", required_argument, NULL, 'd' },
    { "config", required_argument, NULL, 'c' },   { "set", required_argument, NULL, 's' },
    { "ready-fd", required_argument, NULL, 'r' }, { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'v' },
    { "ib-host-service", required_argument, NULL, 'i' },
    { "training-host-service", required_argument, NULL, 't' },
    { NULL, 0, NULL, 0 },
};

/* The configuration is read once, at start; until then these texts stay. */
static const char *keep_setting(const char *key, const char *value)
{
    static char kept[SETTINGS_MOST][CONFIG_PATH + 64];
    static size_t n;

    snprintf(kept[n], sizeof(kept[n]), "%s%s", key, value);
    return kept[n++];
}

/* --ib-host-service URL|off: two keys, so that it wins over both. */
static size_t set_host(const char *noun, const char *value, const char **settings)
{
    const bool is_off = !strcmp(value, "off");
    char key[64];

    snprintf(key, sizeof(key), "%s.use_host_service=", noun);
    settings[0] = keep_setting(key, is_off ? "false" : "true");
    if (is_off)
        return 1;
    snprintf(key, sizeof(key), "%s.host_service_url=", noun);
    settings[1] = keep_setting(key, value);
    return 2;
}

static void leave(const char *text, int status)
{
    fputs(text, status ? stderr : stdout);
    exit(status);
}

static void read_words(int argc, char **argv, const char **ret_file, const char **settings)
{
    size_t n = 0;

    for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        if (n + 2 >= SETTINGS_MOST)
            leave("ktrdrd: too many --set\n", 2);
        switch (option) {
        case 'l':
            settings[n++] = keep_setting("backend.listen=", optarg);
            settings[n++] = keep_setting("ib.listen=", optarg);
            break;
        case 'd': settings[n++] = keep_setting("data_dir=", optarg); break;
        case 's': settings[n++] = keep_setting("", optarg); break;
        case 'i': n += set_host("ib", optarg, settings + n); break;
        case 't': n += set_host("training", optarg, settings + n); break;
        case 'c': *ret_file = optarg; break;
        case 'r': it.ready_fd = atoi(optarg); break;
        case 'h': leave(usage, 0); break;
        case 'v': leave("ktrdrd " KTRDR_VERSION "\n", 0); break;
        default: leave(usage, 2);
        }
    }
    settings[n] = NULL;
    it.is_ib_host = optind + 1 == argc && !strcmp(argv[optind], "ib-host");
    if (optind + 1 != argc || (strcmp(argv[optind], "all") && strcmp(argv[optind], "backend") &&
                               !it.is_ib_host))
        leave(usage, 2);
}

static void start_log(void)
{
    enum log_level level = LOG_INFO;
    enum log_format format = LOG_AUTO;
    struct error err;

    if (!log_level_parse(it.config.log_level, &level, &err) ||
        !log_format_parse(it.config.log_format, &format, &err))
        leave(err.text, 2);         /* the configuration refuses such values before */
    log_start("ktrdrd", level, format);
}

/* To work here in silence where a host was asked for would be a lie. */
static bool check_hosts(struct error *err)
{
    const char *key = it.config.training_use_host_service ? "training.use_host_service" : NULL;

    if (!key || it.is_ib_host)
        return true;
    error_set(err, ERROR_INVALID, "%s is on, and this version does not call host services yet",
              key);
    return error_suggest(err, "turn it off: --set %s=false", key);
}

/* The token's file is for its owner's eyes only, or it is no secret. */
static bool read_token(struct error *err)
{
    const char *path = it.config.auth_token_file;
    struct stat status;

    if (!path[0])
        return true;
    if (stat(path, &status))
        return error_set_errno(err, errno, "auth.token_file '%s'", path);
    if (status.st_mode & 077) {
        error_set(err, ERROR_FORBIDDEN, "auth.token_file '%s' can be read by others", path);
        return error_suggest(err, "chmod 600 %s", path);
    }
    if (!file_read(path, TOKEN_MOST, &it.token, err))
        return false;
    while (it.token.length && strchr("\r\n ", it.token.bytes[it.token.length - 1]))
        it.token.bytes[--it.token.length] = '\0';
    return it.token.length || error_set(err, ERROR_INVALID, "auth.token_file '%s' is empty", path);
}

/* ---- signals and the log of slow turns ---- */

static void ask_to_stop(void *arg, int signal)
{
    (void)arg;
    if (it.is_stopping)
        _exit(1);                   /* asked a second time: at once */
    it.is_stopping = true;
    log_write(LOG_INFO, "stopping", (struct log_field[]){ LOG_I("signal", signal), LOG_END });
    event_raise(&it.stop);
}

static void tell_slow_turn(void *arg, int64_t ms)
{
    (void)arg;
    log_write(LOG_WARNING, "the loop kept everybody waiting",
              (struct log_field[]){ LOG_I("milliseconds", ms), LOG_END });
}

/* ---- the service ---- */

static void tell_ready(const char *address, const char *socket_path)
{
    loop_watch_turns(it.loop, SLOW_TURN_MS, tell_slow_turn, NULL);  /* now somebody may wait */
    log_write(LOG_INFO, "ready", (struct log_field[]){
        LOG_T("address", address), LOG_T("socket", socket_path),
        LOG_T("data_dir", it.config.data_dir), LOG_T("version", KTRDR_VERSION), LOG_END });
    if (it.ready_fd < 0)
        return;
    dprintf(it.ready_fd, "%s\n", address);
    close(it.ready_fd);
    it.ready_fd = -1;
}

static bool serve(struct service_frame *frame, const char *socket_path, struct error *err)
{
    if (!service_frame_listen(frame, err))
        return false;
    tell_ready(service_frame_address(frame), socket_path);
    while (!it.is_stopping)
        if (!event_wait(&it.stop, 0, err))
            return false;
    return true;
}

static bool run_backend(struct backend_core *core, struct error *err)
{
    char socket_path[SOCKET_PATH];
    struct service_frame *frame;
    bool ok;

    if (!socket_path_of(it.config.data_dir, socket_path, err) ||
        !socket_path_prepare(socket_path, err))
        return false;
    frame = service_frame_new(it.loop, &(struct service_frame_settings){
        .name = "backend", .version = KTRDR_VERSION, .listen = it.config.backend_listen,
        .socket_path = socket_path, .token = it.token.length ? it.token.bytes : NULL,
        .health = backend_health_print, .context = core->health });
    service_metrics_add(service_frame_metrics(frame), backend_health_count, core->health);
    routes_add(service_frame_server(frame), core);
    ok = serve(frame, socket_path, err);
    service_frame_drain(frame, DRAIN_MS);
    service_frame_free(frame);
    return ok;
}

static bool serve_ib(struct host_ib *host, struct error *err)
{
    struct service_frame *frame = service_frame_new(it.loop, &(struct service_frame_settings){
        .name = "ib-host", .version = KTRDR_VERSION, .listen = it.config.ib_listen,
        .token = it.token.length ? it.token.bytes : NULL,
        .health = host_ib_health, .context = host });
    bool ok;

    service_metrics_add(service_frame_metrics(frame), host_ib_count, host);
    host_ib_add_routes(host, service_frame_server(frame));
    ok = serve(frame, "", err);
    service_frame_drain(frame, DRAIN_MS);
    service_frame_free(frame);
    return ok;
}

static bool run_ib_host(struct error *err)
{
    struct host_ib *host;
    bool ok;

    if (!host_ib_open(it.loop, &(struct ib_source_settings){
            .data_dir = it.config.data_dir, .host = it.config.ib_host,
            .port = (uint16_t)it.config.ib_port, .client_id = (int)it.config.ib_client_id,
            .maintenance = it.config.ib_maintenance,
            .seed = (uint64_t)getpid() }, &host, err))
        return false;
    ok = serve_ib(host, err);
    host_ib_stop(host, loop_now(it.loop) + STOP_MS);
    host_ib_free(host);
    return ok;
}

static bool run(void *arg, struct error *err)
{
    struct backend_core *core;
    bool ok;

    (void)arg;
    if (it.is_ib_host)
        return run_ib_host(err);
    if (!backend_core_new(it.loop, &(struct backend_core_settings){
            it.config.data_dir, (size_t)it.config.training_max_running,
            (size_t)it.config.training_max_queued,
            it.config.training_silence_seconds * 1000,
            it.config.training_worker_memory_mb,
            it.config.training_checkpoint_seconds,
            { .data_dir = it.config.data_dir, .host = it.config.ib_host,
              .port = it.config.ib_port, .client_id = it.config.ib_client_id,
              .maintenance = it.config.ib_maintenance,
              .uses_host = it.config.ib_use_host_service,
              .host_url = it.config.ib_host_service_url,
              .token = it.token.length ? it.token.bytes : NULL,
              .timeout_seconds = it.config.service_timeout_seconds,
              .pool_size = it.config.service_pool_size,
              .retries = it.config.service_retries } }, &core, err))
        return false;
    ok = run_backend(core, err);
    backend_core_stop(core);
    backend_core_free(core);
    return ok;
}

static int complain(const struct error *err)
{
    if (err->suggestion[0])
        fprintf(stderr, "ktrdrd: %s\n  hint: %s\n", err->text, err->suggestion);
    else
        fprintf(stderr, "ktrdrd: %s\n", err->text);
    return error_exit_status(err->code);
}

static int run_loop(void)
{
    struct interrupt *term, *ctrl_c;
    struct error err = {0};
    struct task *task;
    bool ok;

    it.loop = loop_new();
    term = interrupt_new(it.loop, SIGTERM, ask_to_stop, NULL);
    ctrl_c = interrupt_new(it.loop, SIGINT, ask_to_stop, NULL);
    task = task_spawn(it.loop, run, NULL);
    loop_run(it.loop);
    ok = task_join(task, &err);
    interrupt_free(term);
    interrupt_free(ctrl_c);
    loop_free(it.loop);
    buf_release(&it.token);
    log_write(LOG_INFO, "stopped", NULL);
    return ok ? 0 : complain(&err);
}

/* A connection each: what the system allows, not the 1024 that shells begin with. */
static void raise_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit))
        return;
    limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
    (void)setrlimit(RLIMIT_NOFILE, &limit);     /* if not, the server takes fewer connections */
}

int main(int argc, char **argv)
{
    static const char *settings[SETTINGS_MOST];     /* their texts are never freed */
    const char *file = NULL;
    struct error err;

    /* What a long reply or an import took goes back to the system when it is freed, whichever
     * thread that was; malloc's own limit would grow with what it sees, to 32 MB for each. */
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    raise_descriptors();
    umask(077);                     /* what we write is for its owner */
    read_words(argc, argv, &file, settings);
    if (!config_load(&(struct config_request){ file, settings }, &it.config, &err))
        return complain(&err);
    start_log();
    if (!check_hosts(&err))
        return complain(&err);
    if (!read_token(&err) || !file_make_folder(it.config.data_dir, 0700, &err))
        return complain(&err);
    return run_loop();
}
