/*
 * strategy_schema - the grammar of strategy files as a JSON Schema (draft 7), for editors: made of
 * the table that the reader goes by, of the indicators and of the memberships.
 */
#ifndef CLI_STRATEGY_SCHEMA_H
#define CLI_STRATEGY_SCHEMA_H

struct buf;

void strategy_schema_print(struct buf *json);

#endif
