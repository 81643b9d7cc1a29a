/*
 * odd-host [PORT [well]] - the misbehaving host of tests/unit/service as a program, for
 * tests/support/faults.py. Prints its port; ends when it is killed. `well` answers whatever is asked.
 */
#include "async/loop.h"
#include "async/task.h"
#include "odd_host.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    struct loop *loop = loop_new();

    odd_host_start(loop, (uint16_t)(argc > 1 ? atoi(argv[1]) : 0));
    odd_host.is_well = argc > 2;
    printf("%u\n", odd_host.port);
    fflush(stdout);
    loop_run(loop);
    return 1;
}
