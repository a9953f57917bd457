#include "base/base64.h"
#include "base/encode.h"
#include "base/limits.h"
#include "ledger/note.h"
#include "ledger/note_name.h"

#include <string.h>

/* Unicode's white space: ranges, first and last. */
static const uint32_t spaces[][2] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
    {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

static bool point_fits(uint32_t code_point)
{
    for (size_t nth = 0; nth < COUNT(spaces); nth++)
        if (code_point >= spaces[nth][0] && code_point <= spaces[nth][1])
            return false;
    return code_point >= ' ' && code_point != '+';
}

bool note_name_fits(struct text note_name)
{
    uint32_t code_point;
    if (note_name.size == 0 || note_name.size > LIMIT_NOTE_NAME)
        return false;
    for (size_t name_read = 0; name_read < note_name.size;) {
        const size_t point_size = utf8_read(note_name, name_read, &code_point);
        if (point_size == 0 || !point_fits(code_point))
            return false;
        name_read += point_size;
    }
    return true;
}

bool note_key_make(struct text key_name, enum note_key_type type,
                   const uint8_t key_bytes[NOTE_KEY_SIZE], struct note_key *note_key,
                   struct error *err)
{
    struct digest note_key_hash;
    const char type_byte = (char)type;
    const struct text id_parts[] = {
        key_name, {"\n", 1}, {&type_byte, 1}, {(const char *)key_bytes, NOTE_KEY_SIZE}};
    if (!note_name_fits(key_name))
        return error_set(err, ERROR_REFUSED,
                         "a key's name is a word without spaces, plus or control characters");
    if (type != NOTE_KEY_ED25519 && type != NOTE_KEY_COSIGNER)
        return error_set(err, ERROR_REFUSED, "the key %.*s is of an unknown type",
                         TEXT_ARGS(key_name));
    if (!digest_of(id_parts, COUNT(id_parts), &note_key_hash, err))
        return false;
    *note_key = (struct note_key){.name = key_name, .type = type};
    memcpy(note_key->id, note_key_hash.bytes, NOTE_ID_SIZE);
    memcpy(note_key->bytes, key_bytes, NOTE_KEY_SIZE);
    return true;
}

bool note_key_of(struct text key_name, const struct key *key, struct note_key *note_key,
                 struct error *err)
{
    if (key->kind != KEY_ED25519 || key->size != NOTE_KEY_SIZE)
        return error_set(err, ERROR_REFUSED, "the key %.*s signs no notes: it is not Ed25519",
                         TEXT_ARGS(key_name));
    return key_check(key, err) &&
           note_key_make(key_name, NOTE_KEY_ED25519, key->point, note_key, err);
}

struct text note_key_print(const struct note_key *note_key, struct arena *arena)
{
    char vkey_id[2 * NOTE_ID_SIZE + 1], vkey_bytes[1 + NOTE_KEY_SIZE];
    hex_write(note_key->id, NOTE_ID_SIZE, vkey_id);
    vkey_bytes[0] = (char)note_key->type;
    memcpy(vkey_bytes + 1, note_key->bytes, NOTE_KEY_SIZE);
    const struct text vkey_base64 =
        base64_print((struct text){vkey_bytes, sizeof vkey_bytes}, arena);
    return text_format(arena, "%.*s+%s+%.*s", TEXT_ARGS(note_key->name), vkey_id,
                       TEXT_ARGS(vkey_base64));
}

bool note_key_read(struct text vkey, struct note_key *out, struct error *err)
{
    enum { HEX_SIZE = 2 * NOTE_ID_SIZE };
    struct arena note_scratch = {0};
    struct note_key note_key;
    struct text vkey_bytes;
    uint8_t vkey_id[NOTE_ID_SIZE];
    const size_t plus = text_find(vkey, '+');
    const struct text vkey_hex = text_part(vkey, plus + 1, HEX_SIZE);
    const struct text vkey_base64 = text_part(vkey, plus + 1 + HEX_SIZE, vkey.size);
    bool vkey_sound =
        plus < vkey.size && hex_read(vkey_hex, vkey_id, sizeof vkey_id) &&
        text_starts(vkey_base64, TEXT("+")) &&
        base64_read(text_part(vkey_base64, 1, vkey_base64.size), &note_scratch, &vkey_bytes) &&
        vkey_bytes.size == 1 + NOTE_KEY_SIZE;
    if (!vkey_sound)
        error_set(err, ERROR_REFUSED, "the key is not written as name+id+base64");
    vkey_sound =
        vkey_sound && note_key_make(text_part(vkey, 0, plus), (enum note_key_type)vkey_bytes.at[0],
                                    (const uint8_t *)vkey_bytes.at + 1, &note_key, err);
    if (vkey_sound && memcmp(vkey_id, note_key.id, sizeof vkey_id) != 0)
        vkey_sound = error_set(err, ERROR_REFUSED, "the id of the key %.*s is not its own",
                               TEXT_ARGS(note_key.name));
    if (vkey_sound)
        *out = note_key;
    arena_free(&note_scratch);
    return vkey_sound;
}
