/* Any bytes are a model card or are refused. What is read has sections of titles and texts that
 * stand in the bytes, in their order, each on a line that the file has; what is refused has a
 * message and a place; and what is evidence has a normal form of canonical bytes. */
#include "evidence/carrier.h"
#include "fuzz.h"
#include "value/canonical.h"

#include "base/encode.h"
#include "base/limits.h"

enum { ROOM = 1 << 24 };

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void check_section(const struct value *section, unsigned after, size_t lines)
{
    const int64_t level = value_integer(value_get(section, TEXT("level")));
    const struct text title = value_text(value_get(section, TEXT("title")));
    const struct text text = value_text(value_get(section, TEXT("text")));
    const unsigned line = value_place(section).line;
    demand(level >= 0 && level <= 6 && title.size <= LIMIT_TITLE_SIZE);
    demand(utf8_check(title) == title.size && utf8_check(text) == text.size);
    demand(line >= after && line <= lines);
    demand(level > 0 || (title.size == 0 && text.size > 0));
}

static void check_sections(const struct value *document, struct text source)
{
    const struct value *sections = value_get(document, TEXT("sections"));
    const enum value_kind front = value_kind(value_get(document, TEXT("front")));
    size_t lines = 1;
    unsigned line = 1;
    for (size_t i = 0; i < source.size; i++)
        lines += source.at[i] == '\n' || source.at[i] == '\r';
    demand(front == VALUE_MAP || front == VALUE_NULL);
    for (size_t i = 0; i < value_count(sections); i++) {
        check_section(value_at(sections, i), line, lines);
        line = value_place(value_at(sections, i)).line;
    }
}

static void check_evidence(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct evidence evidence;
    struct buffer bytes = buffer_in(arena, ROOM);
    if (!evidence_read("card.md", source, TEXT_NONE, arena, &evidence, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0] && err.line);
        return;
    }
    const struct value normal = evidence_value(&evidence, arena);
    demand(canonical_write(&normal, &bytes, &err) || err.code == ERROR_REFUSED);
}

static void check(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct value document;
    if (carrier_markdown_read("card.md", source, arena, &document, &err))
        check_sections(&document, source);
    else
        demand(err.code == ERROR_REFUSED && err.message[0] && err.line && err.column);
    (void)carrier_markdown_claims("card", source);
    check_evidence(source, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    check((struct text){(const char *)data, size}, &arena);
    arena_free(&arena);
    return 0;
}
