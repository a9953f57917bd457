#include "base/buffer.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "value/pointer.h"
#include "value/schema_internal.h"

#include <stdarg.h>

enum {
    FOUNDS_MAX = 10 * LIMIT_SCHEMA_ERRORS, /* kept, of which the first by place are reported   */
    SAID_MAX = 100 * LIMIT_SCHEMA_ERRORS,  /* worded at all, those of other branches among them */
    HINT_DEPTH = 8                         /* schemas within schemas to look for names in       */
};

/* Each collection gets one error at least: none would mean that the value fits. */
bool schema_asked(const struct schema_run *run)
{
    const struct schema_founds *founds = run->founds;
    return founds && !run->stopped &&
           (founds->count == 0 || (founds->count < FOUNDS_MAX && run->said < SAID_MAX));
}

/* ---- where ---- */

static void instance_write(const struct schema_frame *frame, struct buffer *instance_pointer_text)
{
    if (!frame->outer)
        return; /* the document itself */
    instance_write(frame->outer, instance_pointer_text);
    if (frame->step == STEP_ITEM)
        buffer_format(instance_pointer_text, "/%zu", frame->index);
    else if (frame->step != STEP_NONE)
        pointer_add(instance_pointer_text, member_key(frame->outer->instance, frame->index));
}

static struct text instance_pointer(struct schema_run *run, const struct schema_frame *frame,
                                    const size_t *part)
{
    struct buffer instance_pointer_text = buffer_in(run->arena, LIMIT_SCHEMA_SIZE);
    instance_write(frame, &instance_pointer_text);
    if (part && value_kind(frame->instance) == VALUE_LIST)
        buffer_format(&instance_pointer_text, "/%zu", *part);
    else if (part)
        pointer_add(&instance_pointer_text, member_key(frame->instance, *part));
    return buffer_text(&instance_pointer_text);
}

static void node_write(const struct schema_run *run, const struct schema_node *node,
                       struct buffer *keyword_pointer_text)
{
    if (!node->parent && node != run->schema->root)
        buffer_format(keyword_pointer_text, "%.*s#", TEXT_ARGS(node->resource->uri));
    if (!node->parent)
        return;
    node_write(run, node->parent, keyword_pointer_text);
    buffer_byte(keyword_pointer_text, '/');
    buffer_add(keyword_pointer_text, node->keyword);
    if (node->token.at)
        pointer_add(keyword_pointer_text, node->token);
}

static struct text keyword_pointer(struct schema_run *run, const struct schema_node *node,
                                   const struct schema_rule *rule)
{
    struct buffer keyword_pointer_text = buffer_in(run->arena, LIMIT_SCHEMA_SIZE);
    node_write(run, node, &keyword_pointer_text);
    if (rule)
        buffer_format(&keyword_pointer_text, "/%s", rule->keyword->name);
    return buffer_text(&keyword_pointer_text);
}

static struct place frame_place(const struct schema_frame *frame)
{
    return value_place(frame->instance);
}

/* ---- saying it ---- */

static void found_add(struct schema_run *run, struct schema_found found)
{
    run->said++;
    *LIST_ADD(run->arena, run->founds) = found;
}

PRINTF_LIKE(2, 0)
static struct text fault_message(struct arena *arena, const char *fault, va_list spelled)
{
    struct buffer fault_message_text = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    char fault_sentence[LIMIT_MESSAGE_SIZE];
    (void)vsnprintf(fault_sentence, sizeof fault_sentence, fault, spelled);
    buffer_string(&fault_message_text, fault_sentence);
    return buffer_text(&fault_message_text);
}

static struct schema_found found_here(struct schema_run *run, const struct schema_frame *frame,
                                      const struct schema_rule *rule,
                                      struct text fault_message_text)
{
    if (frame->step == STEP_KEY)
        fault_message_text = text_format(run->arena, "the key %s: %.*s",
                                         schema_value_words(frame->instance, run->arena),
                                         TEXT_ARGS(fault_message_text));
    return (struct schema_found){
        .error = {.instance = frame->instance,
                  .instance_pointer = instance_pointer(run, frame, NULL),
                  .keyword_pointer = keyword_pointer(run, frame->node, rule),
                  .message = fault_message_text,
                  .place = frame_place(frame)},
        .level = frame->level};
}

bool schema_fail(struct schema_run *run, const struct schema_frame *frame,
                 const struct schema_rule *rule, const char *fault, ...)
{
    if (!schema_asked(run))
        return false;
    va_list spelled;
    va_start(spelled, fault);
    const struct text fault_message_text = fault_message(run->arena, fault, spelled);
    va_end(spelled);
    found_add(run, found_here(run, frame, rule, fault_message_text));
    return false;
}

bool schema_fail_part(struct schema_run *run, const struct schema_frame *frame,
                      const struct schema_rule *rule, size_t index, const char *fault, ...)
{
    if (!schema_asked(run))
        return false;
    va_list spelled;
    va_start(spelled, fault);
    const struct text fault_message_text = fault_message(run->arena, fault, spelled);
    va_end(spelled);
    struct schema_found found = found_here(run, frame, rule, fault_message_text);
    const bool list = value_kind(frame->instance) == VALUE_LIST;
    found.error.instance =
        list ? value_at(frame->instance, index) : member_value(frame->instance, index);
    found.error.instance_pointer = instance_pointer(run, frame, &index);
    found.error.place =
        list ? value_place(found.error.instance) : member_place(frame->instance, index);
    found_add(run, found);
    return false;
}

bool schema_fail_false(struct schema_run *run, const struct schema_frame *frame)
{
    if (!schema_asked(run))
        return false;
    struct schema_found found = found_here(run, frame, NULL, TEXT("is not allowed here"));
    if (frame->step == STEP_MEMBER)
        found.error.place = member_place(frame->outer->instance, frame->index);
    found_add(run, found);
    return false;
}

bool schema_fail_type(struct schema_run *run, const struct schema_frame *frame,
                      const struct schema_rule *rule, unsigned types)
{
    if (!schema_asked(run))
        return false;
    const struct value *instance = frame->instance;
    const enum value_kind kind = value_kind(instance);
    const bool quotes =
        (value_is_number(instance) || kind == VALUE_BOOLEAN) && (types & SCHEMA_TEXT);
    const bool fraction = kind == VALUE_NUMBER && (types & SCHEMA_INTEGER);
    return schema_fail(run, frame, rule, "is %s; %s is needed%s",
                       fraction ? schema_value_words(instance, run->arena)
                                : schema_kind_words(instance),
                       schema_type_words(types, run->arena), quotes ? ": put it in quotes" : "");
}

bool schema_fail_alternatives(struct schema_run *run, const struct schema_frame *frame,
                              const struct schema_rule *rule, size_t nearest)
{
    if (!schema_asked(run))
        return false;
    struct schema_found found = found_here(
        run, frame, rule,
        text_format(run->arena, "fits none of %zu alternatives; number %zu is the nearest",
                    rule->count, nearest + 1));
    found.summary = true;
    found_add(run, found);
    return false;
}

/* ---- did you mean, for keywords ---- */

struct hint {
    struct schema_run *run;
    const struct schema_frame *frame;
    struct suggestion suggestion;
};

/* Offer the names that the schema, and those that apply in the same place, know; each is charged,
 * since a distance takes a while. */
static void names_offer(struct hint *hint, const struct schema_node *node, unsigned depth)
{
    for (size_t keyword = 0; keyword < node->count && depth < HINT_DEPTH; keyword++) {
        const struct schema_rule *rule = &node->rules[keyword];
        const struct text keyword_name = text_of(rule->keyword->name);
        if (text_is(keyword_name, "properties"))
            for (size_t member = 0; member < rule->count && schema_spend(hint->run, hint->frame, 1);
                 member++)
                suggest_offer(&hint->suggestion, member_key(rule->value, member));
        if (text_is(keyword_name, "$ref") || text_is(keyword_name, "allOf") ||
            text_is(keyword_name, "anyOf") || text_is(keyword_name, "oneOf") ||
            text_is(keyword_name, "if"))
            for (size_t member = 0; member < rule->count; member++)
                names_offer(hint, rule->nodes[member], depth + 1);
    }
}

bool schema_fail_unknown(struct schema_run *run, const struct schema_frame *frame,
                         const struct schema_rule *rule, size_t index)
{
    if (!schema_asked(run))
        return false;
    const struct text key = member_key(frame->instance, index);
    struct hint hint = {run, frame, suggest_for(key)};
    names_offer(&hint, frame->node, 0);
    return schema_fail_part(run, frame, rule, index, "unknown key %s%s",
                            schema_text_words(key, run->arena),
                            suggest_hint(&hint.suggestion, run->arena));
}

/* ---- the report ---- */

void schema_founds_append(struct schema_run *run, const struct schema_founds *branch_founds)
{
    for (size_t found = 0; found < branch_founds->count && schema_asked(run); found++)
        *LIST_ADD(run->arena, run->founds) = branch_founds->at[found];
}

static int place_order(struct place a, struct place b)
{
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return (a.column > b.column) - (a.column < b.column);
}

static int founds_order(const void *left_found, const void *right_found)
{
    const struct schema_found *left = left_found, *right = right_found;
    const struct schema_error *first = &left->error, *second = &right->error;
    int order = place_order(first->place, second->place);
    order = order ? order : (int)left->summary - (int)right->summary;
    order = order ? order : text_compare(first->instance_pointer, second->instance_pointer);
    order = order ? order : text_compare(first->message, second->message);
    return order ? order : text_compare(first->keyword_pointer, second->keyword_pointer);
}

static bool errors_equal(const struct schema_error *a, const struct schema_error *b)
{
    return text_equal(a->instance_pointer, b->instance_pointer) &&
           text_equal(a->message, b->message);
}

void schema_founds_report(const struct schema_founds *founds, struct arena *arena,
                          struct schema_errors *errors)
{
    if (founds->count)
        qsort(founds->at, founds->count, sizeof *founds->at, founds_order);
    for (size_t found = 0; found < founds->count && errors->count < LIMIT_SCHEMA_ERRORS; found++) {
        const struct schema_error *error = &founds->at[found].error;
        if (errors->count == 0 || !errors_equal(&errors->at[errors->count - 1], error))
            *LIST_ADD(arena, errors) = *error;
    }
}
