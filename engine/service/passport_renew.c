/* passport: a passport for a version that may have one, as often as it is asked for. */
#include "service/moving.h"
#include "service/operations.h"
#include "service/passport.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"

enum { PASSPORT_MODE = 0644, SECONDS_A_DAY = 86400, SECONDS_A_MINUTE = 60 };

static const struct parameter renew_parameters[] = {
    {"version", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION",
     "a version in a stage that deploys", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FILE", "where to write it; else standard output", NULL},
    {"valid", 0, PARAMETER_OPTION, 0, "DURATION",
     "for how long, 1m to 7d; 24h where it is not said", NULL},
    PARAMETER_DIR,
    {0},
};

static bool valid_read(const struct value *request, int64_t *valid, struct error *err)
{
    const char *written = request_text(request, "valid");
    *valid = SECONDS_A_DAY;
    if (!written)
        return true;
    if (!clock_span_read(text_of(written), valid))
        return error_set(err, ERROR_USAGE, "--valid %s is no duration, such as 90m, 24h or 7d",
                         written);
    return (*valid >= SECONDS_A_MINUTE && *valid <= LIMIT_PASSPORT_SECONDS) ||
           error_set(err, ERROR_USAGE, "--valid %s: a passport is valid for 1m to 7d", written);
}

static bool passport_hand_out(struct acting *acting, const struct asked_version *asked,
                              const struct value *request, int64_t valid, struct error *err)
{
    char until[CLOCK_TEXT_SIZE];
    struct text document;
    struct passport passport;
    const char *file = request_text(request, "output");
    struct asked_version meant = *asked;
    if (!asked_version_resolve(acting, &meant, err))
        return false;
    const struct text key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(meant.name), TEXT_ARGS(meant.version));
    if (!passport_issue(acting, key, valid, &passport, &document, err))
        return false;
    if (!file) {
        acting->session->print(acting->session->context, document);
        return true;
    }
    clock_write(passport.until, until);
    if (!file_write(file, document, PASSPORT_MODE, err))
        return false;
    acting->session->print(acting->session->context,
                           text_format(acting->arena, "%s: %.*s may be deployed to %s until %s\n",
                                       file, TEXT_ARGS(key), stage_name(passport.stage), until));
    return true;
}

/* Nobody signs for it: the log's key vouches for what the log has let through. */
static int renew_run(struct session *session, const struct value *request, struct error *err)
{
    int64_t valid;
    struct acting acting;
    struct asked_version asked;
    if (!valid_read(request, &valid, err) ||
        !asked_version_read(request_text(request, "version"), &asked, err) ||
        !acting_open_unsigned(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const struct refused refused = {.command = "passport", .asked = &asked, .why = err};
    const bool handed = passport_hand_out(&acting, &asked, request, valid, err) ||
                        moving_refused(&acting, &refused);
    acting_close(&acting);
    return handed ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation passport_operation = {
    .name = "passport",
    .summary = "a passport, with which a version is admitted where there is no ledger",
    .details =
        "One file: what the log vouches for, signed by the log's key, and the entry that brought\n"
        "the version to its stage with the proof that it is in the log. obstat admit judges it\n"
        "offline. Refused (1) where the version is suspended, stands in no stage that deploys, "
        "its\n"
        "time to live is over, or a review that it owes is overdue. A passport that is out stays\n"
        "good until it is stale, so keep it short; see docs/passports.md.\n",
    .examples = "obstat passport credit-default@2.3.0 -o credit.passport\n"
                "obstat passport credit-default@2.3.0 --valid 4h >credit.passport\n",
    .parameters = renew_parameters,
    .run = renew_run,
};
