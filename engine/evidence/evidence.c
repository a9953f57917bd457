#include "evidence/evidence.h"

#include "base/limits.h"
#include "evidence/fields.h"
#include "evidence/format.h"

const struct setting setting_none = {0};
const struct details details_none = {0};

static const char *const grade_names[] = {
    [GRADE_DECLARED] = "declared",
    [GRADE_MEASURED] = "measured",
    [GRADE_ATTESTED] = "attested",
};

const char *grade_name(enum grade grade)
{
    return (size_t)grade < COUNT(grade_names) ? grade_names[grade] : "unknown";
}

bool evidence_read(const char *path, struct text bytes, struct text format, struct arena *arena,
                   struct evidence *out, struct error *err)
{
    struct value *document = ARENA_NEW(arena, struct value);
    struct evidence evidence = {.path = path, .grade = GRADE_DECLARED, .document = document};
    enum carrier carrier;
    const struct format *reader;
    if (bytes.size > LIMIT_EVIDENCE_SIZE)
        return error_at(err, ERROR_REFUSED, (struct place){path, 0, 0},
                        "is larger than %llu bytes, the most that is read of evidence",
                        LIMIT_EVIDENCE_SIZE);
    if (!digest_text(bytes, &evidence.digest, err) ||
        !carrier_read(path, bytes, arena, &carrier, document, err) ||
        !format_choose(document, carrier, format, arena, &reader, err))
        return false;
    evidence.format = reader->name;
    if (!reader->read(&evidence, arena, err))
        return false;
    *out = evidence;
    return true;
}

/* The text of an entry of the subject; the empty text where it is absent. */
static bool subject_text(const struct value *subject, const char *key, struct text *out,
                         struct error *err)
{
    const struct value *entry = value_present(subject, text_of(key));
    if (entry && value_kind(entry) != VALUE_STRING)
        return error_at(err, ERROR_REFUSED, value_place(entry),
                        "subject.%s is %s, a text is needed: put it in quotes", key,
                        kind_words(value_kind(entry)));
    *out = entry ? value_text(entry) : TEXT_NONE;
    return true;
}

static bool entry_matches(const struct value *subject, const char *key, struct text expected,
                          struct error *err)
{
    struct text found;
    if (!subject_text(subject, key, &found, err))
        return false;
    const struct value *entry = value_present(subject, text_of(key));
    if (!entry || text_equal(found, expected))
        return true;
    return error_at(err, ERROR_INTEGRITY, value_place(entry),
                    "the evidence speaks of the %s %.*s, the manifest of %.*s", key,
                    TEXT_ARGS(found), TEXT_ARGS(expected));
}

static bool digest_matches(const struct value *subject, const struct digest *artifact,
                           struct error *err)
{
    struct text found;
    struct digest named;
    char known[DIGEST_TEXT_SIZE];
    const struct value *entry = value_present(subject, TEXT("digest"));
    if (!entry)
        return true;
    if (!subject_text(subject, "digest", &found, err))
        return false;
    if (!digest_read(found, &named))
        return error_at(err, ERROR_REFUSED, value_place(entry),
                        "subject.digest is no digest: sha256: and 64 digits in lower case");
    if (!artifact)
        return error_at(err, ERROR_REFUSED, value_place(entry),
                        "the evidence speaks of an artifact by its digest, the manifest names none "
                        "to compare it with");
    if (digest_equal(&named, artifact))
        return true;
    digest_write(artifact, known);
    return error_at(err, ERROR_INTEGRITY, value_place(entry),
                    "the evidence speaks of the artifact %.*s, the manifest of %s",
                    TEXT_ARGS(found), known);
}

bool evidence_matches(const struct evidence *evidence, struct text name, struct text version,
                      const struct digest *artifact, struct error *err)
{
    return entry_matches(evidence->subject, "name", name, err) &&
           entry_matches(evidence->subject, "version", version, err) &&
           digest_matches(evidence->subject, artifact, err);
}
