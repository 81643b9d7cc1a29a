/* ktrdrd - the services. `ktrdrd all` is the backend with everything in one process. */
#include "async/event.h"
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/task.h"
#include "backend/backend_core.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/socket_path.h"
#include "config/config.h"
#include "hosts/ib/host_ib.h"
#include "hosts/training/host_training.h"
#include "ib/ib_source.h"
#include "log/log.h"
#include "service/service_frame.h"
#include "service/service_metrics.h"
#include "service/service_token.h"

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

enum { SETTINGS_MOST = 64, SLOW_TURN_MS = 50, DRAIN_MS = 5000, STOP_MS = 4000,
       KEPT_BYTES = 4 << 20, DESCRIPTORS = 65536 };

static struct {
    struct config config;
    int ready_fd;                   /* -1: nobody waits for the address */
    const struct role *role;
    struct loop *loop;
    struct event stop;
    bool is_stopping;
    struct buf token;
} it = { .ready_fd = -1 };

static const char usage[] =
    "usage: ktrdrd all|backend|ib-host|training-host [options]\n"
    "\n"
    "  all        the backend with everything local, in one process (the usual way)\n"
    "  backend    the same; host services, once configured, are called over HTTP\n"
    "  ib-host    the one connection to an IB Gateway, for backends (default 127.0.0.1:5001)\n"
    "  training-host   trains for backends elsewhere (default 127.0.0.1:5002)\n"
    "\n"
    "  --listen HOST:PORT   default 127.0.0.1:8000, beside a unix socket; port 0 takes a free one\n"
    "  --data-dir FOLDER    default ~/.local/share/ktrdr\n"
    "  --config FILE        default ./ktrdr.yaml, ~/.config/ktrdr/ktrdr.yaml, /etc/ktrdr/…\n"
    "  --set KEY=VALUE      any key of the configuration (docs/configuration.md)\n"
    "  --ib-host-service URL|off, --training-host-service URL|off\n"
    "                       ask that host, or do it here; default: as configured\n"
    "  --ready-fd N         writes its address to descriptor N once it answers\n"
    "  --version, --help\n";

/* ---- what the configuration says ---- */

static struct manage_worker_settings worker_settings(void)
{
    return (struct manage_worker_settings){
        .max_running = (size_t)it.config.training_max_running,
        .silence_ms = it.config.training_silence_seconds * 1000,
        .memory_mb = it.config.training_worker_memory_mb,
        .checkpoint_seconds = it.config.training_checkpoint_seconds,
        .features_mb = it.config.training_features_mb,
        .wall_seconds = it.config.training_wall_seconds };
}

/* None is -1 there, since 0 is its own number. */
static int retries(void)
{
    return it.config.service_retries ? (int)it.config.service_retries : -1;
}

/* ---- the roles ---- */

static const char *token(void)
{
    return it.token.length ? it.token.bytes : NULL;
}

static bool open_backend(void **ret_core, struct error *err)
{
    const struct config *config = &it.config;
    struct backend_core *core;

    if (!backend_core_new(it.loop, &(struct backend_core_settings){
            .data_dir = config->data_dir, .max_queued = (size_t)config->training_max_queued,
            .worker = worker_settings(),
            .ib = { .data_dir = config->data_dir, .host = config->ib_host,
                    .port = config->ib_port, .client_id = config->ib_client_id,
                    .maintenance = config->ib_maintenance,
                    .uses_host = config->ib_use_host_service,
                    .host_url = config->ib_host_service_url, .token = token(),
                    .timeout_seconds = config->service_timeout_seconds,
                    .pool_size = config->service_pool_size, .retries = retries() },
            .training = { .name = "training-host",
                          .is_enabled = config->training_use_host_service,
                          .url = config->training_host_service_url, .token = token(),
                          .timeout_seconds = (int)config->service_timeout_seconds,
                          .pool_size = (int)config->service_pool_size,
                          .retries = retries(), .version = KTRDR_VERSION } }, &core, err))
        return false;
    *ret_core = core;
    return true;
}

static bool open_ib(void **ret_core, struct error *err)
{
    struct host_ib *host;

    if (!host_ib_open(it.loop, &(struct ib_source_settings){
            .data_dir = it.config.data_dir, .host = it.config.ib_host,
            .port = (uint16_t)it.config.ib_port, .client_id = (int)it.config.ib_client_id,
            .maintenance = it.config.ib_maintenance, .seed = (uint64_t)getpid() },
            &host, err))
        return false;
    *ret_core = host;
    return true;
}

static void add_ib(struct service_frame *frame, void *host)
{
    service_metrics_add(service_frame_metrics(frame), host_ib_count, host);
    host_ib_add_routes(host, service_frame_server(frame));
}

static void close_ib(void *host)
{
    host_ib_stop(host, loop_now(it.loop) + STOP_MS);
    host_ib_free(host);
}

static bool open_training(void **ret_core, struct error *err)
{
    struct host_training *host;

    if (!host_training_open(it.loop, &(struct host_training_settings){
            .data_dir = it.config.data_dir, .max_queued = (size_t)it.config.training_max_queued,
            .worker = worker_settings() }, &host, err))
        return false;
    *ret_core = host;
    return true;
}

static const struct role {
    const char *words[2];           /* on the command line */
    const char *name;               /* of the service: in its errors, its log */
    const char *listen_key, *listen;
    bool has_socket;
    bool (*open)(void **ret_core, struct error *err);       /* Waits. */
    void (*add)(struct service_frame *frame, void *core);   /* its routes, its metrics */
    void (*health)(void *core, struct buf *json);
    void (*close)(void *core);                              /* Waits. */
} roles[] = {
    { { "all", "backend" }, "backend", "backend.listen=", it.config.backend_listen, true,
      open_backend, backend_core_add, backend_core_health, backend_core_close },
    { { "ib-host", "ib-host" }, "ib-host", "ib.listen=", it.config.ib_listen, false,
      open_ib, add_ib, host_ib_health, close_ib },
    { { "training-host", "training-host" }, "training-host", "training.listen=",
      it.config.training_listen, false,
      open_training, host_training_add, host_training_health, host_training_close },
};

static const struct role *find_role(const char *word)
{
    for (size_t i = 0; i < COUNT(roles); i++)
        if (!strcmp(word, roles[i].words[0]) || !strcmp(word, roles[i].words[1]))
            return &roles[i];
    return NULL;
}

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
    const char *listen = NULL;
    size_t n = 0;

    for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        if (n + 2 >= SETTINGS_MOST)
            leave("ktrdrd: too many --set\n", 2);
        switch (option) {
        case 'l': listen = optarg; break;
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
    it.role = optind + 1 == argc ? find_role(argv[optind]) : NULL;
    if (!it.role)
        leave(usage, 2);
    if (listen)
        settings[n++] = keep_setting(it.role->listen_key, listen);
    settings[n] = NULL;
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

static bool run_service(void *core, const char *socket_path, struct error *err)
{
    struct service_frame *frame = service_frame_new(it.loop, &(struct service_frame_settings){
        .name = it.role->name, .version = KTRDR_VERSION, .listen = it.role->listen,
        .socket_path = socket_path[0] ? socket_path : NULL, .token = token(),
        .health = it.role->health, .context = core });
    bool ok;

    it.role->add(frame, core);
    ok = serve(frame, socket_path, err);
    service_frame_drain(frame, DRAIN_MS);
    service_frame_free(frame);
    return ok;
}

static bool run(void *arg, struct error *err)
{
    char socket_path[SOCKET_PATH] = "";
    void *core;
    bool ok;

    (void)arg;
    if (!it.role->open(&core, err))
        return false;
    ok = (!it.role->has_socket || (socket_path_of(it.config.data_dir, socket_path, err) &&
                                   socket_path_prepare(socket_path, err))) &&
         run_service(core, socket_path, err);
    it.role->close(core);
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
    if (!service_token_read(it.config.auth_token_file, &it.token, &err) ||
        !file_make_folder(it.config.data_dir, 0700, &err))
        return complain(&err);
    return run_loop();
}
