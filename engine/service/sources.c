#include "service/sources.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/record.h"

static const struct text pack_prefix = {"pack:", 5};
static const struct text lua = {".lua", 4};
static const struct text test_lua = {"_test.lua", 9};

/* `name` in `shown`, as messages and records call it. */
static const char *path_shown(struct arena *arena, const char *shown, const char *name)
{
    return text_string(arena, text_sound(text_of(path_join(arena, shown, name)), arena));
}

/* What a name stands for: where it lies, and how its files are called before the user. */
struct origin {
    const char *path;  /* to open                                   */
    const char *shown; /* "policies", "pack:metrics-gate"           */
    bool folder;
};

static bool pack_unknown(struct text name, const char *packs, struct arena *arena,
                         struct error *err)
{
    struct file_entries entries = {0};
    struct error unread = {0};
    struct suggestion near = suggest_for(name);
    if (name.size == 0)
        return error_set(err, ERROR_USAGE, "pack: names no pack");
    if (file_list(packs, LIMIT_POLICIES, arena, &entries, &unread))
        for (size_t i = 0; i < entries.count; i++) {
            const struct text path = text_of(entries.at[i].path);
            suggest_offer(&near, text_part(path, 0, text_find(path, '/')));
        }
    return error_set(err, ERROR_USAGE, "there is no pack %.*s%s", TEXT_ARGS(name),
                     suggest_hint(&near, arena));
}

static bool pack_find(struct text name, const char *data, struct arena *arena, struct origin *out,
                      struct error *err)
{
    enum file_kind kind;
    const char *packs = path_join(arena, data, "policies");
    const char *path = path_join(arena, packs, text_string(arena, name));
    if (name.size == 0 || text_find(name, '/') != name.size || name.at[0] == '.' ||
        !file_kind_of(path, &kind) || kind != FILE_FOLDER)
        return pack_unknown(name, packs, arena, err);
    *out = (struct origin){path, text_format(arena, "pack:%.*s", TEXT_ARGS(name)).at, true};
    return true;
}

static bool origin_find(const char *folder, const char *name, const char *data, struct arena *arena,
                        struct origin *out, struct error *err)
{
    enum file_kind kind;
    const struct text word = text_of(name);
    if (text_starts(word, pack_prefix))
        return pack_find(text_part(word, pack_prefix.size, word.size), data, arena, out, err);
    const char *path = path_join(arena, folder, name);
    if (!file_kind_of(path, &kind))
        return error_set(err, ERROR_USAGE, "there is no policy file or folder %s", path);
    if (kind != FILE_FOLDER && kind != FILE_REGULAR)
        return error_set(err, ERROR_USAGE, "%s is neither a file nor a folder", path);
    while (text_starts(text_of(name), TEXT("./")))
        name += 2;
    *out = (struct origin){path, path_shown(arena, "", name[0] ? name : "."), kind == FILE_FOLDER};
    return true;
}

static bool in_library(struct text path)
{
    for (size_t from = 0; from < path.size;) {
        const struct text rest = text_part(path, from, path.size);
        const size_t slash = text_find(rest, '/');
        if (slash < rest.size && text_equal(text_part(rest, 0, slash), TEXT("lib")))
            return true;
        from += slash + 1;
    }
    return false;
}

/* A link to a folder may have led to policies: it is not passed over in silence. */
static bool is_linked_folder(const struct origin *origin, const struct file_entry *entry,
                             struct arena *arena)
{
    enum file_kind kind;
    return entry->kind == FILE_LINK && !in_library(text_of(entry->path)) &&
           file_kind_of(path_join(arena, origin->path, entry->path), &kind) && kind == FILE_FOLDER;
}

/* Named like a policy; whether it can be one is another matter. */
static bool is_policy(const struct file_entry *entry)
{
    const struct text path = text_of(entry->path);
    return text_ends(path, lua) && !text_ends(path, test_lua) && !in_library(path);
}

static bool is_test(const struct file_entry *entry)
{
    const struct text path = text_of(entry->path);
    return entry->kind == FILE_REGULAR && text_ends(path, test_lua) && !in_library(path);
}

/* "tables/sorted.lua" is the module "tables.sorted". */
static struct text module_name(struct arena *arena, struct text path)
{
    char *name = arena_alloc(arena, path.size);
    const size_t size = path.size - lua.size;
    for (size_t i = 0; i < size; i++)
        name[i] = path.at[i] == '/' ? '.' : path.at[i];
    return (struct text){name, size};
}

static const struct module_source *module_find(const struct module_sources *modules,
                                               struct text name)
{
    for (size_t i = 0; i < modules->count; i++)
        if (text_equal(modules->at[i].name, name))
            return &modules->at[i];
    return NULL;
}

static bool module_add(struct module_sources *modules, const char *folder, const char *shown,
                       const char *path, struct source_faults *faults, struct arena *arena,
                       struct error *err)
{
    struct module_source module = {.name = module_name(arena, text_of(path)),
                                   .path = path_shown(arena, shown, path)};
    if (!file_read(path_join(arena, folder, path), LIMIT_POLICY_SIZE, arena, &module.source, err) ||
        !digest_text(module.source, &module.digest, err))
        return false;
    if (!module_find(modules, module.name)) {
        *LIST_ADD(arena, modules) = module;
        return true;
    }
    struct source_fault *fault = LIST_ADD(arena, faults);
    fault->path = module.path;
    (void)error_at(&fault->error, ERROR_POLICY, (struct place){module.path, 0, 0},
                   "a module of the standard library is called %.*s as well; rename this one",
                   TEXT_ARGS(module.name));
    return true;
}

/* Every module below `folder`; a folder that is not there has none. */
static bool modules_add(struct module_sources *modules, const char *folder, const char *shown,
                        struct source_faults *faults, struct arena *arena, struct error *err)
{
    enum file_kind kind;
    struct file_entries entries = {0};
    if (!file_kind_of(folder, &kind) || kind != FILE_FOLDER)
        return true;
    if (!file_list(folder, LIMIT_POLICIES, arena, &entries, err))
        return false;
    for (size_t i = 0; i < entries.count; i++) {
        const struct text path = text_of(entries.at[i].path);
        if (entries.at[i].kind == FILE_REGULAR && text_ends(path, lua) &&
            !text_ends(path, test_lua) &&
            !module_add(modules, folder, shown, entries.at[i].path, faults, arena, err))
            return false;
    }
    return true;
}

static bool modules_of(const struct origin *origin, const char *data, struct source_faults *faults,
                       struct arena *arena, const struct module_sources **out, struct error *err)
{
    struct module_sources *modules = ARENA_NEW(arena, struct module_sources);
    const char *folder = origin->folder ? origin->path : path_folder(arena, origin->path);
    const char *shown = origin->folder ? origin->shown : path_folder(arena, origin->shown);
    *out = modules;
    return modules_add(modules, path_join(arena, data, "stdlib-lua"), "stdlib", faults, arena,
                       err) &&
           modules_add(modules, path_join(arena, folder, "lib"), path_join(arena, shown, "lib"),
                       faults, arena, err);
}

static bool source_read(const char *path, const char *shown, const struct module_sources *modules,
                        struct arena *arena, struct policy_source *out, struct error *err)
{
    struct policy_source source = {.path = shown, .modules = modules};
    if (!file_read(path, LIMIT_POLICY_SIZE, arena, &source.source, err) ||
        !digest_text(source.source, &source.digest, err))
        return false;
    *out = source;
    return true;
}

/* A policy that cannot be read blocks like one that does not load; the rest goes on. */
static void policy_add(struct sources *sources, const char *path, const char *shown,
                       const struct module_sources *modules, bool link, struct arena *arena)
{
    struct error err = {0};
    struct policy_source source;
    if (link)
        (void)error_at(&err, ERROR_POLICY, (struct place){shown, 0, 0},
                       "is a link; links are not followed, put the file here");
    else if (source_read(path, shown, modules, arena, &source, &err)) {
        *LIST_ADD(arena, &sources->policies) = source;
        return;
    }
    err.code = ERROR_POLICY;
    *LIST_ADD(arena, &sources->faults) = (struct source_fault){shown, err};
}

bool sources_add(struct sources *sources, const char *folder, const char *name, const char *data,
                 struct arena *arena, struct error *err)
{
    struct origin origin;
    struct file_entries entries = {0};
    const struct module_sources *modules;
    if (!origin_find(folder, name, data, arena, &origin, err) ||
        !modules_of(&origin, data, &sources->faults, arena, &modules, err))
        return false;
    if (!origin.folder) {
        policy_add(sources, origin.path, origin.shown, modules, false, arena);
        return true;
    }
    if (!file_list(origin.path, LIMIT_POLICIES, arena, &entries, err))
        return false;
    for (size_t i = 0; i < entries.count; i++)
        if (is_policy(&entries.at[i]) || is_linked_folder(&origin, &entries.at[i], arena))
            policy_add(sources, path_join(arena, origin.path, entries.at[i].path),
                       path_shown(arena, origin.shown, entries.at[i].path), modules,
                       entries.at[i].kind == FILE_LINK, arena);
    return true;
}

/* Does an entry of that path exist among the files? */
static bool listed(const struct file_entries *entries, struct text path)
{
    for (size_t i = 0; i < entries->count; i++)
        if (text_equal(text_of(entries->at[i].path), path))
            return true;
    return false;
}

static bool pair_add(const struct origin *origin, const char *policy, const char *test,
                     const struct module_sources *modules, struct arena *arena,
                     struct test_sources *out, struct error *err)
{
    struct test_source pair = {0};
    if (policy &&
        !source_read(path_join(arena, origin->path, policy),
                     path_shown(arena, origin->shown, policy), modules, arena, &pair.policy, err))
        return false;
    if (test &&
        !source_read(path_join(arena, origin->path, test), path_shown(arena, origin->shown, test),
                     modules, arena, &pair.test, err))
        return false;
    *LIST_ADD(arena, out) = pair;
    return true;
}

static const char *test_of(struct arena *arena, const char *policy)
{
    const struct text path = text_of(policy);
    return text_format(arena, "%.*s_test.lua", (int)(path.size - lua.size), policy).at;
}

static const char *policy_of(struct arena *arena, const char *test)
{
    const struct text path = text_of(test);
    return text_format(arena, "%.*s.lua", (int)(path.size - test_lua.size), test).at;
}

static bool tests_of_folder(const struct origin *origin, const struct file_entries *entries,
                            const struct module_sources *modules, struct arena *arena,
                            struct test_sources *out, struct error *err)
{
    for (size_t i = 0; i < entries->count; i++) {
        const char *path = entries->at[i].path;
        if (is_policy(&entries->at[i])) {
            const char *test = test_of(arena, path);
            const bool tested = listed(entries, text_of(test));
            if (!pair_add(origin, path, tested ? test : NULL, modules, arena, out, err))
                return false;
        } else if (is_test(&entries->at[i]) && !listed(entries, text_of(policy_of(arena, path))) &&
                   !pair_add(origin, NULL, path, modules, arena, out, err))
            return false;
    }
    return true;
}

bool sources_tests(const char *folder, const char *name, const char *data, struct arena *arena,
                   struct test_sources *out, struct error *err)
{
    struct origin origin;
    struct file_entries entries = {0};
    struct source_faults faults = {0};
    const struct module_sources *modules;
    if (!origin_find(folder, name, data, arena, &origin, err) ||
        !modules_of(&origin, data, &faults, arena, &modules, err))
        return false;
    if (faults.count) {
        *err = faults.at[0].error;
        return false;
    }
    if (!origin.folder) { /* one policy: its test stands beside it */
        enum file_kind kind;
        const struct text file = text_of(origin.path);
        if (text_ends(file, test_lua)) {
            origin.path = policy_of(arena, origin.path);
            origin.shown = policy_of(arena, origin.shown);
        }
        const char *test = test_of(arena, origin.path);
        const char *policy = origin.path;
        const char *shown = origin.shown;
        struct test_source pair = {0};
        if (!source_read(policy, shown, modules, arena, &pair.policy, err) ||
            (file_kind_of(test, &kind) &&
             !source_read(test, test_of(arena, shown), modules, arena, &pair.test, err)))
            return false;
        *LIST_ADD(arena, out) = pair;
        return true;
    }
    return file_list(origin.path, LIMIT_POLICIES, arena, &entries, err) &&
           tests_of_folder(&origin, &entries, modules, arena, out, err);
}
