/*
 * manage_models - trained models: listed, shown, deleted; their files. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_MODELS_H
#define MANAGERS_MANAGE_MODELS_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct manage_models;
struct manage_store;
struct wire_model;
struct wire_model_deleted;
struct wire_model_list;
struct wire_model_query;

struct manage_models *manage_models_new(const struct manage_store *store);
void manage_models_free(struct manage_models *manager);

/* Wait, all of these. */
CHECKED bool manage_models_list(struct manage_models *manager,
                                const struct wire_model_query *query,
                                struct wire_model_list *ret_list, struct error *err);
CHECKED bool manage_models_find(struct manage_models *manager, const char *id,
                                struct wire_model *ret_model, struct error *err);

/* Its folder, owned by the caller; and the one of the newest model of a plan. */
CHECKED bool manage_models_folder(struct manage_models *manager, const char *id, char **ret_folder,
                                  struct error *err);
CHECKED bool manage_models_newest(struct manage_models *manager, const char *plan_hash,
                                  char **ret_id, char **ret_folder, struct error *err);

/* One of its files: model.json or model.safetensors. */
CHECKED bool manage_models_file(struct manage_models *manager, const char *id, const char *name,
                                struct buf *ret_bytes, struct error *err);
CHECKED bool manage_models_delete(struct manage_models *manager, const char *id,
                                  struct wire_model_deleted *ret_deleted, struct error *err);

#endif
