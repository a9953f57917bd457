/* One case of spec.py a line on standard input, one answer a line on standard output. */
#include "policy/decision.h"
#include "policy/policy.h"

#include "base/limits.h"
#include "value/canonical.h"
#include "value/json.h"

/* The case is ours, so what is wrong with it ends the program. */
static void must(bool holds, const struct error *err)
{
    if (holds)
        return;
    (void)fprintf(stderr, "%s:%u:%u: %s\n", err->file, err->line, err->column, err->message);
    exit(1);
}

static const struct value *get(const struct value *map, const char *key)
{
    const struct error absent = {.message = "a member is absent"};
    const struct value *value = value_get(map, text_of(key));
    must(value != NULL, &absent);
    return value;
}

static struct value id_or_null(bool done, const struct digest *digest, struct arena *arena)
{
    return done ? value_of_text(digest_print(digest, arena)) : value_of_null();
}

static struct policy_modules modules_of(const struct value *map, struct arena *arena)
{
    struct policy_modules modules = {0};
    const struct error wrong = {.message = "a module has no digest"};
    for (size_t i = 0; i < value_count(map); i++) {
        struct policy_module *module = LIST_ADD(arena, &modules);
        module->name = member_key(map, i);
        must(digest_read(value_text(member_value(map, i)), &module->digest), &wrong);
    }
    return modules;
}

/* [name, "value" or "text", what]: the names of those that were refused. */
static struct value overrides_apply(const struct value *list, struct policy *policy,
                                    struct arena *arena)
{
    struct values refused = {0};
    for (size_t i = 0; i < value_count(list); i++) {
        struct error err = {0};
        const struct value *one = value_at(list, i), *what = value_at(one, 2);
        const struct text name = value_text(value_at(one, 0));
        const bool is_text = text_is(value_text(value_at(one, 1)), "text");
        if (!(is_text ? param_set_text(policy, name, value_text(what), arena, &err)
                      : param_set(policy, name, what, arena, &err))) {
            const struct error wrong = {.message = "an override is refused with another code"};
            must(err.code == ERROR_USAGE, &wrong);
            *LIST_ADD(arena, &refused) = value_of_text(name);
        }
    }
    return value_of_list(arena, refused.at, refused.count);
}

static enum stage stage_of(const struct value *word)
{
    struct suggestion near = suggest_for(value_text(word));
    enum stage stage = STAGE_NONE;
    return stage_read(value_text(word), &stage, &near) ? stage : STAGE_NONE;
}

static enum tier tier_of(const struct value *word)
{
    struct suggestion near = suggest_for(value_text(word));
    enum tier tier = TIER_HIGH;
    return tier_read(value_text(word), &tier, &near) ? tier : TIER_HIGH;
}

static struct value looser_of(const struct policy *policy, struct arena *arena)
{
    struct values names = {0};
    for (size_t i = 0; i < policy->params.count; i++)
        if (param_looser(&policy->params.at[i]))
            *LIST_ADD(arena, &names) = value_of_text(policy->params.at[i].name);
    return value_of_list(arena, names.at, names.count);
}

/* Load one policy into the set; null where it is refused. */
static struct value policy_answer(const struct value *of, const struct value *given,
                                  struct policies *set, struct arena *arena)
{
    struct error err = {0}, wrong = {.message = "a policy is refused with another code"};
    struct policy policy = {0};
    struct policy_source source = {.path = "p.lua"};
    struct members answer = {0};
    must(digest_read(value_text(get(given, "source")), &source.digest), &wrong);
    if (!policy_read(get(given, "metadata"), &source, arena, &policy, &err)) {
        must(err.code == ERROR_POLICY, &wrong);
        return value_of_null();
    }
    policy.modules = modules_of(get(given, "modules"), arena);
    const struct value refused = overrides_apply(get(given, "set"), &policy, arena);
    *LIST_ADD(arena, set) = policy;
    members_add(arena, &answer, TEXT("id"), value_of_text(policy.id));
    members_add(
        arena, &answer, TEXT("applies"),
        value_of_boolean(policy_applies(&policy, stage_of(get(of, "from")), stage_of(get(of, "to")),
                                        tier_of(get(of, "tier")))));
    members_add(arena, &answer, TEXT("level"),
                value_of_text(
                    text_of(level_name(policy_level_at(&policy, value_integer(get(of, "now")))))));
    members_add(arena, &answer, TEXT("refused"), refused);
    members_add(arena, &answer, TEXT("looser"), looser_of(&policy, arena));
    return value_of_map(arena, &answer);
}

static struct findings findings_of(const struct value *list, struct arena *arena)
{
    struct findings findings = {0};
    for (size_t i = 0; i < value_count(list); i++) {
        struct error err = {0};
        must(finding_read(value_at(list, i), arena, LIST_ADD(arena, &findings), &err), &err);
    }
    return findings;
}

static struct decision_parts parts_of(const struct value *of, struct value policies)
{
    const struct value *parts = get(of, "parts");
    return (struct decision_parts){
        .subject = *get(parts, "subject"),
        .artifact = *get(parts, "artifact"),
        .transition = *get(parts, "transition"),
        .engine = *get(parts, "engine"),
        .policies = policies,
        .evidence = *get(parts, "evidence"),
        .champion = *get(parts, "champion"),
        .waivers = *get(parts, "waivers"),
        .not_checked = *get(parts, "not_checked"),
        .now = value_integer(get(of, "now")),
    };
}

/* What the record says of the conclusion, as the model says it. */
static struct value conclusion_of(const struct value *decision, struct arena *arena)
{
    static const char *const keys[] = {"verdict", "status", "statuses", "counts", "advisory"};
    struct members members = {0};
    for (size_t i = 0; i < COUNT(keys); i++)
        members_add(arena, &members, text_of(keys[i]), *get(decision, keys[i]));
    return value_of_map(arena, &members);
}

static void decision_answer(const struct value *of, struct value policies, struct arena *arena,
                            struct members *answer)
{
    struct error err = {0};
    struct findings findings = findings_of(get(of, "findings"), arena);
    const struct decision_parts parts = parts_of(of, policies);
    struct conclusion conclusion;
    struct value decision;
    decision_conclude(&findings, (size_t)value_integer(get(of, "lacking")), &conclusion);
    must(decision_write(&parts, &findings, &conclusion, arena, &decision, &err), &err);
    must(decision_verify(&decision, arena, &err), &err);
    members_add(arena, answer, TEXT("conclusion"), conclusion_of(&decision, arena));
    members_add(arena, answer, TEXT("id"), *get(&decision, "id"));
}

static struct value changed_of(const struct policies *set, struct arena *arena)
{
    struct values changed = {0};
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->at[i].params.count; k++) {
            const struct param *param = &set->at[i].params.at[k];
            struct members row = {0};
            if (!param_changed(param))
                continue;
            members_add(arena, &row, TEXT("id"), value_of_text(set->at[i].id));
            members_add(arena, &row, TEXT("param"), value_of_text(param->name));
            members_add(arena, &row, TEXT("default"), param->usual);
            members_add(arena, &row, TEXT("value"), param->value);
            members_add(arena, &row, TEXT("looser"), value_of_boolean(param_looser(param)));
            *LIST_ADD(arena, &changed) = value_of_map(arena, &row);
        }
    return value_of_list(arena, changed.at, changed.count);
}

static struct value set_answer(const struct policies *set, const struct digest *digest,
                               struct arena *arena)
{
    struct members answer = {0};
    members_add(arena, &answer, TEXT("digest"), value_of_text(digest_print(digest, arena)));
    members_add(arena, &answer, TEXT("count"), value_of_integer((int64_t)set->count));
    members_add(arena, &answer, TEXT("changed"), changed_of(set, arena));
    return value_of_map(arena, &answer);
}

static struct value answer_of(const struct value *of, struct arena *arena)
{
    struct error twice = {0};
    struct policies set = {0};
    struct values loaded = {0};
    struct members answer = {0};
    struct value policies = value_of_null();
    struct digest digest, usual;
    const struct value *given = get(of, "policies");
    for (size_t i = 0; i < value_count(given); i++) {
        const struct value one = policy_answer(of, value_at(given, i), &set, arena);
        *LIST_ADD(arena, &loaded) = one;
    }
    const bool sorted = policies_sort(&set, &twice) &&
                        policies_digest(&set, false, arena, &digest, &twice) &&
                        policies_digest(&set, true, arena, &usual, &twice);
    if (sorted)
        policies = set_answer(&set, &digest, arena);
    members_add(arena, &answer, TEXT("policies"), value_of_list(arena, loaded.at, loaded.count));
    members_add(arena, &answer, TEXT("set"), policies);
    members_add(arena, &answer, TEXT("usual"), id_or_null(sorted, &usual, arena));
    decision_answer(of, policies, arena, &answer);
    return value_of_map(arena, &answer);
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    for (ssize_t size; (size = getline(&line, &room, stdin)) > 0;) {
        struct arena arena = {0};
        struct error err = {0};
        struct value of;
        struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
        must(json_read("case", (struct text){line, (size_t)size},
                       (struct json_options){.bare_nan = true}, &arena, &of, &err),
             &err);
        const struct value answer = answer_of(&of, &arena);
        must(canonical_write(&answer, &out, &err), &err);
        buffer_byte(&out, '\n');
        (void)fwrite(out.at, 1, out.size, stdout);
        arena_free(&arena);
    }
    free(line);
    return fflush(stdout) != 0;
}
