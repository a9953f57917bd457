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
static bool mutation_place_same(struct place mutation_place, struct place other_place)
{
    return mutation_place.line && mutation_place.line == other_place.line &&
           mutation_place.column == other_place.column && mutation_place.file == other_place.file;
}

static void read_seen(void *context, struct place source, struct text path,
                      const struct value *value)
{
    struct reads *reads = context;
    (void)source;
    (void)path;
    for (size_t i = 0; value && i < reads->values.count; i++)
        if (reads->values.at[i] == value ||
            mutation_place_same(value_place(reads->values.at[i]), value_place(value)))
            return;
    if (value)
        *LIST_ADD(reads->arena, &reads->values) = value;
}

struct watcher reads_watcher(struct reads *reads)
{
    return (struct watcher){.context = reads, .read = read_seen};
}

static struct value corrupted(const struct value *mutated_value)
{
    return value_kind(mutated_value) == VALUE_STRING ? value_of_integer(0)
                                                     : value_of_text(TEXT("corrupted"));
}

static struct text mutation_token(struct text mutation_pointer, struct text *mutation_rest)
{
    const struct text mutation_behind = text_part(mutation_pointer, 1, mutation_pointer.size);
    const struct text mutation_step =
        text_part(mutation_behind, 0, text_find(mutation_behind, '/'));
    *mutation_rest = text_part(mutation_behind, mutation_step.size, mutation_behind.size);
    return mutation_step;
}

/* "~1" is a slash and "~0" a tilde. */
static struct text mutation_token_plain(struct text mutation_step, struct arena *arena)
{
    char *mutation_plain = arena_alloc(arena, mutation_step.size + 1);
    size_t mutation_size = 0;
    for (size_t i = 0; i < mutation_step.size; i++) {
        const bool escape = mutation_step.at[i] == '~' && i + 1 < mutation_step.size;
        mutation_plain[mutation_size++] = !escape                        ? mutation_step.at[i]
                                          : mutation_step.at[++i] == '1' ? '/'
                                                                         : '~';
    }
    return (struct text){mutation_plain, mutation_size};
}

static struct value mutated(const struct value *mutated_value, struct text mutation_pointer,
                            enum mutation mutation, struct arena *arena);

static struct value mutated_map(const struct value *mutated_document, struct text mutation_step,
                                struct text mutation_rest, enum mutation mutation,
                                struct arena *arena)
{
    struct members mutated_members = {0};
    for (size_t mutated_part = 0; mutated_part < value_count(mutated_document); mutated_part++) {
        const bool here = text_equal(member_key(mutated_document, mutated_part), mutation_step);
        if (here && mutation_rest.size == 0 && mutation == REMOVED)
            continue;
        members_add(arena, &mutated_members, member_key(mutated_document, mutated_part),
                    here ? mutated(member_value(mutated_document, mutated_part), mutation_rest,
                                   mutation, arena)
                         : *member_value(mutated_document, mutated_part));
    }
    return value_of_map(arena, &mutated_members);
}

static struct value mutated_list(const struct value *mutated_document, size_t index,
                                 struct text mutation_rest, enum mutation mutation,
                                 struct arena *arena)
{
    struct values mutated_items = {0};
    for (size_t mutated_part = 0; mutated_part < value_count(mutated_document); mutated_part++) {
        if (mutated_part == index && mutation_rest.size == 0 && mutation == REMOVED)
            continue;
        *LIST_ADD(arena, &mutated_items) =
            mutated_part == index
                ? mutated(value_at(mutated_document, mutated_part), mutation_rest, mutation, arena)
                : *value_at(mutated_document, mutated_part);
    }
    return value_of_list(arena, mutated_items.at, mutated_items.count);
}

static size_t mutation_index(struct text mutation_step)
{
    size_t index = 0;
    for (size_t i = 0; i < mutation_step.size; i++)
        index = index * 10 + (size_t)(mutation_step.at[i] - '0');
    return index;
}

/* The document with the value at `mutation_pointer` changed. */
static struct value mutated(const struct value *mutated_value, struct text mutation_pointer,
                            enum mutation mutation, struct arena *arena)
{
    struct text mutation_rest;
    if (mutation_pointer.size == 0)
        return mutation == CORRUPTED ? corrupted(mutated_value) : value_of_null();
    const struct text mutation_step = mutation_token(mutation_pointer, &mutation_rest);
    if (value_kind(mutated_value) == VALUE_MAP)
        return mutated_map(mutated_value, mutation_token_plain(mutation_step, arena), mutation_rest,
                           mutation, arena);
    return mutated_list(mutated_value, mutation_index(mutation_step), mutation_rest, mutation,
                        arena);
}

/* The value of the document that stands at a place; NULL where none does. */
static const struct value *judged_value_at(const struct value *judged_document, struct place place)
{
    if (mutation_place_same(value_place(judged_document), place))
        return judged_document;
    const bool judged_is_map = value_kind(judged_document) == VALUE_MAP;
    for (size_t judged_part = 0; judged_part < value_count(judged_document); judged_part++) {
        const struct value *judged_child = judged_is_map
                                               ? member_value(judged_document, judged_part)
                                               : value_at(judged_document, judged_part);
        const struct value *judged_found = judged_value_at(judged_child, place);
        if (judged_found)
            return judged_found;
    }
    return NULL;
}

/* Where `value` is in the document. A policy may be shown a copy of what was read, such as evidence
 * in its normal form: a copy keeps its place. */
static struct text mutation_pointer_in(const struct value *judged_document,
                                       const struct value *value, struct arena *arena)
{
    const struct text mutation_pointer =
        judged_document ? pointer_to(judged_document, value, arena) : TEXT_NONE;
    if (mutation_pointer.at || !judged_document)
        return mutation_pointer;
    const struct value *original = judged_value_at(judged_document, value_place(value));
    return original ? pointer_to(judged_document, original, arena) : TEXT_NONE;
}

/* The document of the trial that `value` was read from; `mutation_pointer` is its place there. */
static bool where_of(const struct ablating *what, struct trial *copy, const struct value *value,
                     struct arena *arena, struct where *out, struct text *mutation_pointer)
{
    const struct trial_run *run = what->passed;
    struct where mutation_places[] = {
        {&copy->model, run->manifest.document, "the manifest"},
        {&copy->champion_model, run->champion_manifest.document, "the champion's manifest"},
        {&copy->observations, run->of.observations, "the observations"},
    };
    for (size_t mutated_input = 0; mutated_input < COUNT(mutation_places); mutated_input++) {
        *out = mutation_places[mutated_input];
        *mutation_pointer = mutation_pointer_in(out->read, value, arena);
        if (mutation_pointer->at)
            return true;
    }
    for (size_t mutated_input = 0;
         mutated_input < run->evidence.count + run->champion_evidence.count; mutated_input++) {
        const bool own_mutation = mutated_input < run->evidence.count;
        const size_t mutated_evidence =
            own_mutation ? mutated_input : mutated_input - run->evidence.count;
        *out = own_mutation
                   ? (struct where){&copy->evidence.at[mutated_evidence],
                                    run->evidence.at[mutated_evidence].document, "the evidence"}
                   : (struct where){&copy->champion_evidence.at[mutated_evidence],
                                    run->champion_evidence.at[mutated_evidence].document,
                                    "the champion's evidence"};
        *mutation_pointer = mutation_pointer_in(out->read, value, arena);
        if (mutation_pointer->at)
            return true;
    }
    return false;
}

static struct values values_copy(const struct values *trial_values, struct arena *arena)
{
    struct values trial_copies = {0};
    for (size_t trial_item = 0; trial_item < trial_values->count; trial_item++)
        *LIST_ADD(arena, &trial_copies) = trial_values->at[trial_item];
    return trial_copies;
}

/* Does the pointer end in the number of a list's item? */
static bool mutation_of_item(const struct value *judged_document, struct text mutation_pointer,
                             struct arena *arena)
{
    struct error mutation_fault = {0};
    struct pointer_result mutation_parent;
    size_t slash = mutation_pointer.size;
    while (slash > 0 && mutation_pointer.at[slash - 1] != '/')
        slash--;
    return slash > 0 &&
           pointer_follow(judged_document, text_part(mutation_pointer, 0, slash - 1), arena,
                          &mutation_parent, &mutation_fault) &&
           mutation_parent.value && value_kind(mutation_parent.value) == VALUE_LIST;
}

/* Changes that say nothing of the policy: see ablate.h. */
static bool left_alone(const struct where *where, const struct trial *copy,
                       struct text mutation_pointer, enum mutation mutation, struct arena *arena)
{
    const bool tier = where->document == &copy->model && (text_is(mutation_pointer, "/risk/tier") ||
                                                          text_is(mutation_pointer, "/risk"));
    return mutation_pointer.size == 0 || (tier && mutation != CORRUPTED) ||
           (mutation == REMOVED && mutation_of_item(where->read, mutation_pointer, arena));
}

/* Judge with one value changed; true where the policy still lets through. `line` tells of it. */
static bool survives(const struct ablating *what, const struct value *value, enum mutation mutation,
                     struct arena *arena, struct ablation *count, struct text *line)
{
    struct where where = {0};
    struct text mutation_pointer = TEXT_NONE;
    struct error err = {0};
    struct trial copy = *what->trial;
    copy.evidence = values_copy(&what->trial->evidence, arena);
    copy.champion_evidence = values_copy(&what->trial->champion_evidence, arena);
    if (!where_of(what, &copy, value, arena, &where, &mutation_pointer) || !where.document ||
        left_alone(&where, &copy, mutation_pointer, mutation, arena))
        return false;
    struct trial_run *run = ARENA_NEW(arena, struct trial_run);
    *where.document = mutated(where.document, mutation_pointer, mutation, arena);
    count->tried++;
    if (!trial_judge(&copy, &what->bench, arena, run, &err) ||
        outcome_status(run->outcome, LEVEL_MANDATORY) != STATUS_ALLOWED)
        return false;
    *line = text_format(arena, "still %s where %.*s of %s is %s", outcome_name(run->outcome),
                        TEXT_ARGS(mutation_pointer), where.name, mutation_names[mutation]);
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
