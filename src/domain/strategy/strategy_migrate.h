/*
 * strategy_migrate - a strategy of the v1 or v2 grammar as a v3 one.
 *
 * What changed its meaning, moved or was dropped because nothing ever read it is a warning in
 * `findings`; what cannot be carried over is an error, and then there is no text.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_MIGRATE_H
#define DOMAIN_STRATEGY_STRATEGY_MIGRATE_H

#include "base/buf.h"
#include "base/findings.h"
#include "base/words.h"

#include <stddef.h>

/* ret_text is a file that strategy_parse() takes. Comments are lost. */
CHECKED bool strategy_migrate(const char *text, size_t length, struct buf *ret_text,
                              struct findings *findings);

#endif
