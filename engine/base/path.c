#include "base/file.h"

#include "base/file_parts.h"
#include "base/limits.h"

static bool refuse_long(struct place place, struct error *err)
{
    char most[COUNT_TEXT_SIZE];
    count_write(LIMIT_PATH_SIZE - 1, most);
    return error_at(err, ERROR_REFUSED, place, "a path is longer than %s bytes", most);
}

bool path_read(struct text text, struct place place, struct arena *arena, const char **out,
               struct error *err)
{
    if (text.size == 0)
        return error_at(err, ERROR_REFUSED, place, "the path of a file is empty");
    if (text.size >= LIMIT_PATH_SIZE)
        return refuse_long(place, err);
    if (text_find(text, '\0') < text.size)
        return error_at(err, ERROR_REFUSED, place, "a path has a NUL byte inside");
    *out = text_string(arena, text);
    return true;
}

const char *path_join(struct arena *arena, const char *folder, const char *name)
{
    const struct text head = text_of(folder);
    if (head.size == 0 || text_is(head, ".") || name[0] == '/')
        return text_string(arena, text_of(name));
    const char *slash = text_ends(head, TEXT("/")) ? "" : "/";
    return text_format(arena, "%s%s%s", folder, slash, name).at;
}

static size_t without_slashes(const char *path, size_t size)
{
    while (size > 1 && path[size - 1] == '/')
        size--;
    return size;
}

const char *path_folder(struct arena *arena, const char *path)
{
    size_t size = without_slashes(path, strlen(path));
    while (size > 0 && path[size - 1] != '/')
        size--;
    if (size == 0)
        return ".";
    return text_string(arena, (struct text){path, without_slashes(path, size)});
}
