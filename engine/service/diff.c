/* diff: what two versions have in common, and what not. */
#include "service/answer.h"
#include "service/columns.h"
#include "service/diff_facts.h"
#include "service/operations.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"
#include "value/number.h"

static const char *const diff_formats[] = {"text", "json", NULL};

static const struct parameter diff_parameters[] = {
    {"one", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION", "a version", NULL},
    {"other", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "[NAME@]VERSION",
     "the version it is compared with", NULL},
    {"exit-code", 0, PARAMETER_FLAG, 0, NULL, "status 1 where anything differs", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", diff_formats},
    PARAMETER_DIR,
    {0},
};

/* One fact that is not the same on both sides; NULL where a side has it not. */
struct difference {
    const struct fact *was, *is;
};

struct differences LIST(struct difference);

struct differing {
    struct acting *acting;
    struct compared sides[2];
    struct differences differences;
    size_t same;
};

/* ---- comparing ---- */

static int facts_compare(const struct fact *was, const struct fact *is)
{
    if (!was || !is)
        return was ? -1 : 1;
    const int sections = text_compare(was->section, is->section);
    return sections ? sections : text_compare(was->name, is->name);
}

static void facts_differ(struct differing *differing)
{
    const struct facts *old = &differing->sides[0].facts, *new = &differing->sides[1].facts;
    size_t i = 0, j = 0;
    while (i < old->count || j < new->count) {
        const struct fact *was = i < old->count ? &old->at[i] : NULL;
        const struct fact *is = j < new->count ? &new->at[j] : NULL;
        const int order = facts_compare(was, is);
        const struct difference difference = {order <= 0 ? was : NULL, order >= 0 ? is : NULL};
        if (order == 0 && value_equal(&was->value, &is->value))
            differing->same++;
        else
            *LIST_ADD(differing->acting->arena, &differing->differences) = difference;
        i += order <= 0;
        j += order >= 0;
    }
}

static bool difference_number(const struct difference *difference, double *out)
{
    if (!difference->was || !difference->is || !value_is_number(&difference->was->value) ||
        !value_is_number(&difference->is->value))
        return false;
    *out = value_number(&difference->is->value) - value_number(&difference->was->value);
    return true;
}

static const struct fact *difference_either(const struct difference *difference)
{
    return difference->was ? difference->was : difference->is;
}

/* ---- telling ---- */

static struct text fact_words(const struct fact *fact, struct arena *arena)
{
    char spelling[NUMBER_TEXT_SIZE];
    if (!fact)
        return TEXT_NONE;
    if (value_kind(&fact->value) == VALUE_STRING)
        return value_text(&fact->value);
    if (value_kind(&fact->value) == VALUE_BOOLEAN)
        return value_boolean(&fact->value) ? TEXT("true") : TEXT("false");
    const size_t size = number_write_rounded(value_number(&fact->value), spelling);
    return text_copy(arena, (struct text){spelling, size});
}

static struct text difference_words(const struct difference *difference, struct arena *arena)
{
    double number;
    char spelling[NUMBER_TEXT_SIZE];
    if (!difference->was || !difference->is)
        return difference->is ? TEXT("new") : TEXT("gone");
    if (!difference_number(difference, &number))
        return TEXT("other");
    const size_t size = number_write_rounded(number, spelling);
    return text_format(arena, "%s%.*s", number > 0 ? "+" : "", (int)size, spelling);
}

/* The differences of one section, from `from`; where the next one begins. */
static size_t section_page(const struct differing *differing, size_t from, struct buffer *page)
{
    const struct differences *differences = &differing->differences;
    const struct text section = difference_either(&differences->at[from])->section;
    struct columns table = columns_in(page->arena, 4);
    size_t i = from;
    columns_cell(&table, section);
    columns_cell(&table, differing->sides[0].named);
    columns_cell(&table, differing->sides[1].named);
    columns_cell(&table, TEXT("difference"));
    for (; i < differences->count; i++) {
        const struct difference *difference = &differences->at[i];
        if (!text_equal(difference_either(difference)->section, section))
            break;
        columns_cell(&table, text_format(page->arena, "  %.*s",
                                         TEXT_ARGS(difference_either(difference)->name)));
        columns_cell(&table, fact_words(difference->was, page->arena));
        columns_cell(&table, fact_words(difference->is, page->arena));
        columns_cell(&table, difference_words(difference, page->arena));
    }
    columns_write(&table, page);
    buffer_byte(page, '\n');
    return i;
}

static struct text diff_page(const struct differing *differing, struct arena *arena)
{
    struct buffer page = buffer_in(arena, LIMIT_REPORT_SIZE);
    for (size_t i = 0; i < differing->differences.count;)
        i = section_page(differing, i, &page);
    buffer_format(&page, "%zu %s, %zu %s the same\n", differing->differences.count,
                  differing->differences.count == 1 ? "differs" : "differ", differing->same,
                  differing->same == 1 ? "is" : "are");
    if (differing->sides[0].cut || differing->sides[1].cut)
        buffer_format(&page, "Of each, the first %d facts are compared\n", LIMIT_DIFF_FACTS);
    for (size_t i = 0; i < COUNT(differing->sides); i++)
        if (!differing->sides[i].decision) {
            text_escape(differing->sides[i].named, &page);
            buffer_string(&page, ": no decision is recorded, so neither metrics, groups nor "
                                 "parameters are known\n");
        }
    return buffer_text(&page);
}

static struct value difference_value(const struct difference *difference, struct arena *arena)
{
    double number;
    struct record record = record_in(arena);
    record_text(&record, "section", difference_either(difference)->section);
    record_text(&record, "name", difference_either(difference)->name);
    record_maybe(&record, "was", difference->was ? &difference->was->value : NULL);
    record_maybe(&record, "is", difference->is ? &difference->is->value : NULL);
    record_value(&record, "difference",
                 difference_number(difference, &number) ? value_of_number(number)
                                                        : value_of_null());
    return record_map(&record);
}

static struct text diff_document(const struct differing *differing, struct arena *arena)
{
    struct values told = {0};
    struct record document = record_in(arena);
    for (size_t i = 0; i < differing->differences.count; i++)
        *LIST_ADD(arena, &told) = difference_value(&differing->differences.at[i], arena);
    record_text(&document, "obstat", TEXT("diff/v1"));
    record_text(&document, "log", differing->acting->origin);
    record_text(&document, "one", differing->sides[0].named);
    record_text(&document, "other", differing->sides[1].named);
    record_boolean(&document, "cut", differing->sides[0].cut || differing->sides[1].cut);
    record_integer(&document, "same", (int64_t)differing->same);
    record_value(&document, "differences", value_of_list(arena, told.at, told.count));
    return record_bytes(&document);
}

/* ---- which two ---- */

static bool side_find(struct differing *differing, size_t nth, struct error *err)
{
    struct compared *side = &differing->sides[nth];
    struct acting *acting = differing->acting;
    if (!asked_words_resolve(acting, &side->named, err) ||
        !registry_row(&acting->rows, "version", side->named, acting->arena, &side->row, err))
        return false;
    if (!side->row)
        return version_unknown(acting, side->named, err);
    const struct text decision = said_text(side->row, "decision");
    return !decision.size ||
           registry_row(&acting->rows, "decision", decision, acting->arena, &side->decision, err);
}

/* The other may be named by its version alone: "2.4.0" or "@2.4.0". */
static bool sides_name(const struct value *request, struct differing *differing, struct error *err)
{
    const struct text one = text_of(request_text(request, "one"));
    const struct text other = text_of(request_text(request, "other"));
    const size_t at = text_find(one, '@'), other_at = text_find(other, '@');
    if (at == one.size)
        return error_set(err, ERROR_USAGE, "%.*s is not NAME@VERSION", TEXT_ARGS(one));
    differing->sides[0].named = one;
    differing->sides[1].named = other;
    if (other_at == 0 || other_at == other.size)
        differing->sides[1].named =
            text_format(differing->acting->arena, "%.*s@%.*s", TEXT_ARGS(text_part(one, 0, at)),
                        TEXT_ARGS(other_at == 0 ? text_part(other, 1, other.size) : other));
    return true;
}

static bool diff_look(struct differing *differing, struct error *err)
{
    if (!side_find(differing, 0, err) || !side_find(differing, 1, err) ||
        !diff_facts(differing->acting, differing->sides, err))
        return false;
    facts_differ(differing);
    return true;
}

static int diff_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    struct differing differing = {.acting = &acting};
    const char *format = request_text(request, "output");
    acting.arena = session->arena;
    if (!sides_name(request, &differing, err) ||
        !acting_open(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool looked = diff_look(&differing, err);
    if (looked && format && strcmp(format, "json") == 0) {
        session->print(session->context, diff_document(&differing, session->arena));
        session->print(session->context, TEXT("\n"));
    } else if (looked)
        session->print(session->context, diff_page(&differing, session->arena));
    acting_close(&acting);
    if (!looked)
        return operation_failed(err);
    return request_flag(request, "exit-code") && differing.differences.count ? STATUS_DENIED
                                                                             : STATUS_ALLOWED;
}

const struct operation diff_operation = {
    .name = "diff",
    .summary = "what differs between two versions: metadata, lineage, metrics, groups, policies",
    .details =
        "What the log says of both, and what their newest recorded decisions rest on, as the "
        "vault\n"
        "has it: parameters, metrics, rates and impact ratios of groups, findings and the policy\n"
        "set. Numbers are shown with their difference. What is the same is only counted.\n"
        "\n"
        "The status is 0 whether or not they differ; with --exit-code it is 1 where they do.\n",
    .examples = "obstat diff credit-default@2.3.0 2.4.0\n"
                "obstat diff credit-default@2.3.0 challenger@1.0.0 -o json\n",
    .parameters = diff_parameters,
    .run = diff_run,
};
