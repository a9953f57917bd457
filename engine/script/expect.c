/* case:expect(path): what the model manifest says at a path. */
#include "script/phrase.h"
#include "script/subject.h"

#include "value/pointer.h"

/* The manifest is somebody's word, so that is its grade. */
static void expect_fill(struct subject *subject, const struct pointer_result *expected_found,
                        const struct value *model, struct arena *arena)
{
    const struct value *expected_node =
        expected_found->value ? expected_found->value : expected_found->last;
    subject->value = expected_found->value;
    subject->place = value_place(expected_node);
    if (!subject->place.file)
        subject->place.file = subject->side->of->manifest->path;
    subject->document = model;
    subject->node = expected_node;
    subject->graded = true;
    subject->grade = GRADE_DECLARED;
    if (expected_found->value)
        return;
    subject->lack = OUTCOME_MISSING;
    subject->why = subject->place.line
                       ? text_format(arena, "%.*s is absent (%s:%u)%s", TEXT_ARGS(subject->phrase),
                                     subject->place.file, subject->place.line, expected_found->hint)
                       : text_format(arena, "%.*s is absent%s", TEXT_ARGS(subject->phrase),
                                     expected_found->hint);
}

int case_expect(lua_State *L)
{
    const struct handle *handle = handle_self(L, "expect");
    struct arena *arena = run_of(L)->arena;
    const struct text path = text_kept(L, argument_text(L, 2, "expect: a path"));
    struct pointer_result expected_found;
    struct error path_fault = {0};
    if (path.size == 0)
        refuse(L, "expect: a path is needed, an empty text was given");
    arena_charge(L, path.size);
    const struct value *model = side_model(L, handle->side);
    if (!path_follow(model, path, arena, &expected_found, &path_fault))
        refuse(L, "expect: %s", path_fault.message);
    struct subject subject = subject_named(L, handle, path);
    expect_fill(&subject, &expected_found, model, arena);
    run_read(L, path, expected_found.value);
    subject_push(L, &subject);
    return 1;
}
