/* cli/cli.h: the command line, one door of the operation table.
 *
 * Words become a request, the operation runs, its status is the process's. Results go to standard
 * output, everything else to standard error as `obstat: FILE:LINE:COL: message`. This is the only
 * room that reads the environment, the clock and the terminal, and the only one that prints.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

/* The whole program. Returns the exit status. */
int cli_main(int argc, char **argv);

#endif
