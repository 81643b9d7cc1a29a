/* ktrdr-worker - one training, backtest or evaluation: a child of ktrdrd, not for people. */
#include "worker/worker.h"

#include <stdio.h>
#include <unistd.h>

int main(void)
{
    if (isatty(STDIN_FILENO)) {
        fprintf(stderr, "ktrdr-worker is started by ktrdrd; you want: ktrdr --help\n");
        return 2;
    }
    return worker_main();
}
