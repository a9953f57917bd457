#include "ledger/succession.h"

#include "base/base64.h"
#include "base/limits.h"
#include "ledger/decimal_text.h"

#define FORK_TITLE "obstat fork evidence v1"

enum succession succession_of(const struct tree_head *older, const struct tree_head *newer,
                              const struct digest *older_root)
{
    if (older->size > newer->size)
        return SUCCESSION_ROLLED_BACK;
    if (older->size == 0 || digest_equal(&older->root, older_root))
        return SUCCESSION_CONSISTENT;
    return SUCCESSION_FORKED;
}

const char *succession_name(enum succession succession)
{
    switch (succession) {
    case SUCCESSION_CONSISTENT:
        return "consistent";
    case SUCCESSION_ROLLED_BACK:
        return "rolled back";
    case SUCCESSION_FORKED:
        break;
    }
    return "forked";
}

static void published_write(struct buffer *fork_text, const char *fork_word, struct text published)
{
    buffer_format(fork_text, "%s %zu\n", fork_word, published.size);
    buffer_add(fork_text, published);
}

static void hash_write(struct buffer *fork_text, const char *fork_word, const struct digest *hash)
{
    const struct text hash_bytes = {(const char *)hash->bytes, sizeof hash->bytes};
    buffer_string(fork_text, fork_word);
    buffer_add(fork_text, base64_print(hash_bytes, fork_text->arena));
    buffer_byte(fork_text, '\n');
}

bool fork_evidence_write(const struct fork_evidence *evidence, struct buffer *published,
                         struct error *err)
{
    struct buffer fork_text = buffer_in(published->arena, LIMIT_FORK_SIZE);
    buffer_string(&fork_text, FORK_TITLE "\n");
    published_write(&fork_text, "older", evidence->older);
    published_write(&fork_text, "newer", evidence->newer);
    hash_write(&fork_text, "root ", &evidence->root);
    for (size_t step = 0; step < evidence->path.length; step++)
        hash_write(&fork_text, "", &evidence->path.at[step]);
    if (buffer_full(&fork_text))
        return error_set(err, ERROR_REFUSED, "the fork evidence is larger than %llu bytes",
                         LIMIT_FORK_SIZE);
    buffer_add(published, buffer_text(&fork_text));
    return true;
}

/* "WORD SIZE", a line, and as many bytes. */
static bool published_take(struct text *fork_rest, struct text fork_word, struct text *published)
{
    struct text fork_line;
    uint64_t published_size;
    if (!line_take(fork_rest, &fork_line) || !text_starts(fork_line, fork_word) ||
        !decimal_text_read(text_part(fork_line, fork_word.size, fork_line.size), LIMIT_NOTE_SIZE,
                           &published_size) ||
        published_size > fork_rest->size)
        return false;
    *published = text_part(*fork_rest, 0, (size_t)published_size);
    *fork_rest = text_part(*fork_rest, (size_t)published_size, fork_rest->size);
    return true;
}

static bool path_take(struct text *fork_rest, struct path *path)
{
    struct text fork_line;
    for (path->length = 0; line_take(fork_rest, &fork_line); path->length++)
        if (path->length == TREE_DEPTH_MAX || !digest_line_read(fork_line, &path->at[path->length]))
            return false;
    return fork_rest->size == 0;
}

bool fork_evidence_read(struct text fork_text, struct fork_evidence *out, struct error *err)
{
    const struct text root_word = TEXT("root ");
    struct fork_evidence evidence = {0};
    struct text fork_rest = fork_text, fork_line;
    if (fork_text.size > LIMIT_FORK_SIZE)
        return error_set(err, ERROR_REFUSED, "the fork evidence is larger than %llu bytes",
                         LIMIT_FORK_SIZE);
    if (!line_take(&fork_rest, &fork_line) || !text_is(fork_line, FORK_TITLE))
        return error_set(err, ERROR_REFUSED, "fork evidence begins with \"%s\"", FORK_TITLE);
    if (!published_take(&fork_rest, TEXT("older "), &evidence.older) ||
        !published_take(&fork_rest, TEXT("newer "), &evidence.newer))
        return error_set(err, ERROR_REFUSED, "the fork evidence lacks one of its checkpoints");
    if (!line_take(&fork_rest, &fork_line) || !text_starts(fork_line, root_word) ||
        !digest_line_read(text_part(fork_line, root_word.size, fork_line.size), &evidence.root) ||
        !path_take(&fork_rest, &evidence.path))
        return error_set(err, ERROR_REFUSED, "the fork evidence has a line that is no hash");
    *out = evidence;
    return true;
}

static bool fork_shown(const struct fork_evidence *evidence, const struct tree_head *older,
                       const struct tree_head *newer, struct error *err)
{
    const struct tree_head older_there = {older->size, evidence->root};
    if (succession_of(older, newer, &evidence->root) != SUCCESSION_FORKED)
        return error_set(err, ERROR_INTEGRITY,
                         "the two checkpoints do not exclude each other: no fork is shown");
    return consistency_verify(&evidence->path, &older_there, newer, err);
}

bool fork_evidence_verify(const struct fork_evidence *evidence, const struct note_key *log,
                          struct error *err)
{
    struct arena checkpoint_scratch = {0};
    struct checkpoint older, newer;
    const bool shown = checkpoint_open(evidence->older, log, &checkpoint_scratch, &older, err) &&
                       checkpoint_open(evidence->newer, log, &checkpoint_scratch, &newer, err) &&
                       fork_shown(evidence, &older.head, &newer.head, err);
    arena_free(&checkpoint_scratch);
    return shown;
}
