#include "evidence/prose.h"

#include "base/buffer.h"
#include "base/limits.h"

#include "evidence/result.h"

static void text_join(struct buffer *prose, const struct value *value, const char *between)
{
    if (value_kind(value) != VALUE_STRING || value_text(value).size == 0)
        return;
    if (prose->size)
        buffer_string(prose, between);
    buffer_add(prose, value_text(value));
}

/* What a map is about comes first: its name, or the people it speaks of. */
static bool is_lead(struct text key)
{
    return text_is(key, "name") || text_is(key, "groupAtRisk");
}

static void item_join(struct buffer *prose, const struct value *item, struct arena *arena)
{
    struct buffer prose_line = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    for (int lead = 1; lead >= 0; lead--)
        for (size_t i = 0; value_kind(item) == VALUE_MAP && i < value_count(item); i++)
            if (is_lead(member_key(item, i)) == lead)
                text_join(&prose_line, member_value(item, i), lead ? ", " : ": ");
    const struct value joined = value_of_text(buffer_text(&prose_line));
    text_join(prose, value_kind(item) == VALUE_MAP ? &joined : item, "\n");
}

const struct value *prose_of(const struct value *value, struct arena *arena)
{
    if (!value)
        return NULL;
    struct buffer prose = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    text_join(&prose, value, "\n");
    for (size_t i = 0; value_kind(value) == VALUE_LIST && i < value_count(value); i++)
        item_join(&prose, value_at(value, i), arena);
    return prose.size ? value_beside(value_of_text(buffer_text(&prose)), value, arena) : NULL;
}

void prose_add(struct sections *sections, struct text title, const struct value *value,
               struct arena *arena)
{
    const struct value *prose = prose_of(value, arena);
    if (prose)
        card_section(sections, title, value_text(prose), value_place(prose), arena);
}

const struct value *texts_of(const struct value *list, struct text key, struct arena *arena)
{
    struct values texts = {0};
    for (size_t i = 0; list && i < value_count(list); i++) {
        const struct value *text = value_get(value_at(list, i), key);
        if (text && value_kind(text) == VALUE_STRING)
            *LIST_ADD(arena, &texts) = *text;
    }
    return texts.count ? value_beside(value_of_list(arena, texts.at, texts.count), list, arena)
                       : NULL;
}
