#include "worker/sandbox.h"

#include "base/file.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

static char own[300], given[300], other[300];

/* Each is tried in a child in the sandbox; true if all was as it must be. */
typedef bool attempt(void);

static bool is_denied(int got)
{
    const bool denied = got < 0 && (errno == EACCES || errno == EPERM);

    if (got >= 0)
        close(got);
    return denied;
}

static bool read_and_write_its_own(void)
{
    char path[400];
    struct error err;
    OWNED(buf_release) struct buf text = {0};

    snprintf(path, sizeof(path), "%s/model/file", own);
    return file_read(given, 100, &text, &err) && !strcmp(text.bytes, "given") &&
           file_write(path, "x", 1, &err) == false && errno == ENOENT &&
           (snprintf(path, sizeof(path), "%s/model", own), file_make_folder(path, 0700, &err)) &&
           (snprintf(path, sizeof(path), "%s/model/file", own), file_write(path, "x", 1, &err)) &&
           file_remove_tree(path, &err);
}

static bool read_another(void)
{
    return is_denied(open(other, O_RDONLY)) && is_denied(open("/etc/passwd", O_RDONLY)) &&
           is_denied(open("/proc/self/environ", O_RDONLY));
}

static bool write_another(void)
{
    return is_denied(open(other, O_WRONLY)) && is_denied(open(given, O_WRONLY)) &&
           is_denied(open("/tmp/ktrdr_sandbox_test", O_WRONLY | O_CREAT, 0600)) &&
           unlink(other) < 0;
}

static bool open_a_socket(void)
{
    return is_denied(socket(AF_INET, SOCK_STREAM, 0)) && is_denied(socket(AF_UNIX, SOCK_STREAM, 0));
}

static bool start_a_program(void)
{
    char *argv[] = { (char[]){ "/bin/true" }, NULL };

    return is_denied(fork()) && is_denied(execv(argv[0], argv)) && is_denied(kill(getppid(), 0));
}

static bool take_too_much(void)
{
    void *much = mmap(NULL, (size_t)600 << 20, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return much == MAP_FAILED && errno == ENOMEM;
}

static bool take_it_back(void)
{
    struct rlimit more = { RLIM_INFINITY, RLIM_INFINITY };

    return setrlimit(RLIMIT_AS, &more) < 0;
}

static void run_child(attempt *try)
{
    const char *reads[] = { given, "/nowhere" }, *lacks;
    const struct sandbox sandbox = { (int64_t)512 << 20, own, 2, reads };
    struct error err;

    if (!sandbox_apply(&sandbox, &lacks, &err)) {
        fprintf(stderr, "%s\n", err.text);
        _exit(3);
    }
    _exit(lacks[0] ? 2 : try() ? 0 : 1);
}

static int status_of(attempt *try)
{
    int status = -1;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (!child)
        run_child(try);
    CHECK(waitpid(child, &status, 0) == child);
    return status;
}

static bool prepare(void)
{
    struct error err;

#ifdef IS_SANITIZED
    test_skip("no sandbox in a build with the address sanitizer");
    return false;
#endif
    snprintf(own, sizeof(own), "%s/own", test_folder());
    snprintf(given, sizeof(given), "%s/given", test_folder());
    snprintf(other, sizeof(other), "%s/other", test_folder());
    return file_make_folder(own, 0700, &err) && file_write(given, "given", 5, &err) &&
           file_write(other, "other", 5, &err);
}

/* A kernel without landlock says so, with status 2: then files are not kept. */
static void expect_refused(attempt *try)
{
    int status;

    if (!prepare())
        return;
    status = status_of(try);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
        test_skip("no landlock in this kernel");
    else
        test_expect(status == 0, __FILE__, __LINE__, "status 0x%x", (unsigned)status);
}

TEST(in_the_sandbox_a_worker_reads_what_it_was_given_and_writes_its_own)
{
    expect_refused(read_and_write_its_own);
}

TEST(in_the_sandbox_no_other_file_can_be_read)
{
    expect_refused(read_another);
}

TEST(in_the_sandbox_no_other_file_can_be_written_made_or_removed)
{
    expect_refused(write_another);
}

TEST(in_the_sandbox_there_is_no_network)
{
    expect_refused(open_a_socket);
}

TEST(in_the_sandbox_no_program_starts_and_no_process_is_signalled)
{
    expect_refused(start_a_program);
}

TEST(in_the_sandbox_memory_ends_where_it_was_said_to)
{
    expect_refused(take_too_much);
    expect_refused(take_it_back);
}
