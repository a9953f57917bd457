/* tests/unit/support.h: what the unit tests share.
 *
 * Every test file is a program of its own: a list of tests and one line for main.
 *
 *     START_TEST(test_text__a_prefix_comes_first) { ck_assert(...); } END_TEST
 *     TESTS("base/text", test_text__a_prefix_comes_first, test_text__...)
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <check.h>

/* Run the tests as one suite; the exit status is 0 only where all of them held. */
int support_run(const char *suite, const TTest *const *tests, size_t count);

#define TESTS(suite, ...)                                                                          \
    int main(void)                                                                                 \
    {                                                                                              \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        return support_run(suite, tests, sizeof tests / sizeof *tests);                            \
    }

/* An error's message and place as one line, for failure messages: "a.yaml:3:1: unknown key". */
const char *support_error(const struct error *err);

/* The bytes of a file, or a failed test. */
struct text support_read(struct arena *arena, const char *path);

/* Where the public test data lies: $OBSTAT_CORPORA, else ../shared/corpora beside the source
 * tree. Where it is absent the program ends: as a skip (77) by name, or as a failure where CI is
 * set. `folder` is below it; the result lives in the arena. */
const char *support_corpus(struct arena *arena, const char *folder);

#endif
