#include "base/file.h"

#include "base/file_parts.h"
#include "base/limits.h"

static bool path_refuse_long(struct place place, struct error *err)
{
    char most[COUNT_TEXT_SIZE];
    count_write(LIMIT_PATH_SIZE - 1, most);
    return error_at(err, ERROR_REFUSED, place, "a path is longer than %s bytes", most);
}

bool path_read(struct text text, struct place place, struct arena *arena, const char **path,
               struct error *err)
{
    if (text.size == 0)
        return error_at(err, ERROR_REFUSED, place, "the path of a file is empty");
    if (text.size >= LIMIT_PATH_SIZE)
        return path_refuse_long(place, err);
    if (text_find(text, '\0') < text.size)
        return error_at(err, ERROR_REFUSED, place, "a path has a NUL byte inside");
    *path = text_string(arena, text);
    return true;
}

const char *path_join(struct arena *arena, const char *folder, const char *name)
{
    const struct text head = text_of(folder);
    if (head.size == 0 || text_is(head, ".") || name[0] == '/')
        return text_string(arena, text_of(name));
    const struct text tail = text_of(name);
    const size_t slash = !text_ends(head, TEXT("/"));
    char *joined = arena_alloc(arena, head.size + slash + tail.size + 1);
    memcpy(joined, head.at, head.size);
    joined[head.size] = '/';
    memcpy(joined + head.size + slash, tail.at, tail.size + 1);
    return joined;
}

/* Where the last part of the first `size` bytes begins. */
static size_t path_last_part(const char *path, size_t size)
{
    while (size > 0 && path[size - 1] != '/')
        size--;
    return size;
}

const char *path_settle(struct arena *arena, const char *path)
{
    char *settled = arena_alloc(arena, strlen(path) + 1);
    size_t size = 0; /* written so far, without a slash at the end */
    for (const char *at = path; *at; at += strspn(at, "/")) {
        const size_t part = strcspn(at, "/");
        const size_t last = path_last_part(settled, size);
        const bool up = part == 2 && strncmp(at, "..", part) == 0;
        const bool above = text_equal((struct text){settled + last, size - last}, TEXT(".."));
        if (up && size > 0 && !above)
            size = last ? last - 1 : 0;
        else if (part != 1 || at[0] != '.') {
            if (size > 0)
                settled[size++] = '/';
            memcpy(settled + size, at, part);
            size += part;
        }
        at += part;
    }
    settled[size] = '\0';
    return size ? settled : ".";
}

static size_t path_size_without_slashes(const char *path, size_t size)
{
    while (size > 1 && path[size - 1] == '/')
        size--;
    return size;
}

const char *path_folder(struct arena *arena, const char *path)
{
    size_t size = path_size_without_slashes(path, strlen(path));
    while (size > 0 && path[size - 1] != '/')
        size--;
    if (size == 0)
        return ".";
    return text_string(arena, (struct text){path, path_size_without_slashes(path, size)});
}
