#include "service/vouching.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/record.h"
#include "service/said.h"
#include "service/settled.h"

static const char *const stands_words[] = {
    [ATTESTED_NOT] = "not",
    [ATTESTED_UNPINNED] = "unpinned",
    [ATTESTED_UNSUPPORTED] = "unsupported",
    [ATTESTED] = "attested",
};

/* A signature that the manifest names. */
struct vouched {
    const char *of;    /* "evidence", "artifact" */
    struct text path;  /* of what is signed, as the manifest writes it */
    struct text named; /* the signature's own path, likewise */
    const char *seen;  /* the same from here */
    struct text bytes;
};

bool vouching_trust(const struct judge_request *request, size_t index, struct arena *arena,
                    const struct pinned_keys **out, struct error *err)
{
    if (!request->ledger) {
        *out = &request->trust;
        return true;
    }
    const struct value *trust_lines = request->ledger->known[index].trust;
    struct pinned_keys *trusted_keys = ARENA_NEW(arena, struct pinned_keys);
    for (size_t i = 0; i < value_count(trust_lines); i++)
        if (!pinned_keys_read(NULL, value_text(value_at(trust_lines, i)), arena, trusted_keys, err))
            return false;
    *out = trusted_keys;
    return true;
}

/* Read it; what cannot be read is blamed on the line of the manifest that names it. */
static bool signature_read(struct inputs *inputs, const struct value *vouched_where,
                           struct arena *arena, struct vouched *out, struct error *err)
{
    struct error vouched_unread = {0};
    const struct place vouched_place = value_place(vouched_where);
    const char *vouched_signature = text_string(arena, value_text(vouched_where));
    const char *vouched_inside =
        path_settle(arena, path_join(arena, inputs->project.inside, vouched_signature));
    out->named = value_text(vouched_where);
    out->seen = path_join(arena, inputs->manifest.folder, vouched_signature);
    if (!file_read_beneath(inputs->project.root, vouched_inside, LIMIT_SIGNATURE_FILE, arena,
                           &out->bytes, &vouched_unread))
        return error_at(
            err, vouched_unread.code,
            (struct place){inputs->manifest.path, vouched_place.line, vouched_place.column},
            "signature %s: %s", vouched_signature, vouched_unread.message);
    inputs->size += out->bytes.size;
    return true;
}

static void vouched_keep(struct inputs *inputs, const struct vouched *vouched,
                         const struct attested *attested, struct arena *arena)
{
    struct record row = record_in(arena);
    record_text(&row, "of", text_of(vouched->of));
    record_text(&row, "path", vouched->path);
    record_text(&row, "signature", vouched->named);
    record_text(&row, "form", attested->form);
    record_text(&row, "stands", text_of(stands_words[attested->kind]));
    if (attested->by) {
        record_text(&row, "by", attested->by->id);
        record_text(&row, "name", text_sound(attested->by->comment, arena));
    }
    *LIST_ADD(arena, &inputs->vouched) = record_map(&row);
    *LIST_ADD(arena, &inputs->signatures) =
        (struct evidence_part){text_string(arena, vouched->named), vouched->bytes};
}

bool vouching_evidence(struct inputs *inputs, const struct value *entry, struct text bytes,
                       struct evidence *vouched_evidence, struct arena *arena, struct error *err)
{
    const struct value *vouched_where = value_present(entry, TEXT("signature"));
    struct vouched vouched = {.of = "evidence", .path = text_of(vouched_evidence->path)};
    struct attested vouched_by;
    if (!vouched_where)
        return true;
    if (!signature_read(inputs, vouched_where, arena, &vouched, err) ||
        !attested_file((struct signature_file){vouched.seen, vouched.bytes}, bytes, inputs->trust,
                       arena, &vouched_by, err))
        return false;
    if (vouched_by.kind == ATTESTED)
        vouched_evidence->grade = GRADE_ATTESTED;
    vouched_keep(inputs, &vouched, &vouched_by, arena);
    return true;
}

bool vouching_artifact(struct inputs *inputs, struct arena *arena, struct error *err)
{
    const struct artifact *vouched_artifact = &inputs->artifact;
    const struct value *vouched_where = value_present(vouched_artifact->node, TEXT("signature"));
    struct vouched vouched = {.of = "artifact", .path = text_of(vouched_artifact->path)};
    struct model_files vouched_files = {0};
    struct attested vouched_by;
    if (!vouched_where)
        return true;
    for (size_t i = 0; i < vouched_artifact->parts.count; i++)
        *LIST_ADD(arena, &vouched_files) = (struct model_file){
            text_of(vouched_artifact->parts.at[i].path), vouched_artifact->parts.at[i].digest};
    if (!signature_read(inputs, vouched_where, arena, &vouched, err) ||
        !attested_model((struct signature_file){vouched.seen, vouched.bytes}, &vouched_files,
                        inputs->trust, arena, &vouched_by, err))
        return false;
    vouched_keep(inputs, &vouched, &vouched_by, arena);
    return true;
}

bool vouching_of_folder(const struct inputs *inputs, const struct value *entry, struct error *err)
{
    const struct value *vouched_where = value_present(entry, TEXT("signature"));
    const struct place vouched_place = value_place(vouched_where);
    return !vouched_where ||
           error_at(err, ERROR_REFUSED,
                    (struct place){inputs->manifest.path, vouched_place.line, vouched_place.column},
                    "a folder of evidence has no signature; one of its files may have");
}

void vouching_unchecked(const struct value *observations, struct arena *arena,
                        struct values *unchecked)
{
    const struct value *vouched_list = value_present(observations, TEXT("signatures"));
    for (size_t i = 0; i < value_count(vouched_list); i++) {
        const struct value *vouched_row = value_at(vouched_list, i);
        const struct text vouched_stands = said_text(vouched_row, "stands");
        const struct text vouched_path = said_text(vouched_row, "path");
        if (text_is(vouched_stands, stands_words[ATTESTED]))
            continue;
        const char *why = text_is(vouched_stands, stands_words[ATTESTED_UNPINNED])
                              ? "no trusted key made it"
                              : "it is of a kind that is not verified here";
        *LIST_ADD(arena, unchecked) = value_of_text(
            text_format(arena, "the signature of %.*s: %s", TEXT_ARGS(vouched_path), why));
    }
}
