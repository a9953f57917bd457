/* base/limits.h: every bound in one place, each with its reason.
 *
 * Whatever comes from outside is measured against one of these before it is parsed, looped over
 * or copied. A limit that is hit is named in the message, so that nobody has to guess.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Files, in bytes. Evidence may be a large evaluation dump; the rest is written by people. */
#define LIMIT_EVIDENCE_SIZE (256ULL << 20) /* a 60 MB report is known from the field; room for four */
#define LIMIT_MANIFEST_SIZE (1ULL << 20)   /* a manifest is a page; a megabyte is a mistake         */
#define LIMIT_PROJECT_SIZE  (1ULL << 20)   /* the same                                              */
#define LIMIT_SCHEMA_SIZE   (4ULL << 20)   /* the largest public schema (CycloneDX) has 0.2 MB      */
#define LIMIT_POLICY_SIZE   (256ULL << 10) /* 5,000 lines; bounds the time that compiling takes     */
#define LIMIT_YAML_SIZE     (32ULL << 20)  /* libyaml reads about 30 MB/s: one second               */

enum {
    /* Documents. */
    LIMIT_DEPTH = 256,          /* nesting of lists and maps: every reader and walker may recurse  */
    LIMIT_YAML_ALIASES = 10000, /* nodes that aliases may add: a billion laughs ends here          */
    LIMIT_KEY_SIZE = 65536,     /* bytes of a map key: keys are compared and printed               */

    /* Lists that a person must read, or that one run must hold. */
    LIMIT_EVIDENCE_FILES = 1000,
    LIMIT_POLICIES = 10000,        /* files of one set                                             */
    LIMIT_FINDINGS = 1000,         /* findings of one policy                                       */
    LIMIT_MANIFESTS = 100000,      /* manifests of one run                                         */
    LIMIT_ARTIFACT_FILES = 100000, /* files of one artifact directory                              */
    LIMIT_DIRECTORY_DEPTH = 64,    /* folders in folders: also ends a loop of mounts               */
    LIMIT_SCHEMA_STEPS = 10000000, /* keywords applied to one document: bounds `$ref` fan-out      */
    LIMIT_SCHEMA_ERRORS = 100,     /* errors reported for one document                             */

    /* Texts. */
    LIMIT_PATH_SIZE = 4096,     /* PATH_MAX of Linux                                               */
    LIMIT_MESSAGE_SIZE = 4096,  /* bytes of one finding's message                                  */
    LIMIT_PATTERN_SIZE = 4096,  /* bytes of one regular expression                                 */
    LIMIT_PATTERN_STEPS = 100000, /* PCRE2's match limit: about 10 ms of backtracking              */

    /* One policy's budget; experience.md section 3 promises these. */
    LIMIT_FUEL = 2000000,            /* VM instructions and the work of C functions                */
    LIMIT_LUA_MEMORY = 16 << 20,     /* bytes                                                      */
    LIMIT_LUA_STRING = 64 << 10,     /* bytes of one string: an instruction may cost that much     */
    LIMIT_POLICY_TIME_MS = 1000,     /* loading and checking, one policy                           */
    LIMIT_RUN_TIME_MS = 10000,       /* all policies of one manifest                               */
    LIMIT_READ_TIME_MS = 60000,      /* reading and digesting the inputs of one manifest           */
};

/* One message from the worker: every finding of one policy, at its largest. */
#define LIMIT_WORKER_MESSAGE (64ULL << 20)

/* One report, in bytes: 10,000 policies of 1,000 findings do not fit, and nobody could read them. */
#define LIMIT_REPORT_SIZE (256ULL << 20)

#endif
