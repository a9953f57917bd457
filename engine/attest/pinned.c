#include "attest/envelope.h"
#include "attest/model_signature.h"
#include "base/encode.h"
#include "base/limits.h"

static const struct text pinned_pem_begin = {"-----BEGIN ", 11};
static const struct text pinned_pem_end = {"-----END ", 9};

/* What stands behind "ssh-ed25519 AAAA... ". */
static struct text pinned_comment(struct text pinned_line)
{
    for (int pinned_word = 0; pinned_word < 2; pinned_word++)
        pinned_line = text_part(pinned_line, text_find(pinned_line, ' ') + 1, pinned_line.size);
    return text_trimmed(pinned_line);
}

/* From this line to the END line; all that is left where there is none. */
static struct text pinned_pem(struct text pinned_text)
{
    for (size_t from = 0; from < pinned_text.size;) {
        const struct text pinned_rest = text_part(pinned_text, from, pinned_text.size);
        const size_t pinned_size = text_find(pinned_rest, '\n') + 1;
        if (text_starts(pinned_rest, pinned_pem_end))
            return text_part(pinned_text, 0, from + pinned_size);
        from += pinned_size;
    }
    return pinned_text;
}

/* The digest of its PEM, as those who sign models name a key. */
static bool pinned_pem_digest(struct text pinned_pem, struct arena *arena, struct text *out,
                              struct error *err)
{
    struct digest pem_digest;
    char *pem_digits = arena_alloc(arena, 2 * sizeof pem_digest.bytes + 1);
    if (!digest_text(pinned_pem, &pem_digest, err))
        return false;
    hex_write(pem_digest.bytes, sizeof pem_digest.bytes, pem_digits);
    *out = text_of(pem_digits);
    return true;
}

static bool pinned_names_find(struct pinned_key *pinned, struct arena *arena, struct error *err)
{
    char fingerprint[KEY_ID_SIZE];
    if (!key_id(&pinned->key, fingerprint, err))
        return false;
    pinned->id = text_copy(arena, text_of(fingerprint));
    return pinned->key.kind != KEY_ED25519 ||
           envelope_key_id(&pinned->key, arena, &pinned->key_id, err);
}

static bool pinned_read(const char *file, struct text pinned_text, struct arena *arena,
                        struct pinned_key *pinned, struct error *err)
{
    const bool pem_pinned = text_starts(pinned_text, pinned_pem_begin);
    if (!key_read(file, pinned_text, &pinned->key, err) || !pinned_names_find(pinned, arena, err))
        return false;
    if (!pem_pinned)
        pinned->comment = text_copy(arena, pinned_comment(pinned_text));
    return !pem_pinned || pinned_pem_digest(pinned_text, arena, &pinned->pem_digest, err);
}

static unsigned lines_in(struct text pinned_text)
{
    unsigned pinned_lines = 0;
    for (size_t i = 0; i < pinned_text.size; i++)
        pinned_lines += pinned_text.at[i] == '\n';
    return pinned_lines;
}

bool pinned_keys_read(const char *file, struct text pinned_text, struct arena *arena,
                      struct pinned_keys *out, struct error *err)
{
    struct pinned_keys pinned = *out;
    unsigned line_number = 1;
    for (size_t from = 0; from < pinned_text.size;) {
        struct error refuted = {0};
        const struct text pinned_rest = text_part(pinned_text, from, pinned_text.size);
        const struct text pinned_block =
            text_starts(pinned_rest, pinned_pem_begin)
                ? pinned_pem(pinned_rest)
                : text_part(pinned_rest, 0, text_find(pinned_rest, '\n') + 1);
        const struct text pinned_line = text_trimmed(pinned_block);
        if (pinned_line.size && pinned_line.at[0] != '#' &&
            !pinned_read(file,
                         text_starts(pinned_block, pinned_pem_begin) ? pinned_block : pinned_line,
                         arena, LIST_ADD(arena, &pinned), &refuted))
            return error_at(err, refuted.code, (struct place){file, line_number, 1}, "%s",
                            refuted.message);
        if (pinned.count > LIMIT_PINNED_KEYS)
            return error_at(err, ERROR_REFUSED, (struct place){.file = file},
                            "names more than %d keys", LIMIT_PINNED_KEYS);
        line_number += lines_in(pinned_block);
        from += pinned_block.size;
    }
    if (pinned.count == out->count)
        return error_at(err, ERROR_REFUSED, (struct place){.file = file}, "names no key");
    *out = pinned;
    return true;
}

bool pinned_key_called(const struct pinned_key *pinned, struct text name)
{
    return name.size && (text_equal(name, pinned->id) || text_equal(name, pinned->key_id) ||
                         text_equal(name, pinned->pem_digest));
}
