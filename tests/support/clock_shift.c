/*
 * clock_shift - loaded before a program, moves its wall clock by as many seconds as stand in the file
 * KTRDR_CLOCK_SHIFT, at any time: for tests/support/faults.py. The monotonic clock goes on as it is.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* What the file says now. */
static long long shift(void)
{
    const char *path = getenv("KTRDR_CLOCK_SHIFT");
    const int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    char text[32] = "";

    if (fd < 0)
        return 0;
    if (read(fd, text, sizeof(text) - 1) < 0)
        text[0] = '\0';
    close(fd);
    return atoll(text);
}

int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
    static int (*real)(clockid_t, struct timespec *);
    int failed;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    failed = real(clock, ret_time);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        ret_time->tv_sec += shift();
    return failed;
}

time_t time(time_t *ret_time)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    if (ret_time)
        *ret_time = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *ret_time, void *zone)
{
    struct timespec now;

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    *ret_time = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
    return 0;
}
