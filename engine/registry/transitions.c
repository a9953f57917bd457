/* The table of lifecycle.h. Sections are moves, rows are told in the words of the stages.
 *
 * Decided here, where the model that it follows leaves it open:
 *
 * - The kill switch works wherever a version is looked at or used, so also for one that is
 *   deprecated, whose users are still served. Whoever answers for it may pull it, a validator too.
 * - Nothing that serves is rejected at one stroke: it is suspended first. One person rejects, and
 *   it is a person: a pipeline's denial is a decision, and a version may be decided on again.
 * - What was suspended comes back by two others at every tier. Policies are asked again for all
 *   that serves; for a stage below that, where there are any for it.
 * - A version that was suspended, or rolled back to staging, may be retired at once: nobody is
 *   served by it, so there is nobody to give notice to. Or it could never be archived.
 * - What the sweep does needs no signature: it carries out an end that was announced, and every
 *   end is towards less.
 * - `simple` has no notice: what ends there is archived, and only when nobody uses it any more.
 * - A legal hold is laid on and lifted by two.
 */
#include "registry/lifecycle.h"

/* clang-format off */

#define BIT(name) (1U << (name))

enum {
    IN_SIMPLE  = BIT(LIFECYCLE_SIMPLE),
    IN_DEFAULT = BIT(LIFECYCLE_DEFAULT),
    IN_MRM     = BIT(LIFECYCLE_MRM),
    IN_FULL    = IN_DEFAULT | IN_MRM,
    IN_ALL     = IN_SIMPLE | IN_FULL,
};

enum {
    DEVELOPER = BIT(ROLE_DEVELOPER),
    VALIDATOR = BIT(ROLE_VALIDATOR),
    OWNER     = BIT(ROLE_OWNER),
    OFFICER   = BIT(ROLE_RISK_OFFICER),
    CI        = BIT(ROLE_CI),
    OPERATOR  = BIT(ROLE_OPERATOR),

    ANY       = OFFICER | VALIDATOR | OWNER, /* whoever may sign for others */
    LETS_IN   = DEVELOPER | CI | OWNER | VALIDATOR | OFFICER,
    VALIDATES = VALIDATOR | CI | OPERATOR | OWNER,
    RELEASES  = CI | OPERATOR | OWNER,
    REJECTS   = VALIDATOR | OFFICER | OWNER,
    STOPS     = OWNER | OFFICER | OPERATOR | CI | VALIDATOR,
    RESUMES   = CI | OPERATOR | OWNER | OFFICER,
    ON_CALL   = OPERATOR | OWNER | OFFICER,
    GIVES_UP  = OWNER | OFFICER,
    CLEARS    = OWNER | OFFICER | OPERATOR,
    SWEEPS    = OPERATOR | CI | OWNER | OFFICER,
};

enum {
    REASONED = BIT(GUARD_REASON),
    BOUND    = BIT(GUARD_ARTIFACT),
    DECIDED  = BIT(GUARD_DECISION),
    FRESH    = BIT(GUARD_UNEXPIRED),
    PAID     = BIT(GUARD_REVIEWED),
    PREVIOUS = BIT(GUARD_PREDECESSOR),
    NOTICE   = BIT(GUARD_NOTICE),
    EXPIRED  = BIT(GUARD_EXPIRED),
    SUNSET   = BIT(GUARD_SUNSET),
    UNUSED   = BIT(GUARD_IDLE) | BIT(GUARD_ACKNOWLEDGED),
    RETAINED = BIT(GUARD_RETENTION),
    STORED   = BIT(GUARD_STORED),
};

enum {
    NOTHING   = 0,
    VALIDATED = BIT(STAGE_VALIDATED),
    STAGING   = BIT(STAGE_STAGING),
    CANARY    = BIT(STAGE_CANARY),
};

/* Signatures of others, by tier. The narrower seat stands first. */
#define NOBODY              {{{0}}}
#define BY_VALIDATOR        {[TIER_HIGH] = {{VALIDATOR}}, [TIER_LIMITED] = {{VALIDATOR}}}
#define BY_VALIDATOR_ALWAYS {{{VALIDATOR}}, {{VALIDATOR}}, {{VALIDATOR}}}
#define BY_OFFICER          {[TIER_HIGH] = {{OFFICER}}}
#define BY_CANARY           {[TIER_HIGH] = {{OFFICER, OWNER | VALIDATOR}}, [TIER_LIMITED] = {{ANY}}}
#define BY_PRODUCTION       {[TIER_HIGH] = {{OFFICER, ANY}}, [TIER_LIMITED] = {{ANY}}}
#define BY_TWO_ALWAYS       {{{OFFICER, ANY}}, {{OFFICER, ANY}}, {{OFFICER, ANY}}}
#define BY_ONE_HIGH         {[TIER_HIGH] = {{ANY}}}
#define BY_ONE_ALWAYS       {{{ANY}}, {{ANY}}, {{ANY}}}

/* Last come the seats, which have commas of their own, and what is recorded. */
#define ROW(in, move, from, to, who, guards, adopted, passes, ...) \
    {MOVE_##move, STAGE_##from, STAGE_##to, in, who, guards, adopted, passes, __VA_ARGS__}

/* Whoever uses the version that is displaced from production has notice, too. */
#define DISPLACING(to) (STAGE_##to == STAGE_PRODUCTION ? NOTICE : 0)
#define PROMOTE(in, from, to, who, passes, seats, recorded) \
    {MOVE_PROMOTE, STAGE_##from, STAGE_##to, in, who, \
     BOUND | DECIDED | FRESH | PAID | DISPLACING(to), 0, passes, seats, recorded}
#define REJECT(in, from) \
    ROW(in, REJECT, from, REJECTED, REJECTS, REASONED, 0, 0, NOBODY, "the reason")
#define SUSPEND(in, from) \
    ROW(in, SUSPEND, from, SUSPENDED, STOPS, REASONED, 0, 0, NOBODY, \
        "the incident; who uses it, for a notice; the review that is owed in 72 hours")
#define RESUME(in, to) \
    ROW(in, RESUME, SUSPENDED, to, RESUMES, REASONED | BOUND | DECIDED, DECIDED, 0, BY_TWO_ALWAYS, \
        "the reason: what caused it")
#define RESUME_SERVING(in, to) \
    ROW(in, RESUME, SUSPENDED, to, RESUMES, REASONED | BOUND | DECIDED | FRESH | PAID, 0, 0, \
        BY_TWO_ALWAYS, "the reason: what caused it; the decision; the request, consumed")
/* Its users are still answered: whoever returns there owes no review and has time left. */
#define RESUME_ANSWERING(in, to) \
    ROW(in, RESUME, SUSPENDED, to, RESUMES, REASONED | BOUND | DECIDED | FRESH | PAID, DECIDED, 0, \
        BY_TWO_ALWAYS, "the reason: what caused it")
#define ROLLBACK(in, from, to) \
    ROW(in, ROLLBACK, from, to, ON_CALL, REASONED | PREVIOUS, 0, 0, NOBODY, \
        "the version before it, back in production; the review that is owed in 24 hours")
#define END(in, move, from, to, who, guards, seats, recorded) \
    ROW(in, move, from, to, who, guards, 0, 0, seats, recorded)

#define RECORDS_PROMOTION  "the decision; the request, consumed"
#define RECORDS_PRODUCTION "the decision; the request, consumed; the version that it displaces"
#define RECORDS_STEP       "the decision; per cent of the traffic"
#define RECORDS_NOTICE     "the reason; the sunset; steps; the successor"
#define RECORDS_END        "the consumers that are named"
#define RECORDS_COPIES     "retention; every copy by digest, and where it lies"

const struct transition transitions[] = {
    ROW(IN_ALL, REGISTER, EXPERIMENTAL, REGISTERED, LETS_IN, BOUND | DECIDED, DECIDED, 0, NOBODY,
        "the decision"),

    /* in                  from        to          who        passes over    signed by */
    PROMOTE(IN_DEFAULT,    REGISTERED, VALIDATED,  VALIDATES, NOTHING,       BY_VALIDATOR,
            RECORDS_PROMOTION),
    PROMOTE(IN_MRM,        REGISTERED, VALIDATED,  VALIDATES, NOTHING,       BY_VALIDATOR_ALWAYS,
            RECORDS_PROMOTION),
    PROMOTE(IN_SIMPLE,     REGISTERED, STAGING,    RELEASES,  NOTHING,       NOBODY,
            RECORDS_PROMOTION),
    PROMOTE(IN_DEFAULT,    REGISTERED, STAGING,    RELEASES,  VALIDATED,     NOBODY,
            RECORDS_PROMOTION),
    PROMOTE(IN_FULL,       VALIDATED,  STAGING,    RELEASES,  NOTHING,       NOBODY,
            RECORDS_PROMOTION),
    PROMOTE(IN_DEFAULT,    REGISTERED, SHADOW,     RELEASES,  VALIDATED | STAGING, BY_OFFICER,
            RECORDS_PROMOTION),
    PROMOTE(IN_DEFAULT,    VALIDATED,  SHADOW,     RELEASES,  STAGING,       BY_OFFICER,
            RECORDS_PROMOTION),
    PROMOTE(IN_FULL,       STAGING,    SHADOW,     RELEASES,  NOTHING,       BY_OFFICER,
            RECORDS_PROMOTION),
    PROMOTE(IN_DEFAULT,    REGISTERED, CANARY,     RELEASES,  VALIDATED | STAGING, BY_CANARY,
            RECORDS_PROMOTION),
    PROMOTE(IN_DEFAULT,    VALIDATED,  CANARY,     RELEASES,  STAGING,       BY_CANARY,
            RECORDS_PROMOTION),
    PROMOTE(IN_FULL,       STAGING,    CANARY,     RELEASES,  NOTHING,       BY_CANARY,
            RECORDS_PROMOTION),
    PROMOTE(IN_FULL,       SHADOW,     CANARY,     RELEASES,  NOTHING,       BY_CANARY,
            RECORDS_PROMOTION),
    PROMOTE(IN_FULL,       CANARY,     CANARY,     RELEASES,  NOTHING,       NOBODY,
            RECORDS_STEP),
    PROMOTE(IN_SIMPLE,     REGISTERED, PRODUCTION, RELEASES,  STAGING,       BY_PRODUCTION,
            RECORDS_PRODUCTION),
    PROMOTE(IN_SIMPLE,     STAGING,    PRODUCTION, RELEASES,  NOTHING,       BY_PRODUCTION,
            RECORDS_PRODUCTION),
    PROMOTE(IN_DEFAULT,    REGISTERED, PRODUCTION, RELEASES,  VALIDATED | STAGING | CANARY,
            BY_PRODUCTION, RECORDS_PRODUCTION),
    PROMOTE(IN_DEFAULT,    VALIDATED,  PRODUCTION, RELEASES,  STAGING | CANARY, BY_PRODUCTION,
            RECORDS_PRODUCTION),
    PROMOTE(IN_DEFAULT,    STAGING,    PRODUCTION, RELEASES,  CANARY,        BY_PRODUCTION,
            RECORDS_PRODUCTION),
    PROMOTE(IN_DEFAULT,    SHADOW,     PRODUCTION, RELEASES,  CANARY,        BY_PRODUCTION,
            RECORDS_PRODUCTION),
    PROMOTE(IN_FULL,       CANARY,     PRODUCTION, RELEASES,  NOTHING,       BY_PRODUCTION,
            RECORDS_PRODUCTION),

    REJECT(IN_ALL,  EXPERIMENTAL),
    REJECT(IN_ALL,  REGISTERED),
    REJECT(IN_FULL, VALIDATED),
    REJECT(IN_ALL,  STAGING),
    REJECT(IN_FULL, SHADOW),
    REJECT(IN_FULL, CANARY),
    REJECT(IN_ALL,  SUSPENDED),

    SUSPEND(IN_ALL,  EXPERIMENTAL),
    SUSPEND(IN_ALL,  REGISTERED),
    SUSPEND(IN_FULL, VALIDATED),
    SUSPEND(IN_ALL,  STAGING),
    SUSPEND(IN_FULL, SHADOW),
    SUSPEND(IN_FULL, CANARY),
    SUSPEND(IN_ALL,  PRODUCTION),
    SUSPEND(IN_FULL, DEPRECATED),

    RESUME(IN_ALL,  EXPERIMENTAL),
    RESUME(IN_ALL,  REGISTERED),
    RESUME(IN_FULL, VALIDATED),
    RESUME(IN_ALL,  STAGING),
    RESUME_ANSWERING(IN_FULL, DEPRECATED),
    RESUME_SERVING(IN_FULL, SHADOW),
    RESUME_SERVING(IN_FULL, CANARY),
    RESUME_SERVING(IN_ALL,  PRODUCTION),

    ROLLBACK(IN_ALL, PRODUCTION, STAGING),
    ROLLBACK(IN_ALL, SUSPENDED,  SUSPENDED),

    /* in           move       from        to          who       guards              signed by */
    END(IN_FULL,   DEPRECATE, PRODUCTION, DEPRECATED, GIVES_UP, REASONED | NOTICE, BY_ONE_HIGH,
        RECORDS_NOTICE),
    END(IN_FULL,   RETIRE,    DEPRECATED, RETIRED,    CLEARS,   SUNSET | UNUSED,   BY_ONE_HIGH,
        RECORDS_END),
    END(IN_FULL,   RETIRE,    STAGING,    RETIRED,    CLEARS,   REASONED | UNUSED, BY_ONE_HIGH,
        RECORDS_END),
    END(IN_FULL,   RETIRE,    SUSPENDED,  RETIRED,    CLEARS,   REASONED | UNUSED, BY_ONE_HIGH,
        RECORDS_END),
    END(IN_FULL,   ARCHIVE,   RETIRED,    ARCHIVED,   CLEARS,   RETAINED | STORED, BY_ONE_ALWAYS,
        RECORDS_COPIES),
    END(IN_SIMPLE, ARCHIVE,   STAGING,    ARCHIVED,   CLEARS,   REASONED | UNUSED, BY_ONE_HIGH,
        RECORDS_END),
    END(IN_SIMPLE, ARCHIVE,   PRODUCTION, ARCHIVED,   CLEARS,   REASONED | UNUSED, BY_ONE_HIGH,
        RECORDS_END),
    END(IN_SIMPLE, ARCHIVE,   SUSPENDED,  ARCHIVED,   CLEARS,   REASONED | UNUSED, BY_ONE_HIGH,
        RECORDS_END),
    END(IN_ALL,    HOLD,      ARCHIVED,   ARCHIVED,   GIVES_UP, REASONED | RETAINED, BY_ONE_ALWAYS,
        "the hold, laid on or lifted"),
    END(IN_FULL,   EXPIRE,    PRODUCTION, DEPRECATED, SWEEPS,   EXPIRED | NOTICE,  NOBODY,
        "the moment that was judged for; the sunset"),
    END(IN_FULL,   EXPIRE,    DEPRECATED, RETIRED,    SWEEPS,   EXPIRED | UNUSED,  NOBODY,
        "the moment that was judged for"),
    END(IN_SIMPLE, EXPIRE,    PRODUCTION, ARCHIVED,   SWEEPS,   EXPIRED | UNUSED,  NOBODY,
        "the moment that was judged for"),
};

/* clang-format on */

const size_t transition_count = COUNT(transitions);
