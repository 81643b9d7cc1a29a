#include "base/mem.h"
#include "base/yaml_read.h"
#include "domain/strategy/strategy_near.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#include <stdio.h>
#include <string.h>

#define SECTION "fuzzy_sets"

static bool read_numbers(struct strategy_reader *reader, const struct yaml_node *node,
                         const char *field, double params[MEMBERSHIP_PARAMS + 1], size_t *ret_n)
{
    char quoted[64];

    if (node->kind != YAML_LIST) {
        strategy_reader_mistake(reader, node, field, "%s is not a list of numbers",
                                strategy_reader_quote(node, quoted));
        return false;
    }
    for (size_t i = 0; i < node->count && i <= MEMBERSHIP_PARAMS; i++)
        if (!yaml_read_number(&node->items[i].value, &params[i])) {
            strategy_reader_mistake(reader, &node->items[i].value, field, "%s is not a number",
                                    strategy_reader_quote(&node->items[i].value, quoted));
            return false;
        }
    *ret_n = node->count;
    return true;
}

static const struct membership_kind *find_kind(struct strategy_reader *reader, const char *field,
                                               const struct yaml_node *node)
{
    struct strategy_near near = { .word = "" };
    const struct membership_kind *kind;
    struct finding *finding;
    char quoted[64];

    if (yaml_read_text(node, &near.word) && (kind = membership_find(near.word)))
        return kind;
    finding = strategy_reader_mistake(reader, node, field, "there is no membership %s",
                                      strategy_reader_quote(node, quoted));
    for (size_t i = 0; membership_at(i); i++)
        strategy_near_try(&near, membership_at(i)->name);
    strategy_near_suggest(&near, finding);
    return NULL;
}

/* {type, parameters}; gives the list of parameters, or NULL. */
static const struct yaml_node *read_long_form(struct strategy_reader *reader, const char *field,
                                              const struct yaml_item *item,
                                              const struct membership_kind **ret_kind)
{
    const struct yaml_item *type = yaml_find(&item->value, "type");
    const struct yaml_item *parameters = yaml_find(&item->value, "parameters");
    bool is_good = type && parameters;

    for (size_t i = 0; i < item->value.count; i++) {
        const struct yaml_item *key = &item->value.items[i];
        struct strategy_near near = { .word = key->key };

        if (key == type || key == parameters)
            continue;
        strategy_near_try(&near, "type");
        strategy_near_try(&near, "parameters");
        strategy_near_suggest(&near, strategy_reader_wrong_key(reader, key, field,
                                                               "unknown key '%.60s'", key->key));
        is_good = false;
    }
    if (!type || !parameters)
        strategy_reader_wrong_key(reader, item, field, "'%s' is missing",
                                  type ? "parameters" : "type");
    if (type)
        *ret_kind = find_kind(reader, field, &type->value);
    return is_good && *ret_kind ? &parameters->value : NULL;
}

static void read_member(struct strategy_reader *reader, struct strategy_fuzzy_set *set,
                        const struct yaml_item *item, const char *section)
{
    struct strategy_member *member = &set->members[set->n_members];
    const struct membership_kind *kind = membership_find("triangular");
    const struct yaml_node *list = &item->value;
    double params[MEMBERSHIP_PARAMS + 1];
    char field[128];
    struct error err;
    size_t n;

    if (!strategy_reader_id(reader, item, section, member->name))
        return;
    snprintf(field, sizeof(field), "%s.%s", section, member->name);
    if (list->kind == YAML_MAPPING)
        list = read_long_form(reader, field, item, &kind);
    if (!list || !read_numbers(reader, list, field, params, &n))
        return;
    if (membership_make(kind, params, n, &member->membership, &err))
        set->n_members++;
    else
        strategy_reader_mistake(reader, list, field, "%s", err.text);
}

static void read_one(struct strategy_reader *reader, const struct yaml_item *item)
{
    struct strategy *strategy = reader->strategy;
    struct strategy_fuzzy_set *set = &strategy->fuzzy_sets[strategy->n_fuzzy_sets];
    const struct yaml_item *reads = yaml_find(&item->value, "indicator");
    char field[96], quoted[64];

    if (!strategy_reader_id(reader, item, SECTION, set->id))
        return;
    strategy->n_fuzzy_sets++;
    set->line = item->line;
    set->column = item->column;
    snprintf(field, sizeof(field), SECTION ".%s", set->id);
    if (item->value.kind != YAML_MAPPING) {
        strategy_reader_mistake(reader, &item->value, field, "%s is not a mapping",
                                strategy_reader_quote(&item->value, quoted));
        return;
    }
    if (!reads)
        strategy_reader_wrong_key(reader, item, field, "'indicator' is missing");
    else if (!strategy_indicators_resolve(reader, &reads->value, field, &set->reads))
        set->reads = (struct strategy_reference){0};
    set->members = mem_alloc((item->value.count + 1) * sizeof(*set->members));
    for (size_t i = 0; i < item->value.count; i++)
        if (&item->value.items[i] != reads)
            read_member(reader, set, &item->value.items[i], field);
    if (item->value.count == (reads ? 1u : 0u))
        strategy_reader_wrong_key(reader, item, field, "has no membership");
}

void strategy_fuzzy_sets_read(struct strategy_reader *reader, const struct yaml_node *node)
{
    if (node->kind != YAML_MAPPING || !node->count) {
        strategy_reader_mistake(reader, node, SECTION, "not a mapping of at least one fuzzy set");
        return;
    }
    reader->strategy->fuzzy_sets = mem_alloc(node->count * sizeof(struct strategy_fuzzy_set));
    for (size_t i = 0; i < node->count; i++)
        read_one(reader, &node->items[i]);
}
