#include "service/audit_words.h"

#include "base/limits.h"
#include "registry/opening.h"
#include "service/said.h"
#include "value/canonical.h"
#include "value/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- entry by entry ---- */

static bool commitment_check(struct audit_words *audit_words, struct text commitment,
                             uint64_t index, struct error *err)
{
    bool is_there;
    struct unopened unopened = {.index = index};
    if (!digest_read(commitment, &unopened.commitment))
        return error_set(err, ERROR_INTEGRITY, "entry %llu: %.*s is no commitment",
                         (unsigned long long)index, TEXT_ARGS(commitment));
    if (!audit_words->open(audit_words->context, &unopened.commitment, &is_there, err))
        return false;
    if (!is_there)
        *LIST_ADD(audit_words->arena, &audit_words->wordless) = unopened;
    return true;
}

bool audit_words_entry(struct audit_words *audit_words, const struct audited *audited,
                       struct arena *arena, struct error *err)
{
    const struct texts commitments = audit_commitments(audited, arena);
    for (size_t i = 0; i < commitments.count; i++)
        if (!commitment_check(audit_words, commitments.at[i], audited->entry.index, err))
            return false;
    return true;
}

/* ---- once all entries are known ---- */

bool audit_words_end(const struct audit_words *audit_words, const struct rows *folded,
                     struct error *err)
{
    bool all_erased = true;
    struct arena scratch = {0};
    for (size_t i = 0; all_erased && i < audit_words->wordless.count; i++) {
        const struct value *erased = NULL;
        const struct unopened *unopened = &audit_words->wordless.at[i];
        arena_clear(&scratch);
        const struct text commitment = digest_print(&unopened->commitment, &scratch);
        all_erased = registry_row(folded, "erased", commitment, &scratch, &erased, err);
        if (all_erased && !erased)
            all_erased = error_set(
                err, ERROR_INTEGRITY,
                "the words behind %.*s, in entry %llu, are missing, and no entry says that they "
                "were erased: somebody took them away; a backup has them, or identity erase says "
                "that they are gone",
                TEXT_ARGS(commitment), (unsigned long long)unopened->index);
    }
    arena_free(&scratch);
    return all_erased;
}

bool audit_words_unerased(struct text commitment, const struct rows *folded, struct arena *arena,
                          struct error *err)
{
    const struct value *erased;
    return registry_row(folded, "erased", commitment, arena, &erased, err) &&
           (!erased ||
            error_set(err, ERROR_INTEGRITY,
                      "the words behind %.*s were erased by entry %lld and are there again: "
                      "somebody put them back",
                      TEXT_ARGS(commitment), (long long)said_integer(erased, "index")));
}

/* ---- words of an export ---- */

static int digests_order(const void *one, const void *other)
{
    return memcmp(one, other, sizeof(struct digest));
}

/* {"commitment": ..., "opening": {...}} */
static bool line_read(struct text line, struct arena *arena, struct digest *out, struct error *err)
{
    struct value document;
    struct opening opening;
    struct error unread = {0};
    struct buffer written = buffer_in(arena, LIMIT_REPORT_SIZE);
    if (json_read("openings.jsonl", line, (struct json_options){0}, arena, &document, &unread) &&
        digest_read(said_text(&document, "commitment"), out) &&
        canonical_write(value_get(&document, TEXT("opening")), &written, &unread) &&
        opening_read(buffer_text(&written), out, arena, &opening, &unread))
        return true;
    return error_set(err, ERROR_INTEGRITY,
                     "openings.jsonl: a line does not open its commitment: %s", unread.message);
}

bool audit_openings_read(struct text written, struct arena *arena, struct opened *out,
                         struct error *err)
{
    bool are_read = true;
    struct opened opened = {0};
    struct arena scratch = {0};
    for (size_t at = 0; are_read && at < written.size;) {
        struct digest commitment;
        const struct text rest = text_part(written, at, written.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        arena_clear(&scratch);
        const struct text ended = {text_string(&scratch, line), line.size};
        are_read = line_read(ended, &scratch, &commitment, err);
        if (are_read)
            *LIST_ADD(arena, &opened) = commitment;
        at += line.size + 1;
    }
    arena_free(&scratch);
    if (!are_read)
        return false;
    if (opened.count)
        qsort(opened.at, opened.count, sizeof *opened.at, digests_order);
    *out = opened;
    return true;
}

bool audit_openings_find(const void *context, const struct digest *commitment, bool *out,
                         struct error *err)
{
    const struct opened *opened = context;
    (void)err;
    *out = opened->count &&
           bsearch(commitment, opened->at, opened->count, sizeof *opened->at, digests_order);
    return true;
}
