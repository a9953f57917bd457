/* lineage: what a version was made from, and what was made from a version, a data set, code, or
 * judged by a policy set. */
#include "service/answer.h"
#include "service/columns.h"
#include "service/lineage_walk.h"
#include "service/operations.h"

#include "base/limits.h"
#include "crypto/digest.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"

static const char *const lineage_formats[] = {"text", "json", NULL};

static const struct parameter lineage_parameters[] = {
    {"version", 0, PARAMETER_ARGUMENT, 0, "NAME@VERSION", "what this version was made from", NULL},
    {"data", 0, PARAMETER_OPTION, 0, "DIGEST|NAME[@VERSION]", "what was trained on this data set",
     NULL},
    {"model", 0, PARAMETER_OPTION, 0, "NAME[@VERSION]", "what was built on this model", NULL},
    {"code", 0, PARAMETER_OPTION, 0, "COMMIT", "what was made by this code", NULL},
    {"environment", 0, PARAMETER_OPTION, 0, "DIGEST", "what was made in this environment", NULL},
    {"policies", 0, PARAMETER_OPTION, 0, "SET", "what was judged by this policy set", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", lineage_formats},
    PARAMETER_DIR,
    {0},
};

struct tracing {
    struct acting *acting;
    struct text version; /* NAME@VERSION; empty where `source` is asked for */
    const struct value *row;
    struct lineage_source source;
    struct lineage_walk parents, children;
};

/* ---- as a document ---- */

static struct value relatives_value(const struct relatives *relatives, struct arena *arena)
{
    struct values told = {0};
    for (size_t i = 0; i < relatives->count; i++) {
        const struct relative *relative = &relatives->at[i];
        struct record record = record_in(arena);
        record_text(&record, "named", relative->named);
        record_text(&record, "relation", relative->relation);
        record_text(&record, "through", relative->through);
        record_integer(&record, "depth", relative->depth);
        record_boolean(&record, "registered", relative->row != NULL);
        record_text(&record, "stage", said_text(relative->row, "stage"));
        record_text(&record, "tier", said_text(relative->row, "tier"));
        record_text(&record, "owner", said_text(relative->row, "owner"));
        *LIST_ADD(arena, &told) = record_map(&record);
    }
    return value_of_list(arena, told.at, told.count);
}

static void version_record(const struct tracing *tracing, struct record *document)
{
    static const char *const kept[] = {"code", "data", "environment", "parameters"};
    const struct value *lineage = value_get(tracing->row, TEXT("lineage"));
    record_text(document, "version", tracing->version);
    record_text(document, "stage", said_text(tracing->row, "stage"));
    record_text(document, "tier", said_text(tracing->row, "tier"));
    record_text(document, "artifact", said_text(tracing->row, "artifact"));
    record_text(document, "manifest", said_text(tracing->row, "manifest"));
    for (size_t i = 0; i < COUNT(kept); i++)
        record_maybe(document, kept[i], value_get(lineage, text_of(kept[i])));
    record_text(document, "policies", said_text(tracing->row, "judged_by"));
    record_value(document, "models", relatives_value(&tracing->parents.relatives, document->arena));
}

static struct text lineage_document(const struct tracing *tracing, struct arena *arena)
{
    struct record document = record_in(arena), source = record_in(arena);
    record_text(&document, "obstat", TEXT("lineage/v1"));
    record_text(&document, "log", tracing->acting->origin);
    if (tracing->version.size)
        version_record(tracing, &document);
    else {
        record_text(&source, "kind", text_of(tracing->source.kind));
        record_text(&source, "what", tracing->source.what);
        record_value(&document, "source", record_map(&source));
    }
    record_value(&document, tracing->version.size ? "built_on_it" : "versions",
                 relatives_value(&tracing->children.relatives, arena));
    record_boolean(&document, "cut", tracing->parents.cut || tracing->children.cut);
    return record_bytes(&document);
}

/* ---- for a person ---- */

static void lineage_field(struct buffer *page, const char *name, struct text words)
{
    if (words.size == 0)
        return;
    buffer_format(page, "  %-12s ", name);
    text_escape(words, page);
    buffer_byte(page, '\n');
}

static struct text code_words(const struct value *code, struct arena *arena)
{
    const struct text repository = said_text(code, "repository");
    const struct text commit = said_text(code, "commit");
    return text_format(arena, "%.*s%s%.*s", TEXT_ARGS(repository),
                       repository.size && commit.size ? " at " : "", TEXT_ARGS(commit));
}

static void data_page(const struct value *data, struct buffer *page)
{
    for (size_t i = 0; i < value_count(data); i++) {
        const struct value *one = value_at(data, i);
        const struct text version = said_text(one, "version");
        lineage_field(page, i ? "" : "data",
                      text_format(page->arena, "%.*s%s%.*s  %.*s",
                                  TEXT_ARGS(said_text(one, "name")), version.size ? "@" : "",
                                  TEXT_ARGS(version), TEXT_ARGS(said_text(one, "digest"))));
    }
}

/* Each is indented by how far it is. */
static void parents_page(const struct relatives *parents, struct buffer *page)
{
    for (size_t i = 0; i < parents->count; i++) {
        const struct relative *parent = &parents->at[i];
        const struct text stage = said_text(parent->row, "stage");
        lineage_field(page, i ? "" : "models",
                      text_format(page->arena, "%*s%.*s%s%.*s%s  %.*s",
                                  (int)(2 * (parent->depth - 1)), "", TEXT_ARGS(parent->named),
                                  parent->relation.size ? " (" : "", TEXT_ARGS(parent->relation),
                                  parent->relation.size ? ")" : "",
                                  TEXT_ARGS(stage.size ? stage : TEXT("not registered here"))));
    }
}

static void children_page(const struct relatives *children, struct buffer *page)
{
    static const char *const heads[] = {"VERSION", "STAGE", "TIER", "OWNER", "THROUGH"};
    struct columns table = columns_in(page->arena, COUNT(heads));
    for (size_t i = 0; i < COUNT(heads); i++)
        columns_cell(&table, text_of(heads[i]));
    for (size_t i = 0; i < children->count; i++) {
        const struct relative *child = &children->at[i];
        columns_cell(&table, child->named);
        columns_cell(&table, said_text(child->row, "stage"));
        columns_cell(&table, said_text(child->row, "tier"));
        columns_cell(&table, said_text(child->row, "owner"));
        columns_cell(&table, child->through);
    }
    columns_write(&table, page);
}

static void version_page(const struct tracing *tracing, struct buffer *page)
{
    const struct value *lineage = value_get(tracing->row, TEXT("lineage"));
    text_escape(text_format(page->arena, "%.*s   stage %.*s   tier %.*s",
                            TEXT_ARGS(tracing->version),
                            TEXT_ARGS(said_text(tracing->row, "stage")),
                            TEXT_ARGS(said_text(tracing->row, "tier"))),
                page);
    buffer_byte(page, '\n');
    lineage_field(page, "code", code_words(value_get(lineage, TEXT("code")), page->arena));
    data_page(value_get(lineage, TEXT("data")), page);
    parents_page(&tracing->parents.relatives, page);
    lineage_field(page, "environment", said_text(lineage, "environment"));
    lineage_field(page, "parameters", said_text(lineage, "parameters"));
    lineage_field(page, "artifact", said_text(tracing->row, "artifact"));
    lineage_field(page, "policies", said_text(tracing->row, "judged_by"));
    if (tracing->children.relatives.count)
        buffer_string(page, "\nBuilt on it:\n");
}

static struct text lineage_page(const struct tracing *tracing, struct arena *arena)
{
    struct buffer page = buffer_in(arena, LIMIT_REPORT_SIZE);
    if (tracing->version.size)
        version_page(tracing, &page);
    if (tracing->children.relatives.count)
        children_page(&tracing->children.relatives, &page);
    else if (!tracing->version.size)
        buffer_format(&page, "No version in the log names it: %s %.*s\n", tracing->source.kind,
                      TEXT_ARGS(tracing->source.what));
    if (tracing->parents.cut || tracing->children.cut)
        buffer_format(&page, "There are more: %d versions and %d models one on another are shown\n",
                      LIMIT_LINEAGE_VERSIONS, LIMIT_LINEAGE_DEPTH);
    return buffer_text(&page);
}

/* ---- what is asked for ---- */

enum { ABBREVIATED_MIN = 7 };

static struct text digits_of(struct text what)
{
    const struct text sha256 = TEXT("sha256:");
    return text_starts(what, sha256) ? text_part(what, sha256.size, what.size) : what;
}

static bool are_digits(struct text digits)
{
    for (size_t i = 0; i < digits.size; i++)
        if (!((digits.at[i] >= '0' && digits.at[i] <= '9') ||
              (digits.at[i] >= 'a' && digits.at[i] <= 'f')))
            return false;
    return true;
}

/* A digest or commit may be abbreviated, as others print it. */
static bool is_abbreviated(struct text what)
{
    struct digest digest;
    return are_digits(digits_of(what)) && digits_of(what).size >= ABBREVIATED_MIN &&
           !digest_read(what, &digest);
}

/* What may be the beginning of something, and is not looked for as one. */
static bool is_too_short(struct text what)
{
    return are_digits(digits_of(what)) && digits_of(what).size < ABBREVIATED_MIN;
}

static bool asked_read(const struct value *request, struct tracing *tracing, struct error *err)
{
    static const char *const kinds[] = {"data", "model", "code", "environment", "policies"};
    size_t asked = 0;
    tracing->version = text_of(request_text(request, "version"));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct text what = text_of(request_text(request, kinds[i]));
        if (!what.size)
            continue;
        asked++;
        tracing->source = (struct lineage_source){
            kinds[i], what, strcmp(kinds[i], "model") != 0 && is_abbreviated(what)};
    }
    if (asked + (tracing->version.size > 0) != 1)
        return error_set(err, ERROR_USAGE,
                         "lineage takes one of NAME@VERSION, --data, --model, --code, "
                         "--environment and --policies");
    return !tracing->version.size || text_find(tracing->version, '@') < tracing->version.size ||
           error_set(err, ERROR_USAGE, "%.*s is not NAME@VERSION", TEXT_ARGS(tracing->version));
}

static bool version_trace(struct tracing *tracing, struct error *err)
{
    struct acting *acting = tracing->acting;
    if (!asked_words_resolve(acting, &tracing->version, err))
        return false;
    const struct lineage_source itself = {"model", tracing->version, false};
    return registry_row(&acting->rows, "version", tracing->version, acting->arena, &tracing->row,
                        err) &&
           (tracing->row || version_unknown(acting, tracing->version, err)) &&
           lineage_parents(&tracing->parents, tracing->version, err) &&
           lineage_made_from(&tracing->children, &itself, err) &&
           lineage_built_on(&tracing->children, err);
}

/* Who was judged by a set was not made from it: nothing follows for what was built on them. */
static bool source_trace(struct tracing *tracing, struct error *err)
{
    const struct lineage_source *source = &tracing->source;
    if (!lineage_made_from(&tracing->children, source, err))
        return false;
    if (!tracing->children.relatives.count && is_too_short(source->what))
        return error_set(err, ERROR_USAGE,
                         "no version names the %s %.*s, and as the beginning of one it is too "
                         "short: give at least %d digits",
                         source->kind, TEXT_ARGS(source->what), ABBREVIATED_MIN);
    return (strcmp(tracing->source.kind, "policies") == 0 ||
            lineage_built_on(&tracing->children, err));
}

static int lineage_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    struct tracing tracing = {.acting = &acting, .parents.acting = &acting};
    const char *format = request_text(request, "output");
    tracing.children.acting = &acting;
    if (!asked_read(request, &tracing, err) ||
        !acting_open(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool traced =
        tracing.version.size ? version_trace(&tracing, err) : source_trace(&tracing, err);
    if (traced && format && strcmp(format, "json") == 0) {
        session->print(session->context, lineage_document(&tracing, session->arena));
        session->print(session->context, TEXT("\n"));
    } else if (traced)
        session->print(session->context, lineage_page(&tracing, session->arena));
    acting_close(&acting);
    return traced ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation lineage_operation = {
    .name = "lineage",
    .summary = "what a version was made from, and what was made from it",
    .details =
        "Code, data, models, environment and parameters as they were registered, the policy set\n"
        "that judged it last, and the versions that were built on it, and on those.\n"
        "\n"
        "The other way round: which versions were trained on a data set, built on a model, made "
        "by\n"
        "a commit or in an environment, judged by a policy set. What was built on these counts as\n"
        "well, and says through which model. Digests and commits may be abbreviated to 7 digits.\n",
    .examples = "obstat lineage credit-default@2.3.0\n"
                "obstat lineage --data loans-2026@4\n"
                "obstat lineage --model base-scorer@1.0.0 -o json\n"
                "obstat lineage --policies sha256:3e6aa76b\n",
    .parameters = lineage_parameters,
    .run = lineage_run,
};
