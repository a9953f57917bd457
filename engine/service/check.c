/* check: judge manifests, and report each decision where and how it was asked for. */
#include "service/judge_request.h"
#include "service/operations.h"
#include "service/recording.h"
#include "service/reporting.h"

static int check_run(struct session *session, const struct value *request, struct error *err)
{
    struct judge_request judging;
    const bool record = request_flag(request, "record");
    struct reporting checking = {
        .options = {.colour = session->colour, .verbose = request_flag(request, "verbose")},
        .given = value_get(request, TEXT("evidence")),
        /* those of the adopted set do not begin here either */
        .policies_given = record || request_count(request, "policy") > 0};
    if (!reporting_begin(session, request, &checking, err) ||
        !judge_request_read(session, request, &judging, err) ||
        !(record ? recording_run(session, request, &judging, reporting_see, &checking, err)
                 : judge(&judging, session, reporting_see, &checking, err)) ||
        !reporting_end(&checking, err))
        return operation_failed(err);
    return checking.status;
}

static const struct parameter parameters[] = {
    {"manifest", 0, PARAMETER_ARGUMENTS, 0, "MANIFEST",
     "what to judge; model.yaml where none is named", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "STAGE",
     "the stage it shall enter; the manifest's target, else production", stage_words},
    {"from", 0, PARAMETER_OPTION, 0, "STAGE", "the stage it is in, where policies ask",
     stage_words},
    {"policy", 'p', PARAMETER_OPTIONS, 0, "DIR|FILE|pack:NAME",
     "judge by these, not by the project's policies", NULL},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE",
     "set a parameter of a policy, within its bounds", NULL},
    {"evidence", 0, PARAMETER_OPTIONS, 0, "FILE", "evidence besides the manifest's own", NULL},
    {"champion", 0, PARAMETER_OPTION, 0, "MANIFEST", "the version that is in production now", NULL},
    {"require-policies", 0, PARAMETER_OPTIONS, 0, "sha256:...|FILE",
     "refuse any other policy set, and looser parameters", NULL},
    {"require-tier", 0, PARAMETER_OPTION, 0, "TIER", "refuse a manifest that declares a lower tier",
     tier_words},
    {"trust", 0, PARAMETER_OPTIONS, 0, "FILE",
     "public keys whose signatures make evidence attested; repeatable", NULL},
    {"now", 0, PARAMETER_OPTION, 0, "RFC3339", "judge as of this moment", NULL},
    {"output", 'o', PARAMETER_OPTIONS, 0, "FORMAT[=FILE]",
     "how to report, text where it is not said; repeatable", NULL},
    {"verbose", 'v', PARAMETER_FLAG, 0, NULL, "list every control", NULL},
    {"record", 0, PARAMETER_FLAG, 0, NULL,
     "judge by the adopted policies, and record the decision in the ledger", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation check_operation = {
    .name = "check",
    .summary = "judge a model by its policies; the status says whether it may pass",
    .details =
        "Reads the manifest and its evidence, runs every policy that applies, and reports each\n"
        "control that does not hold: what was observed, what is required, where both stand, and\n"
        "what to do. Nothing that could not be judged passes.\n"
        "\n"
        "Reports: text for people, json the record itself; html, markdown, junit, tap, sarif, "
        "github\n"
        "and gitlab for what opens those. Without =FILE a report goes to standard output.\n"
        "\n"
        "With --record the policy set that was adopted for the stage judges, waivers and "
        "signatures\n"
        "count, and the decision goes into the ledger, with everything that it rests on.\n"
        "\n"
        "Statuses: 0 allowed, 1 denied, 3 could not be judged, 4 a digest, subject, signature\n"
        "or required policy set does not hold, 5 a policy crashed or overspent, 7 signatures\n"
        "are lacking; 2 the command is off, 6 a report or the record could not be written.\n",
    .examples = "obstat check --to production\n"
                "obstat check -p pack:metrics-gate --param metrics-gate/floor.floor=0.92\n"
                "obstat check -o text -o json=decision.json models/credit/model.yaml\n"
                "obstat check --record --to production --sign ci.key\n",
    .parameters = parameters,
    .run = check_run,
};
