/*
 * bench-spawn ROUNDS COMMAND... [-- COMMAND...]...: what whole processes take, from posix_spawn to
 * wait4. The commands run in turn, ROUNDS times (and once before, not counted), so that a disturbance
 * hits them all. Prints JSON, one object per command: each round's wall and CPU milliseconds, and
 * the largest resident set in KB. Their stdout is thrown away; one that fails ends it.
 *
 * A program of its own, and a small one: a child's peak begins with that of who spawned it.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { COMMANDS = 16, ROUNDS = 1000 };

extern char **environ;

static struct command {
    char **argv;
    double wall[ROUNDS], cpu[ROUNDS];
    long rss;
} commands[COMMANDS];

static posix_spawn_file_actions_t actions;

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static double ms(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec * 1e-3;
}

static void run(struct command *command, int round)
{
    const double began = now_ms();
    struct rusage usage;
    int status;
    pid_t pid;

    if (posix_spawnp(&pid, command->argv[0], &actions, NULL, command->argv, environ) ||
        wait4(pid, &status, 0, &usage) != pid || status) {
        fprintf(stderr, "bench-spawn: '%s' failed\n", command->argv[0]);
        exit(1);
    }
    if (round < 0)
        return;
    command->wall[round] = now_ms() - began;
    command->cpu[round] = ms(usage.ru_utime) + ms(usage.ru_stime);
    if (usage.ru_maxrss > command->rss)
        command->rss = usage.ru_maxrss;
}

static int read_commands(int argc, char **argv)
{
    int n = 0;

    for (int i = 2, first = 2; i <= argc; i++) {
        if (i < argc && strcmp(argv[i], "--"))
            continue;
        argv[i] = NULL;
        if (i == first || n == COMMANDS)
            return 0;
        commands[n++].argv = argv + first;
        first = i + 1;
    }
    return n;
}

static void print_times(const char *name, const double *times, int rounds)
{
    printf("\"%s\": [", name);
    for (int i = 0; i < rounds; i++)
        printf("%s%.4f", i ? ", " : "", times[i]);
    printf("], ");
}

int main(int argc, char **argv)
{
    const int rounds = argc > 2 ? atoi(argv[1]) : 0;
    const int n = rounds > 0 && rounds <= ROUNDS ? read_commands(argc, argv) : 0;

    if (!n) {
        fprintf(stderr, "usage: bench-spawn ROUNDS COMMAND... [-- COMMAND...]...\n");
        return 2;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    for (int round = -1; round < rounds; round++)
        for (int i = 0; i < n; i++)
            run(&commands[i], round);
    for (int i = 0; i < n; i++) {
        printf("%s{", i ? ",\n " : "[");
        print_times("wall_ms", commands[i].wall, rounds);
        print_times("cpu_ms", commands[i].cpu, rounds);
        printf("\"rss_kb\": %ld}", commands[i].rss);
    }
    printf("]\n");
    return 0;
}
