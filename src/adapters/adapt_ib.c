#include "adapters/adapt_ib.h"

#include "adapters/adapt_ib_host.h"
#include "base/mem.h"
#include "ib/ib_bars.h"
#include "ib/ib_instrument.h"
#include "ib/ib_source.h"
#include "ib/ib_state.h"
#include "service/host_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RETRY_SECONDS = 5 };         /* where only the host knows */

struct adapt_ib {                   /* one of the two */
    struct ib_source *source;
    struct host_service *host;
    char url[128];
};

static bool open_host(struct loop *loop, const struct adapt_ib_settings *settings,
                      struct adapt_ib *ib, struct error *err)
{
    snprintf(ib->url, sizeof(ib->url), "%s", settings->host_url);
    return host_service_open(loop, &(struct host_service_settings){
        .name = "ib-host", .is_enabled = true, .url = settings->host_url,
        .token = settings->token, .version = KTRDR_VERSION,
        .timeout_seconds = (int)settings->timeout_seconds,
        .pool_size = (int)settings->pool_size, .retries = (int)settings->retries,
    }, &ib->host, err);
}

static bool open_local(struct loop *loop, const struct adapt_ib_settings *settings,
                       struct adapt_ib *ib, struct error *err)
{
    return ib_source_open(loop, &(struct ib_source_settings){
        .data_dir = settings->data_dir, .host = settings->host, .port = (uint16_t)settings->port,
        .client_id = (int)settings->client_id, .maintenance = settings->maintenance,
        .seed = (uint64_t)getpid(),
    }, &ib->source, err);
}

bool adapt_ib_open(struct loop *loop, const struct adapt_ib_settings *settings,
                   struct adapt_ib **ret_ib, struct error *err)
{
    struct adapt_ib *ib = MEM_NEW(struct adapt_ib);

    if (!(settings->uses_host ? open_host : open_local)(loop, settings, ib, err)) {
        free(ib);
        return false;
    }
    *ret_ib = ib;
    return true;
}

void adapt_ib_stop(struct adapt_ib *ib, int64_t deadline)
{
    if (ib->source)
        ib_source_stop(ib->source, deadline);
}

void adapt_ib_free(struct adapt_ib *ib)
{
    if (!ib)
        return;
    ib_source_free(ib->source);
    host_service_free(ib->host);
    free(ib);
}

/* ---- what is asked ---- */

bool adapt_ib_resolve(struct adapt_ib *ib, const struct wire_ib_query *query, int64_t deadline,
                      struct wire_ib_contract *ret_contract,
                      struct wire_ib_contracts *ret_candidates, struct error *err)
{
    if (ib->host)
        return adapt_ib_host_resolve(ib->host, query, deadline, ret_contract, ret_candidates, err);
    return ib_instrument_resolve(ib->source, query, deadline, ret_contract, ret_candidates, err);
}

struct wire_ib_ask adapt_ib_ask(const struct wire_ib_contract *contract)
{
    return ib_instrument_ask(contract);
}

bool adapt_ib_head(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                   int64_t *ret_first, struct error *err)
{
    if (ib->host)
        return adapt_ib_host_head(ib->host, ask, deadline, ret_first, err);
    return ib_instrument_head(ib->source, ask, deadline, ret_first, err);
}

bool adapt_ib_plan(struct adapt_ib *ib, const struct wire_ib_plan_ask *asks, int64_t deadline,
                   struct wire_ib_plan *ret_plan, struct error *err)
{
    if (ib->host)
        return adapt_ib_host_plan(ib->host, asks, deadline, ret_plan, err);
    return ib_bars_plan(ib->source, asks, ret_plan, err);
}

bool adapt_ib_bars(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                   struct bars *ret_bars, struct error *err)
{
    if (ib->host)
        return adapt_ib_host_bars(ib->host, ask, deadline, ret_bars, err);
    return ib_bars_fetch(ib->source, ask, deadline, ret_bars, err);
}

bool adapt_ib_schedule(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                       struct wire_ib_schedule *ret_schedule, struct error *err)
{
    if (ib->host)
        return adapt_ib_host_schedule(ib->host, ask, deadline, ret_schedule, err);
    return ib_bars_schedule(ib->source, ask, deadline, ret_schedule, err);
}

/* ---- how it is ---- */

bool adapt_ib_status(struct adapt_ib *ib, int64_t deadline, struct wire_ib_status *ret_status,
                     struct error *err)
{
    if (!ib->host) {
        adapt_ib_local_status(ib, ret_status);
        return true;
    }
    if (!adapt_ib_host_status(ib->host, deadline, ret_status, err))
        return false;
    snprintf(ret_status->mode, sizeof(ret_status->mode), "host");
    snprintf(ret_status->url, sizeof(ret_status->url), "%s", ib->url);
    return true;
}

void adapt_ib_local_status(const struct adapt_ib *ib, struct wire_ib_status *ret_status)
{
    ib_state_fill(ib->source, ret_status);
    snprintf(ret_status->mode, sizeof(ret_status->mode), "local");
    snprintf(ret_status->version, sizeof(ret_status->version), "%s", KTRDR_VERSION);
}

void adapt_ib_count(const struct adapt_ib *ib, struct buf *text)
{
    if (ib->source)
        ib_state_count(ib->source, text);
}

int64_t adapt_ib_retry_after(const struct adapt_ib *ib)
{
    return ib->host ? RETRY_SECONDS : ib_state_retry_after(ib->source);
}

struct host_service *adapt_ib_host(const struct adapt_ib *ib)
{
    return ib->host;
}
