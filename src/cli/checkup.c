#include "cli/checkup.h"

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/program_path.h"
#include "client/api.h"
#include "client/api_health.h"
#include "config/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Below the first, ktrdrd pauses its work; below the second it soon will. */
static const double gigabytes_needed = 1, gigabytes_wanted = 5;

enum { EARLIEST = 1704067200,      /* 2024: before there was this program */
       HOST_MS = 3000 };

void checkup_add(struct wire_doctor *report, const struct checkup_finding *finding,
                 const char *format, ...)
{
    struct wire_doctor_check *check;
    va_list args;

    report->checks =
        mem_resize(report->checks, (report->n_checks + 1) * sizeof(*report->checks));
    check = &report->checks[report->n_checks++];
    wire_clear(wire_doctor_check_fields, check);
    check->status = finding->status;
    snprintf(check->name, sizeof(check->name), "%s", finding->name);
    snprintf(check->fix, sizeof(check->fix), "%s", finding->fix ? finding->fix : "");
    va_start(args, format);
    vsnprintf(check->text, sizeof(check->text), format, args);
    va_end(args);
    if (finding->status > report->status)
        report->status = finding->status;
}

/* ---- the data folder ---- */

void checkup_data_folder(const struct config *config, struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "data folder", .status = WIRE_DOCTOR_FAIL };
    const char *folder = config->data_dir;
    char fix[256];
    struct stat found;

    finding.fix = fix;
    if (stat(folder, &found)) {
        finding.status = errno == ENOENT ? WIRE_DOCTOR_WARN : WIRE_DOCTOR_FAIL;
        snprintf(fix, sizeof(fix), "ktrdrd all makes it; another one is told with --data-dir");
        checkup_add(report, &finding, "'%s': %s", folder, strerror(errno));
    } else if (!S_ISDIR(found.st_mode)) {
        snprintf(fix, sizeof(fix), "move it away, or set data_dir to another place");
        checkup_add(report, &finding, "'%s' is not a folder", folder);
    } else if (access(folder, R_OK | W_OK | X_OK)) {
        snprintf(fix, sizeof(fix), "chown -R %u '%.200s'", (unsigned)getuid(), folder);
        checkup_add(report, &finding, "'%s' cannot be written: %s", folder, strerror(errno));
    } else if (found.st_mode & 077) {
        finding.status = WIRE_DOCTOR_WARN;
        snprintf(fix, sizeof(fix), "chmod 700 '%.200s'", folder);
        checkup_add(report, &finding, "'%s' is open to other users (%o)", folder,
                    (unsigned)found.st_mode & 0777);
    } else {
        finding = (struct checkup_finding){ .name = "data folder" };
        checkup_add(report, &finding, "'%s' is yours alone", folder);
    }
}

/* Of the nearest folder above that is there. */
static bool free_bytes(const char *folder, int64_t *ret_bytes, struct error *err)
{
    char path[CONFIG_PATH];
    char *slash;

    snprintf(path, sizeof(path), "%s", folder);
    while (access(path, F_OK) && (slash = strrchr(path, '/')))
        slash[slash == path] = '\0';
    return file_free_bytes(path, ret_bytes, err);
}

void checkup_disk(const struct config *config, struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "disk",
                                       .fix = ERROR_NO_SPACE_SUGGESTION };
    struct error err;
    int64_t bytes;
    double gigabytes;

    if (!free_bytes(config->data_dir, &bytes, &err)) {
        finding.status = WIRE_DOCTOR_FAIL;
        checkup_add(report, &finding, "%s", err.text);
        return;
    }
    gigabytes = (double)bytes / 1e9;
    finding.status = gigabytes < gigabytes_needed ? WIRE_DOCTOR_FAIL :
                     gigabytes < gigabytes_wanted ? WIRE_DOCTOR_WARN : WIRE_DOCTOR_OK;
    if (finding.status == WIRE_DOCTOR_OK)
        finding.fix = NULL;
    checkup_add(report, &finding, "%.1f GB are free; below %.0f GB nothing new is started",
                gigabytes, gigabytes_needed);
}

/* ---- the clock ---- */

void checkup_clock(struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "clock" };
    const time_t now = time(NULL);
    struct timex state = {0};
    char text[32];
    struct tm utc;

    gmtime_r(&now, &utc);
    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%SZ", &utc);
    if (now < EARLIEST) {
        finding.status = WIRE_DOCTOR_FAIL;
        finding.fix = "set the clock: the broker and every stored time rely on it";
        checkup_add(report, &finding, "it is %s, the clock says", text);
    } else if (adjtimex(&state) == TIME_ERROR || state.status & STA_UNSYNC) {
        finding.status = WIRE_DOCTOR_WARN;
        finding.fix = "timedatectl set-ntp true, or run chronyd or ntpd";
        checkup_add(report, &finding, "it is %s; nobody keeps the clock in step", text);
    } else {
        checkup_add(report, &finding, "it is %s, kept in step", text);
    }
}

/* ---- the worker program ---- */

static void be_worker(const char *path, int out)
{
    dup2(out, STDOUT_FILENO);
    execl(path, path, "--version", (char *)NULL);
    _exit(127);
}

/* Its first line; "" if it has none. */
static void ask_version(const char *path, char *ret_line, size_t size)
{
    size_t length = 0;
    ssize_t n = 1;
    int both[2];
    pid_t pid;

    ret_line[0] = '\0';
    if (pipe(both))
        return;
    pid = fork();
    if (!pid)
        be_worker(path, both[1]);
    close(both[1]);
    while (pid > 0 && n > 0 && length + 1 < size) {
        n = read(both[0], ret_line + length, size - 1 - length);
        length += n > 0 ? (size_t)n : 0;
    }
    ret_line[length] = '\0';
    ret_line[strcspn(ret_line, "\n")] = '\0';
    close(both[0]);
    if (pid > 0)
        waitpid(pid, NULL, 0);
}

void checkup_worker(struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = "worker program" };
    char path[1200], line[128];
    struct error err;

    if (!program_path_find("ktrdr-worker", path, sizeof(path), &err)) {
        finding.status = WIRE_DOCTOR_FAIL;
        finding.fix = "install ktrdr-worker with ktrdr; without it nothing is trained or tested";
        checkup_add(report, &finding, "%s", err.text);
        return;
    }
    ask_version(path, line, sizeof(line));
    if (strcmp(line, "ktrdr-worker " KTRDR_VERSION) != 0) {
        finding.status = WIRE_DOCTOR_FAIL;
        finding.fix = "install the same version of all programs and restart ktrdrd";
        checkup_add(report, &finding, "'%s' says '%s', this is %s", path, line, KTRDR_VERSION);
        return;
    }
    checkup_add(report, &finding, "'%s', %s", path, KTRDR_VERSION);
}

/* ---- host services that are turned on ---- */

static bool ask_host(const char *url, struct wire_health *ret_health, struct error *err)
{
    const char *ca_file = getenv("KTRDR_CA_FILE");
    struct api *api;
    bool ok;

    if (!api_new(&(struct api_settings){ .url = url, .timeout_ms = HOST_MS,
                                         .ca_file = ca_file && *ca_file ? ca_file : NULL },
                 &api, err))
        return false;
    ok = api_health_read(api, ret_health, err);
    api_free(api);
    return ok;
}

void checkup_host(const char *name, const char *url, struct wire_doctor *report)
{
    struct checkup_finding finding = { .name = name, .status = WIRE_DOCTOR_FAIL };
    struct wire_health health;
    struct error err;
    char fix[256];

    if (!ask_host(url, &health, &err)) {
        snprintf(fix, sizeof(fix), "start it, or turn it off: ktrdr config explain "
                 "%s.use_host_service", name);
        finding.fix = fix;
        checkup_add(report, &finding, "its host service is turned on, and %s",
                    err.code == ERROR_UNAVAILABLE || err.code == ERROR_TIMEOUT
                        ? "does not answer" : err.text);
        return;
    }
    finding.status = health.status == WIRE_HEALTH_OK ? WIRE_DOCTOR_OK : WIRE_DOCTOR_WARN;
    checkup_add(report, &finding, "its host service at %s is %s, ktrdr %s%s%s", url,
                wire_health_status_names[health.status], health.version,
                health.reason[0] ? ": " : "", health.reason);
    wire_health_release(&health);
}
