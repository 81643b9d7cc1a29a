/*
 * strategy_grammar - every key of a strategy file, in one table: where its value goes, its bounds,
 * its default. The reader goes by it, and a test holds docs/strategies.md to it.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_GRAMMAR_H
#define DOMAIN_STRATEGY_STRATEGY_GRAMMAR_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

struct strategy_reader;
struct yaml_node;

enum strategy_grammar_kind {
    STRATEGY_GRAMMAR_SECTION,   /* a mapping of the keys that begin with its path */
    STRATEGY_GRAMMAR_TEXT,      /* char[most]; `most` counts the '\0' */
    STRATEGY_GRAMMAR_NUMBER,    /* double */
    STRATEGY_GRAMMAR_WHOLE,     /* size_t */
    STRATEGY_GRAMMAR_BOOLEAN,   /* bool */
    STRATEGY_GRAMMAR_WORD,      /* an enum; the place in `words` */
    STRATEGY_GRAMMAR_FIXED,     /* a word of which there is one: stored nowhere */
    STRATEGY_GRAMMAR_DAY,       /* int64_t, seconds */
    STRATEGY_GRAMMAR_PERCENT,   /* double; '3%' is 0.03 */
    STRATEGY_GRAMMAR_SPECIAL,   /* what `read` makes of it */
    STRATEGY_GRAMMAR_REFUSED,   /* known, not supported yet */
};

struct strategy_grammar {
    const char *path;                   /* "training.epochs" */
    enum strategy_grammar_kind kind;
    size_t offset;                      /* in struct strategy */
    double least, most;
    const char *words;                  /* "adam adamw sgd"; a word after '!' is refused */
    const char *fallback;               /* NULL: the zero of its kind; see is_required */
    bool is_required;
    const char *unit;
    const char *only_with;              /* "training.loss focal": elsewhere it would do nothing */
    const char *help;
    void (*read)(struct strategy_reader *reader, const struct yaml_node *node);
};

enum { STRATEGY_GRAMMAR_ROWS = 112 };    /* room for as many */

const struct strategy_grammar *strategy_grammar_at(size_t i);           /* NULL past the last */

/* Its place in the table; -1 if there is no such key. */
int strategy_grammar_find(const char *path);

/* The i-th of "adam adamw !lstm" without its '!'; false past the last. */
bool strategy_grammar_word(const char *words, size_t i, char ret_word[32], bool *ret_is_refused);

#endif
