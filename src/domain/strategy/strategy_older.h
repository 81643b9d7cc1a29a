/*
 * strategy_older - what strategy_migrate works with: the older tree, the one being made, and the
 * parts that change their shape, indicators and fuzzy sets.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_OLDER_H
#define DOMAIN_STRATEGY_STRATEGY_OLDER_H

#include "base/findings.h"
#include "base/words.h"
#include "base/yaml.h"
#include "domain/timeframe.h"

struct strategy_older {
    const struct yaml_node *root;       /* as it was */
    struct yaml_node *made;             /* as it will be */
    struct findings *findings;
};

/* `item` gives the place. */
void strategy_older_note(struct strategy_older *older, enum findings_kind kind,
                         const struct yaml_item *item, const char *field, const char *text);

/* "model.training.epochs" in a tree; NULL if it is not there. */
const struct yaml_item *strategy_older_find(const struct yaml_node *root, const char *path);

/* A copy of a value, or a YAML text, at a path of the new tree. */
void strategy_older_set(struct strategy_older *older, const char *path,
                        const struct yaml_node *value);
void strategy_older_put(struct strategy_older *older, const char *path, const char *text);

/* The base timeframe, as the older rules find it; false where none is named. */
CHECKED bool strategy_older_base(const struct strategy_older *older, enum timeframe *ret_base);

/* The list becomes a mapping; parameters beside the name are honoured. */
void strategy_older_indicators(struct strategy_older *older);

/* Each gets its 'indicator', and an entry of nn_inputs. */
void strategy_older_fuzzy_sets(struct strategy_older *older);

#endif
