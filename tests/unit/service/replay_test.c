/* Judged, kept in a vault and derived again, without a log: what the ledger would say is played. */
#include "service/replay.h"

#include "base/scratch.h"
#include "policy/outcome.h"
#include "script/script.h"
#include "service/policy_set.h"
#include "service/recording.h"
#include "store/vault.h"
#include "value/json.h"

static const char policy[] =
    "return { id = 'credit/floor', title = 'Floor', level = 'overridable',\n"
    "  params = { floor = { 0.9, at_least = 0.5 } },\n"
    "  check = function(case, params)\n"
    "    case:metric('accuracy'):at_least(params.floor)\n"
    "    case:note(#case.approvals .. ' answers')\n"
    "    case:optional('lineage.code.commit', 'none')\n"
    "  end }\n";

static const char *vault;
static struct known known;
static size_t lacking;           /* signatures, as the played ledger says */
static const char *waivers;      /* in force */
static struct value unchecked;   /* what it does not speak of, as the played ledger says */
static struct replayed replayed; /* what was kept */
static int status;

static void progress(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context, (void)what, (void)done, (void)of;
}

static struct session session = {.arena = &arena, .data = "/nowhere", .progress = progress};

static struct text kept(const char *bytes)
{
    struct digest digest;
    struct error err = {0};
    ck_assert_msg(vault_put(vault, text_of(bytes), &digest, &err), "%s", support_error(&err));
    return digest_print(&digest, &arena);
}

static struct value json(const char *words)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert(json_read("x", text_of(words), (struct json_options){0}, &arena, &value, &err));
    return value;
}

static bool allow_loading(void *context, const char *path, struct error *err)
{
    (void)context, (void)path, (void)err;
    return true;
}

/* The set of the one policy, adopted with a floor of its own. */
static void set_adopt(void)
{
    struct error err = {0};
    struct policy_set set;
    const struct judge_request request = {0};
    const struct evaluator lua = script_evaluator(&(struct script_options){0});
    known.sources = kept(
        text_format(&arena,
                    "{\"obstat\":\"set/v1\",\"policies\":[{\"id\":\"credit/floor\",\"modules\":[],"
                    "\"params\":{\"floor\":0.8},\"path\":\"p/floor.lua\",\"source\":\"%s\"}]}",
                    kept(policy).at)
            .at);
    ck_assert_msg(policy_set_adopted(vault, known.sources, &arena, &set, &err), "%s",
                  support_error(&err));
    const struct project project = {.params = set.params};
    const struct policy_set_loader loader = {&request, &project, &lua, allow_loading, NULL};
    ck_assert_msg(policy_set_load(&set, &loader, &arena, &err), "%s", support_error(&err));
    known.set = digest_print(&set.digest, &arena);
}

static void project_make(void)
{
    scratch_open();
    scratch_folder("vault");
    vault = scratch("vault");
    scratch_file("metrics.yaml", "obstat: evidence/v1\nmetrics: {accuracy: 0.85}\n");
    scratch_file("model.yaml", "obstat: model/v1\nname: credit\nversion: 2.3.0\n"
                               "evidence: [{path: metrics.yaml}]\n");
    lacking = 0;
    waivers = "[]";
    unchecked = (struct value){0};
    known = (struct known){.name = TEXT("credit"),
                           .version = TEXT("2.3.0"),
                           .to = STAGE_PRODUCTION,
                           .approvals =
                               json("[{\"by\":\"bob\",\"role\":\"owner\",\"meaning\":\"approval\","
                                    "\"time\":\"2026-11-20T09:00:00Z\",\"present\":false,"
                                    "\"proven\":false}]")};
    set_adopt();
}

static bool settle(void *context, const struct judged *judged, struct arena *of_case,
                   struct settled *out, struct error *err)
{
    (void)context, (void)judged, (void)err;
    struct value *in_force = ARENA_NEW(of_case, struct value);
    *in_force = json(waivers);
    *out = (struct settled){.waivers = in_force,
                            .approvals = known.approvals,
                            .lacking = json(lacking ? "[\"a risk-officer\"]" : "[]"),
                            .lacking_count = lacking,
                            .unchecked = unchecked};
    return true;
}

static void judgement_keep(void *context, const struct judgement *judgement)
{
    (void)context;
    struct error err = {0};
    ck_assert_msg(!judgement->refused, "%s", support_error(&judgement->error));
    ck_assert_msg(recording_keep(vault, judgement, &arena, &replayed.docket, &err), "%s",
                  support_error(&err));
    const struct value *id = value_get(&judgement->decision, TEXT("id"));
    ck_assert(digest_read(value_text(id), &replayed.decision));
    status = judgement->conclusion.status;
}

static void judge_and_keep(void)
{
    struct error err = {0};
    const struct judge_ledger ledger = {vault, &known, settle, NULL};
    struct judge_request request = {.now = 1763715600, .ledger = &ledger};
    *LIST_ADD(&arena, &request.manifests) = scratch("model.yaml");
    ck_assert_msg(judge(&request, &session, judgement_keep, NULL, &err), "%s", support_error(&err));
}

static struct replay_outcome replay(void)
{
    struct error err = {0};
    struct replay_outcome outcome = {0};
    struct replayeds list = {0};
    *LIST_ADD(&arena, &list) = replayed;
    ck_assert_msg(replay_run(&session, vault, &list, &outcome, &err), "%s", support_error(&err));
    return outcome;
}

START_TEST(test_replay__the_same_id_is_derived_from_the_vault_alone)
{
    static const struct {
        const char *name;
        size_t lacking;
        const char *waivers, *accuracy;
        int status;
    } cases[] = {
        {"allowed", 0, "[]", "0.85", STATUS_ALLOWED},
        {"pending", 1, "[]", "0.85", STATUS_PENDING},
        {"denied", 1, "[]", "0.75", STATUS_DENIED},
        {"not measurable", 0, "[]", ".nan", STATUS_UNJUDGED},
        {"waived, and nothing else judged", 0,
         "[{\"policy\":\"credit/"
         "floor\",\"until\":\"2027-01-01T00:00:00Z\",\"by\":\"rita\",\"index\":3}]",
         "0.75", STATUS_UNJUDGED},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        project_make();
        lacking = cases[i].lacking;
        waivers = cases[i].waivers;
        scratch_file(
            "metrics.yaml",
            text_format(&arena, "obstat: evidence/v1\nmetrics: {accuracy: %s}\n", cases[i].accuracy)
                .at);
        judge_and_keep();
        ck_assert_msg(status == cases[i].status, "%s: %d", cases[i].name, status);
        ck_assert_int_eq(remove(scratch("metrics.yaml")), 0);
        ck_assert_int_eq(remove(scratch("model.yaml")), 0);
        const struct replay_outcome outcome = replay();
        ck_assert_msg(outcome.ending == REPLAY_SAME, "%s: %s", cases[i].name, outcome.how);
        scratch_close();
    }
}
END_TEST

/* Where nobody has the files any more, the recorded case has them. */
START_TEST(test_replay__what_was_judged_out_of_the_vault_is_derived_again)
{
    char docket[DIGEST_TEXT_SIZE];
    project_make();
    judge_and_keep();
    const struct digest first = replayed.decision;
    digest_write(&replayed.docket, docket);
    ck_assert_int_eq(remove(scratch("metrics.yaml")), 0);
    ck_assert_int_eq(remove(scratch("model.yaml")), 0);
    known.recorded = text_of(docket);
    judge_and_keep();
    ck_assert_msg(digest_equal(&first, &replayed.decision), "the same inputs, another decision");
    unchecked = json("[\"the artifact: as it was seen\"]");
    judge_and_keep();
    ck_assert(!digest_equal(&first, &replayed.decision));
    ck_assert_int_eq(status, STATUS_ALLOWED);
    const struct replay_outcome outcome = replay();
    ck_assert_msg(outcome.ending == REPLAY_SAME, "%s", outcome.how);
    scratch_close();
}
END_TEST

/* As somebody with a key that may sign decisions could try it. */
START_TEST(test_replay__a_decision_that_does_not_follow_is_found)
{
    project_make();
    scratch_file("metrics.yaml", "obstat: evidence/v1\nmetrics: {accuracy: 0.75}\n");
    judge_and_keep();
    ck_assert_int_eq(status, STATUS_DENIED);
    const struct text claimed = kept("{\"advisory\":{}}");
    ck_assert(digest_read(claimed, &replayed.decision));
    const struct replay_outcome outcome = replay();
    ck_assert_int_eq(outcome.ending, REPLAY_DIFFERS);
    ck_assert_str_eq(outcome.how, "advisory.error: nothing was recorded, 0 is derived");
    scratch_close();
}
END_TEST

/* The id is right, and what stands beside it in the entry is not. */
START_TEST(test_replay__an_entry_that_belies_its_decision_is_found)
{
    project_make();
    scratch_file("metrics.yaml", "obstat: evidence/v1\nmetrics: {accuracy: 0.75}\n");
    judge_and_keep();
    const struct value claim = json("{\"model\":{\"name\":\"another\"},\"verdict\":\"allow\"}");
    replayed.claim = &claim;
    const struct replay_outcome outcome = replay();
    ck_assert_int_eq(outcome.ending, REPLAY_BELIED);
    ck_assert_str_eq(outcome.how,
                     "the log says another name of the decision than the decision does");
    replayed.claim = NULL;
    scratch_close();
}
END_TEST

START_TEST(test_replay__what_is_changed_or_absent_is_named)
{
    char name[DIGEST_TEXT_SIZE];
    project_make();
    judge_and_keep();
    digest_write(&replayed.docket, name);
    const char *path = text_format(&arena, "vault/%s", name + strlen("sha256:")).at;
    ck_assert_int_eq(chmod(scratch(path), 0600), 0);
    scratch_file(path, "{}");
    struct replay_outcome outcome = replay();
    ck_assert_int_eq(outcome.ending, REPLAY_LOST);
    ck_assert_ptr_nonnull(strstr(outcome.how, "changed"));
    ck_assert_int_eq(remove(scratch(path)), 0);
    outcome = replay();
    ck_assert_int_eq(outcome.ending, REPLAY_LOST);
    ck_assert_ptr_nonnull(strstr(outcome.how, name + strlen("sha256:")));
    scratch_close();
}
END_TEST

/* A case of the right digest that is none. */
START_TEST(test_replay__a_case_that_makes_no_sense_harms_nobody)
{
    static const char *const cases[] = {
        "{}",
        "[]",
        "{\"inputs\":{\"manifest\":{\"path\":\"../../x\",\"digest\":\"sha256:00\"}}}",
        "{\"inputs\":[],\"champion\":[]}",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        project_make();
        judge_and_keep();
        ck_assert(digest_read(kept(cases[i]), &replayed.docket));
        const struct replay_outcome outcome = replay();
        ck_assert_msg(outcome.ending == REPLAY_LOST, "%s", cases[i]);
        scratch_close();
    }
}
END_TEST

START_TEST(test_replay__another_program_is_told)
{
    struct text bytes;
    struct error err = {0};
    project_make();
    judge_and_keep();
    ck_assert(vault_get(vault, &replayed.docket, 1 << 20, &arena, &bytes, &err));
    const char *docket = text_string(&arena, bytes), *engine = strstr(docket, "\"obstat ");
    ck_assert_ptr_nonnull(engine);
    docket = text_format(&arena, "%.*s\"Obstat %s", (int)(engine - docket), docket,
                         engine + strlen("\"obstat "))
                 .at;
    ck_assert(digest_read(kept(docket), &replayed.docket));
    const struct replay_outcome outcome = replay();
    ck_assert_ptr_nonnull(outcome.engine);
    ck_assert_int_eq(outcome.ending, REPLAY_DIFFERS); /* the record names the program */
    ck_assert_ptr_nonnull(strstr(outcome.how, "engine: \"obstat "));
    scratch_close();
}
END_TEST

static void refusal_see(void *context, const struct judgement *judgement)
{
    struct error *refused = context;
    ck_assert(judgement->refused);
    *refused = judgement->error;
}

START_TEST(test_replay__other_policies_than_are_in_force_do_not_judge)
{
    struct error err = {0}, refused = {0};
    project_make();
    known.set = kept("another set");
    const struct judge_ledger ledger = {vault, &known, settle, NULL};
    struct judge_request request = {.now = 1763715600, .ledger = &ledger};
    *LIST_ADD(&arena, &request.manifests) = scratch("model.yaml");
    ck_assert(judge(&request, &session, refusal_see, &refused, &err));
    ck_assert_int_eq(refused.code, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

static void judgement_lose(void *context, const struct judgement *judgement)
{
    struct digest docket;
    ck_assert(!judgement->refused);
    ck_assert(!recording_keep(scratch("nowhere"), judgement, &arena, &docket, context));
}

START_TEST(test_replay__what_the_disk_does_not_take_is_not_kept)
{
    struct error err = {0}, unkept = {0};
    project_make();
    const struct judge_ledger ledger = {vault, &known, settle, NULL};
    struct judge_request request = {.now = 1763715600, .ledger = &ledger};
    *LIST_ADD(&arena, &request.manifests) = scratch("model.yaml");
    ck_assert(judge(&request, &session, judgement_lose, &unkept, &err));
    ck_assert_int_eq(unkept.code, ERROR_UNAVAILABLE);
    scratch_close();
}
END_TEST

TESTS("service/replay", test_replay__the_same_id_is_derived_from_the_vault_alone,
      test_replay__what_was_judged_out_of_the_vault_is_derived_again,
      test_replay__a_decision_that_does_not_follow_is_found,
      test_replay__an_entry_that_belies_its_decision_is_found,
      test_replay__what_is_changed_or_absent_is_named,
      test_replay__a_case_that_makes_no_sense_harms_nobody, test_replay__another_program_is_told,
      test_replay__other_policies_than_are_in_force_do_not_judge,
      test_replay__what_the_disk_does_not_take_is_not_kept)
