/*
 * config - what a user may set, and where each value came from.
 *
 * The keys are rows of config_row.c. Precedence: command line, environment, file, default. The
 * file is the first that is there of: the one named, $KTRDR_CONFIG, ./ktrdr.yaml,
 * $XDG_CONFIG_HOME/ktrdr/ktrdr.yaml, /etc/ktrdr/ktrdr.yaml. A key's environment name is KTRDR_ and
 * its path: KTRDR_BACKEND_LISTEN.
 * Read once, at start; plain values, nothing to free.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { CONFIG_TEXT = 256, CONFIG_PATH = 1024, CONFIG_KEYS = 64 };

enum config_origin { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT, CONFIG_COMMAND_LINE };

struct config {
    char backend_listen[CONFIG_TEXT];   /* host:port; port 0: any free one */
    char data_dir[CONFIG_PATH];
    char log_level[16], log_format[16];
    int64_t training_max_running;       /* worker processes at once */
    int64_t training_max_queued;        /* operations that may wait for one */
    int64_t training_silence_seconds;   /* a worker that long without a sign of life is ended */
    int64_t training_worker_memory_mb;  /* that one worker may take */
    int64_t training_features_mb;       /* of features that trainings share; 0: none */
    int64_t training_wall_seconds;      /* that an operation may take in its worker; 0: no limit */
    int64_t training_checkpoint_seconds;    /* between two checkpoints; 0: as often as is cheap */
    char ib_host[CONFIG_TEXT];
    int64_t ib_port, ib_client_id;
    bool ib_read_only;
    char ib_maintenance[CONFIG_PATH];
    bool ib_use_host_service, training_use_host_service;    /* ask the host at its URL */
    char ib_host_service_url[CONFIG_TEXT], training_host_service_url[CONFIG_TEXT];
    char ib_listen[CONFIG_TEXT], training_listen[CONFIG_TEXT];      /* of such a host itself */
    int64_t service_timeout_seconds, service_pool_size, service_retries;   /* of every host */
    char auth_token_file[CONFIG_PATH];  /* "" : none */
    char file[CONFIG_PATH];             /* that was read; "" : none */
    /* Of each key, in the table's order: where its value came from, and the place in words. */
    struct { enum config_origin origin; char place[CONFIG_PATH]; } from[CONFIG_KEYS];
};

/* What the command line says: a file, or NULL, and "key=value" texts, ending with NULL. */
struct config_request {
    const char *file;
    const char *const *settings;
};

/* Fails with file:line:column (or the variable's name), the value in quotes, what was expected. */
CHECKED bool config_load(const struct config_request *request, struct config *ret_config,
                         struct error *err);

struct config_key {
    const char *name;               /* "backend.listen" */
    const char *fallback;           /* as text; "" : decided when read, see help */
    const char *older_name;         /* of the environment, or NULL */
    const char *expected;           /* "host:port", "a whole number, 1 to 1024" */
    const char *help;
};

struct config_key config_key_at(size_t i);      /* .name is NULL past the last */
/* Its name in the environment: KTRDR_BACKEND_LISTEN. */
void config_variable(const struct config_key *key, char ret_name[CONFIG_TEXT]);
/* Appends the value of the i-th key, as a user would write it. */
void config_value_print(const struct config *config, size_t i, struct buf *text);

#endif
