#include "ledger/entry.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "value/canonical.h"
#include "value/json.h"

static const struct text entry_v1 = {"entry/v1", 8};

enum { ESCAPES = 2 }; /* room to measure an entry that is too large, and not much more */

bool entry_write(const struct entry *entry, struct arena *arena, struct text *leaf,
                 struct error *err)
{
    char entry_time[CLOCK_TEXT_SIZE];
    struct members entry_members = {0};
    struct buffer leaf_bytes = buffer_in(arena, (size_t)LIMIT_ENTRY_SIZE * ESCAPES);
    clock_write(entry->time, entry_time);
    if (entry->index >= LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_REFUSED, "a log has no entry %llu",
                         (unsigned long long)entry->index);
    members_add(arena, &entry_members, TEXT("envelope"), envelope_value(&entry->envelope, arena));
    members_add(arena, &entry_members, TEXT("index"), value_of_integer((int64_t)entry->index));
    members_add(arena, &entry_members, TEXT("obstat"), value_of_text(entry_v1));
    if (entry->remark.size)
        members_add(arena, &entry_members, TEXT("remark"), value_of_text(entry->remark));
    members_add(arena, &entry_members, TEXT("time"), value_of_text(text_of(entry_time)));
    const struct value entry_document = value_of_map(arena, &entry_members);
    if (!canonical_write(&entry_document, &leaf_bytes, err))
        return false;
    if (buffer_full(&leaf_bytes) || leaf_bytes.size > LIMIT_ENTRY_SIZE)
        return error_set(err, ERROR_REFUSED,
                         "the entry has %s%zu bytes, and %d are the most: put what is long into "
                         "evidence and name it by its digest",
                         buffer_full(&leaf_bytes) ? "more than " : "", leaf_bytes.size,
                         LIMIT_ENTRY_SIZE);
    *leaf = buffer_text(&leaf_bytes);
    return true;
}

/* A remark is a commitment or is not there. */
static bool remark_fits(struct text remark)
{
    struct digest commitment;
    return remark.size == 0 || digest_read(remark, &commitment);
}

static bool entry_of_document(const struct value *entry_document, struct arena *arena,
                              struct entry *out, struct error *err)
{
    struct entry entry = {0};
    const struct value *entry_index = value_get(entry_document, TEXT("index"));
    if (!text_equal(value_text(value_get(entry_document, TEXT("obstat"))), entry_v1) ||
        value_kind(entry_index) != VALUE_INTEGER || value_integer(entry_index) < 0 ||
        !clock_read(value_text(value_get(entry_document, TEXT("time"))), &entry.time))
        return error_set(err, ERROR_INTEGRITY, "is no entry of a log: entry/v1, index, time");
    entry.index = (uint64_t)value_integer(entry_index);
    entry.remark = value_text(value_get(entry_document, TEXT("remark")));
    if (!remark_fits(entry.remark))
        return error_set(err, ERROR_INTEGRITY, "has a remark that is no commitment");
    if (!envelope_read(value_get(entry_document, TEXT("envelope")), arena, &entry.envelope, err))
        return false;
    *out = entry;
    return true;
}

bool entry_read(struct text leaf, struct arena *arena, struct entry *out, struct error *err)
{
    struct error unheld = {0};
    struct value entry_document;
    struct entry entry;
    struct text leaf_again;
    if (leaf.size > LIMIT_ENTRY_SIZE)
        return error_set(err, ERROR_INTEGRITY, "the entry has %zu bytes, and %d are the most",
                         leaf.size, LIMIT_ENTRY_SIZE);
    const struct text leaf_source = text_of(text_string(arena, leaf));
    if (leaf_source.size != leaf.size)
        return error_set(err, ERROR_INTEGRITY, "the entry has a NUL in it");
    if (!json_read(NULL, leaf_source, (struct json_options){0}, arena, &entry_document, &unheld) ||
        !entry_of_document(&entry_document, arena, &entry, &unheld) ||
        !entry_write(&entry, arena, &leaf_again, &unheld))
        return error_set(err, ERROR_INTEGRITY, "the entry %s", unheld.message);
    if (!text_equal(leaf_again, leaf))
        return error_set(err, ERROR_INTEGRITY,
                         "entry %llu is not in its one spelling, or has a member too many",
                         (unsigned long long)entry.index);
    *out = entry;
    return true;
}

bool entry_id(const struct entry *entry, struct digest *leaf_id, struct error *err)
{
    return digest_text(entry->envelope.payload, leaf_id, err);
}
