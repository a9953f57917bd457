#include "service/lineage_walk.h"
#include "service/said.h"

#include "base/limits.h"

static bool is_met(const struct lineage_walk *walk, struct text named)
{
    for (size_t i = 0; i < walk->relatives.count; i++)
        if (text_equal(walk->relatives.at[i].named, named))
            return true;
    return false;
}

/* Once, and within the limits. */
static bool relative_meet(struct lineage_walk *walk, const struct relative *relative)
{
    if (is_met(walk, relative->named))
        return false;
    if (relative->depth > LIMIT_LINEAGE_DEPTH || walk->relatives.count >= LIMIT_LINEAGE_VERSIONS) {
        walk->cut = true;
        return false;
    }
    *LIST_ADD(walk->acting->arena, &walk->relatives) = *relative;
    return true;
}

static bool version_row(struct lineage_walk *walk, struct text named, const struct value **out,
                        struct error *err)
{
    return registry_row(&walk->acting->rows, "version", named, walk->acting->arena, out, err);
}

/* ---- what it was made from ---- */

static struct text parent_named(const struct value *parent, struct arena *arena)
{
    const struct text name = said_text(parent, "name");
    const struct text version = said_text(parent, "version");
    return version.size ? text_format(arena, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(version))
                        : name;
}

/* As deep as LIMIT_LINEAGE_DEPTH. */
static bool parents_meet(struct lineage_walk *walk, const struct relative *child, struct error *err)
{
    const struct value *lineage = value_get(child->row, TEXT("lineage"));
    const struct value *parents = value_get(lineage, TEXT("models"));
    for (size_t i = 0; i < value_count(parents); i++) {
        const struct value *told = value_at(parents, i);
        struct relative parent = {.named = parent_named(told, walk->acting->arena),
                                  .relation = said_text(told, "relation"),
                                  .through = child->depth ? child->named : TEXT_NONE,
                                  .depth = child->depth + 1};
        if (!version_row(walk, parent.named, &parent.row, err) ||
            (relative_meet(walk, &parent) && !parents_meet(walk, &parent, err)))
            return false;
    }
    return true;
}

bool lineage_parents(struct lineage_walk *walk, struct text version_key, struct error *err)
{
    struct relative itself = {.named = version_key};
    return version_row(walk, version_key, &itself.row, err) && parents_meet(walk, &itself, err);
}

/* ---- what was made from it ---- */

struct source_walk {
    struct lineage_walk *walk;
    struct text through;
    unsigned depth;
};

/* Keys are KIND:WHAT/NAME@VERSION, without a slash in WHAT. */
static bool source_see(void *context, struct row_name named, struct text document,
                       struct error *err)
{
    struct source_walk *source_walk = context;
    struct lineage_walk *walk = source_walk->walk;
    const size_t slash = text_find(named.key, '/');
    struct relative made = {.through = source_walk->through, .depth = source_walk->depth};
    (void)document;
    made.named = text_copy(walk->acting->arena, text_part(named.key, slash + 1, named.key.size));
    if (is_met(walk, made.named))
        return true;
    if (!version_row(walk, made.named, &made.row, err))
        return false;
    (void)relative_meet(walk, &made);
    return !walk->cut || walk->relatives.count < LIMIT_LINEAGE_VERSIONS;
}

static bool sources_walk(struct lineage_walk *walk, struct text prefix, struct text through,
                         unsigned depth, struct error *err)
{
    struct source_walk source_walk = {walk, through, depth};
    const struct rows *rows = &walk->acting->rows;
    const struct row_name sources = {TEXT("source"), prefix};
    return rows->walk(rows->keeper, sources, (struct row_visit){source_see, &source_walk}, err) ||
           (err->code == ERROR_NONE && walk->cut);
}

/* What is looked up by its name alone is also what is named with a version; and who names no
 * version of a model may mean any. */
static bool source_meet(struct lineage_walk *walk, const struct lineage_source *source,
                        struct text through, unsigned depth, struct error *err)
{
    struct arena *arena = walk->acting->arena;
    const size_t at = text_find(source->what, '@');
    const bool versioned = at < source->what.size;
    const struct text key = registry_source_key(source->kind, source->what, arena);
    const struct text open_key = text_part(key, 0, key.size - 1);
    if (!sources_walk(walk, source->begins ? open_key : key, through, depth, err))
        return false;
    if (source->begins || (versioned && strcmp(source->kind, "model") != 0))
        return true;
    return sources_walk(
        walk,
        versioned ? registry_source_key(source->kind, text_part(source->what, 0, at), arena)
                  : text_format(arena, "%.*s@", TEXT_ARGS(open_key)),
        through, depth, err);
}

bool lineage_made_from(struct lineage_walk *walk, const struct lineage_source *source,
                       struct error *err)
{
    return source_meet(walk, source, TEXT_NONE, 1, err);
}

bool lineage_built_on(struct lineage_walk *walk, struct error *err)
{
    for (size_t i = 0; i < walk->relatives.count && !walk->cut; i++) {
        const struct relative met = walk->relatives.at[i];
        const struct lineage_source source = {"model", met.named, false};
        if (!source_meet(walk, &source, met.named, met.depth + 1, err))
            return false;
    }
    return true;
}
