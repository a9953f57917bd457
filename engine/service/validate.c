/* validate: documents by themselves, without a policy. */
#include "service/operations.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "evidence/manifest.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "value/canonical.h"

static const struct parameter validate_parameters[] = {
    {"file", 0, PARAMETER_ARGUMENTS, PARAMETER_REQUIRED, "FILE", "JSON or YAML documents", NULL},
    {"schema", 0, PARAMETER_OPTION, 0, "FILE", "a JSON Schema (draft 2020-12) to judge by", NULL},
    {0},
};

/* The built-in schema that a document names by `obstat: NAME/v1`. */
static bool schema_named(struct schemas *schemas, const char *validated_path,
                         const struct value *validated, struct schema **validating_schema,
                         struct error *err)
{
    const struct value *validated_kind = value_get(validated, TEXT("obstat"));
    const struct text validated_word = validated_kind ? value_text(validated_kind) : TEXT_NONE;
    const size_t slash = text_find(validated_word, '/');
    struct error unknown_schema = {0};
    if (validated_word.size == 0)
        return error_at(
            err, ERROR_REFUSED, (struct place){validated_path, 0, 0},
            "does not say what it is: no `obstat: NAME/v1`; name a schema with --schema");
    if (text_equal(text_part(validated_word, slash, validated_word.size), TEXT("/v1")) &&
        schemas_find(schemas, text_part(validated_word, 0, slash), validating_schema,
                     &unknown_schema))
        return true;
    return error_at(err, ERROR_REFUSED, value_place(validated_kind),
                    "%.*s is no kind of document here; model/v1, evidence/v1, project/v1 and "
                    "decision/v1 are",
                    TEXT_ARGS(validated_word));
}

static bool schema_given(const char *validated_path, struct arena *arena,
                         struct schema **validating_schema, struct error *err)
{
    struct text validated_bytes;
    struct value *validated = ARENA_NEW(arena, struct value);
    return file_read(validated_path, LIMIT_SCHEMA_SIZE, arena, &validated_bytes, err) &&
           document_read(validated_path, validated_bytes, arena, validated, err) &&
           schema_compile(schema_library_new(arena), text_format(arena, "file:%s", validated_path),
                          validated, validating_schema, err);
}

static void faults_tell(struct session *session, const char *path,
                        const struct schema_errors *validated_faults)
{
    for (size_t validated_fault = 0; validated_fault < validated_faults->count; validated_fault++) {
        struct error validated_line = {0};
        struct place validated_place = validated_faults->at[validated_fault].place;
        validated_place.file = path;
        (void)error_at(&validated_line, ERROR_REFUSED, validated_place, "%.*s %.*s",
                       TEXT_ARGS(validated_faults->at[validated_fault].instance_pointer.size
                                     ? validated_faults->at[validated_fault].instance_pointer
                                     : TEXT("the document")),
                       TEXT_ARGS(validated_faults->at[validated_fault].message));
        session->complain(session->context, &validated_line);
    }
}

/* One file: 0 or 3, said to whoever listens. */
static int file_validate(struct session *session, const char *path, struct schemas *schemas,
                         struct schema *schema, struct error *err)
{
    struct text validated_bytes;
    struct schema_errors validated_faults = {0};
    struct value *validated = ARENA_NEW(session->arena, struct value);
    if (!file_read(path, LIMIT_EVIDENCE_SIZE, session->arena, &validated_bytes, err) ||
        !document_read(path, validated_bytes, session->arena, validated, err) ||
        (!schema && !schema_named(schemas, path, validated, &schema, err)) ||
        !schema_check(schema, validated, session->arena, &validated_faults, err))
        return operation_failed(err);
    faults_tell(session, path, &validated_faults);
    if (validated_faults.count)
        return STATUS_UNJUDGED;
    struct buffer validated_line = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    text_escape(text_of(path), &validated_line);
    buffer_string(&validated_line, ": valid\n");
    session->print(session->context, buffer_text(&validated_line));
    return STATUS_ALLOWED;
}

static int validate_run(struct session *session, const struct value *request, struct error *err)
{
    int status = STATUS_ALLOWED;
    struct schema *schema = NULL;
    const char *given = request_text(request, "schema");
    struct schemas *schemas = schemas_new(session->arena);
    if (given && !schema_given(given, session->arena, &schema, err))
        return operation_failed(err);
    for (size_t i = 0; i < request_count(request, "file"); i++) {
        struct error failed = {0};
        const int one =
            file_validate(session, request_at(request, "file", i), schemas, schema, &failed);
        if (failed.code != ERROR_NONE)
            session->complain(session->context, &failed);
        status = status_graver(status, one);
    }
    return status;
}

const struct operation validate_operation = {
    .name = "validate",
    .summary = "check documents against their schema",
    .details =
        "A document that begins `obstat: model/v1` (or evidence, project, decision) is checked\n"
        "against the built-in schema of that name, any other against the one of --schema. Every\n"
        "fault is named with line and column. Status 3 where one does not fit.\n",
    .examples = "obstat validate model.yaml obstat.yaml\n"
                "obstat validate --schema report.schema.json report.json\n",
    .parameters = validate_parameters,
    .run = validate_run,
};
