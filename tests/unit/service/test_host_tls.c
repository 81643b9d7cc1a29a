#include "async/loop.h"
#include "async/task.h"
#include "odd_host.h"
#include "service/host_service.h"
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct loop *loop;
static char url[100], ca_file[300];
static pid_t server;

static bool make_certificate(const char *folder)
{
    char command[1000];
    FILE *file;

    snprintf(command, sizeof(command),
             "cd '%s' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
             "-subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 -keyout key.pem "
             "-out cert.pem >/dev/null 2>&1", folder);
    if (system(command))
        return false;
    snprintf(ca_file, sizeof(ca_file), "%s/cert.pem", folder);
    snprintf(command, sizeof(command), "%s/ok", folder);
    file = fopen(command, "w");
    fputs("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell", file);
    fclose(file);
    return true;
}

static _Noreturn void serve(const char *folder, int out)
{
    if (chdir(folder) || dup2(out, STDOUT_FILENO) < 0)
        _exit(1);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key",
           "key.pem", "-HTTP", (char *)NULL);
    _exit(1);
}

/* Its port, as it says itself: "ACCEPT 127.0.0.1:41234"; 0 if it does not run. */
static int start_server(const char *folder)
{
    int ends[2], port = 0;
    char line[200];
    FILE *said;

    if (pipe(ends))
        return 0;
    server = fork();
    if (!server)
        serve(folder, ends[1]);
    close(ends[1]);
    said = fdopen(ends[0], "r");
    while (!port && fgets(line, sizeof(line), said))
        if (!strncmp(line, "ACCEPT ", 7) && strrchr(line, ':'))
            port = atoi(strrchr(line, ':') + 1);
    fclose(said);
    return port;
}

static enum error_code asked(const char *host_name, int port, const char *trusted, int64_t ms)
{
    struct host_service *host = NULL;
    struct error err = {0};

    snprintf(url, sizeof(url), "https://%s:%d", host_name, port);
    CHECK(host_service_open(loop, &(struct host_service_settings){
        .name = "far-host", .is_enabled = true, .url = url, .ca_file = trusted }, &host, &err));
    if (host_service_get(host, &(struct host_service_call){
            .path = "/ok", .deadline = loop_now(loop) + ms }, NULL, &err))
        err.code = ERROR_NONE;
    CHECK(err.code != ERROR_BAD_DATA || strstr(err.text, "certificate"));
    host_service_free(host);
    return err.code;
}

static bool try_certificates(void *port_, struct error *err)
{
    const int port = *(int *)port_;

    (void)err;
    CHECK(asked("localhost", port, ca_file, 10000) == ERROR_NONE);
    CHECK(asked("localhost", port, NULL, 10000) == ERROR_BAD_DATA);
    CHECK(asked("127.0.0.1", port, ca_file, 10000) == ERROR_BAD_DATA);
    CHECK(asked("localhost", port, "/nowhere.pem", 10000) == ERROR_INVALID);
    return true;
}

static void run(struct loop *on, task_fn *fn, void *arg)
{
    struct error err;
    struct task *task;

    loop = on;
    task = task_spawn(loop, fn, arg);
    loop_run(loop);
    CHECK(task_join(task, &err) && task_count() == 0);
    loop_free(loop);
}

TEST(only_a_host_with_a_certificate_for_its_name_is_asked)
{
    const char *folder = test_folder();
    int port;

    if (!make_certificate(folder) || !(port = start_server(folder))) {
        test_skip("no openssl program here");
        return;
    }
    run(loop_new(), try_certificates, &port);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
}

static bool shake_no_hands(void *arg, struct error *err)
{
    const int64_t began = loop_now(loop);

    (void)arg, (void)err;
    odd_host_start(loop, 0);
    CHECK(asked("127.0.0.1", odd_host.port, NULL, 700) == ERROR_TIMEOUT);
    CHECK(loop_now(loop) == began + 700);
    odd_host_stop();
    return true;
}

TEST(a_host_that_does_not_answer_to_tls_is_left_in_time)
{
    run(loop_new_virtual(), shake_no_hands, NULL);
}
