#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(HAS_SANITIZER)
#define HAS_SANITIZER 1
#endif
#ifndef HAS_SANITIZER
#define HAS_SANITIZER 0
#endif

/* Of the kernel's landlock, by number: the C library has no names for them, and the header of
 * Debian 12 no later rights. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { FIRST_RIGHTS = (1 << 13) - 1, REFER = 1 << 13, TRUNCATE = 1 << 14 };
enum { OPEN_FILES = 64, NICENESS = 5 };

static const uint64_t read_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t write_rights =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE
    | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR
    | LANDLOCK_ACCESS_FS_MAKE_REG | REFER | TRUNCATE;
static const uint64_t file_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE
                                    | TRUNCATE;

/* What reads and writes files, takes memory, asks the time, and ends. */
static const int calls[] = {
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64),
    SCMP_SYS(pwrite64), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(open), SCMP_SYS(openat),
    SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(getdents64),
    SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink),
    SCMP_SYS(unlinkat), SCMP_SYS(rmdir), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(fsync),
    SCMP_SYS(fdatasync), SCMP_SYS(ftruncate), SCMP_SYS(fchmod), SCMP_SYS(fcntl), SCMP_SYS(ioctl),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(mmap),
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(gettid), SCMP_SYS(getrandom), SCMP_SYS(futex),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sysinfo),
    SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* ---- limits ---- */

static bool limit(int what, rlim_t most, struct error *err)
{
    struct rlimit now;

    if (getrlimit((__rlimit_resource_t)what, &now))
        return error_set_errno(err, errno, "getrlimit");
    if (now.rlim_max < most)
        most = now.rlim_max;
    now = (struct rlimit){ most, most };
    return !setrlimit((__rlimit_resource_t)what, &now) ||
           error_set_errno(err, errno, "setrlimit");
}

static bool set_limits(const struct sandbox *sandbox, struct error *err)
{
    if (sandbox->memory_bytes && !limit(RLIMIT_AS, (rlim_t)sandbox->memory_bytes, err))
        return false;
    return limit(RLIMIT_CORE, 0, err) && limit(RLIMIT_NOFILE, OPEN_FILES, err) &&
           (!setpriority(PRIO_PROCESS, 0, NICENESS) || errno == EACCES ||
            error_set_errno(err, errno, "setpriority"));
}

/* ---- files ---- */

static bool allow_path(int ruleset, uint64_t handled, const char *path, uint64_t rights,
                       struct error *err)
{
    const int fd = open(path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr rule = { .allowed_access = rights & handled };
    struct stat stat;
    bool ok;

    if (fd < 0)
        return errno == ENOENT || error_set_errno(err, errno, "cannot open '%s'", path);
    if (fstat(fd, &stat)) {
        close(fd);
        return error_set_errno(err, errno, "cannot look at '%s'", path);
    }
    if (!S_ISDIR(stat.st_mode))
        rule.allowed_access &= file_rights;
    rule.parent_fd = fd;
    ok = !syscall(ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ||
         error_set_errno(err, errno, "landlock: '%s'", path);
    close(fd);
    return ok;
}

static bool allow_paths(const struct sandbox *sandbox, int ruleset, uint64_t handled,
                        struct error *err)
{
    if (!allow_path(ruleset, handled, "/usr/share/zoneinfo", read_rights, err) ||
        !allow_path(ruleset, handled, sandbox->writes, write_rights, err))
        return false;
    for (size_t i = 0; i < sandbox->n_reads; i++)
        if (!allow_path(ruleset, handled, sandbox->reads[i], read_rights, err))
            return false;
    return true;
}

static bool close_files(const struct sandbox *sandbox, const char **ret_lacks, struct error *err)
{
    const long version = syscall(CREATE_RULESET, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct landlock_ruleset_attr attr = {
        .handled_access_fs = FIRST_RIGHTS | (version >= 2 ? REFER : 0)
                             | (version >= 3 ? TRUNCATE : 0) };
    int ruleset;
    bool ok;

    if (version < 1) {
        *ret_lacks = "landlock: workers are not kept from other files";
        return true;
    }
    ruleset = (int)syscall(CREATE_RULESET, &attr, sizeof(attr), 0);
    if (ruleset < 0)
        return error_set_errno(err, errno, "landlock");
    ok = allow_paths(sandbox, ruleset, attr.handled_access_fs, err) &&
         (!syscall(RESTRICT_SELF, ruleset, 0) || error_set_errno(err, errno, "landlock"));
    close(ruleset);
    return ok;
}

/* ---- system calls ---- */

/* abort() sends itself a signal. */
static int allow_calls(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp to_itself = { 0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0 };
    int failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &to_itself);

    for (size_t i = 0; i < COUNT(calls) && !failed; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    return failed;
}

static bool close_calls(struct error *err)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int failed;

    if (!filter)
        return error_set(err, ERROR_INTERNAL, "seccomp has no filter");
    failed = allow_calls(filter);
    if (!failed)
        failed = seccomp_load(filter);
    seccomp_release(filter);
    return !failed || error_set_errno(err, -failed, "seccomp");
}

bool sandbox_apply(const struct sandbox *sandbox, const char **ret_lacks, struct error *err)
{
    *ret_lacks = "";
    if (HAS_SANITIZER)
        return true;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return error_set_errno(err, errno, "PR_SET_NO_NEW_PRIVS");
    return set_limits(sandbox, err) && close_files(sandbox, ret_lacks, err) && close_calls(err);
}
