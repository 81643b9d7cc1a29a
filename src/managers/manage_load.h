/*
 * manage_load - bars fetched from Interactive Brokers into the store: what is missing by the
 * calendar, in as few requests as pacing allows, each stored as it arrives.
 *
 * An operation of type data_load is one symbol; several are a batch. Cancelled or killed at any
 * moment it keeps what came, and a resume asks for the rest. One load of a series at a time. Loop
 * thread only.
 */
#ifndef MANAGERS_MANAGE_LOAD_H
#define MANAGERS_MANAGE_LOAD_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

struct adapt_ib;
struct manage_bars;
struct manage_load;
struct manage_store;
struct wire_load_request;
struct wire_operation;

struct manage_load *manage_load_new(const struct manage_store *store, struct manage_bars *bars,
                                    struct manage_operations *operations, struct adapt_ib *ib);
void manage_load_free(struct manage_load *manager);
struct manage_operations_kind manage_load_kind(struct manage_load *manager);

/* Waits. Checks all of the request (load_request.h) before anything starts. */
CHECKED bool manage_load_start(struct manage_load *manager, struct wire_load_request *request,
                               const char *idempotency_key, struct wire_operation *ret_operation,
                               struct error *err);

#endif
