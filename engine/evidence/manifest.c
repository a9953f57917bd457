#include "evidence/manifest.h"

#include "base/file.h"
#include "base/limits.h"

#define MANIFEST_KIND "model/v1"
#define SMALL_LETTERS "abcdefghijklmnopqrstuvwxyz"
#define LARGE_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS        "0123456789"

enum { NAME_LONGEST = 128, VERSION_LONGEST = 64 };

/* Said before the schema is asked, which would only know that two texts differ. */
static bool manifest_kind_check(const struct value *document, struct arena *arena,
                                struct error *err)
{
    const struct value *own = value_get(document, TEXT("obstat"));
    if (!own || value_kind(own) != VALUE_STRING || text_is(value_text(own), MANIFEST_KIND))
        return true;
    struct suggestion near = suggest_for(value_text(own));
    suggest_offer(&near, TEXT(MANIFEST_KIND));
    return error_at(err, ERROR_REFUSED, value_place(own),
                    "obstat: %.*s is not a model manifest, which begins with obstat: %s%s",
                    TEXT_ARGS(value_text(own)), MANIFEST_KIND, suggest_hint(&near, arena));
}

static bool name_is_made_of(struct text name, const char *bytes, size_t longest)
{
    for (size_t letter = 0; letter < name.size; letter++)
        if (name.at[letter] == '\0' || !strchr(bytes, name.at[letter]))
            return false;
    return name.size > 0 && name.size <= longest;
}

static bool is_model_name(struct text name)
{
    for (size_t i = 0; i + 1 < name.size; i++)
        if (name.at[i] == '.' && name.at[i + 1] == '.')
            return false;
    return name_is_made_of(name, SMALL_LETTERS DIGITS "._/-", NAME_LONGEST) &&
           name_is_made_of(text_part(name, 0, 1), SMALL_LETTERS DIGITS, 1);
}

/* The schema holds these two by patterns, which are not for reading: said in words first. */
static bool name_and_version_check(const struct value *document, struct error *err)
{
    const struct value *name = value_get(document, TEXT("name"));
    const struct value *version = value_get(document, TEXT("version"));
    if (name && value_kind(name) == VALUE_STRING && !is_model_name(value_text(name)))
        return error_at(err, ERROR_REFUSED, value_place(name),
                        "a name has up to %d small letters, digits and . _ / -, a letter or digit "
                        "first, and no two dots in a row; this one is \"%.*s\"",
                        NAME_LONGEST, TEXT_ARGS(value_text(name)));
    if (version && value_kind(version) == VALUE_STRING &&
        !name_is_made_of(value_text(version), LARGE_LETTERS SMALL_LETTERS DIGITS "._+-",
                         VERSION_LONGEST))
        return error_at(err, ERROR_REFUSED, value_place(version),
                        "a version has up to %d letters, digits and . _ + -; this one is \"%.*s\"",
                        VERSION_LONGEST, TEXT_ARGS(value_text(version)));
    return true;
}

static bool path_climbs(struct text path)
{
    for (size_t part_begin = 0; part_begin < path.size;) {
        const struct text rest = text_part(path, part_begin, path.size);
        const size_t part_size = text_find(rest, '/');
        if (text_is(text_part(rest, 0, part_size), ".."))
            return true;
        part_begin += part_size + 1;
    }
    return false;
}

/* A path that may be opened: relative, and sound. Whether it stays in the project is seen when it
 * is opened, where links are seen too. */
static bool path_check(const struct value *path, struct arena *arena, struct error *err)
{
    const char *relative;
    if (!path)
        return true;
    if (!path_read(value_text(path), value_place(path), arena, &relative, err))
        return false;
    return relative[0] != '/' ||
           error_at(err, ERROR_REFUSED, value_place(path),
                    "the path %s is absolute; paths begin at the manifest's folder", relative);
}

static bool ignored_check(const struct value *path, struct arena *arena, struct error *err)
{
    return path_check(path, arena, err) &&
           (!path_climbs(value_text(path)) ||
            error_at(err, ERROR_REFUSED, value_place(path),
                     "the path %.*s leads out of the artifact's folder",
                     TEXT_ARGS(value_text(path))));
}

static bool artifact_check(const struct value *artifact, struct arena *arena, struct error *err)
{
    const struct value *ignored = value_present(artifact, TEXT("ignore"));
    if (!path_check(value_present(artifact, TEXT("path")), arena, err) ||
        !path_check(value_present(artifact, TEXT("signature")), arena, err))
        return false;
    for (size_t i = 0; ignored && i < value_count(ignored); i++)
        if (!ignored_check(value_at(ignored, i), arena, err))
            return false;
    return true;
}

static bool evidence_check(const struct value *evidence, struct arena *arena, struct error *err)
{
    struct suggestion near;
    const struct value *format = value_present(evidence, TEXT("format"));
    const struct value *measure = value_get(evidence, TEXT("measure"));
    if (!path_check(value_present(evidence, TEXT("path")), arena, err) ||
        !path_check(value_present(evidence, TEXT("signature")), arena, err))
        return false;
    if (measure)
        return error_at(err, ERROR_REFUSED, value_place(measure),
                        "measuring rows is not available in this version");
    if (format && !format_named(value_text(format), &near))
        return error_at(err, ERROR_REFUSED, value_place(format), "there is no format %.*s%s",
                        TEXT_ARGS(value_text(format)), suggest_hint(&near, arena));
    return true;
}

static bool evidence_list_check(const struct value *evidence, struct arena *arena,
                                struct error *err)
{
    if (value_count(evidence) > LIMIT_EVIDENCE_FILES)
        return error_at(err, ERROR_REFUSED, value_place(evidence),
                        "names %zu files of evidence, at most %d are read", value_count(evidence),
                        LIMIT_EVIDENCE_FILES);
    for (size_t i = 0; i < value_count(evidence); i++)
        if (!evidence_check(value_at(evidence, i), arena, err))
            return false;
    return true;
}

static bool tier_fill(struct manifest *manifest, struct arena *arena, struct error *err)
{
    struct suggestion near;
    const struct value *risk = value_present(manifest->document, TEXT("risk"));
    const struct value *tier = value_present(risk, TEXT("tier"));
    manifest->tier = TIER_HIGH;
    manifest->tier_declared = tier != NULL;
    if (!tier || tier_read(value_text(tier), &manifest->tier, &near))
        return true;
    return error_at(err, ERROR_REFUSED, value_place(tier), "there is no risk tier %.*s%s",
                    TEXT_ARGS(value_text(tier)), suggest_hint(&near, arena));
}

static bool target_fill(struct manifest *manifest, struct arena *arena, struct error *err)
{
    struct suggestion near;
    const struct value *target = value_present(manifest->document, TEXT("target"));
    manifest->target = STAGE_NONE;
    if (!target || stage_read(value_text(target), &manifest->target, &near))
        return true;
    return error_at(err, ERROR_REFUSED, value_place(target), "there is no stage %.*s%s",
                    TEXT_ARGS(value_text(target)), suggest_hint(&near, arena));
}

static bool manifest_fill(struct manifest *manifest, struct arena *arena, struct error *err)
{
    const struct value *document = manifest->document;
    manifest->name = value_text(value_get(document, TEXT("name")));
    manifest->version = value_text(value_get(document, TEXT("version")));
    return tier_fill(manifest, arena, err) && target_fill(manifest, arena, err) &&
           artifact_check(value_present(document, TEXT("artifact")), arena, err) &&
           evidence_list_check(value_get(document, TEXT("evidence")), arena, err);
}

bool manifest_read(const char *path, struct text bytes, struct schemas *schemas,
                   struct arena *arena, struct manifest *out, struct error *err)
{
    struct value *document = ARENA_NEW(arena, struct value);
    struct manifest manifest = {
        .path = path, .folder = path_folder(arena, path), .inside = "", .document = document};
    manifest.root = manifest.folder;
    if (bytes.size > LIMIT_MANIFEST_SIZE)
        return error_at(err, ERROR_REFUSED, (struct place){.file = path},
                        "is larger than %llu bytes, the most that a manifest may have",
                        LIMIT_MANIFEST_SIZE);
    if (!digest_text(bytes, &manifest.digest, err) ||
        !document_read(path, bytes, arena, document, err) ||
        !manifest_kind_check(document, arena, err) || !name_and_version_check(document, err) ||
        !schemas_check(schemas, TEXT("model"), document, arena, err) ||
        !manifest_fill(&manifest, arena, err))
        return false;
    *out = manifest;
    return true;
}
