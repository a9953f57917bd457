/* fork VKEY-FILE EVIDENCE: whether the evidence convicts the log's key of two logs, by nothing but
 * these two files: 0 where it does, 1 with the reason where not. */
#include "ledger/succession.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdio.h>

static bool fork_convicts(const char *key_file, const char *evidence_file, struct arena *arena,
                          struct error *err)
{
    struct text vkey, written;
    struct note_key log;
    struct fork_evidence evidence;
    return file_read(key_file, LIMIT_NOTE_SIZE, arena, &vkey, err) &&
           note_key_read(text_part(vkey, 0, text_find(vkey, '\n')), &log, err) &&
           file_read(evidence_file, LIMIT_PROOF_SIZE, arena, &written, err) &&
           fork_evidence_read(written, &evidence, err) &&
           fork_evidence_verify(&evidence, &log, err);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    if (count != 3) {
        (void)fputs("usage: fork VKEY-FILE EVIDENCE\n", stderr);
        return 2;
    }
    const bool convicts = fork_convicts(words[1], words[2], &arena, &err);
    (void)puts(convicts ? "the log's key signed two logs" : err.message);
    arena_free(&arena);
    return convicts ? 0 : 1;
}
