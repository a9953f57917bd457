#include "service/detached.h"

#include "base/file.h"
#include "base/limits.h"
#include "crypto/dsse.h"
#include "crypto/sshsig.h"
#include "report/escape.h"

enum { DETACHED_MODE = 0644, DETACHED_SIZE = LIMIT_ENTRY_SIZE };

static bool words_write(const char *detached_file, const struct act *act,
                        struct text detached_words, struct arena *arena, struct error *err)
{
    struct buffer detached_page = buffer_in(arena, LIMIT_MARKDOWN_SIZE);
    const struct text detached_name_space = act_name_space(act, arena);
    const char *name = text_format(arena, "%s.txt", detached_file).at;
    buffer_add(&detached_page, detached_words);
    buffer_format(&detached_page,
                  "\nTo sign it, where your key is:\n\n    ssh-keygen -Y sign -n %.*s -f KEY %s\n\n"
                  "and hand back %s.sig\n",
                  TEXT_ARGS(detached_name_space), detached_file, detached_file);
    return file_write(name, buffer_text(&detached_page), DETACHED_MODE, err);
}

bool detached_write(const char *file, const struct act *act, const struct members *detached_members,
                    struct text detached_words, struct arena *arena, struct error *err)
{
    struct envelope detached_envelope = {.type = STATEMENT_TYPE};
    if (!act_write(act, detached_members, arena, &detached_envelope.payload, err))
        return false;
    const struct text detached_bytes = envelope_signed_bytes(&detached_envelope, arena);
    return file_write(file, detached_bytes, DETACHED_MODE, err) &&
           words_write(file, act, detached_words, arena, err);
}

/* What stands behind the type and the size; whether the size is right is seen by writing it anew.
 */
bool detached_statement(const char *file, struct text detached_bytes, struct arena *arena,
                        struct text *statement, struct error *err)
{
    const struct text detached_start =
        dsse_pae(STATEMENT_TYPE, TEXT_NONE, arena); /* ends in "0 " */
    const struct text detached_head = text_part(detached_start, 0, detached_start.size - 2);
    const struct text detached_rest =
        text_part(detached_bytes, detached_head.size, detached_bytes.size);
    const size_t detached_blank = text_find(detached_rest, ' ');
    const struct text detached_body =
        text_part(detached_rest, detached_blank + 1, detached_rest.size);
    if (!text_starts(detached_bytes, detached_head) || detached_blank == detached_rest.size ||
        !text_equal(dsse_pae(STATEMENT_TYPE, detached_body, arena), detached_bytes))
        return error_at(err, ERROR_REFUSED, (struct place){file, 0, 0},
                        "does not hold the bytes of a request that is to be signed");
    *statement = detached_body;
    return true;
}

bool detached_read(const char *file, const char *signature_file, struct arena *arena,
                   struct envelope *out, struct error *err)
{
    struct text detached_bytes, detached_armored;
    struct sshsig detached_sshsig;
    char detached_key_id[KEY_ID_SIZE];
    struct envelope_signature detached_signature;
    struct envelope detached_envelope = {.type = STATEMENT_TYPE};
    if (!file_read(file, DETACHED_SIZE, arena, &detached_bytes, err) ||
        !detached_statement(file, detached_bytes, arena, &detached_envelope.payload, err) ||
        !file_read(signature_file, LIMIT_SSHSIG_SIZE, arena, &detached_armored, err) ||
        !sshsig_unarmor(signature_file, detached_armored, arena, &detached_signature.bytes, err) ||
        !sshsig_read_blob(signature_file, detached_signature.bytes, &detached_sshsig, err) ||
        !key_id(&detached_sshsig.key, detached_key_id, err))
        return false;
    detached_signature.key_id = text_copy(arena, text_of(detached_key_id));
    *LIST_ADD(arena, &detached_envelope.signatures) = detached_signature;
    *out = detached_envelope;
    return true;
}

void detached_tell(const struct acting *acting, const char *file, struct text name_space,
                   const char *then, const char *then_options)
{
    struct buffer page = buffer_in(acting->arena, LIMIT_MESSAGE_SIZE);
    struct buffer detached_name = buffer_in(acting->arena, LIMIT_PATH_SIZE);
    text_escape(text_of(file), &detached_name);
    buffer_format(&page,
                  "%s is what is signed, and %s.txt says it in words:\n"
                  "  ssh-keygen -Y sign -n %.*s -f KEY %s\n"
                  "then\n  obstat %s %s%s --signature %s.sig\n",
                  detached_name.at, detached_name.at, TEXT_ARGS(name_space), detached_name.at, then,
                  detached_name.at, then_options, detached_name.at);
    acting->session->print(acting->session->context, buffer_text(&page));
}
