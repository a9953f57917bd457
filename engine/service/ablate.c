#include "service/ablate.h"

#include "value/pointer.h"

enum mutation { REMOVED, NULLED, CORRUPTED, MUTATIONS };

static const char *const mutation_names[] = {"removed", "null", "of another type"};

/* Which document of a trial an input is in. */
struct where {
    struct value *document;   /* of the trial's copy that is to be changed */
    const struct value *read; /* the same document as it was judged      */
    const char *name;
};

/* Of one document, not only of one name: the champion's evidence is called like the model's. */
static bool place_same(struct place a, struct place b)
{
    return a.line && a.line == b.line && a.column == b.column && a.file == b.file;
}

static void read_seen(void *context, struct place source, struct text path,
                      const struct value *value)
{
    struct reads *reads = context;
    (void)source;
    (void)path;
    for (size_t i = 0; value && i < reads->values.count; i++)
        if (reads->values.at[i] == value ||
            place_same(value_place(reads->values.at[i]), value_place(value)))
            return;
    if (value)
        *LIST_ADD(reads->arena, &reads->values) = value;
}

struct watcher reads_watcher(struct reads *reads)
{
    return (struct watcher){.context = reads, .read = read_seen};
}

static struct value corrupted(const struct value *value)
{
    return value_kind(value) == VALUE_STRING ? value_of_integer(0)
                                             : value_of_text(TEXT("corrupted"));
}

static struct text token_first(struct text pointer, struct text *rest)
{
    const struct text after = text_part(pointer, 1, pointer.size);
    const struct text token = text_part(after, 0, text_find(after, '/'));
    *rest = text_part(after, token.size, after.size);
    return token;
}

/* "~1" is a slash and "~0" a tilde. */
static struct text token_plain(struct text token, struct arena *arena)
{
    char *plain = arena_alloc(arena, token.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < token.size; i++) {
        const bool escape = token.at[i] == '~' && i + 1 < token.size;
        plain[size++] = !escape ? token.at[i] : token.at[++i] == '1' ? '/' : '~';
    }
    return (struct text){plain, size};
}

static struct value altered(const struct value *value, struct text pointer, enum mutation mutation,
                            struct arena *arena);

static struct value altered_map(const struct value *map, struct text token, struct text rest,
                                enum mutation mutation, struct arena *arena)
{
    struct members members = {0};
    for (size_t i = 0; i < value_count(map); i++) {
        const bool here = text_equal(member_key(map, i), token);
        if (here && rest.size == 0 && mutation == REMOVED)
            continue;
        members_add(arena, &members, member_key(map, i),
                    here ? altered(member_value(map, i), rest, mutation, arena)
                         : *member_value(map, i));
    }
    return value_of_map(arena, &members);
}

static struct value altered_list(const struct value *list, size_t index, struct text rest,
                                 enum mutation mutation, struct arena *arena)
{
    struct values items = {0};
    for (size_t i = 0; i < value_count(list); i++) {
        if (i == index && rest.size == 0 && mutation == REMOVED)
            continue;
        *LIST_ADD(arena, &items) =
            i == index ? altered(value_at(list, i), rest, mutation, arena) : *value_at(list, i);
    }
    return value_of_list(arena, items.at, items.count);
}

static size_t index_of(struct text token)
{
    size_t index = 0;
    for (size_t i = 0; i < token.size; i++)
        index = index * 10 + (size_t)(token.at[i] - '0');
    return index;
}

/* The document with the value at `pointer` changed. */
static struct value altered(const struct value *value, struct text pointer, enum mutation mutation,
                            struct arena *arena)
{
    struct text rest;
    if (pointer.size == 0)
        return mutation == CORRUPTED ? corrupted(value) : value_of_null();
    const struct text token = token_first(pointer, &rest);
    if (value_kind(value) == VALUE_MAP)
        return altered_map(value, token_plain(token, arena), rest, mutation, arena);
    return altered_list(value, index_of(token), rest, mutation, arena);
}

/* The value of the document that stands at a place; NULL where none does. */
static const struct value *value_standing(const struct value *document, struct place place)
{
    if (place_same(value_place(document), place))
        return document;
    const bool is_map = value_kind(document) == VALUE_MAP;
    for (size_t i = 0; i < value_count(document); i++) {
        const struct value *child = is_map ? member_value(document, i) : value_at(document, i);
        const struct value *found = value_standing(child, place);
        if (found)
            return found;
    }
    return NULL;
}

/* Where `value` is in the document. A policy may be shown a copy of what was read, such as evidence
 * in its normal form: a copy keeps its place. */
static struct text pointer_in(const struct value *document, const struct value *value,
                              struct arena *arena)
{
    const struct text pointer = document ? pointer_to(document, value, arena) : TEXT_NONE;
    if (pointer.at || !document)
        return pointer;
    const struct value *original = value_standing(document, value_place(value));
    return original ? pointer_to(document, original, arena) : TEXT_NONE;
}

/* The document of the trial that `value` was read from; `pointer` is its place there. */
static bool where_of(const struct ablating *what, struct trial *copy, const struct value *value,
                     struct arena *arena, struct where *out, struct text *pointer)
{
    const struct trial_run *run = what->passed;
    struct where places[] = {
        {&copy->model, run->manifest.document, "the manifest"},
        {&copy->champion_model, run->champion_manifest.document, "the champion's manifest"},
        {&copy->observations, run->of.observations, "the observations"},
    };
    for (size_t i = 0; i < COUNT(places); i++) {
        *out = places[i];
        *pointer = pointer_in(out->read, value, arena);
        if (pointer->at)
            return true;
    }
    for (size_t i = 0; i < run->evidence.count + run->champion_evidence.count; i++) {
        const bool own = i < run->evidence.count;
        const size_t j = own ? i : i - run->evidence.count;
        *out =
            own ? (struct where){&copy->evidence.at[j], run->evidence.at[j].document,
                                 "the evidence"}
                : (struct where){&copy->champion_evidence.at[j],
                                 run->champion_evidence.at[j].document, "the champion's evidence"};
        *pointer = pointer_in(out->read, value, arena);
        if (pointer->at)
            return true;
    }
    return false;
}

static struct values values_copy(const struct values *values, struct arena *arena)
{
    struct values copy = {0};
    for (size_t i = 0; i < values->count; i++)
        *LIST_ADD(arena, &copy) = values->at[i];
    return copy;
}

/* Does the pointer end in the number of a list's item? */
static bool is_item(const struct value *document, struct text pointer, struct arena *arena)
{
    struct error err = {0};
    struct pointer_result parent;
    size_t slash = pointer.size;
    while (slash > 0 && pointer.at[slash - 1] != '/')
        slash--;
    return slash > 0 &&
           pointer_follow(document, text_part(pointer, 0, slash - 1), arena, &parent, &err) &&
           parent.value && value_kind(parent.value) == VALUE_LIST;
}

/* Changes that say nothing of the policy: see ablate.h. */
static bool left_alone(const struct where *where, const struct trial *copy, struct text pointer,
                       enum mutation mutation, struct arena *arena)
{
    const bool tier = where->document == &copy->model &&
                      (text_is(pointer, "/risk/tier") || text_is(pointer, "/risk"));
    return pointer.size == 0 || (tier && mutation != CORRUPTED) ||
           (mutation == REMOVED && is_item(where->read, pointer, arena));
}

/* Judge with one value changed; true where the policy still lets through. `line` tells of it. */
static bool survives(const struct ablating *what, const struct value *value, enum mutation mutation,
                     struct arena *arena, struct ablation *count, struct text *line)
{
    struct where where = {0};
    struct text pointer = TEXT_NONE;
    struct error err = {0};
    struct trial copy = *what->trial;
    copy.evidence = values_copy(&what->trial->evidence, arena);
    copy.champion_evidence = values_copy(&what->trial->champion_evidence, arena);
    if (!where_of(what, &copy, value, arena, &where, &pointer) || !where.document ||
        left_alone(&where, &copy, pointer, mutation, arena))
        return false;
    struct trial_run *run = ARENA_NEW(arena, struct trial_run);
    *where.document = altered(where.document, pointer, mutation, arena);
    count->tried++;
    if (!trial_judge(&copy, &what->bench, arena, run, &err) ||
        outcome_status(run->outcome, LEVEL_MANDATORY) != STATUS_ALLOWED)
        return false;
    *line = text_format(arena, "still %s where %.*s of %s is %s", outcome_name(run->outcome),
                        TEXT_ARGS(pointer), where.name, mutation_names[mutation]);
    return true;
}

void ablate(const struct ablating *what, const struct reads *reads, struct ablation *out,
            void (*tell)(void *context, struct text line), void *context)
{
    for (size_t i = 0; i < reads->values.count; i++)
        for (enum mutation mutation = REMOVED; mutation < MUTATIONS; mutation++) {
            struct text line;
            struct arena arena = {0};
            if (survives(what, reads->values.at[i], mutation, &arena, out, &line)) {
                out->survived++;
                tell(context, line);
            }
            arena_free(&arena);
        }
}
