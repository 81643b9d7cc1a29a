#include "domain/strategy/strategy_overrides.h"

#include "base/findings.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "domain/strategy/strategy.h"

#include <stdlib.h>
#include <string.h>

static bool apply(struct yaml_node *root, const struct strategy_overrides *overrides,
                  struct findings *findings)
{
    struct error err;

    for (size_t i = 0; i < overrides->count; i++)
        if (!strategy_override(root, overrides->assignments[i], &err)) {
            findings_add(findings, FINDINGS_ERROR, "--set", "%s", err.text);
            return false;
        }
    return true;
}

bool strategy_overrides_parse(const char *text, const struct strategy_overrides *overrides,
                              struct strategy *ret_strategy, struct findings *findings)
{
    OWNED(yaml_release) struct yaml_node root = {0};

    return yaml_parse(text, strlen(text), &root, findings) && apply(&root, overrides, findings) &&
           strategy_read(&root, ret_strategy, findings);
}

bool strategy_overrides_read(const char *text, const char *label,
                             const struct strategy_overrides *overrides,
                             struct strategy *ret_strategy, struct error *err)
{
    struct findings *findings = MEM_NEW(struct findings);      /* too large for a task's stack */
    const bool ok = strategy_overrides_parse(text, overrides, ret_strategy, findings);

    if (!ok && findings_check(findings, label[0] ? label : "strategy", err))
        error_set(err, ERROR_INTERNAL, "a strategy was refused without a reason");
    free(findings);
    return ok;
}
