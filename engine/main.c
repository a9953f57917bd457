/* obstat: which models may go to production, decided by policies and proven afterwards. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
