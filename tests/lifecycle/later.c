/* later.c: a library that, loaded before all others, moves the clock by OBSTAT_TEST_LATER seconds,
 * so that a story can go on next month. Only what time it is changes, not how fast it goes. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long later_by(void)
{
    const char *seconds = getenv("OBSTAT_TEST_LATER");
    return seconds ? strtol(seconds, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    int (*real)(clockid_t, struct timespec *) =
        (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    const int got = real(clock, out);
    if (got == 0 && clock == CLOCK_REALTIME)
        out->tv_sec += later_by();
    return got;
}

time_t time(time_t *out)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}
