#include "script/case.h"
#include "script/run.h"

#include "value/pointer.h"

void run_read(lua_State *L, struct text path, const struct value *value)
{
    const struct watcher *watcher = run_of(L)->evaluation->watcher;
    if (watcher && watcher->read)
        watcher->read(watcher->context, run_place(L), path, value);
}

/* "lineage.environment is absent (model.yaml:8)" */
static struct text absence(struct arena *arena, struct text path, struct place view_near,
                           const char *hint)
{
    if (!view_near.file || !view_near.line)
        return text_format(arena, "%.*s is absent%s", TEXT_ARGS(path), hint);
    return text_format(arena, "%.*s is absent (%s:%u)%s", TEXT_ARGS(path), view_near.file,
                       view_near.line, hint);
}

static bool is_from(const struct value *viewed_document, struct place view_place)
{
    const char *viewed_file = value_place(viewed_document).file;
    return viewed_file && view_place.file && strcmp(viewed_file, view_place.file) == 0;
}

/* Where `viewed_node` stands in the document that it is of: its pointer and how far it can be
 * trusted. */
static void evidence_found(struct finding *run_finding, const struct case_file *of,
                           const struct value *viewed_node, struct arena *arena)
{
    if (is_from(of->manifest->document, run_finding->evidence)) {
        run_finding->pointer = pointer_to(of->manifest->document, viewed_node, arena);
        return;
    }
    for (size_t viewed_evidence = 0; of->evidence && viewed_evidence < of->evidence->count;
         viewed_evidence++) {
        const struct evidence *read_evidence = &of->evidence->at[viewed_evidence];
        if (is_from(read_evidence->document, run_finding->evidence)) {
            run_finding->pointer = pointer_to(read_evidence->document, viewed_node, arena);
            run_finding->grade = text_of(grade_name(read_evidence->grade));
            return;
        }
    }
}

void run_missing(lua_State *L, struct text path, const struct value *view_near, const char *hint)
{
    struct run *run = run_of(L);
    const struct place view_place = view_near ? value_place(view_near) : (struct place){0};
    const struct text message = absence(run->arena, path, view_place, hint);
    run_read(L, path, NULL);
    if (!run->of)
        luaL_error(L, "%s", text_string(run->arena, message));
    struct finding run_finding = {
        .control = path, .outcome = OUTCOME_MISSING, .message = message, .evidence = view_place};
    if (view_near)
        evidence_found(&run_finding, run->of, view_near, run->arena);
    finding_add(L, run_finding);
    run->missing = true;
    lua_pushnil(L);
    lua_error(L);
    __builtin_unreachable();
}
