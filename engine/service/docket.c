#include "service/docket.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/record.h"
#include "store/vault.h"
#include "value/canonical.h"

/* ---- what was read, as the worker says it ---- */

static struct value parts_value(const struct evidence_parts *docket_parts, struct arena *arena)
{
    struct values docket_files = {0};
    for (size_t i = 0; i < docket_parts->count; i++) {
        struct digest part_digest = {0};
        struct error err = {0};
        struct record file = record_in(arena);
        if (!digest_text(docket_parts->at[i].bytes, &part_digest, &err))
            error_bug(err.message);
        record_text(&file, "path", text_of(docket_parts->at[i].path));
        record_digest(&file, "digest", &part_digest);
        *LIST_ADD(arena, &docket_files) = record_map(&file);
    }
    return value_of_list(arena, docket_files.at, docket_files.count);
}

static struct value evidence_entry(const struct inputs *inputs, size_t index, struct arena *arena)
{
    const struct evidence *evidence = &inputs->evidence.at[index];
    const struct input_file *file = &inputs->files.at[index];
    struct record entry = record_in(arena);
    record_text(&entry, "path", text_of(evidence->path));
    record_digest(&entry, "digest", &evidence->digest);
    record_text(&entry, "format", file->format);
    record_text(&entry, "grade", text_of(grade_name(evidence->grade)));
    if (file->folder) {
        struct evidence_parts docket_parts;
        evidence_parts_of(evidence, arena, &docket_parts);
        record_value(&entry, "files", parts_value(&docket_parts, arena));
    }
    return record_map(&entry);
}

static struct value manifest_entry(const struct manifest *manifest, const char *path,
                                   struct arena *arena)
{
    struct record entry = record_in(arena);
    record_text(&entry, "path", text_of(path));
    record_digest(&entry, "digest", &manifest->digest);
    return record_map(&entry);
}

struct value docket_inputs(const struct inputs *inputs, struct arena *arena)
{
    struct values evidence = {0};
    struct record record = record_in(arena);
    const char *slash = strrchr(inputs->manifest.path, '/');
    for (size_t i = 0; i < inputs->evidence.count; i++)
        *LIST_ADD(arena, &evidence) = evidence_entry(inputs, i, arena);
    record_value(
        &record, "manifest",
        manifest_entry(&inputs->manifest, slash ? slash + 1 : inputs->manifest.path, arena));
    record_value(&record, "artifact", artifact_value(&inputs->artifact, arena));
    record_value(&record, "evidence", value_of_list(arena, evidence.at, evidence.count));
    record_value(&record, "observations", inputs->observations);
    if (inputs->signatures.count)
        record_value(&record, "signatures", parts_value(&inputs->signatures, arena));
    return record_map(&record);
}

void docket_tell(struct record *message, const struct inputs *inputs)
{
    record_value(message, "inputs", docket_inputs(inputs, message->arena));
    record_value(message, "champion_inputs",
                 inputs->champion ? docket_inputs(inputs->champion, message->arena)
                                  : value_of_null());
}

/* ---- bytes on their way: a mark that no document begins with, then a piece ---- */

enum { HELD_MARK = '\0', HELD_MORE = '+', HELD_END = '.', HELD_HEAD = 2, HELD_PIECE = 1 << 20 };

static void bytes_hand_over(struct worker_port *port, struct text held_bytes)
{
    struct arena held_scratch = {0};
    size_t held_sent = 0;
    do {
        const struct text held_piece = text_part(held_bytes, held_sent, HELD_PIECE);
        struct buffer held_message = buffer_in(&held_scratch, HELD_HEAD + HELD_PIECE);
        held_sent += held_piece.size;
        buffer_byte(&held_message, HELD_MARK);
        buffer_byte(&held_message, held_sent == held_bytes.size ? HELD_END : HELD_MORE);
        buffer_add(&held_message, held_piece);
        worker_hold(port, buffer_text(&held_message));
        arena_free(&held_scratch);
    } while (held_sent < held_bytes.size);
}

void docket_send(struct worker_port *port, const struct inputs *inputs)
{
    struct arena docket_scratch = {0};
    bytes_hand_over(port, inputs->bytes);
    for (size_t i = 0; i < inputs->files.count; i++) {
        struct evidence_parts docket_parts = {0};
        if (!inputs->files.at[i].folder)
            bytes_hand_over(port, inputs->files.at[i].bytes);
        else
            evidence_parts_of(&inputs->evidence.at[i], &docket_scratch, &docket_parts);
        for (size_t k = 0; k < docket_parts.count; k++)
            bytes_hand_over(port, docket_parts.at[k].bytes);
    }
    arena_free(&docket_scratch);
    for (size_t i = 0; i < inputs->signatures.count; i++)
        bytes_hand_over(port, inputs->signatures.at[i].bytes);
    if (inputs->champion)
        docket_send(port, inputs->champion);
}

void held_forget(struct held *held)
{
    arena_free(&held->arena);
    *held = (struct held){0};
}

bool held_is(struct text message)
{
    return message.size >= HELD_HEAD && message.at[0] == HELD_MARK;
}

/* One worker can hold no more than its memory, so no honest one sends more. */
bool held_take(struct held *held, struct text message)
{
    const char held_kind = message.at[1];
    const struct text held_piece = text_part(message, HELD_HEAD, message.size);
    held->size += held_piece.size;
    if (held->size > LIMIT_WORKER_MEMORY || (held_kind != HELD_MORE && held_kind != HELD_END))
        return false;
    if (!held->begun.arena)
        held->begun = buffer_in(&held->arena, LIMIT_EVIDENCE_SIZE);
    buffer_add(&held->begun, held_piece);
    if (buffer_full(&held->begun))
        return false;
    if (held_kind == HELD_END) {
        *LIST_ADD(&held->arena, &held->whole) = buffer_text(&held->begun);
        held->begun = (struct buffer){0};
    }
    return true;
}

/* ---- the document ---- */

struct value docket_value(const struct docket_parts *parts, struct arena *arena)
{
    struct record record = record_in(arena), set = record_in(arena);
    char docket_now[CLOCK_TEXT_SIZE];
    const struct settled *settled = parts->settled;
    const struct value *from = value_get(&parts->transition, TEXT("from"));
    const struct value *to = value_get(&parts->transition, TEXT("to"));
    clock_write(parts->now, docket_now);
    record_text(&set, "set", parts->set);
    record_text(&set, "sources", parts->sources);
    record_text(&record, "obstat", TEXT("case/v1"));
    record_text(&record, "engine", parts->engine);
    record_text(&record, "now", text_copy(arena, text_of(docket_now)));
    record_value(&record, "from", from ? *from : value_of_null());
    record_value(&record, "to", to ? *to : value_of_null());
    record_value(&record, "policies", record_map(&set));
    record_value(&record, "inputs", parts->inputs);
    record_value(&record, "champion", parts->champion);
    record_value(&record, "approvals", settled->approvals);
    record_value(&record, "waivers", *settled->waivers);
    record_value(&record, "lacking", settled->lacking);
    record_integer(&record, "signatures_lacking", (int64_t)settled->lacking_count);
    if (value_count(&settled->unchecked))
        record_value(&record, "unchecked", settled->unchecked);
    return record_map(&record);
}

/* ---- is everything there that it names? ---- */

static bool held_has(const struct vault_digests *held, const struct value *held_named)
{
    struct digest held_digest;
    if (!digest_read(value_text(held_named), &held_digest))
        return false;
    for (size_t i = 0; i < held->count; i++)
        if (digest_equal(&held->at[i], &held_digest))
            return true;
    return false;
}

static bool entry_covered(const struct value *docket_entry, const struct vault_digests *held)
{
    const struct value *docket_files = value_get(docket_entry, TEXT("files"));
    if (!docket_files)
        return held_has(held, value_get(docket_entry, TEXT("digest")));
    for (size_t i = 0; i < value_count(docket_files); i++)
        if (!held_has(held, value_get(value_at(docket_files, i), TEXT("digest"))))
            return false;
    return true;
}

static bool inputs_covered(const struct value *inputs, const struct vault_digests *held)
{
    const struct value *evidence = value_get(inputs, TEXT("evidence"));
    const struct value *docket_signatures = value_get(inputs, TEXT("signatures"));
    bool covered = entry_covered(value_get(inputs, TEXT("manifest")), held);
    for (size_t i = 0; covered && i < value_count(evidence); i++)
        covered = entry_covered(value_at(evidence, i), held);
    for (size_t i = 0; covered && i < value_count(docket_signatures); i++)
        covered = entry_covered(value_at(docket_signatures, i), held);
    return covered;
}

bool docket_covered(const struct value *docket, const struct held *held, struct arena *arena,
                    struct error *err)
{
    struct vault_digests digests = {0};
    const struct value *champion = value_present(docket, TEXT("champion"));
    for (size_t i = 0; i < held->whole.count; i++)
        if (!digest_text(held->whole.at[i], LIST_ADD(arena, &digests), err))
            return false;
    if (inputs_covered(value_get(docket, TEXT("inputs")), &digests) &&
        (!champion || inputs_covered(champion, &digests)))
        return true;
    return error_set(err, ERROR_BUG, "not every file that was judged was handed over");
}
