#include "cli/batch.h"

#include "base/file.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/command_line.h"
#include "wire/wire_error.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANCELLED = 4, PROCESSES = 64 };

/* ---- one line ---- */

static void keep_error(const struct error *err, struct batch_line *line)
{
    OWNED(wire_error_release) struct wire_error problem = {0};

    wire_error_from(err, &problem);
    wire_encode(wire_error_fields, &problem, &line->problem);
    line->status = error_exit_status(err->code);
}

static void run_line(const struct cli *cli, struct batch_line *line)
{
    OWNED(command_line_release) struct command_line words = {0};
    struct error err;

    line->has_run = true;
    if (!command_line_split(line->text, &words, &err)) {
        keep_error(&err, line);
        return;
    }
    line->status = cli_run_inner(cli, words.words, &line->out, &line->problem);
}

static bool ends_it(const struct batch_line *line, enum batch_care care)
{
    return line->status == CANCELLED || (line->status && care == BATCH_STOP_AT_FAILURE);
}

void batch_run(const struct cli *cli, struct batch_line *lines, size_t count, enum batch_care care)
{
    for (size_t i = 0; i < count; i++) {
        run_line(cli, &lines[i]);
        if (ends_it(&lines[i], care))
            return;
    }
}

void batch_line_release(struct batch_line *line)
{
    buf_release(&line->out);
    buf_release(&line->problem);
}

/* ---- several at a time ---- */

struct shared {
    atomic_size_t next;
    atomic_bool is_over;
};

/* What a child writes before a line's output and problem. */
struct record {
    size_t i, out_length, problem_length;
    int status;
};

struct child {
    pid_t pid;
    struct buf came;
};

static bool tell(int fd, size_t i, const struct batch_line *line)
{
    const struct record record = { i, line->out.length, line->problem.length, line->status };

    return file_write_to(fd, &record, sizeof(record)) &&
           file_write_to(fd, line->out.bytes, line->out.length) &&
           file_write_to(fd, line->problem.bytes, line->problem.length);
}

static void be_child(const struct cli *cli, struct batch_line *lines, size_t count,
                     struct shared *shared, enum batch_care care, int fd)
{
    size_t i;

    while (!shared->is_over && (i = shared->next++) < count) {
        run_line(cli, &lines[i]);
        if (ends_it(&lines[i], care))
            shared->is_over = true;
        if (!tell(fd, i, &lines[i]))
            break;
    }
    _exit(0);
}

/* Takes the whole records that have come; false if there is nonsense in them. */
static bool take_records(struct child *child, struct batch_line *lines, size_t count)
{
    size_t used = 0;

    for (;;) {
        const char *at = child->came.bytes + used;
        const size_t left = child->came.length - used;
        struct record record;

        if (left < sizeof(record))
            break;
        memcpy(&record, at, sizeof(record));
        if (record.i >= count)
            return false;
        if (left - sizeof(record) < record.out_length + record.problem_length)
            break;
        at += sizeof(record);
        buf_add(&lines[record.i].out, at, record.out_length);
        buf_add(&lines[record.i].problem, at + record.out_length, record.problem_length);
        lines[record.i].status = record.status;
        lines[record.i].has_run = true;
        used += sizeof(record) + record.out_length + record.problem_length;
    }
    if (used)
        memmove(child->came.bytes, child->came.bytes + used, child->came.length -= used);
    return true;
}

/* Until every child has closed its end. */
static bool gather(struct child *children, struct pollfd *ends, size_t processes,
                   struct batch_line *lines, size_t count)
{
    static char piece[1 << 16];
    size_t open = processes;
    bool ok = true;

    while (open) {
        if (poll(ends, processes, -1) < 0 && errno != EINTR)
            return false;
        for (size_t k = 0; k < processes; k++) {
            ssize_t n;

            if (ends[k].fd < 0 || !ends[k].revents)
                continue;
            n = read(ends[k].fd, piece, sizeof(piece));
            if (n > 0) {
                buf_add(&children[k].came, piece, (size_t)n);
                ok = take_records(&children[k], lines, count) && ok;
            } else if (n == 0 || errno != EINTR) {
                close(ends[k].fd);
                ends[k].fd = -1;
                open--;
            }
        }
    }
    return ok;
}

static bool join(struct child *children, size_t processes, struct error *err)
{
    bool ok = true;

    for (size_t k = 0; k < processes; k++) {
        int status = 0;

        while (waitpid(children[k].pid, &status, 0) < 0 && errno == EINTR)
            ;
        buf_release(&children[k].came);
        if (status && ok)
            ok = error_set(err, ERROR_INTERNAL, "a process of the batch ended with status %d",
                           status);
    }
    return ok;
}

static bool start_child(struct child *child, struct pollfd *end, int ret_pipe[2],
                        struct error *err)
{
    if (pipe(ret_pipe))
        return error_set_errno(err, errno, "pipe");
    child->pid = fork();
    if (child->pid < 0) {
        error_set_errno(err, errno, "fork");
        close(ret_pipe[0]);
        close(ret_pipe[1]);
        return false;
    }
    if (child->pid) {
        close(ret_pipe[1]);
        *end = (struct pollfd){ .fd = ret_pipe[0], .events = POLLIN };
    }
    return true;
}

bool batch_run_parallel(const struct cli *cli, struct batch_line *lines, size_t count,
                        size_t processes, enum batch_care care, struct error *err)
{
    struct child children[PROCESSES] = {0};
    struct pollfd ends[PROCESSES];
    struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    size_t started = 0;
    bool ok = true;

    if (shared == MAP_FAILED)
        return error_set_errno(err, errno, "mmap");
    processes = processes < PROCESSES ? processes : PROCESSES;
    processes = processes < count ? processes : count;
    while (ok && started < processes) {
        int both[2];

        ok = start_child(&children[started], &ends[started], both, err);
        if (ok && !children[started].pid)
            be_child(cli, lines, count, shared, care, both[1]);
        started += ok;
    }
    if (!ok)
        shared->is_over = true;
    if (!gather(children, ends, started, lines, count) && ok)
        ok = error_set(err, ERROR_INTERNAL, "a process of the batch said what it cannot have");
    ok = join(children, started, ok ? err : &(struct error){0}) && ok;
    munmap(shared, sizeof(*shared));
    return ok;
}
