/* XML, as test reports have it: elements, attributes and text, and nothing that could expand.
 *
 *     <testcase name="a">        {name: "testcase", attributes: {name: "a"}, text: "",
 *       <failure>no</failure>     children: [{name: "failure", text: "no"}]}
 *     </testcase>
 *
 * A document type declaration is refused, and with it every entity of one's own: there is nothing
 * to expand or fetch. Names stay as they are written, prefix and all. An attribute has the place
 * of its element. Text that is only white space is empty; what stands between children is joined.
 */
#include "evidence/carrier.h"

#include "base/encode.h"
#include "base/limits.h"

#include <ctype.h>
#include <expat.h>
#include <stdarg.h>
#include <strings.h>

/* An element whose end has not come yet. */
struct xml_element {
    struct text name;
    struct place place;
    struct value attributes; /* a map, empty where there are none                   */
    struct values children;  /* these two keep their room for the next of the depth */
    struct buffer text;
};

struct xml_reader {
    XML_Parser parser;
    const char *file;
    struct arena *arena;
    struct error *err;
    bool refused;
    size_t nodes, depth;      /* of the XML so far                                         */
    struct xml_element *open; /* LIMIT_XML_DEPTH of them; open[depth - 1] is the innermost */
    struct value root;
};

static struct place xml_place(const struct xml_reader *xml)
{
    return (struct place){xml->file, (unsigned)XML_GetCurrentLineNumber(xml->parser),
                          (unsigned)XML_GetCurrentColumnNumber(xml->parser) + 1};
}

PRINTF_LIKE(2, 3)
static void xml_refuse(struct xml_reader *xml, const char *format, ...)
{
    char xml_reason[ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(xml_reason, sizeof xml_reason, format, arguments);
    va_end(arguments);
    xml->refused = true;
    (void)error_at(xml->err, ERROR_REFUSED, xml_place(xml), "%s", xml_reason);
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

/* One more element or attribute. */
static bool node_count(struct xml_reader *xml)
{
    if (xml->nodes++ < LIMIT_XML_NODES)
        return true;
    xml_refuse(xml, "has more than %d elements and attributes, the most that are read of XML",
               LIMIT_XML_NODES);
    return false;
}

/* The attributes that expat hands over: names and values by turns, then NULL; no name twice. */
static bool attributes_read(struct xml_reader *xml, const XML_Char **given, struct place place,
                            struct value *out)
{
    struct members attributes = {0};
    size_t twice;
    for (; given[0]; given += 2) {
        const struct text name = text_of(given[0]);
        const struct text content = text_copy(xml->arena, text_of(given[1]));
        if (!node_count(xml))
            return false;
        if (attributes.count >= LIMIT_XML_ATTRIBUTES)
            xml_refuse(xml, "the element has more than %d attributes", LIMIT_XML_ATTRIBUTES);
        if (name.size > LIMIT_KEY_SIZE)
            xml_refuse(xml, "the name of an attribute is longer than %d bytes", LIMIT_KEY_SIZE);
        if (xml->refused)
            return false;
        members_add(xml->arena, &attributes, text_copy(xml->arena, name),
                    value_placed(value_of_text(content), place));
    }
    if (!members_sort(attributes.at, attributes.count, &twice)) {
        xml_refuse(xml, "an attribute is given twice");
        return false;
    }
    *out = value_placed(value_over_members(attributes.at, attributes.count), place);
    return true;
}

static void XMLCALL element_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct xml_reader *xml = user;
    if (xml->refused)
        return;
    if (xml->depth >= LIMIT_XML_DEPTH) {
        xml_refuse(xml, "elements are nested more than %d deep", LIMIT_XML_DEPTH);
        return;
    }
    struct xml_element *element = &xml->open[xml->depth];
    element->place = xml_place(xml);
    if (!node_count(xml) || !attributes_read(xml, attributes, element->place, &element->attributes))
        return;
    element->name = text_copy(xml->arena, text_of(name));
    element->children.count = 0;
    element->text.size = 0;
    xml->depth++;
}

static bool is_element_blank(struct text element_text)
{
    size_t i = 0;
    while (i < element_text.size && isspace((unsigned char)element_text.at[i]))
        i++;
    return i == element_text.size;
}

static struct value element_value(const struct xml_element *element, struct arena *arena)
{
    struct members element_parts = {0};
    struct text element_text = buffer_text(&element->text);
    element_text = is_element_blank(element_text) ? TEXT_NONE : text_copy(arena, element_text);
    members_add(arena, &element_parts, TEXT("name"),
                value_placed(value_of_text(element->name), element->place));
    members_add(arena, &element_parts, TEXT("text"),
                value_placed(value_of_text(element_text), element->place));
    if (value_count(&element->attributes))
        members_add(arena, &element_parts, TEXT("attributes"), element->attributes);
    if (element->children.count)
        members_add(
            arena, &element_parts, TEXT("children"),
            value_placed(value_of_list(arena, element->children.at, element->children.count),
                         element->place));
    return value_placed(value_of_map(arena, &element_parts), element->place);
}

static void XMLCALL element_end(void *user, const XML_Char *name)
{
    struct xml_reader *xml = user;
    (void)name; /* expat has compared it with the start */
    if (xml->refused)
        return;
    xml->depth--;
    const struct value value = element_value(&xml->open[xml->depth], xml->arena);
    if (xml->depth == 0)
        xml->root = value;
    else
        *LIST_ADD(xml->arena, &xml->open[xml->depth - 1].children) = value;
}

static void XMLCALL text_found(void *user, const XML_Char *text, int size)
{
    struct xml_reader *xml = user;
    if (!xml->refused && xml->depth > 0)
        buffer_add(&xml->open[xml->depth - 1].text, (struct text){text, (size_t)size});
}

static void XMLCALL doctype_found(void *user, const XML_Char *name, const XML_Char *address,
                                  const XML_Char *identifier, int internal)
{
    (void)name, (void)address, (void)identifier, (void)internal;
    xml_refuse(user, "a DOCTYPE is not read: it can declare entities that expand without end or "
                     "name other files");
}

static void XMLCALL declaration_found(void *user, const XML_Char *version, const XML_Char *encoding,
                                      int standalone)
{
    (void)version, (void)standalone;
    if (encoding && strcasecmp(encoding, "UTF-8") != 0 && strcasecmp(encoding, "US-ASCII") != 0)
        xml_refuse(user, "the encoding is %.40s; only UTF-8 is read", encoding);
}

static void xml_prepare(struct xml_reader *xml)
{
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, element_start, element_end);
    XML_SetCharacterDataHandler(xml->parser, text_found);
    XML_SetStartDoctypeDeclHandler(xml->parser, doctype_found);
    XML_SetXmlDeclHandler(xml->parser, declaration_found);
    (void)XML_SetParamEntityParsing(xml->parser, XML_PARAM_ENTITY_PARSING_NEVER);
    xml->open = ARENA_ARRAY(xml->arena, struct xml_element, LIMIT_XML_DEPTH);
    for (size_t depth = 0; depth < LIMIT_XML_DEPTH; depth++)
        xml->open[depth].text = buffer_in(xml->arena, LIMIT_EVIDENCE_SIZE);
}

/* expat mixes a number of its own into its tables of names, so that nobody can choose names that
 * collide; drawn from the document itself, reading needs no randomness. */
static bool xml_salt(struct xml_reader *xml, struct text xml_text)
{
    struct digest digest;
    unsigned long xml_number;
    if (!digest_text(xml_text, &digest, xml->err))
        return false;
    memcpy(&xml_number, digest.bytes, sizeof xml_number);
    return XML_SetHashSalt(xml->parser, xml_number | 1) == 1 ||
           error_set(xml->err, ERROR_BUG, "expat takes no salt");
}

static bool xml_parse(struct xml_reader *xml, struct text xml_text)
{
    xml_prepare(xml);
    if (!xml_salt(xml, xml_text))
        return false;
    const enum XML_Status status =
        XML_Parse(xml->parser, xml_text.at, (int)xml_text.size, XML_TRUE);
    if (xml->refused)
        return false;
    const enum XML_Error fault = XML_GetErrorCode(xml->parser);
    if (fault == XML_ERROR_NO_MEMORY)
        arena_exhausted();
    return status == XML_STATUS_OK ||
           error_at(xml->err, ERROR_REFUSED, xml_place(xml), "is not well-formed XML: %s",
                    XML_ErrorString(fault));
}

/* XML of two bytes a character, by the byte order mark or by the zero beside a `<`. */
static bool is_utf16(struct text xml_text)
{
    static const struct text utf16_marks[] = {
        {"\xff\xfe", 2}, {"\xfe\xff", 2}, {"\0<", 2}, {"<\0", 2}};
    for (size_t utf16_mark = 0; utf16_mark < COUNT(utf16_marks); utf16_mark++)
        if (text_starts(xml_text, utf16_marks[utf16_mark]))
            return true;
    return false;
}

/* Line and column of the byte at `at`, columns in code points. */
static struct place byte_place(const char *path, struct text xml_text, size_t at)
{
    struct place place = {path, 1, 1};
    for (size_t i = 0; i < at; i++) {
        if (xml_text.at[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)xml_text.at[i] & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static struct text without_mark(struct text xml_text)
{
    static const struct text xml_mark = {"\xef\xbb\xbf", 3};
    return text_starts(xml_text, xml_mark) ? text_part(xml_text, 3, xml_text.size) : xml_text;
}

bool carrier_xml_read(const char *path, struct text xml_text, struct arena *arena,
                      struct value *document, struct error *err)
{
    if (is_utf16(xml_text))
        return error_at(err, ERROR_REFUSED, (struct place){path, 1, 1},
                        "is XML in UTF-16; only UTF-8 is read");
    const size_t bad_xml_byte = utf8_check(xml_text);
    if (bad_xml_byte < xml_text.size)
        return error_at(err, ERROR_REFUSED, byte_place(path, xml_text, bad_xml_byte),
                        "the byte here is not UTF-8");
    struct xml_reader xml = {.file = path, .arena = arena, .err = err};
    xml.parser = XML_ParserCreate("UTF-8");
    if (!xml.parser)
        arena_exhausted();
    const bool parsed = xml_parse(&xml, without_mark(xml_text));
    XML_ParserFree(xml.parser);
    if (parsed)
        *document = xml.root;
    return parsed;
}

/* By its name, or by a tag, a declaration or a comment at the start: neither JSON, YAML nor a table
 * begins with those. A model card may, and says so by its name. */
bool carrier_xml_claims(const char *path, struct text xml_text)
{
    const struct text name = text_of(path);
    struct text xml_start = without_mark(xml_text);
    if (text_ends(name, TEXT(".xml")))
        return true;
    if (text_ends(name, TEXT(".md")) || text_ends(name, TEXT(".markdown")))
        return false;
    while (xml_start.size && isspace((unsigned char)xml_start.at[0]))
        xml_start = text_part(xml_start, 1, xml_start.size);
    return xml_start.size > 1 && xml_start.at[0] == '<' &&
           (isalpha((unsigned char)xml_start.at[1]) || memchr("?!_:\0", xml_start.at[1], 5));
}
