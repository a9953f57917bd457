#include "script/case.h"

#include "script/phrase.h"
#include "script/statement.h"
#include "script/view.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "value/pointer.h"

static const double seconds_per_day = 86400;

static const char *const case_words[] = {
    "model",          "evidence", "champion",   "transition", "approvals", "card",
    "observations",   "now",      "tier",       "metric",     "expect",    "suite",
    "groups",         "optional", "days_since", "pass",       "fail",      "insufficient",
    "not_applicable", "note",     "advisory",   NULL,
};
static const char *const champion_words[] = {"model",  "evidence", "card",   "tier", "metric",
                                             "expect", "suite",    "groups", NULL};

const struct handle *handle_self(lua_State *L, const char *method)
{
    return self_of(L, CASE, method);
}

const struct handle *judging_self(lua_State *L, const char *method)
{
    const struct handle *handle = handle_self(L, method);
    if (handle->side->champion)
        unknown_word(L, "the champion", text_of(method), champion_words);
    return handle;
}

/* ---- fields ---- */

static struct value case_stage_value(enum stage case_stage)
{
    return case_stage == STAGE_NONE ? value_of_null()
                                    : value_of_text(text_of(stage_name(case_stage)));
}

static int transition_push(lua_State *L, const struct case_file *of)
{
    struct arena *arena = run_of(L)->arena;
    struct members transition_members = {0};
    arena_charge(L, 2 * sizeof(struct member));
    members_add(arena, &transition_members, TEXT("from"), case_stage_value(of->from));
    members_add(arena, &transition_members, TEXT("to"), case_stage_value(of->to));
    view_push(L, value_kept(value_of_map(arena, &transition_members), arena), TEXT("transition"));
    return 1;
}

/* The card: the first that has sections, which people wrote; else the first of all, as trackers and
 * harnesses write them. NULL where no evidence has one. */
static const struct value *case_card_of(const struct evidences *evidence)
{
    const struct value *case_card = NULL;
    for (size_t side_index = 0; side_index < evidence->count; side_index++) {
        if (value_present(evidence->at[side_index].card, TEXT("sections")))
            return evidence->at[side_index].card;
        if (!case_card)
            case_card = evidence->at[side_index].card;
    }
    return case_card;
}

static int card_push(lua_State *L, struct side *side)
{
    const struct value *document = side->of->manifest->document;
    const struct value *evidence_listed = value_present(document, TEXT("evidence"));
    const struct value *case_card = case_card_of(side->of->evidence);
    const struct text path = side_control(L, side, TEXT("card"));
    if (!case_card)
        run_missing(L, path, evidence_listed ? evidence_listed : document, "");
    run_read(L, path, case_card);
    view_push(L, case_card, path);
    return 1;
}

/* An absent list or map is an empty one: without a ledger there are no approvals. */
static int document_push(lua_State *L, const struct value *viewed_document, bool list,
                         const char *path)
{
    struct arena *arena = run_of(L)->arena;
    if (!viewed_document || value_kind(viewed_document) == VALUE_NULL)
        viewed_document = value_kept(list ? value_of_list(arena, NULL, 0)
                                          : value_of_map(arena, &(struct members){0}),
                                     arena);
    view_push(L, viewed_document, text_of(path));
    return 1;
}

static void handle_push(lua_State *L, struct side *side, bool advisory)
{
    struct handle *handle = object_push(L, CASE, sizeof *handle);
    *handle = (struct handle){side, advisory};
}

static int champion_push(lua_State *L, bool advisory)
{
    struct side *side = &judge_of(run_of(L))->champion;
    if (side->of)
        handle_push(L, side, advisory);
    else
        lua_pushnil(L);
    return 1;
}

static int tier_push(lua_State *L, struct side *side)
{
    const char *tier = tier_name(side->of->manifest->tier);
    const struct value *risk = value_present(side_model(L, side), TEXT("risk"));
    run_read(L, side_control(L, side, TEXT("risk.tier")), value_present(risk, TEXT("tier")));
    lua_pushstring(L, tier);
    return 1;
}

/* What a champion has too. */
static bool side_field(lua_State *L, const struct handle *handle, struct text case_member)
{
    struct side *side = handle->side;
    if (text_is(case_member, "model"))
        view_push(L, side_model(L, side), side->champion ? TEXT("champion.model") : TEXT(""));
    else if (text_is(case_member, "evidence"))
        view_push(L, side_evidence(L, side), side_control(L, side, TEXT("evidence")));
    else if (text_is(case_member, "card"))
        (void)card_push(L, side);
    else if (text_is(case_member, "tier"))
        (void)tier_push(L, side);
    else
        return false;
    return true;
}

static int case_field(lua_State *L)
{
    const struct handle *handle = luaL_testudata(L, 1, CASE);
    const struct text case_member = argument_text(L, 2, "case: a field");
    const struct case_file *of = handle->side->of;
    fuel_charge(L, COST_CALL);
    if (side_field(L, handle, case_member))
        return 1;
    if (handle->side->champion)
        unknown_word(L, "the champion", case_member, champion_words);
    if (text_is(case_member, "champion"))
        return champion_push(L, handle->advisory);
    if (text_is(case_member, "transition"))
        return transition_push(L, of);
    if (text_is(case_member, "approvals"))
        return document_push(L, of->approvals, true, "approvals");
    if (text_is(case_member, "observations"))
        return document_push(L, of->observations, false, "observations");
    if (!text_is(case_member, "now"))
        unknown_word(L, "case", case_member, case_words);
    lua_pushinteger(L, (lua_Integer)of->now);
    return 1;
}

static int case_text(lua_State *L)
{
    const struct handle *handle = luaL_testudata(L, 1, CASE);
    lua_pushstring(L, handle->side->champion ? "champion" : "case");
    return 1;
}

/* ---- methods ---- */

static int case_advisory(lua_State *L)
{
    const struct handle *handle = judging_self(L, "advisory");
    handle_push(L, handle->side, true);
    return 1;
}

static void default_note(lua_State *L, struct text path)
{
    struct arena *arena = run_of(L)->arena;
    struct text shown = TEXT("a table");
    if (lua_type(L, 3) != LUA_TTABLE && lua_type(L, 3) != LUA_TFUNCTION) {
        const struct value given = value_of_lua(L, 3, false);
        shown = phrase_value(&given, arena);
    }
    note_add(L,
             text_format(arena, "%.*s is absent, %.*s was used instead",
                         TEXT_ARGS(text_cut(path, LIMIT_CONTROL_SIZE, arena)), TEXT_ARGS(shown)));
}

static int case_optional(lua_State *L)
{
    const struct handle *handle = judging_self(L, "optional");
    struct arena *arena = run_of(L)->arena;
    const struct text path = text_kept(L, argument_text(L, 2, "optional: a path"));
    struct pointer_result optional_found;
    struct error path_fault = {0};
    if (lua_isnoneornil(L, 3))
        refuse(L, "optional: a default is needed, %s was given",
               lua_isnone(L, 3) ? "nothing" : "nil");
    arena_charge(L, path.size);
    if (!path_follow(side_model(L, handle->side), path, arena, &optional_found, &path_fault))
        refuse(L, "optional: %s", path_fault.message);
    run_read(L, path, optional_found.value);
    if (optional_found.value) {
        view_push(L, optional_found.value, path);
        return 1;
    }
    default_note(L, path);
    lua_settop(L, 3);
    return 1;
}

static int case_days_since(lua_State *L)
{
    const struct handle *handle = judging_self(L, "days_since");
    struct arena *arena = run_of(L)->arena;
    const struct text asked_moment = argument_text(L, 2, "days_since: a moment");
    int64_t seconds;
    fuel_charge(L, COST_CALL + asked_moment.size / COST_WORD);
    if (!clock_read(asked_moment, &seconds)) {
        const struct value given = value_of_text(text_kept(L, asked_moment));
        const struct text shown = phrase_value(&given, arena);
        const struct subject subject = {.control = TEXT("days_since"), .side = handle->side};
        subject_insufficient(L, &subject,
                             text_format(arena, "%.*s is not a moment, as in 2026-11-20T09:00:00Z",
                                         TEXT_ARGS(shown)));
    }
    lua_pushnumber(L, (double)(handle->side->of->now - seconds) / seconds_per_day);
    return 1;
}

/* ---- the door ---- */

void case_open(lua_State *L)
{
    static const struct method methods[] = {
        {"metric", case_metric},
        {"expect", case_expect},
        {"suite", case_suite},
        {"groups", case_groups},
        {"optional", case_optional},
        {"days_since", case_days_since},
        {"pass", case_pass},
        {"fail", case_fail},
        {"insufficient", case_insufficient},
        {"not_applicable", case_not_applicable},
        {"note", case_note},
        {"advisory", case_advisory},
        {NULL, NULL},
    };
    class_new(L, CASE, methods, case_field, case_text);
    subject_open(L);
    group_open(L);
}

void case_push(lua_State *L)
{
    handle_push(L, &judge_of(run_of(L))->judged, false);
}

static int param_unknown(lua_State *L)
{
    const struct params *case_params = &run_of(L)->policy->params;
    const struct text name = argument_text(L, 2, "params: a name");
    struct suggestion near_param = suggest_for(name);
    for (size_t case_param = 0; case_param < case_params->count; case_param++)
        suggest_offer(&near_param, case_params->at[case_param].name);
    refuse(L, "there is no parameter %.*s%s",
           TEXT_ARGS(text_cut(name, LIMIT_CONTROL_SIZE, run_of(L)->arena)),
           suggest_hint(&near_param, run_of(L)->arena));
}

void params_push(lua_State *L)
{
    const struct params *case_params = &run_of(L)->policy->params;
    struct arena *arena = run_of(L)->arena;
    lua_newtable(L);
    for (size_t case_param = 0; case_param < case_params->count; case_param++) {
        const struct param *case_parameter = &case_params->at[case_param];
        lua_pushlstring(L, case_parameter->name.at, case_parameter->name.size);
        view_push(L, &case_parameter->value,
                  text_format(arena, "params.%.*s", TEXT_ARGS(case_parameter->name)));
        lua_rawset(L, -3);
    }
    lua_newtable(L);
    lua_pushcfunction(L, param_unknown);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}
