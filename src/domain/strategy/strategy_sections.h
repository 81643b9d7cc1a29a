/*
 * strategy_sections - the keys whose values have a grammar of their own; each in its file.
 *
 * Called by the reader in the order of the table, so that what refers to something comes after it.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_SECTIONS_H
#define DOMAIN_STRATEGY_STRATEGY_SECTIONS_H

#include "base/words.h"
#include "domain/strategy/strategy.h"

struct strategy_reader;
struct yaml_node;

void strategy_training_data_mode(struct strategy_reader *reader, const struct yaml_node *node);
void strategy_training_data_symbols(struct strategy_reader *reader, const struct yaml_node *node);
void strategy_training_data_timeframes(struct strategy_reader *reader,
                                       const struct yaml_node *node);
void strategy_training_data_base(struct strategy_reader *reader, const struct yaml_node *node);
void strategy_training_data_check(struct strategy_reader *reader);

void strategy_indicators_read(struct strategy_reader *reader, const struct yaml_node *node);

/* "rsi_fast" or "bands.middle"; adds a mistake at `node` where it does not resolve. */
CHECKED bool strategy_indicators_resolve(struct strategy_reader *reader,
                                         const struct yaml_node *node, const char *field,
                                         struct strategy_reference *ret_reference);

void strategy_fuzzy_sets_read(struct strategy_reader *reader, const struct yaml_node *node);
void strategy_inputs_read(struct strategy_reader *reader, const struct yaml_node *node);
void strategy_layers_read(struct strategy_reader *reader, const struct yaml_node *node);

/* One timeframe of the training list. */
CHECKED bool strategy_training_data_one(struct strategy_reader *reader,
                                        const struct yaml_node *node, const char *field,
                                        enum timeframe *ret_timeframe);

/* What only the whole file shows; after everything was read. */
void strategy_check_run(struct strategy_reader *reader);

#endif
