#include "config/config.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/yaml.h"
#include "base/yaml_read.h"
#include "config/config_row.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void config_variable(const struct config_key *key, char ret_name[CONFIG_TEXT])
{
    const int n = snprintf(ret_name, CONFIG_TEXT, "KTRDR_%s", key->name);

    for (int i = 0; i < n && i < CONFIG_TEXT; i++)
        ret_name[i] = ret_name[i] == '.' ? '_' : (char)toupper((unsigned char)ret_name[i]);
}

struct config_key config_key_at(size_t i)
{
    return i < config_row_count() ? config_row_at(i)->key : (struct config_key){0};
}

void config_value_print(const struct config *config, size_t i, struct buf *text)
{
    const struct config_row *row = config_row_at(i);
    const char *field = (const char *)config + row->offset;
    int64_t whole;
    bool is_on;

    if (row->kind == CONFIG_IS_WHOLE) {
        memcpy(&whole, field, sizeof(whole));
        buf_print(text, "%lld", (long long)whole);
    } else if (row->kind == CONFIG_IS_SWITCH) {
        memcpy(&is_on, field, sizeof(is_on));
        buf_print(text, "%s", is_on ? "true" : "false");
    } else {
        buf_print(text, "%s", field);
    }
}

static bool set(struct config *config, const struct config_row *row, const char *text,
                enum config_origin origin, const char *place, struct error *err)
{
    const size_t i = (size_t)(row - config_row_at(0));

    if (!config_row_store(row, text, config))
        return error_set(err, ERROR_INVALID, "%s: %s is '%.100s', not %s", place, row->key.name,
                         text, row->key.expected);
    config->from[i].origin = origin;
    snprintf(config->from[i].place, sizeof(config->from[i].place), "%s", place);
    return true;
}

static bool set_defaults(struct config *config, struct error *err)
{
    for (size_t i = 0; i < config_row_count(); i++) {
        const struct config_row *row = config_row_at(i);

        if (row->decide)
            row->decide(config);
        else if (row->key.fallback[0] &&
                 !set(config, row, row->key.fallback, CONFIG_DEFAULT, "default", err))
            return false;
    }
    return true;
}

/* ---- the file ---- */

static bool set_from_node(struct config *config, const char *path, const struct yaml_item *item,
                          const char *name, struct error *err)
{
    const struct config_row *row = config_row_find(name);
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

/* Nothing but '#' lines and space: no YAML document, yet nothing is wrong with it. */
static bool is_remarks(const char *text)
{
    for (text += strspn(text, " \r\n"); *text == '#'; text += strspn(text, " \r\n"))
        text += strcspn(text, "\n");
    return !*text;
}

static bool read_file(struct config *config, const char *path, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    OWNED(yaml_release) struct yaml_node root = {0};
    static struct findings findings;            /* config is read once, at start */

    findings = (struct findings){0};
    if (!file_read(path, YAML_BYTES, &text, err))
        return false;
    buf_add(&text, "", 0);      /* a text, even an empty one */
    snprintf(config->file, sizeof(config->file), "%s", path);
    if (is_remarks(text.bytes))
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

static bool set_from_variable(struct config *config, const struct config_row *row,
                              const char *variable, struct error *err)
{
    const char *text = variable ? getenv(variable) : NULL;

    return !text || !text[0] || set(config, row, text, CONFIG_ENVIRONMENT, variable, err);
}

static bool set_from_environment(struct config *config, struct error *err)
{
    char name[CONFIG_TEXT];

    for (size_t i = 0; i < config_row_count(); i++) {
        const struct config_row *row = config_row_at(i);

        config_variable(&row->key, name);
        if (!set_from_variable(config, row, row->key.older_name, err) ||
            !set_from_variable(config, row, name, err))
            return false;
    }
    return true;
}

static bool set_from_word(struct config *config, const char *word, struct error *err)
{
    const char *equals = strchr(word, '=');
    char name[CONFIG_TEXT];
    const struct config_row *row;

    snprintf(name, sizeof(name), "%.*s", equals ? (int)(equals - word) : 0, word);
    row = config_row_find(name);
    if (!row)
        return error_set(err, ERROR_INVALID, "command line: '%.100s' is not key=value", word);
    return set(config, row, equals + 1, CONFIG_COMMAND_LINE, "command line", err);
}

/* A switch that nobody touched is on where the key it follows was set, and says so. */
static void set_followers(struct config *config)
{
    for (size_t i = 0; i < config_row_count(); i++) {
        const struct config_row *row = config_row_at(i), *other;
        size_t at;

        if (!row->follows || config->from[i].origin != CONFIG_DEFAULT)
            continue;
        other = config_row_find(row->follows);
        at = (size_t)(other - config_row_at(0));
        config->from[i] = config->from[at];
        memcpy((char *)config + row->offset,
               &(bool){ config->from[at].origin != CONFIG_DEFAULT }, sizeof(bool));
    }
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
    set_followers(ret_config);
    return true;
}
