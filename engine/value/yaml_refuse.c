#include "value/yaml_reader.h"

const char *yaml_shown(struct text name, char out[YAML_SHOWN_SIZE])
{
    static const struct text name_cut = {"...", 3};
    size_t name_size = name.size;
    if (name_size >= YAML_SHOWN_SIZE)
        for (name_size = YAML_SHOWN_SIZE - 1 - name_cut.size;
             name_size && (name.at[name_size] & 0xc0) == 0x80;)
            name_size--; /* not in the middle of a character */
    for (size_t letter = 0; letter < name_size; letter++)
        out[letter] =
            (unsigned char)name.at[letter] < ' ' || name.at[letter] == 0x7f ? '?' : name.at[letter];
    (void)snprintf(out + name_size, YAML_SHOWN_SIZE - name_size, "%s",
                   name_size < name.size ? name_cut.at : "");
    return out;
}

/* ---- what libyaml says ---- */

/* libyaml's words for what goes wrong most, and ours, which say what to do. */
static const struct {
    const char *problem;
    bool at_context; /* the place to mend is where the construct began */
    const char *sentence;
} sentences[] = {
    {"could not find expected ':'", true,
     "a key without its colon, or a text over several lines that needs quotes"},
    {"found character that cannot start any token", false,
     "no value begins with this character; indent with spaces, and put such a text in quotes"},
    {"mapping values are not allowed in this context", false,
     "a colon that makes no key here; check the indentation, or put the text in quotes"},
    {"block sequence entries are not allowed in this context", false,
     "a list does not begin here; begin it on a line of its own"},
    {"did not find expected key", false,
     "a key of the map is expected here; check the indentation and the quotes"},
    {"did not find expected '-' indicator", false,
     "an item of the list, \"- ...\", is expected here; check the indentation"},
    {"did not find expected ',' or ']'", false, "a list in brackets needs ',' or ']' here"},
    {"did not find expected ',' or '}'", false, "a map in braces needs ',' or '}' here"},
    {"did not find expected node content", false, "a value is expected here"},
    {"did not find expected <document start>", false,
     "this belongs to nothing; check the indentation of the lines before it"},
    {"found unexpected end of stream", true, "these quotes are never closed"},
    {"found unexpected document indicator", true, "these quotes are never closed"},
    {"found unknown escape character", false,
     "no such escape in double quotes; write \\\\ for a backslash, or use single quotes"},
    {"found a tab character that violates indentation", false,
     "a tab in the indentation; use spaces"},
    {"found a tab character where an indentation space is expected", false,
     "a tab in the indentation; use spaces"},
    {"found incompatible YAML document", false, "the document wants a YAML that is not 1.1 or 1.2"},
};

static struct place mark_place(const struct yaml_reader *reader, yaml_mark_t mark)
{
    return (struct place){reader->file, (unsigned)mark.line + 1, (unsigned)mark.column + 1};
}

static bool refuse_character(const struct yaml_reader *reader)
{
    return error_at(
        reader->err, ERROR_REFUSED,
        yaml_source_place(reader->file, reader->source, reader->parser.problem_offset),
        "the character U+%04X does not belong in a text file; in double quotes it can be escaped",
        (unsigned)reader->parser.problem_value);
}

bool yaml_parser_refuse(const struct yaml_reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const struct place place = mark_place(reader, parser->problem_mark);
    if (parser->error == YAML_MEMORY_ERROR)
        arena_exhausted();
    if (parser->error == YAML_READER_ERROR)
        return refuse_character(reader);
    for (size_t sentence = 0; sentence < COUNT(sentences); sentence++)
        if (strcmp(sentences[sentence].problem, parser->problem) == 0)
            return error_at(reader->err, ERROR_REFUSED,
                            sentences[sentence].at_context && parser->context
                                ? mark_place(reader, parser->context_mark)
                                : place,
                            "%s", sentences[sentence].sentence);
    if (!parser->context)
        return error_at(reader->err, ERROR_REFUSED, place, "not YAML: %s", parser->problem);
    return error_at(reader->err, ERROR_REFUSED, place, "not YAML: %s, %s", parser->context,
                    parser->problem);
}
