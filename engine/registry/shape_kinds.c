#include "registry/shape.h"

#include "registry/text_kind.h"
#include "registry/told.h"

static const struct shape admin_shape[] = {
    {"id", &shape_id, 0, NULL},
    {"key", &shape_key, 0, NULL},
    {"name", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape quorum_shape[] = {
    {"tighten", NULL, 0, NULL}, {"loosen", NULL, 0, NULL}, {"restore", NULL, 0, NULL},
    {"enroll", NULL, 0, NULL},  {NULL, NULL, 0, NULL},
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

static const struct shape former_shape[] = {
    {"key", &shape_words, 0, NULL},
    {"checkpoint", &shape_note, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape origin_shape[] = {
    {"key", &shape_words, 0, NULL},
    {"admins", NULL, SHAPE_LISTED, admin_shape},
    {"quorum", NULL, 0, quorum_shape},
    {"engine", &shape_words, 0, NULL},
    {"lifecycle", &shape_lifecycle, 0, NULL},
    {"continues", NULL, SHAPE_OPTIONAL, former_shape},
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

static const struct shape code_shape[] = {
    {"repository", &shape_words, SHAPE_OPTIONAL, NULL},
    {"commit", &shape_words, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape data_shape[] = {
    {"name", &shape_words, 0, NULL},
    {"version", &shape_words, SHAPE_OPTIONAL, NULL},
    {"digest", &shape_words, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape parent_shape[] = {
    {"name", &shape_words, 0, NULL},
    {"version", &shape_words, SHAPE_OPTIONAL, NULL},
    {"relation", &shape_words, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape lineage_shape[] = {
    {"code", NULL, SHAPE_OPTIONAL, code_shape},
    {"data", NULL, SHAPE_LISTED, data_shape},
    {"models", NULL, SHAPE_LISTED, parent_shape},
    {"environment", &shape_words, SHAPE_OPTIONAL, NULL},
    {"parameters", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape registration_shape[] = {
    {"model", NULL, 0, whole_model_shape},
    {"manifest", &shape_digest, 0, NULL},
    {"artifact", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"listing", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"stage", &shape_entrance, 0, NULL},
    {"release", &shape_words, SHAPE_OPTIONAL, NULL},
    {"ttl_days", NULL, SHAPE_OPTIONAL, NULL},
    {"created", &shape_time, SHAPE_OPTIONAL, NULL},
    {"lineage", NULL, 0, lineage_shape},
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
    {"listing", &shape_digest, SHAPE_OPTIONAL, NULL},
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
    {"listing", &shape_digest, SHAPE_OPTIONAL, NULL},
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

static const struct shape other_shape[] = {
    {"version", &shape_version, 0, NULL},
    {"from", &shape_stage, 0, NULL},
    {"to", &shape_stage, 0, NULL},
    {"head", NULL, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape step_shape[] = {
    {"percent", NULL, 0, NULL},
    {"at", &shape_time, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape retention_shape[] = {
    {"class", &shape_words, 0, NULL},
    {"until", &shape_time, 0, NULL},
    {"hold", NULL, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape stored_shape[] = {
    {"digest", &shape_digest, 0, NULL},
    {"size", NULL, 0, NULL},
    {"where", &shape_words, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape move_shape[] = {
    {"change", &shape_move, 0, NULL},
    {"model", NULL, 0, model_shape},
    {"artifact", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"from", &shape_stage, 0, NULL},
    {"to", &shape_stage, 0, NULL},
    {"head", NULL, 0, NULL},
    {"reason", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"other", NULL, SHAPE_OPTIONAL, other_shape},
    {"decision", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"request", &shape_digest, SHAPE_OPTIONAL, NULL},
    {"review_by", &shape_time, SHAPE_OPTIONAL, NULL},
    {"incident", &shape_words, SHAPE_OPTIONAL, NULL},
    {"sunset", &shape_time, SHAPE_OPTIONAL, NULL},
    {"steps", NULL, SHAPE_LISTED, step_shape},
    {"successor", &shape_version, SHAPE_OPTIONAL, NULL},
    {"moment", &shape_time, SHAPE_OPTIONAL, NULL},
    {"step", NULL, SHAPE_OPTIONAL, NULL},
    {"acknowledged", &shape_words, SHAPE_LISTED, NULL},
    {"retention", NULL, SHAPE_OPTIONAL, retention_shape},
    {"stored", NULL, SHAPE_LISTED, stored_shape},
    {NULL, NULL, 0, NULL},
};

static const struct shape annotation_shape[] = {
    {"change", &shape_annotating, 0, NULL},
    {"model", NULL, 0, model_shape},
    {"key", &shape_words, 0, NULL},
    {"value", &shape_words, SHAPE_OPTIONAL, NULL},
    {"note", &shape_digest, SHAPE_OPTIONAL, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct shape refusal_shape[] = {
    {"who", &shape_id, SHAPE_OPTIONAL, NULL},
    {"key", &shape_key, SHAPE_OPTIONAL, NULL},
    {"command", &shape_words, 0, NULL},
    {"model", NULL, SHAPE_OPTIONAL, model_shape},
    {"transition", NULL, SHAPE_OPTIONAL, transition_shape},
    {"status", NULL, 0, NULL},
    {"why", &shape_why, 0, NULL},
    {"decision", &shape_digest, SHAPE_OPTIONAL, NULL},
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
    [ACT_TRANSITION] = move_shape,
    [ACT_ANNOTATION] = annotation_shape,
    [ACT_REFUSAL] = refusal_shape,
};

/* The members of an identity act follow from its change; of an unknown change, those of
 * `add_shape`, which refuses it. */
const struct shape *shape_of(enum act_kind kind, const struct value *predicate)
{
    const struct text change = told_text(predicate, "change");
    if (kind != ACT_IDENTITY)
        return shapes[kind];
    return text_is(change, "prove")    ? prove_shape
           : text_is(change, "rotate") ? rotate_shape
           : text_is(change, "revoke") ? revoke_shape
                                       : add_shape;
}
