#include "config/config_row.h"

#include "base/mem.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static void decide_data_dir(struct config *config)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

    if (data && data[0] == '/')
        snprintf(config->data_dir, sizeof(config->data_dir), "%s/ktrdr", data);
    else
        snprintf(config->data_dir, sizeof(config->data_dir), "%s/.local/share/ktrdr",
                 home ? home : "/var/tmp");
}

static void decide_max_running(struct config *config)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);

    config->training_max_running = cores > 0 ? cores : 1;
}

#define AT(name) .offset = offsetof(struct config, name), \
                 .size = sizeof(((struct config *)0)->name)
#define WITHIN(low, high) .kind = CONFIG_IS_WHOLE, .least = low, .most = high
#define BOOLEAN "true or false, yes or no, on or off, 1 or 0"
#define URL "http://host:port, https://host:port or unix:/path"

/* Every key. */
static const struct config_row table[] = {
    { { "backend.listen", "127.0.0.1:8000", NULL, "host:port",
        "where the backend answers, beside its unix socket; port 0 takes any free one" },
      AT(backend_listen) },
    { { "data_dir", "", "KTRDR_DATA_DIR", "a folder",
        "bars, operations and models; default $XDG_DATA_HOME/ktrdr or ~/.local/share/ktrdr" },
      AT(data_dir), .decide = decide_data_dir },
    { { "log.level", "info", NULL, "debug, info, warning or error", "the least that is written" },
      AT(log_level), .kind = CONFIG_IS_CHOICE, .choices = "debug info warning error " },
    { { "log.format", "auto", NULL, "auto, text or json",
        "auto: text on a terminal, JSON lines otherwise" },
      AT(log_format), .kind = CONFIG_IS_CHOICE, .choices = "auto text json " },
    { { "ib.host", "127.0.0.1", "IB_HOST", "a host's name or address",
        "the machine on which IB Gateway or TWS runs" },
      AT(ib_host) },
    { { "ib.port", "4002", "IB_PORT", "a whole number, 1 to 65535",
        "its API port: Gateway 4002 (paper) or 4001 (live), TWS 7497 or 7496" },
      AT(ib_port), WITHIN(1, 65535) },
    { { "ib.client_id", "17", "IB_CLIENT_ID", "a whole number, 0 to 2147483647",
        "our number at the gateway; each program that connects to it needs another" },
      AT(ib_client_id), WITHIN(0, INT32_MAX) },
    { { "ib.read_only", "true", NULL, BOOLEAN,
        "only bars and contracts are asked for: nothing that could change an order or an account" },
      AT(ib_read_only), .kind = CONFIG_IS_SWITCH },
    { { "ib.maintenance", "america", NULL, "america, europe, asia, or 'Sun-Fri 06:25-07:45 ZONE'",
        "when IB's servers are down by plan: then nothing that is missing is believed" },
      AT(ib_maintenance) },
    { { "ib.use_host_service", "", "USE_IB_HOST_SERVICE", BOOLEAN,
        "ask the IB host, not the gateway from here; default: if ib.host_service_url was set" },
      AT(ib_use_host_service), .kind = CONFIG_IS_SWITCH, .follows = "ib.host_service_url" },
    { { "ib.host_service_url", "http://127.0.0.1:5001", "IB_HOST_SERVICE_URL", URL,
        "where the IB host answers; to set it is to use it" },
      AT(ib_host_service_url), .kind = CONFIG_IS_URL },
    { { "ib.listen", "127.0.0.1:5001", NULL, "host:port", "where an IB host itself answers" },
      AT(ib_listen) },
    { { "training.max_running", "", NULL, "a whole number, 1 to 1024",
        "worker processes at once; default: the number of cores" },
      AT(training_max_running), WITHIN(1, 1024), .decide = decide_max_running },
    { { "training.max_sessions", "1000", NULL, "a whole number, 1 to 100000",
        "operations that may wait for a worker" },
      AT(training_max_queued), WITHIN(1, 100000) },
    { { "training.silence_seconds", "30", NULL, "a whole number, 2 to 3600",
        "a worker that gives no sign of life for so long is ended; it gives one every second" },
      AT(training_silence_seconds), WITHIN(2, 3600) },
    { { "training.worker_memory_mb", "4096", NULL, "a whole number, 64 to 1048576",
        "the address space of one worker; what needs more fails" },
      AT(training_worker_memory_mb), WITHIN(64, 1048576) },
    { { "training.wall_seconds", "0", NULL, "a whole number, 0 to 31536000",
        "a worker that is at one operation for longer is stopped, a training with a checkpoint to "
        "go on from; 0: no limit" },
      AT(training_wall_seconds), WITHIN(0, 31536000) },
    { { "training.features_mb", "1024", NULL, "a whole number, 0 to 1048576",
        "computed features on the disk, for all trainings of the same bars and inputs; the oldest "
        "go; 0: each computes its own" },
      AT(training_features_mb), WITHIN(0, 1048576) },
    { { "training.checkpoint_seconds", "10", NULL, "a whole number, 0 to 3600",
        "between two checkpoints of a training; they take at most 2 % of its time" },
      AT(training_checkpoint_seconds), WITHIN(0, 3600) },
    { { "training.use_host_service", "", "USE_TRAINING_HOST_SERVICE", BOOLEAN,
        "train at the training host, not here; default: if training.host_service_url was set" },
      AT(training_use_host_service), .kind = CONFIG_IS_SWITCH,
      .follows = "training.host_service_url" },
    { { "training.host_service_url", "http://127.0.0.1:5002", "TRAINING_HOST_SERVICE_URL", URL,
        "where the training host answers; to set it is to use it" },
      AT(training_host_service_url), .kind = CONFIG_IS_URL },
    { { "training.listen", "127.0.0.1:5002", NULL, "host:port",
        "where a training host itself answers" },
      AT(training_listen) },
    { { "service.timeout_seconds", "30", NULL, "a whole number, 1 to 3600",
        "the most that one call to a host service may take" },
      AT(service_timeout_seconds), WITHIN(1, 3600) },
    { { "service.pool_size", "20", NULL, "a whole number, 1 to 1000",
        "calls to one host service at a time; each keeps its connection for the next" },
      AT(service_pool_size), WITHIN(1, 1000) },
    { { "service.retries", "3", NULL, "a whole number, 0 to 10",
        "further attempts, where a call to a host service is safe to repeat" },
      AT(service_retries), WITHIN(0, 10) },
    { { "auth.token_file", "", NULL, "a file only its owner may read",
        "the token every request must carry; needed to listen beyond this machine" },
      AT(auth_token_file) },
};
static_assert(COUNT(table) <= CONFIG_KEYS, "a place for each key's origin");

size_t config_row_count(void)
{
    return COUNT(table);
}

const struct config_row *config_row_at(size_t i)
{
    return &table[i];
}

const struct config_row *config_row_find(const char *name)
{
    for (size_t i = 0; i < COUNT(table); i++)
        if (!strcmp(table[i].key.name, name))
            return &table[i];
    return NULL;
}

static bool store_whole(const struct config_row *row, const char *text, char *field)
{
    char *end;
    long long value;
    int64_t whole;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (end == text || *end || errno || isspace((unsigned char)*text))
        return false;
    whole = value;
    memcpy(field, &whole, sizeof(whole));
    return value >= row->least && value <= row->most;
}

static bool store_switch(const char *text, char *field)
{
    static const struct { const char *word; bool is_on; } words[] = {
        { "true", true }, { "yes", true }, { "on", true }, { "1", true },
        { "false", false }, { "no", false }, { "off", false }, { "0", false },
    };

    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcasecmp(text, words[i].word) != 0)
            continue;
        memcpy(field, &words[i].is_on, sizeof(bool));
        return true;
    }
    return false;
}

static bool is_choice(const char *choices, const char *text)
{
    const size_t length = strlen(text);

    for (const char *at = choices; *at; at += strcspn(at, " ") + 1)
        if (strcspn(at, " ") == length && !strncmp(at, text, length))
            return true;
    return false;
}

/* Only its beginning: who calls it knows the rest. */
static bool is_url(const char *text)
{
    static const char *const begins[] = { "http://", "https://", "unix:/" };

    for (size_t i = 0; i < COUNT(begins); i++)
        if (!strncmp(text, begins[i], strlen(begins[i])) && text[strlen(begins[i])])
            return true;
    return false;
}

bool config_row_store(const struct config_row *row, const char *text, struct config *config)
{
    char *field = (char *)config + row->offset;

    if (row->kind == CONFIG_IS_WHOLE)
        return store_whole(row, text, field);
    if (row->kind == CONFIG_IS_SWITCH)
        return store_switch(text, field);
    if (strlen(text) >= row->size || (row->kind == CONFIG_IS_URL && !is_url(text)) ||
        (row->kind == CONFIG_IS_CHOICE && !is_choice(row->choices, text)))
        return false;
    strcpy(field, text);
    return true;
}
