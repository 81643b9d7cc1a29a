#include "base/buf.h"
#include "cli/backend.h"
#include "cli/checkup.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/terminal.h"
#include "client/api_health.h"
#include "config/config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_SICK = 1 };

static struct config config;        /* 70 KB */

static const struct command_option options[] = { COMMAND_END };

/* Without a configuration, the defaults are looked at. */
static void check_configuration(const struct cli *cli, struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "configuration" };
    struct error err;

    if (backend_config(NULL, cli->data_dir, &config, &err)) {
        checkup_add(report, &finding, "%s%s", config.file[0] ? config.file : "the defaults",
                    config.file[0] ? " is well" : "; no file was found");
        return;
    }
    finding.status = WIRE_DOCTOR_FAIL;
    finding.fix = err.suggestion[0] ? err.suggestion : "ktrdr config explain <key>";
    checkup_add(report, &finding, "%s", err.text);
}

static void check_part(const char *name, const struct wire_health_service *part,
                       struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = name };

    if (!part)
        return;
    finding.status = part->status == WIRE_HEALTH_OK   ? WIRE_DOCTOR_OK :
                     part->status == WIRE_HEALTH_DOWN ? WIRE_DOCTOR_FAIL : WIRE_DOCTOR_WARN;
    if (finding.status != WIRE_DOCTOR_OK)
        finding.fix = part->url[0] ? "look at the service at its address, and at its log"
                                   : "the backend's log says more";
    checkup_add(report, &finding, "%s%s%s%s%s", wire_health_status_names[part->status],
                part->mode[0] ? ", " : "", part->mode, part->reason[0] ? ": " : "", part->reason);
}

static void check_health(const struct wire_health *health, struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "backend" };

    if (health->status == WIRE_HEALTH_DOWN)
        finding = (struct checkup_finding){ "backend", WIRE_DOCTOR_FAIL, "see its log" };
    else if (strcmp(health->version, KTRDR_VERSION) != 0)
        finding = (struct checkup_finding){ "backend", WIRE_DOCTOR_WARN,
                                            "install one version everywhere, restart ktrdrd" };
    else if (health->status == WIRE_HEALTH_DEGRADED)
        finding = (struct checkup_finding){ "backend", WIRE_DOCTOR_WARN, "see its parts below" };
    checkup_add(report, &finding, "%s, ktrdr %s, up for %s%s%s",
                wire_health_status_names[health->status], health->version,
                figure_duration(health->uptime_seconds), health->reason[0] ? ": " : "",
                health->reason);
    check_part("store", health->services.store, report);
    check_part("workers", health->services.workers, report);
    check_part("training", health->services.training, report);
    check_part("ib", health->services.ib, report);
}

/* Turned on, and no backend that runs says how they are. */
static void check_hosts(const struct wire_health_services *known, struct wire_doctor *report)
{
    if (config.ib_use_host_service && !known->ib)
        checkup_host("ib", config.ib_host_service_url, report);
    if (config.training_use_host_service && !known->training)
        checkup_host("training", config.training_host_service_url, report);
}

static void check_backend(struct cli *cli, struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "backend", .status = WIRE_DOCTOR_FAIL };
    struct wire_health health;
    struct error err;

    if (cli_connect(cli, &err) && api_health_read(cli->api, &health, &err)) {
        check_health(&health, report);
        check_hosts(&health.services, report);
        wire_health_release(&health);
        return;
    }
    finding.fix = err.suggestion[0] ? err.suggestion : NULL;
    checkup_add(report, &finding, "%s", err.text);
    check_hosts(&(struct wire_health_services){0}, report);
}

static void print(const struct wire_doctor *report, struct buf *out)
{
    static const enum terminal_style styles[] = { TERMINAL_GREEN, TERMINAL_YELLOW, TERMINAL_RED };

    for (size_t i = 0; i < report->n_checks; i++) {
        const struct wire_doctor_check *check = &report->checks[i];

        buf_print(out, "%s%-4s%s  %-14s  %s\n",
                  terminal_start(STDOUT_FILENO, styles[check->status]),
                  wire_doctor_status_names[check->status], terminal_end(STDOUT_FILENO),
                  check->name, check->text);
        if (check->fix[0])
            buf_print(out, "%22s%s\n", "-> ", check->fix);
    }
}

static bool run(struct cli *cli, struct error *err)
{
    struct wire_doctor report;

    (void)err;
    wire_clear(wire_doctor_fields, &report);
    check_configuration(cli, &report);
    checkup_data_folder(&config, &report);
    checkup_disk(&config, &report);
    checkup_clock(&report);
    checkup_worker(&report);
    check_backend(cli, &report);
    if (cli->is_json) {
        wire_encode(wire_doctor_fields, &report, &cli->out);
        buf_add(&cli->out, "\n", 1);
    } else {
        print(&report, &cli->out);
    }
    if (report.status == WIRE_DOCTOR_FAIL)
        cli->exit_status = EXIT_SICK;
    wire_doctor_release(&report);
    return true;
}

const struct command cmd_doctor = {
    .noun = "doctor", .verb = NULL,
    .help = "Checks configuration, data folder, disk, clock, worker program and backend.",
    .more = "Each line is ok, warn or fail, with what to do about it. Exits with 1 if one fails.",
    .options = options, .run = run, .is_local = true,
};
