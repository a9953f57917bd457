#include "policy/finding.h"

#include "base/limits.h"
#include "policy/recorded.h"

static struct value line_value(unsigned line)
{
    return line ? value_of_integer(line) : value_of_null();
}

static struct value name_value(const char *name, struct arena *arena)
{
    return recorded_text(text_of(name), arena);
}

static struct value evidence_value_of(const struct finding *finding, struct arena *arena)
{
    struct members members = {0};
    const bool known = finding->evidence.file || finding->pointer.size;
    members_add(arena, &members, TEXT("file"), name_value(finding->evidence.file, arena));
    members_add(arena, &members, TEXT("line"), line_value(finding->evidence.line));
    members_add(arena, &members, TEXT("column"), line_value(finding->evidence.column));
    members_add(arena, &members, TEXT("pointer"), /* "" is a pointer: the whole document */
                known ? value_of_text(recorded_clip(finding->pointer, SIZE_MAX, arena))
                      : value_of_null());
    members_add(arena, &members, TEXT("grade"), recorded_text(finding->grade, arena));
    return value_of_map(arena, &members);
}

static struct value source_value(const struct finding *finding, struct arena *arena)
{
    struct members members = {0};
    members_add(arena, &members, TEXT("file"), name_value(finding->source.file, arena));
    members_add(arena, &members, TEXT("line"), line_value(finding->source.line));
    return value_of_map(arena, &members);
}

struct value finding_value(const struct finding *finding, struct arena *arena)
{
    const struct {
        struct text key;
        struct value value;
    } rows[] = {
        {TEXT("policy"), value_of_text(recorded_clip(finding->policy, SIZE_MAX, arena))},
        {TEXT("control"), value_of_text(recorded_clip(finding->control, SIZE_MAX, arena))},
        {TEXT("outcome"), name_value(outcome_name(finding->outcome), arena)},
        {TEXT("level"), name_value(level_name(finding->level), arena)},
        {TEXT("message"),
         value_of_text(recorded_clip(finding->message, LIMIT_MESSAGE_SIZE, arena))},
        {TEXT("observed"), recorded_value(finding->observed, arena)},
        {TEXT("expected"), recorded_value(finding->expected, arena)},
        {TEXT("margin"), recorded_value(finding->margin, arena)},
        {TEXT("n"), recorded_value(finding->n, arena)},
        {TEXT("evidence"), evidence_value_of(finding, arena)},
        {TEXT("source"), source_value(finding, arena)},
        {TEXT("cites"), recorded_value(finding->cites, arena)},
        {TEXT("fix"), recorded_text(finding->fix, arena)},
    };
    struct members members = {0};
    for (size_t i = 0; i < COUNT(rows); i++)
        members_add(arena, &members, rows[i].key, rows[i].value);
    return value_of_map(arena, &members);
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
