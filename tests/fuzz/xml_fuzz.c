/* Any bytes are read as XML or refused. What is read is no deeper than the limit, has canonical
 * bytes, and every element has a name and a place; behind a byte order mark it is the same. What is
 * refused has a message and a place. */
#include "fuzz.h"

#include "base/limits.h"
#include "evidence/carrier.h"
#include "value/canonical.h"

enum { ROOM = 1 << 24 };

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void check_element(const struct value *element, size_t depth)
{
    const struct value *children = value_get(element, TEXT("children"));
    const struct place place = value_place(element);
    demand(depth <= LIMIT_XML_DEPTH && place.line && place.column && place.file);
    demand(value_text(value_get(element, TEXT("name"))).size > 0);
    demand(value_kind(value_get(element, TEXT("text"))) == VALUE_STRING);
    for (size_t i = 0; i < value_count(children); i++)
        check_element(value_at(children, i), depth + 1);
}

static void check(struct text source, struct arena *arena)
{
    static const struct text mark = {"\xef\xbb\xbf", 3};
    struct error err = {0};
    struct value document, marked;
    struct buffer canonical = buffer_in(arena, ROOM), again = buffer_in(arena, ROOM),
                  with_mark = buffer_in(arena, ROOM);
    if (!carrier_xml_read("r.xml", source, arena, &document, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0] && err.line && err.column);
        return;
    }
    check_element(&document, 1);
    demand(canonical_write(&document, &canonical, &err));
    if (text_starts(source, mark))
        return;
    buffer_add(&with_mark, mark);
    buffer_add(&with_mark, source);
    demand(carrier_xml_read("r.xml", buffer_text(&with_mark), arena, &marked, &err));
    demand(canonical_write(&marked, &again, &err));
    demand(text_equal(buffer_text(&canonical), buffer_text(&again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    check((struct text){(const char *)data, size}, &arena);
    arena_free(&arena);
    return 0;
}
