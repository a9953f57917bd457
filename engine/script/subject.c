#include "script/subject.h"

#include "script/comparator.h"
#include "script/phrase.h"
#include "script/view.h"

#include "base/limits.h"
#include "value/pointer.h"

void subject_push(lua_State *L, const struct subject *subject)
{
    struct subject *pushed = object_push(L, SUBJECT, sizeof *pushed);
    *pushed = *subject;
}

const struct subject *subject_self(lua_State *L, const char *method)
{
    return self_of(L, SUBJECT, method);
}

const struct subject *subject_at(lua_State *L, int index)
{
    return luaL_testudata(L, index, SUBJECT);
}

struct text side_phrase(lua_State *L, const struct side *side, struct text name)
{
    if (!side->champion)
        return name;
    arena_charge(L, name.size);
    return text_format(run_of(L)->arena, "the champion's %.*s", TEXT_ARGS(name));
}

struct text side_control(lua_State *L, const struct side *side, struct text name)
{
    if (!side->champion)
        return name;
    arena_charge(L, name.size);
    return text_format(run_of(L)->arena, "champion %.*s", TEXT_ARGS(name));
}

struct subject subject_named(lua_State *L, const struct handle *handle, struct text name)
{
    fuel_charge(L, COST_CALL);
    const struct text kept = text_kept(L, name);
    const struct text shown = text_cut(kept, LIMIT_CONTROL_SIZE, run_of(L)->arena);
    return (struct subject){
        .control = side_control(L, handle->side, shown),
        .phrase = side_phrase(L, handle->side, shown),
        .side = handle->side,
        .advisory = handle->advisory,
    };
}

/* ---- findings ---- */

/* Takes what the value weighs, texts by their bytes, from `room`; false where it is not enough. */
static bool room_take(const struct value *observed, size_t *room)
{
    const size_t observed_weight = 1 + value_text(observed).size;
    if (observed_weight > *room)
        return false;
    *room -= observed_weight;
    for (size_t observed_part = 0; observed_part < value_count(observed); observed_part++)
        if (!room_take(value_kind(observed) == VALUE_LIST ? value_at(observed, observed_part)
                                                          : member_value(observed, observed_part),
                       room))
            return false;
    return true;
}

const struct value *recordable(const struct value *observed, struct arena *arena)
{
    size_t room = LIMIT_OBSERVED_SIZE;
    if (!observed || room_take(observed, &room))
        return observed;
    if (value_kind(observed) != VALUE_STRING)
        return NULL;
    return value_kept(value_of_text(text_cut(value_text(observed), LIMIT_OBSERVED_SIZE, arena)),
                      arena);
}

/* A whole map was hardly observed. */
static const struct value *observed_of(const struct value *observed, struct arena *arena)
{
    return observed && value_kind(observed) == VALUE_MAP ? NULL : recordable(observed, arena);
}

void subject_evidence(const struct subject *subject, struct finding *finding, struct arena *arena)
{
    finding->evidence = subject->place;
    finding->n = subject->n && value_is_number(subject->n) ? subject->n : NULL;
    if (subject->graded)
        finding->grade = text_of(grade_name(subject->grade));
    if (subject->document && subject->node)
        finding->pointer = pointer_to(subject->document, subject->node, arena);
}

static struct finding subject_finding(lua_State *L, const struct subject *subject,
                                      struct comparison comparison)
{
    struct arena *arena = run_of(L)->arena;
    arena_charge(L, comparison.message.size + LIMIT_CONTROL_SIZE);
    struct finding finding = {
        .control = subject->control,
        .outcome = comparison.outcome,
        .message = comparison.message,
        .observed = observed_of(subject->value, arena),
        .expected = comparison.expected,
        .margin = comparison.margin,
    };
    subject_evidence(subject, &finding, arena);
    return finding;
}

void subject_record(lua_State *L, const struct subject *subject, struct comparison comparison)
{
    finding_add_as(L, subject_finding(L, subject, comparison), subject->advisory);
}

/* What follows the read is not judged, so this binds even where the subject is advisory. */
static NORETURN void finding_end(lua_State *L, const struct subject *subject, enum outcome outcome,
                                 struct text why)
{
    finding_add(L, subject_finding(L, subject, (struct comparison){outcome, why, NULL, NULL}));
    check_end(L);
}

void subject_end(lua_State *L, const struct subject *subject)
{
    finding_end(L, subject, subject->lack, subject->why);
}

void subject_insufficient(lua_State *L, const struct subject *subject, struct text why)
{
    finding_end(L, subject, OUTCOME_INSUFFICIENT, why);
}

struct text number_fault(const struct value *observed, struct arena *arena)
{
    const struct text shown = phrase_value(observed, arena);
    if (value_kind(observed) == VALUE_NAN)
        return TEXT("is not a finite number");
    if (!value_is_number(observed))
        return text_format(arena, "is %.*s, a number is needed", TEXT_ARGS(shown));
    if (value_rounded(observed))
        return TEXT("is an integer too large to be held exactly");
    return TEXT_NONE;
}

/* ---- fields ---- */

/* A number that a policy reads is one, or nothing is read: NaN would answer every comparison. */
static int number_push(lua_State *L, const struct subject *subject, const char *subject_field,
                       const struct value *viewed)
{
    struct arena *arena = run_of(L)->arena;
    const struct text viewed_path =
        text_format(arena, "%.*s.%s", TEXT_ARGS(subject->control), subject_field);
    if (!viewed)
        run_missing(L, viewed_path, subject->value, "");
    run_read(L, viewed_path, viewed);
    const struct text fault = number_fault(viewed, arena);
    if (fault.size)
        subject_insufficient(L, subject,
                             text_format(arena, "%.*s.%s %.*s", TEXT_ARGS(subject->phrase),
                                         subject_field, TEXT_ARGS(fault)));
    view_push(L, viewed, viewed_path);
    return 1;
}

static int text_push(lua_State *L, const struct subject *subject, const char *subject_field,
                     const struct value *viewed)
{
    const struct text viewed_text = viewed ? value_text(viewed) : TEXT_NONE;
    if (viewed_text.size == 0)
        run_missing(
            L, text_format(run_of(L)->arena, "%.*s.%s", TEXT_ARGS(subject->control), subject_field),
            subject->value, "");
    lua_pushlstring(L, viewed_text.at, viewed_text.size);
    return 1;
}

static int value_push(lua_State *L, const struct subject *subject)
{
    const enum value_kind observed_kind = value_kind(subject->value);
    if (observed_kind == VALUE_NAN ||
        (observed_kind == VALUE_NUMBER && value_rounded(subject->value))) {
        struct arena *arena = run_of(L)->arena;
        const struct text fault = number_fault(subject->value, arena);
        subject_insufficient(
            L, subject,
            text_format(arena, "%.*s %.*s", TEXT_ARGS(subject->phrase), TEXT_ARGS(fault)));
    }
    run_read(L, subject->control, subject->value);
    view_push(L, subject->value, subject->control);
    return 1;
}

/* The fields of a subject that only a result has. */
static int result_field(lua_State *L, const struct subject *subject, struct text subject_field)
{
    static const struct setting no_setting;
    static const struct details no_details;
    const struct setting *subject_setting =
        subject->result ? subject->result->setting : &no_setting;
    const struct details *subject_details =
        subject->result ? subject->result->details : &no_details;
    if (text_is(subject_field, "low"))
        return number_push(L, subject, "low", subject_details->low);
    if (text_is(subject_field, "high"))
        return number_push(L, subject, "high", subject_details->high);
    if (text_is(subject_field, "stderr"))
        return number_push(L, subject, "stderr", subject_details->stderr_);
    if (text_is(subject_field, "task"))
        return text_push(L, subject, "task", subject_setting->task);
    if (text_is(subject_field, "dataset"))
        return text_push(L, subject, "dataset", subject_setting->dataset);
    return text_push(L, subject, "split", subject_setting->split);
}

static int suite_field(lua_State *L, const struct subject *subject, struct text subject_field)
{
    if (text_is(subject_field, "passed"))
        return number_push(L, subject, "passed", subject->suite->passed);
    if (text_is(subject_field, "total"))
        return number_push(L, subject, "total", subject->suite->total);
    return value_push(L, subject);
}

/* The first of these are of every subject, the last of suites. */
static const char *const subject_fields[] = {"value", "n",      "grade", "low",
                                             "high",  "stderr", "task",  "dataset",
                                             "split", "passed", "total", "score"};
enum { SUBJECT_OF_RESULT = 3, SUBJECT_OF_SUITE = 9 };

static size_t field_index(struct text subject_field)
{
    size_t i = 0;
    while (i < COUNT(subject_fields) && !text_is(subject_field, subject_fields[i]))
        i++;
    return i;
}

static int subject_field(lua_State *L)
{
    const struct subject *subject = luaL_testudata(L, 1, SUBJECT);
    const struct text subject_field = argument_text(L, 2, "subject: a field");
    const size_t index = field_index(subject_field);
    if (index >= (subject->scored ? COUNT(subject_fields) : SUBJECT_OF_SUITE))
        unknown_word(L, subject->scored ? "a suite" : "a value", subject_field, subject_words);
    fuel_charge(L, COST_CALL);
    if (subject->lack != OUTCOME_PASS)
        subject_end(L, subject);
    if (index >= SUBJECT_OF_SUITE)
        return suite_field(L, subject, subject_field);
    if (index >= SUBJECT_OF_RESULT)
        return result_field(L, subject, subject_field);
    if (text_is(subject_field, "value"))
        return value_push(L, subject);
    if (text_is(subject_field, "n"))
        return number_push(L, subject, "n", subject->n);
    const struct value subject_grade = value_of_text(text_of(grade_name(subject->grade)));
    return text_push(L, subject, "grade", subject->graded ? &subject_grade : NULL);
}

static int subject_text(lua_State *L)
{
    const struct subject *subject = luaL_testudata(L, 1, SUBJECT);
    lua_pushlstring(L, subject->phrase.at, subject->phrase.size);
    return 1;
}

void subject_open(lua_State *L)
{
    class_new(L, SUBJECT, comparators, subject_field, subject_text);
}
