#include "registry/shape.h"

#include "registry/text_kind.h"
#include "registry/told.h"

enum { SHAPE_OPTIONAL = 1, SHAPE_LISTED = 2, SHAPE_PATH_SIZE = 128 };

struct shape {
    const char *name;
    const struct text_kind *text; /* NULL: a count, or a map                 */
    unsigned how;
    const struct shape *member_shapes; /* of a map, the one without a name last   */
};

static const struct shape common_shape[] = {
    {"log", &shape_words, 0, NULL},
    {"by", &shape_id, 0, NULL},
    {"at", &shape_time, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape admin_shape[] = {
    {"id", &shape_id, 0, NULL},
    {"key", &shape_key, 0, NULL},
    {"name", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape quorum_shape[] = {
    {"tighten", NULL, 0, NULL},
    {"loosen", NULL, 0, NULL},
    {"restore", NULL, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape model_shape[] = {
    {"name", &shape_name, 0, NULL},
    {"version", &shape_version, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape judged_model_shape[] = {
    {"name", &shape_name, 0, NULL},
    {"version", &shape_version, 0, NULL},
    {"tier", &shape_tier, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape whole_model_shape[] = {
    {"name", &shape_name, 0, NULL},
    {"version", &shape_version, 0, NULL},
    {"tier", &shape_tier, 0, NULL},
    {"owner", &shape_words, SHAPE_OPTIONAL, NULL},
    {"authors", &shape_words, SHAPE_LISTED, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape transition_shape[] = {
    {"from", &shape_stage, SHAPE_OPTIONAL, NULL},
    {"to", &shape_stage, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape decided_shape[] = {
    {"id", &shape_digest, 0, NULL},
    {"leaf", &shape_digest, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape condition_shape[] = {
    {"text", &shape_digest, 0, NULL},
    {"due", &shape_time, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape tree_shape[] = {
    {"size", NULL, 0, NULL},
    {"root", &shape_digest, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape origin_shape[] = {
    {"key", &shape_words, 0, NULL},
    {"admins", NULL, SHAPE_LISTED, admin_shape},
    {"quorum", NULL, 0, quorum_shape},
    {"engine", &shape_words, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape add_shape[] = {
    {"change", &shape_change, 0, NULL},
    {"id", &shape_id, 0, NULL},
    {"key", &shape_key, 0, NULL},
    {"roles", &shape_role, SHAPE_LISTED, NULL},
    {"name", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"valid_until", &shape_time, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape prove_shape[] = {
    {"change", &shape_change, 0, NULL},    {"id", &shape_id, 0, NULL}, {"key", &shape_key, 0, NULL},
    {"challenge", &shape_digest, 0, NULL}, {NULL, NULL, 0, NULL},
};

static const struct shape rotate_shape[] = {
    {"change", &shape_change, 0, NULL},
    {"id", &shape_id, 0, NULL},
    {"key", &shape_key, 0, NULL},
    {"valid_until", &shape_time, SHAPE_OPTIONAL, NULL},
    {"reason", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape revoke_shape[] = {
    {"change", &shape_change, 0, NULL},
    {"id", &shape_id, 0, NULL},
    {"compromised_since", &shape_time, SHAPE_OPTIONAL, NULL},
    {"reason", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape adoption_shape[] = {
    {"stage", &shape_stage, 0, NULL},
    {"set", &shape_digest, 0, NULL},
    {"sources", &shape_digest, 0, NULL},
    {"previous", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"loosens", &shape_words, SHAPE_LISTED, NULL},
    {"trust", &shape_key, SHAPE_LISTED, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape registration_shape[] = {
    {"model", NULL, 0, whole_model_shape},
    {"manifest", &shape_digest, 0, NULL},
    {"artifact", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape decision_shape[] = {
    {"model", NULL, 0, judged_model_shape},
    {"transition", NULL, 0, transition_shape},
    {"decision", &shape_digest, 0, NULL},
    {"case", &shape_digest, 0, NULL},
    {"verdict", &shape_verdict, 0, NULL},
    {"status", NULL, 0, NULL},
    {"policies", &shape_digest, 0, NULL},
    {"manifest", &shape_digest, 0, NULL},
    {"artifact", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"evidence", &shape_digest, SHAPE_LISTED, NULL},
    {"request", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape approval_shape[] = {
    {"request", &shape_digest, 0, NULL},
    {"request_index", NULL, 0, NULL},
    {"decision", NULL, 0, decided_shape},
    {"model", NULL, 0, model_shape},
    {"tier", &shape_tier, 0, NULL},
    {"transition", NULL, 0, transition_shape},
    {"artifact", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"manifest", &shape_digest, 0, NULL},
    {"policies", &shape_digest, 0, NULL},
    {"evidence", &shape_digest, SHAPE_LISTED, NULL},
    {"engine", &shape_words, 0, NULL},
    {"answer", &shape_answer, 0, NULL},
    {"meaning", &shape_meaning, 0, NULL},
    {"role", &shape_role, SHAPE_OPTIONAL, NULL},
    {"conditions", NULL, SHAPE_LISTED, condition_shape},
    {"reason", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"expires", &shape_time, 0, NULL},
    {"seen", NULL, 0, tree_shape},
    {"sentence", &shape_words, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape waiver_shape[] = {
    {"model", NULL, 0, model_shape},
    {"artifact", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"policy", &shape_words, 0, NULL},
    {"stage", &shape_stage, 0, NULL},
    {"until", &shape_time, 0, NULL},
    {"reason", &shape_digest, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape restore_shape[] = {
    {"checkpoint", &shape_note, 0, NULL},
    {"replaces", NULL, SHAPE_OPTIONAL, tree_shape},
    {NULL, NULL, 0, NULL},
};

static const struct shape erasure_shape[] = {
    {"id", &shape_id, 0, NULL},
    {"commitments", &shape_digest, SHAPE_LISTED, NULL},
    {"reason", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape *const shapes[ACT_KINDS] = {
    [ACT_ORIGIN] = origin_shape,
    [ACT_ADOPTION] = adoption_shape,
    [ACT_REGISTRATION] = registration_shape,
    [ACT_DECISION] = decision_shape,
    [ACT_APPROVAL] = approval_shape,
    [ACT_WAIVER] = waiver_shape,
    [ACT_RESTORE] = restore_shape,
    [ACT_ERASURE] = erasure_shape,
};

/* The members of an identity act follow from its change; of an unknown change, those of
 * `add_shape`, which refuses it. */
static const struct shape *shape_of(enum act_kind kind, const struct value *predicate)
{
    const struct text change = told_text(predicate, "change");
    if (kind != ACT_IDENTITY)
        return shapes[kind];
    return text_is(change, "prove")    ? prove_shape
           : text_is(change, "rotate") ? rotate_shape
           : text_is(change, "revoke") ? revoke_shape
                                       : add_shape;
}

/* ---- checking ---- */

/* Where we are, for messages: "approval.seen". */
struct shaped_in {
    const char *shaped_around;
    struct error *err;
};

static bool member_refuse(struct shaped_in shaped, const char *member, const char *shape_fault)
{
    return error_set(shaped.err, ERROR_REFUSED, "%s.%s %s", shaped.shaped_around, member,
                     shape_fault);
}

static bool map_check(struct shaped_in shaped, const struct shape *member_shapes,
                      const struct value *shaped_map);

static bool text_check(struct shaped_in shaped, const struct shape *shape,
                       const struct value *shaped_value)
{
    char shape_fault[ERROR_MESSAGE_SIZE];
    struct error unfit = {0};
    if (value_kind(shaped_value) == VALUE_STRING &&
        shape->text->fits(value_text(shaped_value), &unfit))
        return true;
    (void)snprintf(shape_fault, sizeof shape_fault, "is not %s%s%.300s", shape->text->what,
                   unfit.code ? ": " : "", unfit.message);
    return member_refuse(shaped, shape->name, shape_fault);
}

static bool one_check(struct shaped_in shaped, const struct shape *shape,
                      const struct value *shaped_value)
{
    char shaped_around[SHAPE_PATH_SIZE];
    if (shape->text)
        return text_check(shaped, shape, shaped_value);
    if (!shape->member_shapes)
        return (value_kind(shaped_value) == VALUE_INTEGER && value_integer(shaped_value) >= 0) ||
               member_refuse(shaped, shape->name, "is not a whole number from 0");
    (void)snprintf(shaped_around, sizeof shaped_around, "%s.%s", shaped.shaped_around, shape->name);
    return map_check((struct shaped_in){shaped_around, shaped.err}, shape->member_shapes,
                     shaped_value);
}

static bool member_check(struct shaped_in shaped, const struct shape *shape,
                         const struct value *shaped_value)
{
    if (!shaped_value)
        return member_refuse(shaped, shape->name, "is missing");
    if (value_kind(shaped_value) == VALUE_NULL)
        return shape->how & SHAPE_OPTIONAL || member_refuse(shaped, shape->name, "may not be null");
    if (!(shape->how & SHAPE_LISTED))
        return one_check(shaped, shape, shaped_value);
    if (value_kind(shaped_value) != VALUE_LIST)
        return member_refuse(shaped, shape->name, "is not a list");
    for (size_t i = 0; i < value_count(shaped_value); i++)
        if (!one_check(shaped, shape, value_at(shaped_value, i)))
            return false;
    return true;
}

static const struct shape *member_shape(const struct shape *member_shapes, struct text member)
{
    while (member_shapes->name && !text_is(member, member_shapes->name))
        member_shapes++;
    return member_shapes->name ? member_shapes : NULL;
}

/* Every member that there has to be, as it has to be. */
static bool members_check(struct shaped_in shaped, const struct shape *member_shapes,
                          const struct value *shaped_map)
{
    for (; member_shapes->name; member_shapes++)
        if (!member_check(shaped, member_shapes,
                          value_get(shaped_map, text_of(member_shapes->name))))
            return false;
    return true;
}

static bool stranger_refuse(struct shaped_in shaped, struct text member)
{
    return error_set(shaped.err, ERROR_REFUSED, "%s has a member %.*s that it must not have",
                     shaped.shaped_around, TEXT_ARGS(member));
}

static bool map_check(struct shaped_in shaped, const struct shape *member_shapes,
                      const struct value *shaped_map)
{
    if (value_kind(shaped_map) != VALUE_MAP)
        return error_set(shaped.err, ERROR_REFUSED, "%s is not a map", shaped.shaped_around);
    for (size_t i = 0; i < value_count(shaped_map); i++)
        if (!member_shape(member_shapes, member_key(shaped_map, i)))
            return stranger_refuse(shaped, member_key(shaped_map, i));
    return members_check(shaped, member_shapes, shaped_map);
}

/* `log`, `by` and `at`; nobody in particular may be said to have done two kinds. */
static bool common_check(struct shaped_in shaped, enum act_kind kind, const struct value *predicate)
{
    const bool unnamed = kind == ACT_ORIGIN || kind == ACT_APPROVAL;
    for (const struct shape *member = common_shape; member->name; member++) {
        struct shape shape = *member;
        if (unnamed && text_is(TEXT("by"), shape.name))
            shape.how = SHAPE_OPTIONAL;
        if (!member_check(shaped, &shape, value_get(predicate, text_of(shape.name))))
            return false;
    }
    return true;
}

bool shape_check(enum act_kind kind, const struct value *predicate, struct error *err)
{
    const struct shaped_in shaped = {act_kind_name(kind), err};
    const struct shape *member_shapes = shape_of(kind, predicate);
    for (size_t i = 0; i < value_count(predicate); i++)
        if (!member_shape(member_shapes, member_key(predicate, i)) &&
            !member_shape(common_shape, member_key(predicate, i)))
            return stranger_refuse(shaped, member_key(predicate, i));
    return common_check(shaped, kind, predicate) && members_check(shaped, member_shapes, predicate);
}
