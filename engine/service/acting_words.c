#include "service/acting.h"

#include "base/clock.h"
#include "base/limits.h"
#include "crypto/random.h"
#include "registry/opening.h"
#include "report/escape.h"

bool acting_commit(struct acting *acting, struct text words, struct value *commitment,
                   struct error *err)
{
    uint8_t acting_salt[OPENING_SALT_SIZE];
    struct digest digest;
    struct opening opening;
    struct committed committed;
    if (words.size == 0) {
        *commitment = value_of_null();
        return true;
    }
    if (!random_bytes(acting_salt, sizeof acting_salt, err) ||
        !opening_make(words, acting_salt, acting->arena, &opening, &digest, err) ||
        !opening_write(&opening, acting->arena, &committed.document, err))
        return false;
    committed.commitment = digest_print(&digest, acting->arena);
    *LIST_ADD(acting->arena, &acting->committed) = committed;
    *commitment = value_of_text(committed.commitment);
    return true;
}

bool acting_words(struct acting *acting, struct text commitment, struct text *out,
                  struct error *err)
{
    struct digest digest;
    struct opening acting_opening;
    struct text committed_document;
    const struct row_name opening_named = {TEXT("opening"), commitment};
    if (commitment.size == 0) {
        *out = TEXT_NONE;
        return true;
    }
    if (!digest_read(commitment, &digest))
        return error_set(err, ERROR_INTEGRITY, "%.*s is no commitment", TEXT_ARGS(commitment));
    if (!acting->rows.get(acting->rows.keeper, opening_named, acting->arena, &committed_document,
                          err))
        return false;
    if (committed_document.size == 0) {
        *out = TEXT("(erased)");
        return true;
    }
    if (!opening_read(committed_document, &digest, acting->arena, &acting_opening, err))
        return false;
    *out = acting_opening.text;
    return true;
}

bool acting_remark(struct acting *acting, uint64_t index, struct text *out, struct error *err)
{
    struct entry entry;
    struct text words = TEXT_NONE;
    if (!acting_entry(acting, index, &entry, err) ||
        !acting_words(acting, entry.remark, &words, err))
        return false;
    *out = words.size ? text_format(acting->arena, "%.*s (said when it was handed in, not signed)",
                                    TEXT_ARGS(words))
                      : TEXT_NONE;
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
