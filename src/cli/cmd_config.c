#include "base/buf.h"
#include "base/mem.h"
#include "cli/backend.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/suggest.h"
#include "cli/table.h"
#include "config/config.h"
#include "wire/wire_config.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *file, *key;
static struct config config;        /* 70 KB */

static_assert((int)CONFIG_COMMAND_LINE == (int)WIRE_CONFIG_COMMAND_LINE, "the same origins");

static const struct command_option show_options[] = {
    COMMAND_WORD("--config <file>", &file, "this file instead of the one that is found"),
    COMMAND_END
};

static const struct command_option no_options[] = { COMMAND_END };

static const struct command_option explain_options[] = {
    COMMAND_WORD("<key>", &key, "as in the file: training.max_running"),
    COMMAND_WORD("--config <file>", &file, "this file instead of the one that is found"),
    COMMAND_END
};

static void fill(size_t i, struct wire_config_item *item)
{
    const struct config_key of = config_key_at(i);
    struct buf value = {0};

    wire_clear(wire_config_item_fields, item);
    buf_add(&value, "", 0);
    config_value_print(&config, i, &value);
    item->value = value.bytes;
    item->origin = (enum wire_config_origin)config.from[i].origin;
    if (item->origin != WIRE_CONFIG_DEFAULT)
        snprintf(item->place, sizeof(item->place), "%s", config.from[i].place);
    snprintf(item->key, sizeof(item->key), "%s", of.name);
    snprintf(item->usual, sizeof(item->usual), "%s", of.fallback);
    snprintf(item->expected, sizeof(item->expected), "%s", of.expected);
    snprintf(item->older_variable, sizeof(item->older_variable), "%s",
             of.older_name ? of.older_name : "");
    snprintf(item->help, sizeof(item->help), "%s", of.help);
    config_variable(&of, item->variable);
}

static void fill_all(struct wire_config *all)
{
    size_t n = 0;

    while (config_key_at(n).name)
        n++;
    wire_clear(wire_config_fields, all);
    snprintf(all->file, sizeof(all->file), "%s", config.file);
    all->n_items = n;
    all->total = (int64_t)n;
    all->items = mem_alloc(n * sizeof(*all->items));
    for (size_t i = 0; i < n; i++)
        fill(i, &all->items[i]);
}

/* "environment: KTRDR_DATA_DIR", "ktrdr.yaml:2:3", "default" */
static const char *from_where(const struct wire_config_item *item)
{
    static char text[sizeof(item->place) + 32];

    if (item->origin == WIRE_CONFIG_FILE)
        return item->place;
    snprintf(text, sizeof(text), "%s%s%s", wire_config_origin_names[item->origin],
             item->origin == WIRE_CONFIG_ENVIRONMENT ? ": " : "",
             item->origin == WIRE_CONFIG_ENVIRONMENT ? item->place : "");
    return text;
}

static void print_all(const struct wire_config *all, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    table_columns(&table, "KEY", "VALUE", "FROM", NULL);
    for (size_t i = 0; i < all->n_items; i++)
        table_row(&table, all->items[i].key, figure_text(all->items[i].value),
                  from_where(&all->items[i]), NULL);
    table_print(&table);
    buf_print(out, "file: %s\n", all->file[0] ? all->file : "none was found");
}

static bool run_show(struct cli *cli, struct error *err)
{
    struct wire_config all;

    if (!backend_config(file, cli->data_dir, &config, err))
        return false;
    fill_all(&all);
    if (cli->is_json) {
        wire_encode(wire_config_fields, &all, &cli->out);
        buf_add(&cli->out, "\n", 1);
    } else {
        print_all(&all, &cli->out);
    }
    wire_config_release(&all);
    return true;
}

static bool find_key(size_t *ret_i, struct error *err)
{
    struct suggest suggest = { .word = key };

    for (size_t i = 0; config_key_at(i).name; i++) {
        *ret_i = i;
        if (!strcmp(config_key_at(i).name, key))
            return true;
        suggest_offer(&suggest, config_key_at(i).name);
    }
    for (size_t i = 0; config_key_at(i).name && !suggest.best; i++) {
        const char *dot = strchr(config_key_at(i).name, '.');
        if (dot && !strcmp(dot + 1, key))           /* "level" */
            suggest.best = config_key_at(i).name;
    }
    error_set(err, ERROR_INVALID, "there is no key '%.60s'", key);
    if (suggest.best)
        return error_suggest(err, "did you mean '%s'?", suggest.best);
    return error_suggest(err, "ktrdr config show lists every key");
}

static void print_item(const struct wire_config_item *item, struct buf *out)
{
    buf_print(out, "%s = %s\n", item->key, item->value[0] ? item->value : "(nothing)");
    buf_print(out, "  %s\n", item->help);
    buf_print(out, "  set by    %s\n", from_where(item));
    buf_print(out, "  allowed   %s\n", item->expected);
    buf_print(out, "  default   %s\n", item->usual[0] ? item->usual : "see above");
    buf_print(out, "  variable  %s", item->variable);
    if (item->older_variable[0] && strcmp(item->older_variable, item->variable) != 0)
        buf_print(out, ", or %s", item->older_variable);
    buf_print(out, "\n");
}

static bool run_explain(struct cli *cli, struct error *err)
{
    struct wire_config_item item;
    size_t i = 0;

    if (!find_key(&i, err) || !backend_config(file, cli->data_dir, &config, err))
        return false;
    fill(i, &item);
    if (cli->is_json) {
        wire_encode(wire_config_item_fields, &item, &cli->out);
        buf_add(&cli->out, "\n", 1);
    } else {
        print_item(&item, &cli->out);
    }
    wire_config_item_release(&item);
    return true;
}

static bool run_example(struct cli *cli, struct error *err)
{
    (void)err;
    buf_print(&cli->out, "# ktrdr.yaml - every key and its usual value. Take the '#' away before a "
                         "key to set it.\n");
    for (size_t i = 0; config_key_at(i).name; i++) {
        const struct config_key of = config_key_at(i);

        buf_print(&cli->out, "\n# %s\n# %s\n#%s:%s%s\n", of.help, of.expected, of.name,
                  of.fallback[0] ? " " : "", of.fallback);
    }
    return true;
}

const struct command cmd_config_show = {
    .noun = "config", .verb = "show",
    .help = "Every key, its value and where that was set.",
    .more = "The command line wins over the environment, that over the file, that over the\n"
            "default. A mistake anywhere is told with file, line and column.",
    .options = show_options, .run = run_show, .is_local = true,
};

const struct command cmd_config_explain = {
    .noun = "config", .verb = "explain",
    .help = "One key: its value, where that was set, what is allowed, what it is for.",
    .options = explain_options, .run = run_explain, .is_local = true,
};

const struct command cmd_config_example = {
    .noun = "config", .verb = "example",
    .help = "A ktrdr.yaml to begin with: every key, explained, none of them set.",
    .options = no_options, .run = run_example, .is_local = true,
};
