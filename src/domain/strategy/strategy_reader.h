/*
 * strategy_reader - fills a strategy from a tree by the table of keys; says what is wrong where.
 *
 * Used by the files of this folder only. Mistakes do not stop it: all are found in one go.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_READER_H
#define DOMAIN_STRATEGY_STRATEGY_READER_H

#include "base/words.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_grammar.h"

struct strategy_reader {
    struct strategy *strategy;
    struct findings *findings;
    const struct yaml_item *given[STRATEGY_GRAMMAR_ROWS];   /* NULL: not in the file */
};

/* Reads what the table knows; special keys get their function, in the order of the table. */
void strategy_reader_run(struct strategy_reader *reader, const struct yaml_node *root);

const struct yaml_item *strategy_reader_given(const struct strategy_reader *reader,
                                              const char *path);

/* An error at the place of `node`, which may be NULL. */
struct finding *strategy_reader_mistake(struct strategy_reader *reader,
                                        const struct yaml_node *node, const char *field,
                                        const char *format, ...) PRINTS(4, 5);

/* The same at a key. */
struct finding *strategy_reader_wrong_key(struct strategy_reader *reader,
                                          const struct yaml_item *item, const char *field,
                                          const char *format, ...) PRINTS(4, 5);

/* What stands there, in quotes, for a message: "'abc'" or "a list". */
const char *strategy_reader_quote(const struct yaml_node *node, char ret_text[64]);

/* A name of the file's own: letters, digits and '_', the first no digit, at most 40. */
CHECKED bool strategy_reader_id(struct strategy_reader *reader, const struct yaml_item *item,
                                const char *section, char ret_id[STRATEGY_ID]);

#endif
