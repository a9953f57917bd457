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

static int names_order(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

bool sources_packs(const char *data, struct arena *arena, struct pack_names *out, struct error *err)
{
    struct pack_names packs = {0};
    struct file_entries pack_entries = {0};
    if (!file_names(path_join(arena, data, "policies"), LIMIT_POLICIES, arena, &pack_entries, err))
        return false;
    for (size_t i = 0; i < pack_entries.count; i++) {
        const struct text packs_path = text_of(pack_entries.at[i].path);
        const struct text pack_name = text_part(packs_path, 0, text_find(packs_path, '/'));
        if (pack_name.size < packs_path.size &&
            (!packs.count || !text_equal(packs.at[packs.count - 1], pack_name)))
            *LIST_ADD(arena, &packs) = pack_name;
    }
    if (packs.count) /* "a-b/" is before "a/" */
        qsort(packs.at, packs.count, sizeof *packs.at, names_order);
    *out = packs;
    return true;
}

static bool pack_unknown(struct text pack_name, const char *data, struct arena *arena,
                         struct error *err)
{
    struct pack_names packs = {0};
    struct error unread = {0};
    struct suggestion near_pack = suggest_for(pack_name);
    if (pack_name.size == 0)
        return error_set(err, ERROR_USAGE, "pack: names no pack");
    if (sources_packs(data, arena, &packs, &unread))
        for (size_t i = 0; i < packs.count; i++)
            suggest_offer(&near_pack, packs.at[i]);
    return error_set(err, ERROR_USAGE, "there is no pack %.*s%s", TEXT_ARGS(pack_name),
                     suggest_hint(&near_pack, arena));
}

static bool pack_find(struct text pack_name, const char *data, struct arena *arena,
                      struct origin *out, struct error *err)
{
    enum file_kind pack_kind;
    const char *packs = path_join(arena, data, "policies");
    const char *pack_path = path_join(arena, packs, text_string(arena, pack_name));
    if (pack_name.size == 0 || text_find(pack_name, '/') != pack_name.size ||
        pack_name.at[0] == '.' || !file_kind_of(pack_path, &pack_kind) || pack_kind != FILE_FOLDER)
        return pack_unknown(pack_name, data, arena, err);
    *out =
        (struct origin){pack_path, text_format(arena, "pack:%.*s", TEXT_ARGS(pack_name)).at, true};
    return true;
}

/* What stands for the place in records: the path as it was written, or its last part where the path
 * says where this machine keeps it. */
static const char *name_shown(const char *source_name)
{
    const bool source_elsewhere = source_name[0] == '/' || strncmp(source_name, "../", 3) == 0;
    const char *slash = strrchr(source_name, '/');
    while (text_starts(text_of(source_name), TEXT("./")))
        source_name += 2;
    if (source_elsewhere && slash && slash[1])
        return slash + 1;
    return source_name[0] ? source_name : ".";
}

static bool origin_find(const char *folder, const char *name, const char *data, struct arena *arena,
                        struct origin *out, struct error *err)
{
    enum file_kind origin_kind;
    const struct text word = text_of(name);
    if (text_starts(word, pack_prefix))
        return pack_find(text_part(word, pack_prefix.size, word.size), data, arena, out, err);
    const char *path = path_join(arena, folder, name);
    if (!file_kind_of(path, &origin_kind))
        return error_set(err, ERROR_USAGE, "there is no policy file or folder %s", path);
    if (origin_kind != FILE_FOLDER && origin_kind != FILE_REGULAR)
        return error_set(err, ERROR_USAGE, "%s is neither a file nor a folder", path);
    *out =
        (struct origin){path, path_shown(arena, "", name_shown(name)), origin_kind == FILE_FOLDER};
    return true;
}

static bool in_library(struct text library_path)
{
    for (size_t source_path = 0; source_path < library_path.size;) {
        const struct text library_rest = text_part(library_path, source_path, library_path.size);
        const size_t library_slash = text_find(library_rest, '/');
        if (library_slash < library_rest.size &&
            text_equal(text_part(library_rest, 0, library_slash), TEXT("lib")))
            return true;
        source_path += library_slash + 1;
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
static struct text module_name(struct arena *arena, struct text module_path)
{
    char *module_name = arena_alloc(arena, module_path.size);
    const size_t module_size = module_path.size - lua.size;
    for (size_t i = 0; i < module_size; i++)
        module_name[i] = module_path.at[i] == '/' ? '.' : module_path.at[i];
    return (struct text){module_name, module_size};
}

static const struct module_source *module_find(const struct module_sources *modules,
                                               struct text name)
{
    for (size_t i = 0; i < modules->count; i++)
        if (text_equal(modules->at[i].name, name))
            return &modules->at[i];
    return NULL;
}

static bool module_add(struct module_sources *modules, const struct origin *library,
                       const char *path, struct source_faults *faults, struct arena *arena,
                       struct error *err)
{
    struct module_source module = {.name = module_name(arena, text_of(path)),
                                   .path = path_shown(arena, library->shown, path)};
    if (!file_read_listed(path_join(arena, library->path, path), LIMIT_POLICY_SIZE, arena,
                          &module.source, err) ||
        !digest_text(module.source, &module.digest, err))
        return false;
    if (!module_find(modules, module.name)) {
        *LIST_ADD(arena, modules) = module;
        return true;
    }
    struct source_fault *module_fault = LIST_ADD(arena, faults);
    module_fault->path = module.path;
    (void)error_at(&module_fault->error, ERROR_POLICY, (struct place){module.path, 0, 0},
                   "a module of the standard library is called %.*s as well; rename this one",
                   TEXT_ARGS(module.name));
    return true;
}

/* Every module of a library; a folder that is not there has none. */
static bool modules_add(struct module_sources *modules, const struct origin *library,
                        struct source_faults *faults, struct arena *arena, struct error *err)
{
    enum file_kind kind;
    struct file_entries module_entries = {0};
    if (!file_kind_of(library->path, &kind) || kind != FILE_FOLDER)
        return true;
    if (!file_names(library->path, LIMIT_POLICIES, arena, &module_entries, err))
        return false;
    for (size_t i = 0; i < module_entries.count; i++) {
        const struct text module_path = text_of(module_entries.at[i].path);
        if (module_entries.at[i].kind == FILE_REGULAR && text_ends(module_path, lua) &&
            !text_ends(module_path, test_lua) &&
            !module_add(modules, library, module_entries.at[i].path, faults, arena, err))
            return false;
    }
    return true;
}

static bool modules_of(const struct origin *origin, const char *data, struct source_faults *faults,
                       struct arena *arena, struct module_sources *modules, struct error *err)
{
    const char *folder = origin->folder ? origin->path : path_folder(arena, origin->path);
    const char *shown = origin->folder ? origin->shown : path_folder(arena, origin->shown);
    const struct origin standard = {path_join(arena, data, "stdlib-lua"), "stdlib", true};
    const struct origin own = {path_join(arena, folder, "lib"), path_join(arena, shown, "lib"),
                               true};
    return modules_add(modules, &standard, faults, arena, err) &&
           modules_add(modules, &own, faults, arena, err);
}

/* Does one of the policies from `first` on speak of modules? */
static bool modules_required(const struct policy_sources *policies, size_t first)
{
    static const struct text required_word = {"require", 7};
    for (size_t i = first; i < policies->count; i++) {
        const struct text policy_source = policies->at[i].source;
        if (memmem(policy_source.at, policy_source.size, required_word.at, required_word.size))
            return true;
    }
    return false;
}

/* A policy's file: where it is opened, and how it is called before the user. */
struct policy_path {
    const char *path, *shown;
    bool listed; /* in a folder, as a regular file */
};

static bool source_read(const struct policy_path *source_file, const struct module_sources *modules,
                        struct arena *arena, struct policy_source *out, struct error *err)
{
    struct policy_source source_read = {.path = source_file->shown, .modules = modules};
    if (!(source_file->listed ? file_read_listed : file_read)(source_file->path, LIMIT_POLICY_SIZE,
                                                              arena, &source_read.source, err) ||
        !digest_text(source_read.source, &source_read.digest, err))
        return false;
    *out = source_read;
    return true;
}

/* A policy that cannot be read blocks like one that does not load; the rest goes on. */
static void policy_add(struct sources *sources, const struct policy_path *source_file, bool link,
                       const struct module_sources *modules, struct arena *arena)
{
    struct error err = {0};
    struct policy_source policy_source;
    if (link)
        (void)error_at(&err, ERROR_POLICY, (struct place){source_file->shown, 0, 0},
                       "is a link; links are not followed, put the file here");
    else if (source_read(source_file, modules, arena, &policy_source, &err)) {
        *LIST_ADD(arena, &sources->policies) = policy_source;
        return;
    }
    err.code = ERROR_POLICY;
    *LIST_ADD(arena, &sources->faults) = (struct source_fault){source_file->shown, err};
}

static struct policy_path path_within(const struct origin *origin, const char *name, bool listed,
                                      struct arena *arena)
{
    return (struct policy_path){path_join(arena, origin->path, name),
                                path_shown(arena, origin->shown, name), listed};
}

/* The policies of a folder. */
static bool folder_add(struct sources *sources, const struct origin *origin,
                       const struct module_sources *modules, struct arena *arena, struct error *err)
{
    struct file_entries source_entries = {0};
    if (!file_names(origin->path, LIMIT_POLICIES, arena, &source_entries, err))
        return false;
    for (size_t i = 0; i < source_entries.count; i++)
        if (is_policy(&source_entries.at[i]) ||
            is_linked_folder(origin, &source_entries.at[i], arena)) {
            const struct file_entry *source_entry = &source_entries.at[i];
            const struct policy_path file =
                path_within(origin, source_entry->path, source_entry->kind == FILE_REGULAR, arena);
            policy_add(sources, &file, source_entry->kind == FILE_LINK, modules, arena);
        }
    return true;
}

bool sources_add(struct sources *sources, const char *folder, const char *name, const char *data,
                 struct arena *arena, struct error *err)
{
    struct origin origin = {0};
    const size_t first = sources->policies.count;
    struct module_sources *modules = ARENA_NEW(arena, struct module_sources);
    if (!origin_find(folder, name, data, arena, &origin, err))
        return false;
    if (origin.folder) {
        if (!folder_add(sources, &origin, modules, arena, err))
            return false;
    } else {
        const struct policy_path file = {origin.path, origin.shown, false};
        policy_add(sources, &file, false, modules, arena);
    }
    return (sources->required_only && !modules_required(&sources->policies, first)) ||
           modules_of(&origin, data, &sources->faults, arena, modules, err);
}

/* Does an entry of that path exist among the files? */
static bool listed(const struct file_entries *listed_sources, struct text listed_path)
{
    for (size_t i = 0; i < listed_sources->count; i++)
        if (text_equal(text_of(listed_sources->at[i].path), listed_path))
            return true;
    return false;
}

/* Where tests are looked for, and what their policies may require. */
struct test_place {
    struct origin origin;
    struct module_sources *modules;
};

static bool pair_add(const struct test_place *place, const char *policy, const char *test,
                     struct arena *arena, struct test_sources *pairs, struct error *err)
{
    struct test_source pair = {0};
    const struct origin *origin = &place->origin;
    const struct {
        const char *name;
        struct policy_source *read;
    } parts[] = {{policy, &pair.policy}, {test, &pair.test}};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!parts[i].name)
            continue;
        const struct policy_path file = path_within(origin, parts[i].name, false, arena);
        if (!source_read(&file, place->modules, arena, parts[i].read, err))
            return false;
    }
    *LIST_ADD(arena, pairs) = pair;
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

static bool tests_of_folder(const struct test_place *place, const struct file_entries *test_entries,
                            struct arena *arena, struct test_sources *out, struct error *err)
{
    for (size_t i = 0; i < test_entries->count; i++) {
        const char *test_path = test_entries->at[i].path;
        if (is_policy(&test_entries->at[i])) {
            const char *test = test_of(arena, test_path);
            const bool tested = listed(test_entries, text_of(test));
            if (!pair_add(place, test_path, tested ? test : NULL, arena, out, err))
                return false;
        } else if (is_test(&test_entries->at[i]) &&
                   !listed(test_entries, text_of(policy_of(arena, test_path))) &&
                   !pair_add(place, NULL, test_path, arena, out, err))
            return false;
    }
    return true;
}

/* One policy: its test stands beside it, and either of the two names them both. */
static bool tests_of_file(const struct test_place *place, struct arena *arena,
                          struct test_sources *out, struct error *err)
{
    enum file_kind kind;
    struct test_source pair = {0};
    const bool tested = text_ends(text_of(place->origin.path), test_lua);
    const char *policy = tested ? policy_of(arena, place->origin.path) : place->origin.path;
    const char *shown = tested ? policy_of(arena, place->origin.shown) : place->origin.shown;
    const struct policy_path file = {policy, shown, false};
    const struct policy_path test = {test_of(arena, policy), test_of(arena, shown), false};
    if (!source_read(&file, place->modules, arena, &pair.policy, err) ||
        (file_kind_of(test.path, &kind) &&
         !source_read(&test, place->modules, arena, &pair.test, err)))
        return false;
    *LIST_ADD(arena, out) = pair;
    return true;
}

bool sources_tests(const char *folder, const char *name, const char *data, struct arena *arena,
                   struct test_sources *out, struct error *err)
{
    struct test_place place = {.modules = ARENA_NEW(arena, struct module_sources)};
    struct file_entries test_entries = {0};
    struct source_faults faults = {0};
    if (!origin_find(folder, name, data, arena, &place.origin, err) ||
        !modules_of(&place.origin, data, &faults, arena, place.modules, err))
        return false;
    if (faults.count) {
        *err = faults.at[0].error;
        return false;
    }
    if (!place.origin.folder)
        return tests_of_file(&place, arena, out, err);
    return file_names(place.origin.path, LIMIT_POLICIES, arena, &test_entries, err) &&
           tests_of_folder(&place, &test_entries, arena, out, err);
}
