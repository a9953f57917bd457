#include "service/acting.h"

#include "base/clock.h"
#include "base/limits.h"
#include "crypto/random.h"
#include "registry/opening.h"
#include "report/escape.h"

bool acting_commit(struct acting *acting, struct text by, struct text words,
                   struct value *commitment, struct error *err)
{
    uint8_t acting_salt[OPENING_SALT_SIZE];
    struct digest digest;
    struct opening opening = {.by = by, .text = words};
    struct committed committed;
    if (words.size == 0) {
        *commitment = value_of_null();
        return true;
    }
    if (!random_bytes(acting_salt, sizeof acting_salt, err) ||
        !opening_make(&opening, acting_salt, acting->arena, &digest, err) ||
        !opening_write(&opening, acting->arena, &committed.document, err))
        return false;
    committed.commitment = digest_print(&digest, acting->arena);
    *LIST_ADD(acting->arena, &acting->committed) = committed;
    *commitment = value_of_text(committed.commitment);
    return true;
}

/* What is beside the log for a commitment, and what the log says of it. */
struct beside {
    struct text document; /* the opening; empty where there is none */
    bool erased;
};

static bool beside_find(struct acting *acting, struct text commitment, struct beside *out,
                        struct error *err)
{
    const struct value *erased;
    struct beside beside;
    const struct row_name opening_named = {TEXT("opening"), commitment};
    if (!acting->rows.get(acting->rows.keeper, opening_named, acting->arena, &beside.document,
                          err) ||
        !registry_row(&acting->rows, "erased", commitment, acting->arena, &erased, err))
        return false;
    beside.erased = erased != NULL;
    *out = beside;
    return true;
}

/* What was erased is not shown, whoever put it back. */
bool acting_words(struct acting *acting, struct text commitment, struct text *out,
                  struct error *err)
{
    struct digest digest;
    struct beside beside;
    struct opening acting_opening;
    if (commitment.size == 0) {
        *out = TEXT_NONE;
        return true;
    }
    if (!digest_read(commitment, &digest))
        return error_set(err, ERROR_INTEGRITY, "%.*s is no commitment", TEXT_ARGS(commitment));
    if (!beside_find(acting, commitment, &beside, err))
        return false;
    if (beside.erased || beside.document.size == 0) {
        *out = beside.erased ? TEXT("(erased)") : TEXT("(missing)");
        return true;
    }
    if (!opening_read(beside.document, &digest, acting->arena, &acting_opening, err))
        return false;
    *out = acting_opening.text;
    return true;
}

bool acting_words_by(struct acting *acting, struct text commitment, struct text *by, bool *there,
                     struct error *err)
{
    struct digest digest;
    struct beside beside;
    struct opening opening = {0};
    if (!digest_read(commitment, &digest))
        return error_set(err, ERROR_INTEGRITY, "%.*s is no commitment", TEXT_ARGS(commitment));
    if (!beside_find(acting, commitment, &beside, err) ||
        (beside.document.size &&
         !opening_read(beside.document, &digest, acting->arena, &opening, err)))
        return false;
    *by = opening.by;
    *there = beside.document.size && !beside.erased;
    return true;
}

bool acting_words_gone(struct text shown)
{
    return text_is(shown, "(erased)") || text_is(shown, "(missing)");
}

bool acting_words_hold(struct acting *acting, struct text commitment, uint64_t index,
                       struct error *err)
{
    struct beside beside;
    if (!beside_find(acting, commitment, &beside, err))
        return false;
    if (beside.erased != (beside.document.size == 0))
        return error_set(err, ERROR_INTEGRITY,
                         beside.erased
                             ? "the words behind %.*s, in entry %llu, were erased and are there "
                               "again: somebody edited the database"
                             : "the words behind %.*s, in entry %llu, are missing, and no entry "
                               "says that they were erased: somebody edited the database; a backup "
                               "has them",
                         TEXT_ARGS(commitment), (unsigned long long)index);
    return true;
}

struct text acting_remarked(struct text words, struct arena *arena)
{
    return words.size ? text_format(arena, "%.*s (said when it was handed in, not signed)",
                                    TEXT_ARGS(words))
                      : TEXT_NONE;
}

bool acting_remark(struct acting *acting, uint64_t index, struct text *out, struct error *err)
{
    struct entry entry;
    struct text words = TEXT_NONE;
    if (!acting_entry(acting, index, &entry, err) ||
        !acting_words(acting, entry.remark, &words, err))
        return false;
    *out = acting_remarked(words, acting->arena);
    return true;
}

bool acting_name(struct acting *acting, struct text id, struct text *out, struct error *err)
{
    const struct value *identity;
    struct text words;
    if (!registry_row(&acting->rows, "identity", id, acting->arena, &identity, err) ||
        !acting_words(acting, value_text(value_get(identity, TEXT("name"))), &words, err))
        return false;
    *out = words.size ? words : id;
    return true;
}

void acting_tell(const struct acting *acting, struct text recorded_what,
                 const struct recorded *recorded)
{
    char recorded_time[CLOCK_TEXT_SIZE];
    struct buffer recorded_line = buffer_in(acting->arena, LIMIT_MESSAGE_SIZE);
    clock_write(recorded->time, recorded_time);
    text_escape(recorded_what, &recorded_line);
    buffer_format(&recorded_line, "   %s entry %llu, %s\n",
                  recorded->repeated ? "as before:" : "recorded:",
                  (unsigned long long)recorded->index, recorded_time);
    acting->session->print(acting->session->context, buffer_text(&recorded_line));
}
