/* tests/unit/scan/scanning.h: bytes scanned under a name, for the tests of scan. */
#ifndef SCANNING_H
#define SCANNING_H

#include "proving.h"
#include "scan/scan.h"
#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* What these bytes are, and would do. */
static inline struct scan scanned(struct arena *arena, const char *name, struct text bytes)
{
    struct scan scan;
    struct error err = {0};
    const int file = memfd_create("scanned", 0);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, bytes.at, bytes.size), (ssize_t)bytes.size);
    ck_assert_msg(scan_file(proven(file, arena), text_of(name), arena, &scan, &err), "%s",
                  support_error(&err));
    (void)close(file);
    return scan;
}

/* One row of a table: these bytes end so, and the gravest finding is `what`, where one is given. */
struct scan_case {
    const char *name;
    struct text bytes;
    enum scan_verdict verdict;
    const char *what;
};

static inline void cases_check(const char *file, const struct scan_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena arena = {0};
        const struct scan scan = scanned(&arena, file, cases[i].bytes);
        bool told = cases[i].what == NULL;
        for (size_t k = 0; k < scan.findings.count; k++)
            told |= cases[i].what && scan.findings.at[k].verdict == cases[i].verdict &&
                    text_is(scan.findings.at[k].what, cases[i].what);
        ck_assert_msg(scan.verdict == cases[i].verdict, "%s: %s", cases[i].name,
                      scan_verdict_name(scan.verdict));
        ck_assert_msg(told, "%s: %s is not told", cases[i].name, cases[i].what);
        arena_free(&arena);
    }
}

#endif
