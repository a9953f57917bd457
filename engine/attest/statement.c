#include "attest/statement.h"

#include "attest/member.h"
#include "base/limits.h"
#include "value/canonical.h"
#include "value/json.h"

static const struct text statement_v1 = {"https://in-toto.io/Statement/v1", 31};

enum { HEX_AT = sizeof "sha256:" - 1, HEX_SIZE = 64 };

static bool subject_name(const struct value *subject_map, struct text *subject, struct error *err)
{
    const struct value *subject_named = value_present(subject_map, TEXT("name"));
    if (subject_named && value_kind(subject_named) != VALUE_STRING)
        return error_at(err, ERROR_REFUSED, value_place(subject_named), "`name` must be a string");
    *subject = subject_named ? value_text(subject_named) : TEXT_NONE;
    return true;
}

static bool subject_read(const struct value *subject_map, struct arena *arena,
                         struct statement_subject *subject, struct error *err)
{
    const struct value *subject_digests;
    struct text sha256;
    if (value_kind(subject_map) != VALUE_MAP)
        return error_at(err, ERROR_REFUSED, value_place(subject_map), "a subject must be a map");
    if (!subject_name(subject_map, &subject->name, err) ||
        !member_of(subject_map, TEXT("digest"), VALUE_MAP, &subject_digests, err) ||
        !member_text(subject_digests, TEXT("sha256"), &sha256, err))
        return false;
    if (sha256.size != HEX_SIZE ||
        !digest_read(text_format(arena, "sha256:%.*s", TEXT_ARGS(sha256)), &subject->digest))
        return error_at(err, ERROR_REFUSED, value_place(value_get(subject_digests, TEXT("sha256"))),
                        "`sha256` must be 64 hexadecimal digits in lower case");
    return true;
}

static bool subjects_read(const struct value *statement_document, struct arena *arena,
                          struct statement_subjects *subjects, struct error *err)
{
    const struct value *subject_list;
    if (!member_of(statement_document, TEXT("subject"), VALUE_LIST, &subject_list, err))
        return false;
    const size_t subject_count = value_count(subject_list);
    if (!subject_count || subject_count > LIMIT_STATEMENT_SUBJECTS)
        return error_at(err, ERROR_REFUSED, value_place(subject_list),
                        "a statement is about 1 to %d subjects", LIMIT_STATEMENT_SUBJECTS);
    for (size_t i = 0; i < subject_count; i++)
        if (!subject_read(value_at(subject_list, i), arena, LIST_ADD(arena, subjects), err))
            return false;
    return true;
}

static bool type_check(const struct value *statement_document, struct error *err)
{
    struct text statement_type;
    if (value_kind(statement_document) != VALUE_MAP)
        return error_at(err, ERROR_REFUSED, value_place(statement_document),
                        "is no in-toto statement: a map is");
    if (!member_text(statement_document, TEXT("_type"), &statement_type, err))
        return false;
    if (!text_equal(statement_type, statement_v1))
        return error_at(
            err, ERROR_REFUSED, value_place(value_get(statement_document, TEXT("_type"))),
            "is no in-toto statement of version 1: `_type` must be %s", statement_v1.at);
    return true;
}

/* What says nothing says it as well without braces: in-toto takes both for the same. */
static bool predicate_read(const struct value *statement_document, struct arena *arena,
                           const struct value **out, struct error *err)
{
    const struct value *predicate = value_present(statement_document, TEXT("predicate"));
    if (predicate && value_kind(predicate) != VALUE_MAP)
        return error_at(err, ERROR_REFUSED, value_place(predicate), "`predicate` must be a map");
    if (!predicate) {
        struct value *empty_predicate = ARENA_NEW(arena, struct value);
        *empty_predicate = value_of_map(arena, &(struct members){0});
        predicate = empty_predicate;
    }
    *out = predicate;
    return true;
}

bool statement_read(const char *file, struct text payload, struct arena *arena,
                    struct statement *out, struct error *err)
{
    struct statement statement = {0};
    struct value statement_document;
    const struct text payload_source = {text_string(arena, payload), payload.size};
    if (!json_read(file, payload_source, (struct json_options){0}, arena, &statement_document,
                   err) ||
        !type_check(&statement_document, err) ||
        !subjects_read(&statement_document, arena, &statement.subjects, err) ||
        !member_text(&statement_document, TEXT("predicateType"), &statement.predicate_type, err) ||
        !predicate_read(&statement_document, arena, &statement.predicate, err))
        return false;
    if (!statement.predicate_type.size)
        return error_at(err, ERROR_REFUSED, value_place(&statement_document),
                        "`predicateType` is empty");
    *out = statement;
    return true;
}

static struct value subject_value(const struct statement_subject *subject, struct arena *arena)
{
    struct members subject_digests = {0}, subject_members = {0};
    const struct text subject_digits =
        text_part(digest_print(&subject->digest, arena), HEX_AT, DIGEST_TEXT_SIZE);
    members_add(arena, &subject_digests, TEXT("sha256"), value_of_text(subject_digits));
    members_add(arena, &subject_members, TEXT("digest"), value_of_map(arena, &subject_digests));
    members_add(arena, &subject_members, TEXT("name"), value_of_text(subject->name));
    return value_of_map(arena, &subject_members);
}

bool statement_write(const struct statement *statement, struct arena *arena, struct text *out,
                     struct error *err)
{
    struct values subject_values = {0};
    struct members statement_members = {0};
    struct buffer statement_bytes = buffer_in(arena, LIMIT_STATEMENT_SIZE);
    for (size_t i = 0; i < statement->subjects.count; i++)
        *LIST_ADD(arena, &subject_values) = subject_value(&statement->subjects.at[i], arena);
    members_add(arena, &statement_members, TEXT("_type"), value_of_text(statement_v1));
    members_add(arena, &statement_members, TEXT("predicate"), *statement->predicate);
    members_add(arena, &statement_members, TEXT("predicateType"),
                value_of_text(statement->predicate_type));
    members_add(arena, &statement_members, TEXT("subject"),
                value_of_list(arena, subject_values.at, subject_values.count));
    const struct value statement_document = value_of_map(arena, &statement_members);
    if (!canonical_write(&statement_document, &statement_bytes, err))
        return false;
    if (buffer_full(&statement_bytes))
        return error_set(err, ERROR_REFUSED, "the statement is larger than %zu bytes",
                         statement_bytes.max);
    *out = buffer_text(&statement_bytes);
    return true;
}
