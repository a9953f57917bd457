/* How long a program takes beside another, from its start until its end was seen.
 *
 *     bench-spawn ROUNDS A [ARGUMENT...] -- B [ARGUMENT...]
 *
 * Each round runs both, and who begins alternates; their output is thrown away. One line comes out
 * for each of A and B: microseconds (least, median, most), the peak of resident memory of the
 * process or a child of it in KiB, and the status of the last run. A third line has the difference
 * B - A of each round, in microseconds. This measures; it never judges.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 10000 };

struct side {
    char **arguments;
    double *taken; /* microseconds, by round */
    long peak;     /* KiB                    */
    int status;
};

static double microseconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

static int side_run(struct side *side, size_t round, char **environment,
                    const posix_spawn_file_actions_t *actions)
{
    pid_t child;
    struct rusage used;
    const double begun = microseconds();
    if (posix_spawn(&child, side->arguments[0], actions, NULL, side->arguments, environment) != 0 ||
        wait4(child, &side->status, 0, &used) < 0)
        return 1;
    side->taken[round] = microseconds() - begun;
    if (used.ru_maxrss > side->peak)
        side->peak = used.ru_maxrss;
    return 0;
}

static int double_order(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void spread_print(const char *name, double *taken, size_t count)
{
    qsort(taken, count, sizeof *taken, double_order);
    (void)printf("%s %.1f %.1f %.1f", name, taken[0], taken[count / 2], taken[count - 1]);
}

static void side_print(const char *name, struct side *side, size_t count)
{
    spread_print(name, side->taken, count);
    (void)printf(" %ld %d\n", side->peak, WIFEXITED(side->status) ? WEXITSTATUS(side->status) : -1);
}

static char **after_dashes(char **argv)
{
    while (*argv && strcmp(*argv, "--") != 0)
        argv++;
    if (!*argv)
        return NULL;
    *argv = NULL;
    return argv + 1;
}

int main(int argc, char **argv, char **environment)
{
    static double taken[2][ROUNDS_MAX], more[ROUNDS_MAX];
    posix_spawn_file_actions_t actions;
    const size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    char **second = argc > 2 ? after_dashes(argv + 2) : NULL;
    if (rounds == 0 || rounds > ROUNDS_MAX || !second || !second[0] || !argv[2]) {
        (void)fprintf(stderr, "usage: bench-spawn ROUNDS A [ARGUMENT...] -- B [ARGUMENT...]\n");
        return 2;
    }
    struct side sides[2] = {{argv + 2, taken[0], 0, 0}, {second, taken[1], 0, 0}};
    if (posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) != 0)
        return 1;
    for (size_t round = 0; round < rounds; round++) {
        const size_t first = round % 2;
        if (side_run(&sides[first], round, environment, &actions) != 0 ||
            side_run(&sides[!first], round, environment, &actions) != 0) {
            perror("bench-spawn");
            return 1;
        }
        more[round] = taken[1][round] - taken[0][round];
    }
    side_print("A", &sides[0], rounds);
    side_print("B", &sides[1], rounds);
    spread_print("B-A", more, rounds);
    (void)printf("\n");
    return 0;
}
