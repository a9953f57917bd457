/* service/sources.h: the policy files that a command or a project names, and what they may require.
 *
 *     -p policies                every *.lua below, in byte order, without *_test.lua and lib/
 *     -p policies/floor.lua      that file
 *     -p pack:metrics-gate       a pack of the product, the same as its folder
 *
 * Links are not followed. The bytes are read once, here; nothing is run.
 */
#ifndef SERVICE_SOURCES_H
#define SERVICE_SOURCES_H

#include "policy/policy.h"

/* A file that cannot be a policy, and why: it blocks as a policy that does not load. */
struct source_fault {
    const char *path;
    struct error error;
};

struct source_faults LIST(struct source_fault);

struct pack_names LIST(struct text);

struct sources {
    struct policy_sources policies;
    struct source_faults faults;
    bool required_only; /* modules are read only for a folder where a policy has the word require */
};

/* Add what `name` stands for, relative to `folder`. `data` is where packs and stdlib are. A name
 * that leads nowhere is ERROR_USAGE. */
NODISCARD bool sources_add(struct sources *sources, const char *folder, const char *name,
                           const char *data, struct arena *arena, struct error *err);

/* The names of the packs, in byte order: the folders of policies/ in `data` that hold a file. */
NODISCARD bool sources_packs(const char *data, struct arena *arena, struct pack_names *out,
                             struct error *err);

/* The tests that stand beside the policies of a folder: every *_test.lua below. */
struct test_source {
    struct policy_source policy; /* path NULL where a test stands without its policy */
    struct policy_source test;   /* path NULL where a policy has none                */
};

struct test_sources LIST(struct test_source);

NODISCARD bool sources_tests(const char *folder, const char *name, const char *data,
                             struct arena *arena, struct test_sources *out, struct error *err);

#endif
