#include "evidence/card.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "evidence/fields.h"
#include "value/canonical.h"

const char *const card_keys[] = {"datasets", "language", "license", "model_name",
                                 "problems", "sections", NULL};

static bool is_one_of(struct text key, const char *const *keys)
{
    while (*keys && !text_is(key, *keys))
        keys++;
    return *keys != NULL;
}

void card_keep(struct members *card, const struct value *map, const char *const *except,
               struct arena *arena)
{
    const bool some = value_kind(map) == VALUE_MAP;
    for (size_t i = 0; some && i < value_count(map); i++)
        if (!is_one_of(member_key(map, i), except))
            members_add(arena, card, member_key(map, i), *member_value(map, i));
}

void card_add(struct members *card, struct text key, const struct value *value, struct arena *arena)
{
    if (value && value_kind(value) != VALUE_NULL)
        members_add(arena, card, key, *value);
}

/* A name on a card as a text: YAML reads 2024 and true as something else. */
static bool name_text(const struct value *name, struct text key, struct arena *arena,
                      struct value *named_card, struct error *err)
{
    const enum value_kind kind = value_kind(name);
    struct buffer card_name = buffer_in(arena, LIMIT_KEY_SIZE);
    if (kind == VALUE_LIST || kind == VALUE_MAP || kind == VALUE_NULL)
        return error_at(err, ERROR_REFUSED, value_place(name), "%.*s has %s here; a text is needed",
                        TEXT_ARGS(key), kind_words(kind));
    if (kind == VALUE_STRING) {
        *named_card = *name;
        return true;
    }
    if (value_spelling(name).size)
        buffer_add(&card_name, value_spelling(name));
    else if (kind == VALUE_NAN)
        buffer_string(&card_name, "nan");
    else if (!canonical_write(name, &card_name, err))
        return false;
    *named_card = value_placed(value_of_text(buffer_text(&card_name)), value_place(name));
    return true;
}

bool card_names_add(struct members *card, struct text key, const struct value *names,
                    struct arena *arena, struct error *err)
{
    struct values texts = {0};
    struct value text;
    if (!names || value_kind(names) == VALUE_NULL)
        return true;
    if (value_kind(names) != VALUE_LIST) {
        if (!name_text(names, key, arena, &text, err))
            return false;
        members_add(arena, card, key, text);
        return true;
    }
    for (size_t i = 0; i < value_count(names); i++) {
        if (value_kind(value_at(names, i)) == VALUE_NULL)
            continue;
        if (!name_text(value_at(names, i), key, arena, &text, err))
            return false;
        *LIST_ADD(arena, &texts) = text;
    }
    members_add(arena, card, key,
                value_placed(value_of_list(arena, texts.at, texts.count), value_place(names)));
    return true;
}

void card_section(struct sections *sections, struct text title, struct text text,
                  struct place place, struct arena *arena)
{
    if (title.size || text.size)
        *LIST_ADD(arena, sections) = (struct section){title, text, place};
}

/* By title; those of one title lie in order, because each is at its place in the list. */
static int section_order(const void *a, const void *b)
{
    const struct section *const *left_section = a, *const *right_section = b;
    const int title_order = text_compare((*left_section)->title, (*right_section)->title);
    return title_order ? title_order
                       : (*left_section > *right_section) - (*left_section < *right_section);
}

/* The texts of `count` sections of one title. */
static struct text texts_joined(const struct section *const *sections, size_t count,
                                struct arena *arena)
{
    size_t size = 0;
    if (count == 1)
        return sections[0]->text;
    for (size_t section = 0; section < count; section++)
        size += sections[section]->text.size + 2;
    struct buffer section_text = buffer_in(arena, size);
    for (size_t section = 0; section < count; section++) {
        if (section_text.size && sections[section]->text.size)
            buffer_string(&section_text, "\n\n");
        buffer_add(&section_text, sections[section]->text);
    }
    return buffer_text(&section_text);
}

void card_sections_add(struct members *card, const struct sections *sections, struct arena *arena)
{
    struct members texts = {0};
    const struct section **sorted_sections =
        ARENA_ARRAY(arena, const struct section *, sections->count);
    for (size_t section = 0; section < sections->count; section++)
        sorted_sections[section] = &sections->at[section];
    if (sections->count)
        qsort(sorted_sections, sections->count, sizeof(const struct section *), section_order);
    for (size_t section = 0, same_title; section < sections->count; section += same_title) {
        for (same_title = 1; section + same_title < sections->count; same_title++)
            if (!text_equal(sorted_sections[section]->title,
                            sorted_sections[section + same_title]->title))
                break;
        members_add(
            arena, &texts, sorted_sections[section]->title,
            value_placed(value_of_text(texts_joined(sorted_sections + section, same_title, arena)),
                         sorted_sections[section]->place));
    }
    if (texts.count)
        members_add(arena, card, TEXT("sections"), value_of_map(arena, &texts));
}
