#include "config/config.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/yaml.h"
#include "base/yaml_read.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kind { TEXT, WHOLE, CHOICE };

struct row {
    struct config_key key;
    enum kind kind;
    size_t offset, size;
    int64_t least, most;            /* of WHOLE */
    const char *choices;            /* of CHOICE: "debug info " */
    void (*decide)(struct config *config);      /* the default where no constant will do */
};

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

#define AT(field) offsetof(struct config, field), sizeof(((struct config *)0)->field)

/* Every key. */
static const struct row table[] = {
    { { "backend.listen", "127.0.0.1:8000", NULL, "host:port",
        "where the backend answers, beside its unix socket; port 0 takes any free one" },
      TEXT, AT(backend_listen), 0, 0, NULL, NULL },
    { { "data_dir", "", "KTRDR_DATA_DIR", "a folder",
        "bars, operations and models; default $XDG_DATA_HOME/ktrdr or ~/.local/share/ktrdr" },
      TEXT, AT(data_dir), 0, 0, NULL, decide_data_dir },
    { { "log.level", "info", NULL, "debug, info, warning or error", "the least that is written" },
      CHOICE, AT(log_level), 0, 0, "debug info warning error ", NULL },
    { { "log.format", "auto", NULL, "auto, text or json",
        "auto: text on a terminal, JSON lines otherwise" },
      CHOICE, AT(log_format), 0, 0, "auto text json ", NULL },
    { { "training.max_running", "", NULL, "a whole number, 1 to 1024",
        "worker processes at once; default: the number of cores" },
      WHOLE, AT(training_max_running), 1, 1024, NULL, decide_max_running },
    { { "training.max_sessions", "1000", NULL, "a whole number, 1 to 100000",
        "operations that may wait for a worker" },
      WHOLE, AT(training_max_queued), 1, 100000, NULL, NULL },
    { { "training.silence_seconds", "30", NULL, "a whole number, 2 to 3600",
        "a worker that gives no sign of life for so long is ended; it gives one every second" },
      WHOLE, AT(training_silence_seconds), 2, 3600, NULL, NULL },
    { { "training.worker_memory_mb", "4096", NULL, "a whole number, 64 to 1048576",
        "the address space of one worker; what needs more fails" },
      WHOLE, AT(training_worker_memory_mb), 64, 1048576, NULL, NULL },
    { { "training.checkpoint_seconds", "10", NULL, "a whole number, 0 to 3600",
        "between two checkpoints of a training; they take at most 2 % of its time" },
      WHOLE, AT(training_checkpoint_seconds), 0, 3600, NULL, NULL },
    { { "auth.token_file", "", NULL, "a file only its owner may read",
        "the token every request must carry; needed to listen beyond this machine" },
      TEXT, AT(auth_token_file), 0, 0, NULL, NULL },
};
static_assert(COUNT(table) <= CONFIG_KEYS, "a place for each key's origin");

struct config_key config_key_at(size_t i)
{
    return i < COUNT(table) ? table[i].key : (struct config_key){0};
}

void config_variable(const struct config_key *key, char ret_name[CONFIG_TEXT])
{
    const int n = snprintf(ret_name, CONFIG_TEXT, "KTRDR_%s", key->name);

    for (int i = 0; i < n && i < CONFIG_TEXT; i++)
        ret_name[i] = ret_name[i] == '.' ? '_' : (char)toupper((unsigned char)ret_name[i]);
}

void config_value_print(const struct config *config, size_t i, struct buf *text)
{
    const char *field = (const char *)config + table[i].offset;
    int64_t whole;

    if (table[i].kind == WHOLE) {
        memcpy(&whole, field, sizeof(whole));
        buf_print(text, "%lld", (long long)whole);
        return;
    }
    buf_print(text, "%s", field);
}

static const struct row *find_row(const char *name)
{
    for (size_t i = 0; i < COUNT(table); i++)
        if (!strcmp(table[i].key.name, name))
            return &table[i];
    return NULL;
}

static bool is_whole(const char *text, int64_t least, int64_t most, int64_t *ret_whole)
{
    char *end;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (end == text || *end || errno || isspace((unsigned char)*text))
        return false;
    *ret_whole = value;
    return value >= least && value <= most;
}

static bool is_choice(const char *choices, const char *text)
{
    const size_t length = strlen(text);

    for (const char *at = choices; *at; at += strcspn(at, " ") + 1)
        if (strcspn(at, " ") == length && !strncmp(at, text, length))
            return true;
    return false;
}

/* False: it does not fit; the caller knows the place. */
static bool store(const struct row *row, const char *text, struct config *config)
{
    char *field = (char *)config + row->offset;
    int64_t whole;

    if (row->kind == WHOLE) {
        if (!is_whole(text, row->least, row->most, &whole))
            return false;
        memcpy(field, &whole, sizeof(whole));
        return true;
    }
    if (strlen(text) >= row->size || (row->kind == CHOICE && !is_choice(row->choices, text)))
        return false;
    strcpy(field, text);
    return true;
}

static bool set(struct config *config, const struct row *row, const char *text,
                enum config_origin origin, const char *place, struct error *err)
{
    const size_t i = (size_t)(row - table);

    if (!store(row, text, config))
        return error_set(err, ERROR_INVALID, "%s: %s is '%.100s', not %s", place, row->key.name,
                         text, row->key.expected);
    config->from[i].origin = origin;
    snprintf(config->from[i].place, sizeof(config->from[i].place), "%s", place);
    return true;
}

static bool set_defaults(struct config *config, struct error *err)
{
    for (size_t i = 0; i < COUNT(table); i++) {
        if (table[i].decide)
            table[i].decide(config);
        else if (table[i].key.fallback[0] &&
                 !set(config, &table[i], table[i].key.fallback, CONFIG_DEFAULT, "default", err))
            return false;
    }
    return true;
}

/* ---- the file ---- */

static bool set_from_node(struct config *config, const char *path, const struct yaml_item *item,
                          const char *name, struct error *err)
{
    const struct row *row = find_row(name);
    const char *text;
    char place[CONFIG_PATH];

    snprintf(place, sizeof(place), "%.900s:%d:%d", path, item->line, item->column);
    if (!row) {
        error_set(err, ERROR_INVALID, "%s: unknown key '%s'", place, name);
        return error_suggest(err, "docs/configuration.md lists every key");
    }
    if (!yaml_read_text(&item->value, &text))
        return error_set(err, ERROR_INVALID, "%s: %s is %s, not %s", place, name,
                         yaml_kind_name(&item->value), row->key.expected);
    return set(config, row, text, CONFIG_FILE, place, err);
}

static bool set_from_tree(struct config *config, const char *path, const struct yaml_node *root,
                          struct error *err)
{
    for (size_t i = 0; i < root->count; i++) {
        const struct yaml_item *item = &root->items[i];
        char name[CONFIG_TEXT];

        if (item->value.kind != YAML_MAPPING) {
            if (!set_from_node(config, path, item, item->key, err))
                return false;
            continue;
        }
        for (size_t k = 0; k < item->value.count; k++) {
            snprintf(name, sizeof(name), "%.120s.%.120s", item->key, item->value.items[k].key);
            if (!set_from_node(config, path, &item->value.items[k], name, err))
                return false;
        }
    }
    return true;
}

static bool read_file(struct config *config, const char *path, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    OWNED(yaml_release) struct yaml_node root = {0};
    static struct findings findings;            /* config is read once, at start */

    findings = (struct findings){0};
    if (!file_read(path, YAML_BYTES, &text, err))
        return false;
    snprintf(config->file, sizeof(config->file), "%s", path);
    if (!text.length)
        return true;
    if (!yaml_parse(text.bytes, text.length, &root, &findings))
        return findings_check(&findings, path, err);
    if (yaml_read_is_nothing(&root))
        return true;
    if (root.kind != YAML_MAPPING)
        return error_set(err, ERROR_INVALID, "%s:1:1: is %s, not keys and values", path,
                         yaml_kind_name(&root));
    return set_from_tree(config, path, &root, err);
}

/* The first of the usual places; "" if none is there. */
static void find_file(char ret_path[CONFIG_PATH])
{
    const char *home = getenv("XDG_CONFIG_HOME"), *user = getenv("HOME");
    char places[3][CONFIG_PATH] = { "./ktrdr.yaml", "", "/etc/ktrdr/ktrdr.yaml" };

    if (home && home[0])
        snprintf(places[1], CONFIG_PATH, "%s/ktrdr/ktrdr.yaml", home);
    else if (user)
        snprintf(places[1], CONFIG_PATH, "%s/.config/ktrdr/ktrdr.yaml", user);
    ret_path[0] = '\0';
    for (size_t i = 0; i < COUNT(places) && !ret_path[0]; i++)
        if (places[i][0] && !access(places[i], F_OK))
            snprintf(ret_path, CONFIG_PATH, "%s", places[i]);
}

static bool set_from_file(struct config *config, const char *named, struct error *err)
{
    const char *from_environment = getenv("KTRDR_CONFIG");
    char path[CONFIG_PATH];

    if (named)
        return read_file(config, named, err);
    if (from_environment && from_environment[0])
        return read_file(config, from_environment, err);
    find_file(path);
    return !path[0] || read_file(config, path, err);
}

/* ---- environment and command line ---- */

static bool set_from_variable(struct config *config, const struct row *row, const char *variable,
                              struct error *err)
{
    const char *text = variable ? getenv(variable) : NULL;

    return !text || !text[0] || set(config, row, text, CONFIG_ENVIRONMENT, variable, err);
}

static bool set_from_environment(struct config *config, struct error *err)
{
    char name[CONFIG_TEXT];

    for (size_t i = 0; i < COUNT(table); i++) {
        config_variable(&table[i].key, name);
        if (!set_from_variable(config, &table[i], table[i].key.older_name, err) ||
            !set_from_variable(config, &table[i], name, err))
            return false;
    }
    return true;
}

static bool set_from_word(struct config *config, const char *word, struct error *err)
{
    const char *equals = strchr(word, '=');
    char name[CONFIG_TEXT];
    const struct row *row;

    snprintf(name, sizeof(name), "%.*s", equals ? (int)(equals - word) : 0, word);
    row = find_row(name);
    if (!row)
        return error_set(err, ERROR_INVALID, "command line: '%.100s' is not key=value", word);
    return set(config, row, equals + 1, CONFIG_COMMAND_LINE, "command line", err);
}

bool config_load(const struct config_request *request, struct config *ret_config, struct error *err)
{
    *ret_config = (struct config){0};
    if (!set_defaults(ret_config, err) || !set_from_file(ret_config, request->file, err) ||
        !set_from_environment(ret_config, err))
        return false;
    for (const char *const *word = request->settings; word && *word; word++)
        if (!set_from_word(ret_config, *word, err))
            return false;
    return true;
}
