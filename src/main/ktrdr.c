/* ktrdr - the command line. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    (void)argc;
    return cli_run((const char *const *)argv);
}
