/*
 * yaml_read - what a scalar says, once somebody knows what it should be.
 *
 * YAML 1.1 guesses (`no` is false, 010 is 8, 1:30 is 90, 1_000 is 1000). We do not: each function
 * takes the plain decimal or word it is made for and nothing else; a quoted scalar is text only.
 * All return false where the node is something else and leave the output alone.
 */
#ifndef BASE_YAML_READ_H
#define BASE_YAML_READ_H

#include "base/words.h"
#include "base/yaml.h"

#include <stdbool.h>
#include <stdint.h>

/* Any scalar but nothing; borrowed from the tree. */
CHECKED bool yaml_read_text(const struct yaml_node *node, const char **ret_text);

/* -1, 0.5, 2e-3. At most 40 characters. Not .5, 1., 010, 0x10, .inf. */
CHECKED bool yaml_read_number(const struct yaml_node *node, double *ret_number);

/* -3, 0, 42; at most 18 digits. */
CHECKED bool yaml_read_whole(const struct yaml_node *node, int64_t *ret_whole);

/* true false yes no on off, in lower case. */
CHECKED bool yaml_read_boolean(const struct yaml_node *node, bool *ret_boolean);

bool yaml_read_is_nothing(const struct yaml_node *node);    /* `key:`, `key: ~`, `key: null` */

#endif
