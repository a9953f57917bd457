/* demo: the story of a model from its registration to its end, and attacks on it. */
#include "service/demo.h"
#include "service/demo_done.h"
#include "service/operations.h"

#include "policy/outcome.h"

#include <limits.h>
#include <stdlib.h>

static const struct parameter demo_parameters[] = {
    {"keep", 0, PARAMETER_OPTION, 0, "DIR", "play it in this folder, which is new, and leave it",
     NULL},
    {0},
};

static void demo_print(const struct demo *demo, struct text text)
{
    demo->session->print(demo->session->context, text);
}

static void story_play(struct demo *demo)
{
    for (const struct demo_step *step = demo_story; step->command || step->act; step++)
        demo_scene_tell(demo, step);
}

static void attacks_play(struct demo *demo)
{
    demo_print(demo, TEXT("\nNow it attacks itself: each line is an attempt, how it ended, and "
                          "what was said.\n\n"));
    for (const struct demo_attack *attack = demo_attacks; attack->name; attack++)
        demo_attack_try(demo, attack);
}

/* Where it all lies; what the attacks did to the ledger's file is put right. */
static bool demo_leave(struct demo *demo, const char *keep, struct error *err)
{
    if (!demo_ledger_mend(demo, err))
        return false;
    demo_print(
        demo,
        text_format(
            demo->arena,
            "\n%s has it all, and the ledger is whole again:\n"
            "    cd %s\n"
            "    obstat history credit-default         all that became of it\n"
            "    obstat audit log                      every entry\n"
            "    sh export/verify.sh .obstat/log.vkey  the same, without obstat\n"
            "    export/report.html                    to read and to print\n"
            "Its last entries are of days to come, so nothing is recorded there before them.\n",
            keep, keep));
    return true;
}

static bool demo_play(struct demo *demo, const char *keep, struct error *err)
{
    if (!demo_scratch_make(demo, keep, err))
        return false;
    demo_print(demo,
               text_format(demo->arena,
                           "A model's way to production and out of it again, on a scratch "
                           "ledger in %s.\nEvery command below was run as it stands, and "
                           "every answer is real; long ones are cut.\nThe clock is the demo's "
                           "own; where it is set on, that is said.\n",
                           demo->folder));
    story_play(demo);
    attacks_play(demo);
    return true;
}

/* The story's end counts, and not the last command's. */
static bool demo_judge(const struct demo *demo, struct error *err)
{
    demo_print(demo, text_format(demo->arena,
                                 "\n%u scenes, %u steps that did not end as they must; %u of %u "
                                 "attacks were refused.\n",
                                 demo->scenes, demo->strayed, demo->refused, demo->attacks));
    if (demo->strayed || demo->refused < demo->attacks)
        return error_set(err, ERROR_INTEGRITY, "the story did not go as it has to");
    return true;
}

static int demo_run(struct session *session, const struct value *request, struct error *err)
{
    char data[PATH_MAX];
    struct session door = *session;
    struct demo demo = {.session = &door, .arena = session->arena, .now = session->now};
    if (!realpath(session->data, data))
        return operation_failed(
            (error_set(err, ERROR_UNAVAILABLE, "%s: the packs are not there", session->data), err));
    door.data = data;
    const char *keep = request_text(request, "keep");
    const bool played = demo_play(&demo, keep, err) && (!keep || demo_leave(&demo, keep, err)) &&
                        demo_judge(&demo, err);
    demo_scratch_leave(&demo, !keep);
    return played ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation demo_operation = {
    .name = "demo",
    .summary = "the whole story on a scratch ledger, then attacks on it",
    .details =
        "Registers, denies, approves, promotes, admits, suspends, rolls back, retires and exports\n"
        "a model on a ledger in a temporary folder, with keys of its own, and shows each command\n"
        "with its real output. ssh-keygen and openssl check the export. Then it tries what must\n"
        "not be possible. Ends with 0 only where every step went as it must and every attack was\n"
        "refused; a machine without ssh-keygen or openssl cannot show those steps, and says so.\n",
    .examples = "obstat demo\nobstat demo --keep told\n",
    .parameters = demo_parameters,
    .run = demo_run,
};
