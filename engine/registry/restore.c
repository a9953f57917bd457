#include "ledger/checkpoint.h"
#include "registry/proposal.h"
#include "registry/told.h"

enum { ADMIN = 1U << ROLE_ADMIN };

/* The backup is of this log, and no longer than it: the entry comes after what was restored. */
static bool backup_check(const struct applying *applying, struct checkpoint *out, struct error *err)
{
    struct note_key log_key;
    struct checkpoint backed_up;
    const struct text published = told_text(applying->act.predicate, "checkpoint");
    if (!note_key_read(told_text(applying->origin, "key"), &log_key, err) ||
        !checkpoint_open(published, &log_key, applying->arena, &backed_up, err))
        return false;
    if (backed_up.head.size > applying->entry->index)
        return error_set(err, ERROR_INTEGRITY,
                         "the backup has %llu entries, and this log has %llu before the restore",
                         (unsigned long long)backed_up.head.size,
                         (unsigned long long)applying->entry->index);
    *out = backed_up;
    return true;
}

/* The log's own row remembers that it went on from a backup. */
static bool restore_note(struct applying *applying, const struct deed *proposal, struct error *err)
{
    struct deed restored = *proposal, origin = deed_of(applying->origin, applying->arena);
    deed_count(&restored, "index", applying->entry->index);
    deed_time(&restored, "time", applying->entry->time);
    deed_put(&origin, "restores",
             list_with(told(applying->origin, "restores"), deed_value(&restored), applying->arena));
    return applying_put(applying, "log", TEXT("origin"), &origin, err);
}

bool restore_apply(struct applying *applying, struct error *err)
{
    struct checkpoint backed_up;
    struct proposal proposal = {.terms = deed_of(NULL, applying->arena)};
    struct deed signed_terms;
    const struct text backup = digest_print(&applying->act.subject.digest, applying->arena);
    const struct text proposal_key =
        text_format(applying->arena, "restore/%.*s", TEXT_ARGS(backup));
    bool passed;
    if (!applying_role(applying, ADMIN, err) || !backup_check(applying, &backed_up, err) ||
        !applying_row(applying, "proposal", proposal_key, &proposal.proposed, err))
        return false;
    proposal.needed = told_count(told(applying->origin, "quorum"), "restore");
    deed_count(&proposal.terms, "size", backed_up.head.size);
    deed_text(&proposal.terms, "root", digest_print(&backed_up.head.root, applying->arena));
    deed_keep(&proposal.terms, "replaces", told(applying->act.predicate, "replaces"));
    if (!proposal_sign(applying, &proposal, &signed_terms, &passed, err))
        return false;
    if (!passed)
        return applying_put(applying, "proposal", proposal_key, &signed_terms, err);
    applying_drop(applying, "proposal", proposal_key);
    return restore_note(applying, &signed_terms, err);
}
