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
                   struct evidence *read_evidence, struct error *err)
{
    struct value *document = ARENA_NEW(arena, struct value);
    struct evidence evidence = {.path = path, .grade = GRADE_DECLARED, .document = document};
    enum carrier carrier;
    const struct format *evidence_format;
    if (bytes.size > LIMIT_EVIDENCE_SIZE)
        return error_at(err, ERROR_REFUSED, (struct place){path, 0, 0},
                        "is larger than %llu bytes, the most that is read of evidence",
                        LIMIT_EVIDENCE_SIZE);
    if (!digest_text(bytes, &evidence.digest, err) ||
        !carrier_read(path, bytes, arena, &carrier, document, err) ||
        !format_choose(document, carrier, format, arena, &evidence_format, err))
        return false;
    evidence.format = evidence_format->name;
    if (!evidence_format->read(&evidence, arena, err))
        return false;
    *read_evidence = evidence;
    return true;
}

/* The text of an entry of the evidence's subject; the empty text where it is absent. */
static bool subject_text(const struct value *subject, const char *key, struct text *subject_words,
                         struct error *err)
{
    const struct value *subject_entry = value_present(subject, text_of(key));
    if (subject_entry && value_kind(subject_entry) != VALUE_STRING)
        return error_at(err, ERROR_REFUSED, value_place(subject_entry),
                        "subject.%s is %s, a text is needed: put it in quotes", key,
                        kind_words(value_kind(subject_entry)));
    *subject_words = subject_entry ? value_text(subject_entry) : TEXT_NONE;
    return true;
}

static bool entry_matches(const struct value *subject, const char *key, struct text expected,
                          struct error *err)
{
    struct text subject_words;
    if (!subject_text(subject, key, &subject_words, err))
        return false;
    const struct value *subject_entry = value_present(subject, text_of(key));
    if (!subject_entry || text_equal(subject_words, expected))
        return true;
    return error_at(err, ERROR_INTEGRITY, value_place(subject_entry),
                    "the evidence speaks of the %s %.*s, the manifest of %.*s", key,
                    TEXT_ARGS(subject_words), TEXT_ARGS(expected));
}

static bool digest_matches(const struct value *subject, const struct digest *artifact,
                           struct error *err)
{
    struct text subject_words;
    struct digest subject_digest;
    char artifact_digest[DIGEST_TEXT_SIZE];
    const struct value *subject_entry = value_present(subject, TEXT("digest"));
    if (!subject_entry)
        return true;
    if (!subject_text(subject, "digest", &subject_words, err))
        return false;
    if (!digest_read(subject_words, &subject_digest))
        return error_at(err, ERROR_REFUSED, value_place(subject_entry),
                        "subject.digest is no digest: sha256: and 64 digits in lower case");
    if (!artifact)
        return error_at(err, ERROR_REFUSED, value_place(subject_entry),
                        "the evidence speaks of an artifact by its digest, the manifest names none "
                        "to compare it with");
    if (digest_equal(&subject_digest, artifact))
        return true;
    digest_write(artifact, artifact_digest);
    return error_at(err, ERROR_INTEGRITY, value_place(subject_entry),
                    "the evidence speaks of the artifact %.*s, the manifest of %s",
                    TEXT_ARGS(subject_words), artifact_digest);
}

bool evidence_matches(const struct evidence *evidence, struct text name, struct text version,
                      const struct digest *artifact, struct error *err)
{
    return entry_matches(evidence->subject, "name", name, err) &&
           entry_matches(evidence->subject, "version", version, err) &&
           digest_matches(evidence->subject, artifact, err);
}
