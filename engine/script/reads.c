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
static struct text absence(struct arena *arena, struct text path, struct place near,
                           const char *hint)
{
    if (!near.file || !near.line)
        return text_format(arena, "%.*s is absent%s", TEXT_ARGS(path), hint);
    return text_format(arena, "%.*s is absent (%s:%u)%s", TEXT_ARGS(path), near.file, near.line,
                       hint);
}

static bool is_from(const struct value *document, struct place place)
{
    const char *file = value_place(document).file;
    return file && place.file && strcmp(file, place.file) == 0;
}

/* Where `node` stands in the document that it is of: its pointer and how far it can be trusted. */
static void evidence_found(struct finding *finding, const struct case_file *of,
                           const struct value *node, struct arena *arena)
{
    if (is_from(of->manifest->document, finding->evidence)) {
        finding->pointer = pointer_to(of->manifest->document, node, arena);
        return;
    }
    for (size_t i = 0; of->evidence && i < of->evidence->count; i++) {
        const struct evidence *evidence = &of->evidence->at[i];
        if (is_from(evidence->document, finding->evidence)) {
            finding->pointer = pointer_to(evidence->document, node, arena);
            finding->grade = text_of(grade_name(evidence->grade));
            return;
        }
    }
}

void run_missing(lua_State *L, struct text path, const struct value *near, const char *hint)
{
    struct run *run = run_of(L);
    const struct place place = near ? value_place(near) : (struct place){0};
    const struct text message = absence(run->arena, path, place, hint);
    run_read(L, path, NULL);
    if (!run->of)
        luaL_error(L, "%s", text_string(run->arena, message));
    struct finding finding = {
        .control = path, .outcome = OUTCOME_MISSING, .message = message, .evidence = place};
    if (near)
        evidence_found(&finding, run->of, near, run->arena);
    finding_add(L, finding);
    run->missing = true;
    lua_pushnil(L);
    lua_error(L);
    __builtin_unreachable();
}
