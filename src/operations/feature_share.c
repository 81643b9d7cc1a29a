#include "operations/feature_share.h"

#include "async/scope.h"
#include "async/work.h"
#include "base/mem.h"
#include "log/log.h"
#include "operations/feature_cache.h"

#include <stdlib.h>

struct taking {
    struct feature_share share;
    char *session, *name;           /* owned */
};

static bool publish(void *arg, struct error *err)
{
    const struct feature_share *share = &((struct taking *)arg)->share;

    return feature_cache_publish(share->folder, share->session, share->name, share->most_bytes,
                                 err);
}

static bool take(void *arg, struct error *err)
{
    struct taking *taking = arg;

    if (!work_run(publish, taking, err))
        log_error("features were not kept", err, NULL);
    free(taking->session);
    free(taking->name);
    free(taking);
    return true;
}

void feature_share_take(struct scope *scope, const struct feature_share *share)
{
    struct taking *taking = MEM_NEW(struct taking);

    taking->share = *share;
    taking->share.session = taking->session = mem_text(share->session);
    taking->share.name = taking->name = mem_text(share->name);
    scope_spawn(scope, take, taking);
}
