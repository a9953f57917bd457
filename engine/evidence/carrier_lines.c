/* JSON lines: a document on each line, as long as there are any. */
#include "evidence/carrier.h"

#include "base/limits.h"
#include "value/json.h"

static struct text line_next(struct text bytes, size_t *at)
{
    const struct text rest = text_part(bytes, *at, bytes.size);
    const size_t size = text_find(rest, '\n');
    *at += size < rest.size ? size + 1 : size;
    return text_part(rest, 0, size);
}

static bool line_read(const char *path, struct text line, unsigned number, struct arena *arena,
                      struct value *document, struct error *err)
{
    const struct json_options as_python_writes = {
        .bare_nan = true, .bare_huge = true, .first_line = number};
    const struct text source = {text_string(arena, line), line.size};
    return json_read(path, source, as_python_writes, arena, document, err);
}

bool carrier_lines_read(const char *path, struct text bytes, struct arena *arena,
                        struct value *document, struct error *err)
{
    struct values documents = {0};
    unsigned number = 0;
    for (size_t at = 0; at < bytes.size;) {
        struct value found;
        const struct text line = line_next(bytes, &at);
        number++;
        if (text_trimmed(line).size == 0)
            continue;
        if (documents.count == LIMIT_LINES)
            return error_at(err, ERROR_REFUSED, (struct place){path, number, 1},
                            "has more than %d lines, the most that are read", LIMIT_LINES);
        if (!line_read(path, line, number, arena, &found, err))
            return false;
        *LIST_ADD(arena, &documents) = found;
    }
    *document = value_placed(value_of_list(arena, documents.at, documents.count),
                             (struct place){path, 1, 1});
    return true;
}

static bool is_braced(struct text line)
{
    return line.size > 1 && line.at[0] == '{' && line.at[line.size - 1] == '}';
}

/* By its name; else two lines that begin, each a map in braces. */
bool carrier_lines_claims(const char *path, struct text bytes)
{
    const struct text name = text_of(path);
    size_t braced = 0;
    if (text_ends(name, TEXT(".ndjson")) || text_ends(name, TEXT(".jsonl")))
        return true;
    if (text_ends(name, TEXT(".json")) || text_ends(name, TEXT(".yaml")) ||
        text_ends(name, TEXT(".yml")))
        return false;
    for (size_t at = 0; at < bytes.size && braced < 2;) {
        const struct text line = text_trimmed(line_next(bytes, &at));
        if (line.size && !is_braced(line))
            return false;
        braced += line.size > 0;
    }
    return braced == 2;
}
