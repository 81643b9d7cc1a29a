#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/table.h"
#include "client/api_health.h"

#include <math.h>

enum { EXIT_DOWN = 5 };

static const struct command_option options[] = { COMMAND_END };

static void add_service(struct table *table, const char *name,
                        const struct wire_health_service *service)
{
    OWNED(buf_release) struct buf latency = {0};

    if (!service)
        return;
    buf_print(&latency, "%s%s", figure_number(service->latency_ms, 1),
              isfinite(service->latency_ms) ? " ms" : "");
    table_row(table, name, wire_health_status_names[service->status], figure_text(service->mode),
              latency.bytes, figure_text(service->version), service->reason, NULL);
}

static void print_health(const struct wire_health *health, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };
    const struct wire_health_services *services = &health->services;

    buf_print(out, "backend %s, ktrdr %s, up for %s\n", wire_health_status_names[health->status],
              health->version, figure_duration(health->uptime_seconds));
    if (health->reason[0])
        buf_print(out, "%s\n", health->reason);
    if (health->operations_running != WIRE_UNKNOWN)
        buf_print(out, "%s operations run, %s wait\n", figure_count(health->operations_running),
                  figure_count(health->operations_queued));
    if (!services->ib && !services->training && !services->store && !services->workers)
        return;
    table_columns(&table, "SERVICE", "STATUS", "MODE", "LATENCY>", "VERSION", "", NULL);
    add_service(&table, "store", services->store);
    add_service(&table, "workers", services->workers);
    add_service(&table, "training", services->training);
    add_service(&table, "ib", services->ib);
    table_print(&table);
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_health health;

    if (!api_health_read(cli->api, &health, err))
        return false;
    if (cli->is_json)
        cli_print_reply(cli);
    else
        print_health(&health, &cli->out);
    if (health.status == WIRE_HEALTH_DOWN)
        cli->exit_status = EXIT_DOWN;
    wire_health_release(&health);
    return true;
}

const struct command cmd_health = {
    .noun = "health", .verb = NULL,
    .help = "How the backend and its parts are, their mode, latency and version.",
    .options = options, .run = run,
};
