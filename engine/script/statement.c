/* What a policy says itself: case:pass, case:fail and their kin, case:note. */
#include "script/statement.h"

#include "script/group.h"
#include "script/metric.h"
#include "script/phrase.h"
#include "script/view.h"

#include "base/limits.h"
#include "value/pointer.h"

static bool text_is_blank(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != ' ' && text.at[i] != '\t' && text.at[i] != '\n')
            return false;
    return true;
}

/* The statement's sentence, argument 2: nothing may be said without one. */
static struct text sentence_read(lua_State *L, const char *method)
{
    const struct text what = text_format(run_of(L)->arena, "%s: a sentence", method);
    const struct text sentence = argument_text(L, 2, what.at);
    if (text_is_blank(sentence))
        refuse(L, "%s: a sentence is needed, an empty text was given", method);
    return text_kept(L, text_cut(sentence, LIMIT_MESSAGE_SIZE, run_of(L)->arena));
}

static const struct value *value_option(lua_State *L, const char *name)
{
    struct arena *arena = run_of(L)->arena;
    const struct value *value = NULL;
    if (option_push(L, 3, name) != LUA_TNIL)
        value = recordable(value_kept(value_of_lua(L, lua_gettop(L), false), arena), arena);
    lua_pop(L, 1);
    return value;
}

/* The side's document that a viewed node of this file stands in, or NULL. */
static const struct value *document_of(lua_State *L, struct side *side, struct place place)
{
    if (!place.file)
        return NULL;
    for (size_t i = 0; i < side->of->evidence->count; i++)
        if (strcmp(side->of->evidence->at[i].path, place.file) == 0)
            return side->of->evidence->at[i].document;
    return strcmp(side->of->manifest->path, place.file) == 0 ? side_model(L, side) : NULL;
}

static void view_evidence(lua_State *L, struct side *side, const struct value *viewed_node,
                          struct finding *finding)
{
    const struct subject shown = {
        .place = value_place(viewed_node),
        .document = document_of(L, side, value_place(viewed_node)),
        .node = viewed_node,
    };
    subject_evidence(&shown, finding, run_of(L)->arena);
}

/* The option evidence= takes whatever the policy has in hand: a subject, a group, a view. */
static void evidence_option(lua_State *L, struct side *side, struct finding *finding)
{
    const int type = option_push(L, 3, "evidence");
    const int index = lua_gettop(L);
    const struct subject *subject = subject_at(L, index);
    const struct group_object *group = luaL_testudata(L, index, GROUP);
    const struct value *node = view_value(L, index);
    struct arena *arena = run_of(L)->arena;
    if (subject) {
        subject_evidence(subject, finding, arena);
    } else if (group) {
        struct subject shown = {0};
        group_evidence(group->entry, arena, &shown);
        subject_evidence(&shown, finding, arena);
    } else if (node) {
        view_evidence(L, side, node, finding);
    } else if (type != LUA_TNIL) {
        refuse(L, "evidence= takes a metric, a group or a part of a document, a %s was given",
               lua_typename(L, type));
    }
    lua_pop(L, 1);
}

static struct text control_option(lua_State *L)
{
    struct text control = TEXT("check");
    const int type = option_push(L, 3, "control");
    if (type != LUA_TNIL && type != LUA_TSTRING)
        refuse(L, "control= takes a text, a %s was given", lua_typename(L, type));
    if (type == LUA_TSTRING) {
        control.at = lua_tolstring(L, -1, &control.size);
        if (text_is_blank(control))
            refuse(L, "control= takes a name, an empty text was given");
        control = text_kept(L, control);
    }
    lua_pop(L, 1);
    return control;
}

static int statement_add(lua_State *L, const char *method, enum outcome outcome,
                         struct text sentence)
{
    static const char *const options[] = {"observed", "expected", "evidence", "control", NULL};
    const struct handle *handle = judging_self(L, method);
    struct finding statement_finding = {
        .outcome = outcome, .message = sentence, .control = TEXT("check")};
    if (lua_gettop(L) > 3)
        refuse(L, "%s takes a sentence and a table of options", method);
    if (options_check(L, 3, options, true, method)) {
        statement_finding.control = control_option(L);
        statement_finding.observed = value_option(L, "observed");
        statement_finding.expected = value_option(L, "expected");
        evidence_option(L, handle->side, &statement_finding);
    }
    fuel_charge(L, COST_CALL);
    finding_add_as(L, statement_finding, handle->advisory);
    return 0;
}

int case_pass(lua_State *L)
{
    (void)judging_self(L, "pass");
    const struct text sentence =
        lua_isnoneornil(L, 2) ? TEXT("the check holds") : sentence_read(L, "pass");
    return statement_add(L, "pass", OUTCOME_PASS, sentence);
}

int case_fail(lua_State *L)
{
    (void)judging_self(L, "fail");
    return statement_add(L, "fail", OUTCOME_FAIL, sentence_read(L, "fail"));
}

int case_insufficient(lua_State *L)
{
    (void)judging_self(L, "insufficient");
    return statement_add(L, "insufficient", OUTCOME_INSUFFICIENT, sentence_read(L, "insufficient"));
}

int case_not_applicable(lua_State *L)
{
    (void)judging_self(L, "not_applicable");
    return statement_add(L, "not_applicable", OUTCOME_NOT_APPLICABLE,
                         sentence_read(L, "not_applicable"));
}

int case_note(lua_State *L)
{
    (void)judging_self(L, "note");
    fuel_charge(L, COST_CALL);
    note_add(L, sentence_read(L, "note"));
    return 0;
}
