#include "service/demo.h"
#include "service/demo_done.h"

#define ORIGIN "gov.example/models"
#define PERSON(id, role, called)                                                                   \
    {.command = "keygen keys/" id " --no-passphrase"},                                             \
        {.command = "identity add " id " --key keys/" id ".pub --role " role " --name '" called    \
                    "' --sign keys/ada"},                                                          \
    {                                                                                              \
        .command = "identity prove " id " --sign keys/" id                                         \
    }

const struct demo_step demo_story[] = {
    {.scene = "A ledger, and the people who may use it",
     .why = "Nobody is who they say they are: each key is added by an administrator and proven by "
            "its owner's signature.",
     .command = "keygen keys/ada --no-passphrase"},
    {.command = "keygen keys/abe --no-passphrase"},
    {.command = "init --origin " ORIGIN " --admin ada=keys/ada.pub --admin abe=keys/abe.pub --name "
                "'ada=Ada Administrator' --name 'abe=Abe Administrator'",
     .lines = 2},
    PERSON("dana", "developer", "Dana Developer"),
    PERSON("rita", "risk-officer", "Rita Risk"),
    PERSON("rolf", "risk-officer", "Rolf Risk"),
    PERSON("omar", "operator", "Omar Operations"),
    PERSON("ci", "ci", "Lending pipeline"),
    {.command = "identity list", .lines = 8},

    {.scene = "The policies are adopted",
     .why = "What is judged by is signed into the log; a pipeline cannot bring fewer or looser "
            "ones.",
     .command = "policy adopt -p policies --to production --sign keys/ada",
     .lines = 8},

    {.scene = "A version has been in production for a while",
     .why = "The same way as below, told shortly: it is what there is to go back to.",
     .command = "register 2.2.0/model.yaml --sign keys/dana"},
    {.command = "check --record 2.2.0/model.yaml --sign keys/ci", .status = 7},
    {.command = "approve credit-default@2.2.0 --to production --reason 'as before' --meaning "
                "risk-assessment --sign keys/rita",
     .status = 7},
    {.command = "approve credit-default@2.2.0 --to production --reason 'as before' --sign "
                "keys/rolf"},
    {.command =
         "promote credit-default@2.2.0 --manifest 2.2.0/model.yaml --to production --sign keys/ci",
     .lines = 3},

    {.act = demo_ledger_early},

    {.scene = "The next version is registered",
     .why = "It is named and digested with all that it was made from, so that everybody speaks of "
            "the same thing from here on.",
     .command = "register 2.3.0/model.yaml --sign keys/dana",
     .lines = 4},

    {.scene = "It is denied for fairness, with figures",
     .why = "Its threshold is lower, so it is more often right, and it declines one group far more "
            "often than the other.",
     .command = "check --record 2.3.0/model.yaml --to production --sign keys/ci",
     .status = 1,
     .lines = 8},

    {.scene = "A version that is mended passes, and waits for two people",
     .why = "Policies are not enough for a model of high risk: two others have to answer for it.",
     .command = "register 2.4.0/model.yaml --sign keys/dana",
     .lines = 2},
    {.command = "check --record 2.4.0/model.yaml --to production --sign keys/ci",
     .status = 7,
     .lines = 8},
    {.command =
         "promote credit-default@2.4.0 --manifest 2.4.0/model.yaml --to production --sign keys/ci",
     .status = 7,
     .lines = 5},

    {.scene = "Two officers see the evidence, and sign",
     .why = "What they sign is the whole: artifact, evidence, policies, verdict and stage, by "
            "digest.",
     .command = "review credit-default@2.4.0 --as rita",
     .lines = 12},
    {.command = "approve credit-default@2.4.0 --to production --reason 'the impact ratio is 0.814' "
                "--meaning risk-assessment --sign keys/rita",
     .status = 7,
     .lines = 4},
    {.command = "approve credit-default@2.4.0 --to production --reason 'agreed' --sign keys/rolf",
     .lines = 4},

    {.scene = "It is promoted",
     .why = "Every input is digested anew and judged again at this moment; the version before it "
            "leaves production in the same record.",
     .command = "promote credit-default@2.4.0 --manifest 2.4.0/model.yaml --to production "
                "--passport credit.passport --sign "
                "keys/ci",
     .lines = 8},
    {.command = "status", .lines = 6},

    {.scene = "It is admitted at the door",
     .why = "Where it is deployed there is no ledger and no network: a passport, the artifact and "
            "the log's key are enough.",
     .command = "admit credit.passport --artifact 2.4.0/model --model credit-default --stage "
                "production --key .obstat/log.vkey",
     .lines = 2},

    {.scene = "After an incident it is suspended",
     .why = "One person suffices to stop a model; a review of the stop is owed within three days.",
     .command = "suspend credit-default@2.4.0 --reason 'complaints from one branch' --incident "
                "INC-2207 --sign keys/omar",
     .later = 3600,
     .lines = 6},

    {.scene = "And refused at the door",
     .why = "No new passport is given, and a door that knows the newest checkpoint takes none that "
            "is older.",
     .command = "passport credit-default@2.4.0 -o again.passport",
     .status = 1,
     .lines = 2},
    {.act = demo_checkpoint_keep},
    {.command = "admit credit.passport --artifact 2.4.0/model --model credit-default --stage "
                "production --key .obstat/log.vkey --since newest.checkpoint",
     .status = 1,
     .lines = 2},

    {.scene = "It is rolled back",
     .why = "Both versions move in one record, so that there is never none and never two.",
     .command = "rollback credit-default --reason 'until INC-2207 is understood' --sign keys/omar",
     .lines = 6},
    {.command = "passport credit-default@2.2.0 -o before.passport", .lines = 1},
    {.command = "admit before.passport --artifact 2.2.0/model --model credit-default --stage "
                "production --key .obstat/log.vkey --since newest.checkpoint",
     .lines = 2},
    {.command = "history credit-default@2.4.0", .lines = 16},

    {.scene = "A year later its time to live is over",
     .why =
         "An old model does not linger: cron runs the sweep, which deprecates it, and retires it "
         "once the notice has run out.",
     .command = "sweep --sign keys/omar",
     .later = DEMO_YEAR,
     .lines = 8},
    {.command = "sweep --sign keys/omar", .later = DEMO_QUARTER, .lines = 6},
    {.command = "status", .lines = 6},

    {.scene = "An auditor takes the log away, and checks it",
     .why = "The whole log is hashed, every signature verified and every rule applied anew.",
     .command = "audit verify",
     .lines = 8},
    {.command = "audit replay", .lines = 3},
    {.command = "audit export export --with-evidence", .lines = 5},
    {.command = "audit verify export --key .obstat/log.vkey", .lines = 2},

    {.scene = "Without obstat: ssh-keygen and openssl say the same",
     .why =
         "Nothing of this has to be believed of the program that wrote it: the script beside the "
         "export checks all of it, and the lines after that are two of its steps by hand.",
     .act = demo_script_verify,
     .lines = 3},
    {.act = demo_ssh_keygen_verify, .lines = 2},
    {.act = demo_body_take},
    {.act = demo_signature_take},
    {.act = demo_openssl_verify, .lines = 2},
    {0},
};
