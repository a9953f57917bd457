#include "service/demo.h"
#include "service/demo_done.h"

/* ---- what is judged ---- */

static const struct demo_step misspelt_metric[] = {
    {.command = "check -p misspelt 2.5.0/model.yaml", .status = 3},
    {0},
};

static const struct demo_step brought_parameter[] = {
    {.command = "check --record 2.5.0/model.yaml --to production --param "
                "credit/accuracy-floor.floor=0.56 --sign keys/ci",
     .status = 2},
    {0},
};

static const struct demo_step looser_parameter[] = {
    {.command = "policy adopt -p policies --param credit/accuracy-floor.floor=0.56 --to production "
                "--sign keys/ada",
     .status = 7},
    {0},
};

/* ---- who signs ---- */

static const struct demo_step forged_approval[] = {
    {.command = "register 2.5.0/model.yaml --sign keys/dana"},
    {.command = "check --record 2.5.0/model.yaml --to production --sign keys/ci", .status = 7},
    {.command = "keygen keys/eve --no-passphrase"},
    {.command = "approve credit-default@2.5.0 --to production --reason 'trust me' --as rita --sign "
                "keys/eve",
     .status = 4},
    {0},
};

static const struct demo_step own_approval[] = {
    {.command = "approve credit-default@2.5.0 --to production --reason 'it is mine' --as dana "
                "--sign keys/dana",
     .status = 4},
    {0},
};

static const struct demo_step replayed_approval[] = {
    {.act = demo_approval_replay},
    {.command = "approve replayed.request --to production --reason again --signature replayed.sig",
     .status = 4},
    {0},
};

static const struct demo_step moved_approval[] = {
    {.act = demo_approval_move},
    {.command = "approve moved.request --to production --reason again --signature replayed.sig",
     .status = 4},
    {0},
};

/* ---- what is deployed ---- */

static const struct demo_step swapped_artifact[] = {
    {.command = "approve credit-default@2.5.0 --to production --reason fair --meaning "
                "risk-assessment --sign keys/rita",
     .status = 7},
    {.command = "approve credit-default@2.5.0 --to production --reason fair --sign keys/rolf"},
    {.act = demo_artifact_swap},
    {.command =
         "promote credit-default@2.5.0 --manifest 2.5.0/model.yaml --to production --sign keys/ci",
     .status = 4},
    {0},
};

static const struct demo_step revoked_approval[] = {
    {.act = demo_artifact_restore},
    {.act = demo_rolf_revoke},
    {.command =
         "promote credit-default@2.5.0 --manifest 2.5.0/model.yaml --to production --sign keys/ci",
     .status = 7},
    {0},
};

static const struct demo_step another_artifact[] = {
    {.command = "admit credit.passport --artifact 2.5.0/model --model credit-default --stage "
                "production --key .obstat/log.vkey",
     .later = -DEMO_YEAR - DEMO_QUARTER,
     .status = 1},
    {0},
};

static const struct demo_step another_model[] = {
    {.command = "admit credit.passport --artifact 2.4.0/model --model payment-fraud --stage "
                "production --key .obstat/log.vkey",
     .status = 1},
    {0},
};

static const struct demo_step stale_passport[] = {
    {.command = "admit credit.passport --artifact 2.4.0/model --model credit-default --stage "
                "production --key .obstat/log.vkey",
     .later = DEMO_YEAR + DEMO_QUARTER,
     .status = 1},
    {0},
};

static const struct demo_step forged_passport[] = {
    {.act = demo_passport_forge},
    {.command = "admit forged.passport --artifact 2.4.0/model --model credit-default --stage "
                "production --key .obstat/log.vkey",
     .status = 4},
    {0},
};

/* ---- what is remembered ---- */

static const struct demo_step edited_database[] = {
    {.act = demo_database_edit},
    {.command = "audit verify", .status = 4},
    {0},
};

static const struct demo_step passport_by_edit[] = {
    {.command = "passport credit-default@2.4.0 -o edited.passport", .status = 4},
    {0},
};

static const struct demo_step truncated_log[] = {
    {.act = demo_log_truncate},
    {.command = "audit verify", .status = 4},
    {0},
};

const struct demo_attack demo_attacks[] = {
    {"a misspelt metric", "did you mean accuracy", misspelt_metric},
    {"a looser parameter, brought", "--param cannot set others", brought_parameter},
    {"one that one person adopts", "of 2 administrators", looser_parameter},
    {"a forged approval", "belongs to nobody here", forged_approval},
    {"an author's own approval", "cannot answer", own_approval},
    {"a replayed approval", "is in the log already", replayed_approval},
    {"one moved to another version", "does not hold", moved_approval},
    {"a swapped artifact", "the artifact is", swapped_artifact},
    {"a revoked approval", "lacking", revoked_approval},
    {"another artifact at the door", "not the artifact", another_artifact},
    {"another model at the door", "what is asked for here is payment-fraud", another_model},
    {"a stale passport", "is stale", stale_passport},
    {"a forged passport", "not signed by the log", forged_passport},
    {"an edited database", "is not what the entries say", edited_database},
    {"a passport by that edit", "the database", passport_by_edit},
    {"a truncated log", "rolled back", truncated_log},
    {0},
};
