/* service/audit_words.h: words beside a log, held against the commitments of its entries: each
 * opens or was erased by an entry, and not both. Private to the room.
 */
#ifndef SERVICE_AUDIT_WORDS_H
#define SERVICE_AUDIT_WORDS_H

#include "service/audit.h"

/* A commitment that nothing opens: it has to have been erased by a later entry. */
struct unopened {
    struct digest commitment;
    uint64_t index;
};

struct wordless LIST(struct unopened);

struct audit_words {
    struct arena *arena;
    /* Are the words of this commitment there? */
    bool (*open)(const void *context, const struct digest *commitment, bool *out,
                 struct error *err);
    const void *context;
    struct wordless wordless;
};

/* The next entry. */
NODISCARD bool audit_words_entry(struct audit_words *audit_words, const struct audited *audited,
                                 struct arena *arena, struct error *err);

/* After the last one, by the rows that follow from all of them: ERROR_INTEGRITY names the entry
 * whose words are missing. */
NODISCARD bool audit_words_end(const struct audit_words *audit_words, const struct rows *folded,
                               struct error *err);

/* Words that are there were not erased. */
NODISCARD bool audit_words_unerased(struct text commitment, const struct rows *folded,
                                    struct arena *arena, struct error *err);

/* What an export's openings.jsonl opens, in order; each does open its commitment. */
struct opened LIST(struct digest);
NODISCARD bool audit_openings_read(struct text written, struct arena *arena, struct opened *out,
                                   struct error *err);
NODISCARD bool audit_openings_find(const void *opened, const struct digest *commitment, bool *out,
                                   struct error *err);

#endif
