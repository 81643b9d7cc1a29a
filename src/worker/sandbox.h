/*
 * sandbox - what a worker gives up before it computes: it cannot be undone.
 *
 * Files: reads only what it was told to and the zone files, writes only beneath one folder
 * (landlock). System calls: those for files, memory and time; no socket, no other program, no other
 * process (seccomp); others fail with EPERM. Limits: memory, 64 open files, no core; niceness 5.
 * In a build with the address sanitizer nothing of it: that needs the memory and the calls.
 */
#ifndef WORKER_SANDBOX_H
#define WORKER_SANDBOX_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct sandbox {
    int64_t memory_bytes;           /* of address space; 0: no limit */
    const char *writes;             /* a folder; nothing where it is not there */
    size_t n_reads;
    const char **reads;             /* files or folders; those that are not there do not matter */
};

/* *ret_lacks is what this kernel has not, in words, static, or "". */
CHECKED bool sandbox_apply(const struct sandbox *sandbox, const char **ret_lacks,
                           struct error *err);

#endif
