/* ktrdr-worker - one training, backtest or evaluation: a child of ktrdrd, not for people. */
#include "worker/worker.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "--version")) {
        printf("ktrdr-worker %s\n", KTRDR_VERSION);
        return 0;
    }
    if (isatty(STDIN_FILENO)) {
        fprintf(stderr, "ktrdr-worker is started by ktrdrd; you want: ktrdr --help\n");
        return 2;
    }
    return worker_main();
}
