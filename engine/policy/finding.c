#include "policy/finding.h"

#include "base/limits.h"
#include "policy/recorded.h"
#include "value/canonical.h"

static struct value line_value(unsigned line)
{
    return line ? value_of_integer(line) : value_of_null();
}

static struct value name_value(const char *name, struct arena *arena)
{
    return recorded_text(text_of(name), arena);
}

/* A record writes its keys in their order, into as much room as they take: no sorting, no copy. */
struct finding_key {
    struct text key;
    struct value value;
};

static struct value finding_keys_value(const struct finding_key *keys, size_t count,
                                       struct arena *arena)
{
    struct members finding = {.at = ARENA_ARRAY(arena, struct member, count), .capacity = count};
    for (size_t i = 0; i < count; i++)
        members_add(arena, &finding, keys[i].key, keys[i].value);
    return value_of_map(arena, &finding);
}

static struct value evidence_value_of(const struct finding *finding, struct arena *arena)
{
    const bool known = finding->evidence.file || finding->pointer.size;
    const struct finding_key keys[] = {
        {TEXT("column"), line_value(finding->evidence.column)},
        {TEXT("file"), name_value(finding->evidence.file, arena)},
        {TEXT("grade"), recorded_text(finding->grade, arena)},
        {TEXT("line"), line_value(finding->evidence.line)},
        {TEXT("pointer"), /* "" is a pointer: the whole document */
         known ? value_of_text(recorded_clip(finding->pointer, SIZE_MAX, arena)) : value_of_null()},
    };
    return finding_keys_value(keys, COUNT(keys), arena);
}

static struct value source_value(const struct finding *finding, struct arena *arena)
{
    const struct finding_key keys[] = {
        {TEXT("file"), name_value(finding->source.file, arena)},
        {TEXT("line"), line_value(finding->source.line)},
    };
    return finding_keys_value(keys, COUNT(keys), arena);
}

struct value finding_value(const struct finding *finding, struct arena *arena)
{
    if (finding->written)
        return *finding->written;
    const struct finding_key keys[] = {
        {TEXT("cites"), recorded_value(finding->cites, arena)},
        {TEXT("control"), value_of_text(recorded_clip(finding->control, SIZE_MAX, arena))},
        {TEXT("evidence"), evidence_value_of(finding, arena)},
        {TEXT("expected"), recorded_value(finding->expected, arena)},
        {TEXT("fix"), recorded_text(finding->fix, arena)},
        {TEXT("level"), name_value(level_name(finding->level), arena)},
        {TEXT("margin"), recorded_value(finding->margin, arena)},
        {TEXT("message"),
         value_of_text(recorded_clip(finding->message, LIMIT_MESSAGE_SIZE, arena))},
        {TEXT("n"), recorded_value(finding->n, arena)},
        {TEXT("observed"), recorded_value(finding->observed, arena)},
        {TEXT("outcome"), name_value(outcome_name(finding->outcome), arena)},
        {TEXT("policy"), value_of_text(recorded_clip(finding->policy, SIZE_MAX, arena))},
        {TEXT("source"), source_value(finding, arena)},
    };
    return finding_keys_value(keys, COUNT(keys), arena);
}

bool finding_write(struct finding *finding, struct arena *arena, struct error *err)
{
    struct arena scratch = {0};
    struct buffer canonical = buffer_in(&scratch, LIMIT_WORKER_MESSAGE);
    struct value *written = ARENA_NEW(arena, struct value);
    *written = finding_value(finding, arena);
    const bool writes = canonical_write(written, &canonical, err);
    if (writes) {
        finding->written = written;
        finding->canonical = text_copy(arena, buffer_text(&canonical));
    }
    arena_free(&scratch);
    return writes;
}

static int place_compare(struct place a, struct place b)
{
    const int file = text_compare(text_of(a.file), text_of(b.file));
    if (file)
        return file;
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return (a.column > b.column) - (a.column < b.column);
}

/* Policy and control are unique; the rest makes the order total where somebody broke that rule. */
static int finding_compare(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int order = text_compare(a->policy, b->policy);
    if (!order)
        order = text_compare(a->control, b->control);
    if (!order)
        order = (a->outcome > b->outcome) - (a->outcome < b->outcome);
    if (!order)
        order = (a->level > b->level) - (a->level < b->level);
    if (!order)
        order = place_compare(a->source, b->source);
    if (!order)
        order = place_compare(a->evidence, b->evidence);
    return order ? order : text_compare(a->message, b->message);
}

void findings_sort(struct findings *findings)
{
    if (findings->count)
        qsort(findings->at, findings->count, sizeof *findings->at, finding_compare);
}
