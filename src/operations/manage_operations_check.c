#include "operations/manage_operations.h"
#include "operations/manage_operations_parts.h"

#include <string.h>

/* What requests of any kind say about what they read. */
struct reads {
    size_t n_symbols;
    char **symbols;
    char symbol[33];
    char model[96];
};

static const struct wire_field reads_fields[] = {
    WIRE_TEXTS(struct reads, symbols, WIRE_OPTIONAL),
    WIRE_TEXT(struct reads, symbol, WIRE_OPTIONAL),
    WIRE_TEXT(struct reads, model, WIRE_OPTIONAL),
    WIRE_END
};

static bool has(const struct reads *reads, const char *symbol, const char *model)
{
    if (model)
        return !strcmp(reads->model, model);
    for (size_t i = 0; i < reads->n_symbols; i++)
        if (!strcmp(reads->symbols[i], symbol))
            return true;
    return !strcmp(reads->symbol, symbol);
}

static bool is_used_by(const struct operation_run *run, const char *symbol, const char *model)
{
    struct reads reads;
    struct error unread;
    bool found;

    if (!wire_decode(reads_fields, WIRE_TOLERANT, run->request, strlen(run->request), &reads,
                     &unread))
        return false;
    found = has(&reads, symbol, model);
    wire_release(reads_fields, &reads);
    return found;
}

static bool check(const struct manage_operations *manager, const char *symbol, const char *model,
                  struct error *err)
{
    for (const struct operation_run *run = manager->keeper.runs; run; run = run->next) {
        if (!is_used_by(run, symbol, model))
            continue;
        error_set(err, ERROR_CONFLICT, "operation '%s' uses '%s'", run->id,
                  model ? model : symbol);
        return error_suggest(err, "wait for it, or: ktrdr operations cancel %s", run->id);
    }
    return true;
}

bool manage_operations_check_bars_unused(const struct manage_operations *manager,
                                         const char *symbol, struct error *err)
{
    return check(manager, symbol, NULL, err);
}

bool manage_operations_check_model_unused(const struct manage_operations *manager,
                                          const char *id, struct error *err)
{
    return check(manager, NULL, id, err);
}
