/*
 * yaml_write - a tree as YAML text again, one way to write each tree; comments are gone.
 *
 * Reading the text gives the same tree, but for places, and for the quotes of a scalar that only
 * text could be anyway.
 */
#ifndef BASE_YAML_WRITE_H
#define BASE_YAML_WRITE_H

#include "base/buf.h"
#include "base/yaml.h"

void yaml_write(const struct yaml_node *root, struct buf *ret_text);

#endif
