#include "registry/opening.h"

#include "base/encode.h"
#include "base/limits.h"
#include "registry/deed.h"
#include "registry/told.h"
#include "registry/words.h"
#include "value/canonical.h"
#include "value/json.h"

enum {
    SALT_DIGITS = 2 * OPENING_SALT_SIZE,
    OPENING_ESCAPED = 2,   /* bytes at most for one of a sound text: \" and \\ */
    OPENING_AROUND = 1024, /* bytes of the rest of the document, generously   */
};

static bool opening_check(const struct opening *opening, struct error *err)
{
    uint8_t salt[OPENING_SALT_SIZE];
    const char *unsound = words_unsound(opening->text);
    if (opening->by.size > LIMIT_PERSON_ID || words_unsound(opening->by))
        return error_set(err, ERROR_REFUSED, "the text is by nobody who could be known");
    if (opening->text.size == 0)
        return error_set(err, ERROR_REFUSED, "the text is empty");
    if (opening->text.size > LIMIT_OPENING_SIZE)
        return error_set(err, ERROR_REFUSED, "the text has %zu bytes, and %d are the most",
                         opening->text.size, LIMIT_OPENING_SIZE);
    if (unsound)
        return error_set(err, ERROR_REFUSED, "the text %s", unsound);
    if (opening->salt.size != SALT_DIGITS || !hex_read(opening->salt, salt, sizeof salt))
        return error_set(err, ERROR_REFUSED, "the salt is not %d hexadecimal digits", SALT_DIGITS);
    return true;
}

bool opening_write(const struct opening *opening, struct arena *arena, struct text *out,
                   struct error *err)
{
    struct deed deed = deed_of(NULL, arena);
    struct buffer opening_document =
        buffer_in(arena, OPENING_ESCAPED * LIMIT_OPENING_SIZE + OPENING_AROUND);
    deed_text(&deed, "by", opening->by);
    deed_text(&deed, "salt", opening->salt);
    deed_text(&deed, "text", opening->text);
    const struct value opening_value = deed_value(&deed);
    if (!opening_check(opening, err) || !canonical_write(&opening_value, &opening_document, err))
        return false;
    *out = buffer_text(&opening_document);
    return true;
}

bool opening_commitment(const struct opening *opening, struct digest *out, struct error *err)
{
    struct arena opening_scratch = {0};
    struct text opening_document;
    const bool committed = opening_write(opening, &opening_scratch, &opening_document, err) &&
                           digest_text(opening_document, out, err);
    arena_free(&opening_scratch);
    return committed;
}

bool opening_make(struct opening *opening, const uint8_t salt[OPENING_SALT_SIZE],
                  struct arena *arena, struct digest *commitment, struct error *err)
{
    struct opening salted = *opening;
    char salt_digits[SALT_DIGITS + 1];
    hex_write(salt, OPENING_SALT_SIZE, salt_digits);
    salted.salt = text_copy(arena, text_of(salt_digits));
    if (!opening_commitment(&salted, commitment, err))
        return false;
    *opening = salted;
    return true;
}

bool opening_read(struct text opening_document, const struct digest *commitment,
                  struct arena *arena, struct opening *out, struct error *err)
{
    struct digest opening_digest;
    struct value opened;
    struct error unheeded = {0};
    if (!digest_text(opening_document, &opening_digest, err))
        return false;
    if (!digest_equal(&opening_digest, commitment))
        return error_set(err, ERROR_INTEGRITY, "the words are not those that were committed to");
    if (!json_read(NULL, text_of(text_string(arena, opening_document)), (struct json_options){0},
                   arena, &opened, &unheeded))
        return error_set(err, ERROR_INTEGRITY, "the words were not kept as they are committed to");
    const struct opening opening = {.by = told_text(&opened, "by"),
                                    .salt = told_text(&opened, "salt"),
                                    .text = told_text(&opened, "text")};
    struct text opening_again;
    if (!opening_write(&opening, arena, &opening_again, &unheeded))
        return error_set(err, ERROR_INTEGRITY, "the words cannot be shown: %s", unheeded.message);
    if (!text_equal(opening_again, opening_document))
        return error_set(err, ERROR_INTEGRITY, "the words are not in the one spelling of RFC 8785");
    *out = opening;
    return true;
}
