/* JSON lines: a document on each line, as long as there are any. */
#include "evidence/carrier.h"

#include "base/limits.h"
#include "value/json.h"

static struct text line_next(struct text lines_text, size_t *at)
{
    const struct text lines_left = text_part(lines_text, *at, lines_text.size);
    const size_t size = text_find(lines_left, '\n');
    *at += size < lines_left.size ? size + 1 : size;
    return text_part(lines_left, 0, size);
}

static bool line_read(const char *path, struct text line, unsigned number, struct arena *arena,
                      struct value *document, struct error *err)
{
    const struct json_options as_python_writes = {
        .bare_nan = true, .bare_huge = true, .first_line = number};
    const struct text line_source = {text_string(arena, line), line.size};
    return json_read(path, line_source, as_python_writes, arena, document, err);
}

bool carrier_lines_read(const char *path, struct text lines_text, struct arena *arena,
                        struct value *document, struct error *err)
{
    struct values line_documents = {0};
    unsigned number = 0;
    for (size_t at = 0; at < lines_text.size;) {
        struct value found;
        const struct text line = line_next(lines_text, &at);
        number++;
        if (text_trimmed(line).size == 0)
            continue;
        if (line_documents.count == LIMIT_LINES)
            return error_at(err, ERROR_REFUSED, (struct place){path, number, 1},
                            "has more than %d lines, the most that are read", LIMIT_LINES);
        if (!line_read(path, line, number, arena, &found, err))
            return false;
        *LIST_ADD(arena, &line_documents) = found;
    }
    *document = value_placed(value_of_list(arena, line_documents.at, line_documents.count),
                             (struct place){path, 1, 1});
    return true;
}

static bool is_braced(struct text line)
{
    return line.size > 1 && line.at[0] == '{' && line.at[line.size - 1] == '}';
}

/* By its name; else two lines that begin, each a map in braces. */
bool carrier_lines_claims(const char *path, struct text lines_text)
{
    const struct text name = text_of(path);
    size_t braced = 0;
    if (text_ends(name, TEXT(".ndjson")) || text_ends(name, TEXT(".jsonl")))
        return true;
    if (text_ends(name, TEXT(".json")) || text_ends(name, TEXT(".yaml")) ||
        text_ends(name, TEXT(".yml")))
        return false;
    for (size_t at = 0; at < lines_text.size && braced < 2;) {
        const struct text line = text_trimmed(line_next(lines_text, &at));
        if (line.size && !is_braced(line))
            return false;
        braced += line.size > 0;
    }
    return braced == 2;
}
