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
static bool schema_named(struct schemas *schemas, const char *path, const struct value *document,
                         struct schema **out, struct error *err)
{
    const struct value *kind = value_get(document, TEXT("obstat"));
    const struct text word = kind ? value_text(kind) : TEXT_NONE;
    const size_t slash = text_find(word, '/');
    struct error unknown = {0};
    if (word.size == 0)
        return error_at(
            err, ERROR_REFUSED, (struct place){path, 0, 0},
            "does not say what it is: no `obstat: NAME/v1`; name a schema with --schema");
    if (text_equal(text_part(word, slash, word.size), TEXT("/v1")) &&
        schemas_find(schemas, text_part(word, 0, slash), out, &unknown))
        return true;
    return error_at(err, ERROR_REFUSED, value_place(kind),
                    "%.*s is no kind of document here; model/v1, evidence/v1, project/v1 and "
                    "decision/v1 are",
                    TEXT_ARGS(word));
}

static bool schema_given(const char *path, struct arena *arena, struct schema **out,
                         struct error *err)
{
    struct text bytes;
    struct value *document = ARENA_NEW(arena, struct value);
    return file_read(path, LIMIT_SCHEMA_SIZE, arena, &bytes, err) &&
           document_read(path, bytes, arena, document, err) &&
           schema_compile(schema_library_new(arena), text_format(arena, "file:%s", path), document,
                          out, err);
}

static void faults_tell(struct session *session, const char *path,
                        const struct schema_errors *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        struct error line = {0};
        struct place place = faults->at[i].place;
        place.file = path;
        (void)error_at(&line, ERROR_REFUSED, place, "%.*s %.*s",
                       TEXT_ARGS(faults->at[i].instance_pointer.size
                                     ? faults->at[i].instance_pointer
                                     : TEXT("the document")),
                       TEXT_ARGS(faults->at[i].message));
        session->complain(session->context, &line);
    }
}

/* One file: 0 or 3, said to whoever listens. */
static int file_validate(struct session *session, const char *path, struct schemas *schemas,
                         struct schema *schema, struct error *err)
{
    struct text bytes;
    struct schema_errors faults = {0};
    struct value *document = ARENA_NEW(session->arena, struct value);
    if (!file_read(path, LIMIT_EVIDENCE_SIZE, session->arena, &bytes, err) ||
        !document_read(path, bytes, session->arena, document, err) ||
        (!schema && !schema_named(schemas, path, document, &schema, err)) ||
        !schema_check(schema, document, session->arena, &faults, err))
        return operation_failed(err);
    faults_tell(session, path, &faults);
    if (faults.count)
        return STATUS_UNJUDGED;
    struct buffer line = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    text_escape(text_of(path), &line);
    buffer_string(&line, ": valid\n");
    session->print(session->context, buffer_text(&line));
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
