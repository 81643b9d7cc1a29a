/* backend - where the backend is: what was told, its unix socket, or the usual address. */
#ifndef CLI_BACKEND_H
#define CLI_BACKEND_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct api;
struct config;

struct backend_request {
    const char *url;            /* --url, or NULL */
    const char *data_dir;       /* --data-dir, or NULL: then only its socket will do */
    const char *ca_file;        /* --ca-file, or NULL: then KTRDR_CA_FILE; of https */
    const char *token_file;     /* --token-file, or NULL: then auth.token_file */
    int64_t timeout_ms;         /* 0: the usual */
};

/* --url, else the socket of --data-dir, else KTRDR_URL, else the socket of the usual data folder,
 * else where the configuration says that a backend listens. Does not connect yet. */
CHECKED bool backend_find(const struct backend_request *request, struct api **ret_api,
                          struct error *err);

/* The configuration as this command line has it. Either may be NULL. */
CHECKED bool backend_config(const char *file, const char *data_dir, struct config *ret_config,
                            struct error *err);

#endif
