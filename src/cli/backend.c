#include "cli/backend.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/socket_path.h"
#include "cli/ctrl_c.h"
#include "client/api.h"
#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { URL = CONFIG_TEXT + 16, TOKEN_BYTES = 4096 };

static bool has_socket(const char *data_dir, char *ret_url, size_t size)
{
    char path[SOCKET_PATH];
    struct error unused;

    if (!socket_path_of(data_dir, path, &unused) || access(path, F_OK))
        return false;
    snprintf(ret_url, size, "unix:%s", path);
    return true;
}

static bool fail_no_socket(const char *data_dir, struct error *err)
{
    error_set(err, ERROR_UNAVAILABLE, "no backend runs on the data folder '%.300s'", data_dir);
    return error_suggest(err, "start one with: ktrdrd all --data-dir %.120s", data_dir);
}

/* What to speak to, without having been told. */
static bool find_address(const struct backend_request *request, const struct config *config,
                         char *ret_url, struct error *err)
{
    if (has_socket(config->data_dir, ret_url, URL))
        return true;
    if (request->data_dir)
        return fail_no_socket(request->data_dir, err);
    snprintf(ret_url, URL, "http://%s", config->backend_listen);
    return true;
}

static bool read_token(const char *path, struct buf *ret_token, struct error *err)
{
    if (!path[0])
        return true;
    if (!file_read(path, TOKEN_BYTES, ret_token, err))
        return false;
    ret_token->length = strcspn(ret_token->bytes, "\r\n");
    ret_token->bytes[ret_token->length] = '\0';
    return true;
}

bool backend_config(const char *file, const char *data_dir, struct config *ret_config,
                    struct error *err)
{
    char setting[CONFIG_PATH + 16];
    const char *settings[] = { setting, NULL };

    if (!data_dir)
        return config_load(&(struct config_request){ .file = file }, ret_config, err);
    if (snprintf(setting, sizeof(setting), "data_dir=%s", data_dir) >= (int)sizeof(setting))
        return error_set(err, ERROR_INVALID, "--data-dir is too long");
    return config_load(&(struct config_request){ file, settings }, ret_config, err);
}

bool backend_find(const struct backend_request *request, struct api **ret_api, struct error *err)
{
    static struct config config;        /* 70 KB; read once */
    OWNED(buf_release) struct buf token = {0};
    char found[URL];
    const char *url = request->url, *ca_file = request->ca_file, *token_file;

    if (!backend_config(NULL, request->data_dir, &config, err))
        return false;
    token_file = request->token_file ? request->token_file : config.auth_token_file;
    if (!read_token(token_file, &token, err))
        return false;
    if (!ca_file)
        ca_file = getenv("KTRDR_CA_FILE");
    if (!url && !request->data_dir)
        url = getenv("KTRDR_URL");
    if (!url || !*url) {
        if (!find_address(request, &config, found, err))
            return false;
        url = found;
    }
    return api_new(
        &(struct api_settings){
            .url = url,
            .ca_file = ca_file && *ca_file ? ca_file : NULL,
            .token = token.bytes,
            .trace = getenv("TRACEPARENT"),
            .timeout_ms = request->timeout_ms,
            .interrupted = ctrl_c_flag(),
            .interrupted_fd = ctrl_c_fd(),
        },
        ret_api, err);
}
