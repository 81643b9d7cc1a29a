/*
 * yaml - a YAML text as a tree of nodes, each knowing the line and column it stands at.
 *
 * The plain part of YAML 1.1: one document of mappings, lists and scalars. Refused are anchors,
 * aliases, tags, duplicate keys, keys that are not text, and what is beyond the limits below.
 * What a scalar means is decided by who reads it (yaml_read.h), never by its looks: `no` is
 * a boolean only where one is wanted.
 *
 * A tree owns all its nodes: OWNED(yaml_release) struct yaml_node root = {0};
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/error.h"
#include "base/findings.h"
#include "base/words.h"

#include <stddef.h>

enum {
    YAML_BYTES = 1 << 20, YAML_DEPTH = 64, YAML_NODES = 100000,
    YAML_KEYS = 1000,           /* in one mapping */
    YAML_KEY_BYTES = 128
};

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAPPING };

struct yaml_node {
    enum yaml_kind kind;
    int line, column;           /* from 1; 0: was set by yaml_set() */
    char *text;                 /* of a scalar; no '\0' inside */
    bool is_quoted;             /* then it is text, whatever it looks like */
    size_t count, room;         /* of a list or mapping, in the order of the file */
    struct yaml_item *items;
};

struct yaml_item {
    char *key;                  /* NULL in a list */
    int line, column;           /* of the key; in a list, of the value */
    struct yaml_node value;
};

/* Adds to `findings` what is wrong, with its place, and returns false. Never fails without one. */
CHECKED bool yaml_parse(const char *text, size_t length, struct yaml_node *ret_root,
                        struct findings *findings);
void yaml_release(struct yaml_node *node);

/* The item of that key; NULL if there is none or `node` is no mapping. */
struct yaml_item *yaml_find(const struct yaml_node *node, const char *key);

/* Sets the value at "training.epochs" or "nn_inputs.0.lags" (a number counts into a list) to the
 * YAML in `text`; mappings that are not there are made.
 * Fails with ERROR_INVALID; then the tree may have got an empty mapping. */
CHECKED bool yaml_set(struct yaml_node *root, const char *path, const char *text,
                      struct error *err);

const char *yaml_kind_name(const struct yaml_node *node);    /* "a mapping", "a list", … */

#endif
