/* Public vectors: proofs of transparency-dev/merkle, notes of Go's sumdb, and a sample log. */
#include "support.h"

#include "base/base64.h"
#include "ledger/checkpoint.h"
#include "ledger/decimal_text.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/tile.h"
#include "value/json.h"

#include <glob.h>
#include <string.h>

static struct text member(const struct value *map, const char *key)
{
    return value_text(value_get(map, text_of(key)));
}

static struct value document(struct arena *arena, const char *path)
{
    struct error err = {0};
    struct value value;
    ck_assert_msg(
        json_read(path, support_read(arena, path), (struct json_options){0}, arena, &value, &err),
        "%s", support_error(&err));
    return value;
}

static bool digest_from(struct text base64, struct arena *arena, struct digest *out)
{
    struct text bytes;
    if (!base64_read(base64, arena, &bytes) || bytes.size != sizeof out->bytes)
        return false;
    memcpy(out->bytes, bytes.at, sizeof out->bytes);
    return true;
}

static bool path_from(const struct value *hashes, struct arena *arena, struct path *path)
{
    path->length = value_count(hashes);
    for (size_t step = 0; step < path->length; step++)
        if (!digest_from(value_text(value_at(hashes, step)), arena, &path->at[step]))
            return false;
    return true;
}

/* Some of the vectors have sizes above INT64_MAX. */
static uint64_t size_from(const struct value *proof, const char *key)
{
    const struct value *number = value_get(proof, text_of(key));
    uint64_t size = (uint64_t)value_integer(number);
    if (value_kind(number) != VALUE_INTEGER)
        ck_assert(decimal_text_read(value_spelling(number), UINT64_MAX, &size));
    return size;
}

static struct tree_head head_from(const struct value *proof, const char *size, const char *root,
                                  struct arena *arena, bool *read)
{
    struct tree_head head = {.size = size_from(proof, size)};
    *read = digest_from(member(proof, root), arena, &head.root) && *read;
    return head;
}

static bool proof_holds(const struct value *proof, bool inclusion, struct arena *arena)
{
    struct error err = {0};
    struct path path;
    struct digest leaf;
    bool read = path_from(value_get(proof, TEXT("proof")), arena, &path);
    if (inclusion) {
        const struct tree_head head = head_from(proof, "treeSize", "root", arena, &read);
        const uint64_t index = size_from(proof, "leafIdx");
        return read && digest_from(member(proof, "leafHash"), arena, &leaf) &&
               inclusion_verify(&path, &leaf, index, &head, &err);
    }
    const struct tree_head older = head_from(proof, "size1", "root1", arena, &read);
    const struct tree_head newer = head_from(proof, "size2", "root2", arena, &read);
    return read && consistency_verify(&path, &older, &newer, &err);
}

START_TEST(test_tree__proofs_fail_exactly_where_the_vectors_say_so)
{
    static const char *const folders[] = {"consistency", "inclusion"};
    struct arena arena = {0};
    const char *root = support_corpus(&arena, "merkle-proofs/testdata");
    for (size_t kind = 0; kind < COUNT(folders); kind++) {
        glob_t found;
        const struct text pattern = text_format(&arena, "%s/%s/*/*.json", root, folders[kind]);
        ck_assert_int_eq(glob(text_string(&arena, pattern), 0, NULL, &found), 0);
        ck_assert_uint_gt(found.gl_pathc, 20);
        for (size_t nth = 0; nth < found.gl_pathc; nth++) {
            const struct value proof = document(&arena, found.gl_pathv[nth]);
            ck_assert_msg(proof_holds(&proof, kind == 1, &arena) !=
                              value_boolean(value_get(&proof, TEXT("wantErr"))),
                          "%s", found.gl_pathv[nth]);
        }
        globfree(&found);
    }
    arena_free(&arena);
}
END_TEST

static const char *verdict(struct text source, const struct note_key *keys, size_t count,
                           struct arena *arena)
{
    struct error err = {0};
    struct note note;
    bool signed_by[4] = {0};
    if (!note_read(source, arena, &note, &err))
        return "malformed";
    if (note_verify(&note, keys, count, signed_by, &err))
        return "valid";
    return strstr(err.message, "is wrong") ? "invalid-signature" : "unverified-note-error";
}

START_TEST(test_note__every_vector_has_its_verdict)
{
    struct arena arena = {0};
    const char *folder = support_corpus(&arena, "note-vectors");
    const struct value vectors =
        document(&arena, text_string(&arena, text_format(&arena, "%s/note-vectors.json", folder)));
    const struct value *notes = value_get(&vectors, TEXT("notes"));
    ck_assert_uint_ge(value_count(notes), 15);
    for (size_t nth = 0; nth < value_count(notes); nth++) {
        const struct value *vector = value_at(notes, nth);
        const struct value *trust = value_get(vector, TEXT("trust"));
        struct text source = member(vector, "msg");
        struct note_key keys[4];
        struct error err = {0};
        if (!value_get(vector, TEXT("msg")))
            ck_assert(base64_read(member(vector, "msg_base64"), &arena, &source));
        for (size_t key = 0; key < value_count(trust); key++) {
            const struct text name = value_text(value_at(trust, key));
            const struct value *all = value_get(&vectors, TEXT("keys"));
            ck_assert(note_key_read(value_text(value_get(all, name)), &keys[key], &err));
        }
        ck_assert_msg(
            text_is(member(vector, "result"), verdict(source, keys, value_count(trust), &arena)),
            "%.*s", TEXT_ARGS(member(vector, "name")));
    }
    const struct value *bad = value_get(&vectors, TEXT("bad_keys"));
    for (size_t nth = 0; nth < value_count(bad); nth++) {
        struct error err = {0};
        struct note_key key;
        ck_assert(!note_key_read(member(value_at(bad, nth), "key"), &key, &err));
    }
    arena_free(&arena);
}
END_TEST

static struct text sample(struct arena *arena, const char *name)
{
    const char *folder = support_corpus(arena, "sample-log");
    return support_read(arena, text_string(arena, text_format(arena, "%s/%s", folder, name)));
}

START_TEST(test_log__the_sample_is_what_its_checkpoint_says)
{
    struct arena arena = {0};
    struct error err = {0};
    struct note note;
    struct note_key keys[2];
    struct checkpoint checkpoint;
    struct text entries[TILE_WIDTH], vkey = sample(&arena, "log.vkey");
    struct digest hashes[TILE_WIDTH], leaf, root;
    bool signed_by[2] = {0};
    if (text_ends(vkey, TEXT("\n")))
        vkey.size--;
    ck_assert(note_key_read(vkey, &keys[0], &err));
    ck_assert(text_equal(note_key_print(&keys[0], &arena), vkey));
    ck_assert(note_key_read(
        TEXT("witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM"), &keys[1],
        &err));
    const struct text source = sample(&arena, "checkpoint");
    ck_assert(note_read(source, &arena, &note, &err));
    ck_assert_msg(note_verify(&note, keys, 2, signed_by, &err), "%s", err.message);
    ck_assert(signed_by[0] && signed_by[1]);
    ck_assert(checkpoint_read(note.message, &checkpoint, &err));
    struct buffer again = buffer_in(&arena, 1000);
    ck_assert(note_write(&note, &again, &err) && text_equal(buffer_text(&again), source));
    struct tile tile = tile_of(0, 0, checkpoint.head.size);
    ck_assert(text_is(tile_path(&tile, &arena), "tile/0/000.p/3"));
    ck_assert(tile_read(&tile, sample(&arena, "tile/0/000.p/3"), hashes, &err));
    ck_assert(bundle_read(&tile, sample(&arena, "tile/entries/000.p/3"), entries, &err));
    for (unsigned nth = 0; nth < tile.width; nth++) {
        ck_assert(leaf_hash(entries[nth], &leaf, &err));
        ck_assert(digest_equal(&leaf, &hashes[nth]));
    }
    ck_assert(tile_root(hashes, tile.width, &root, &err));
    ck_assert(digest_equal(&root, &checkpoint.head.root));
    arena_free(&arena);
}
END_TEST

START_TEST(test_tile__names_are_read_as_they_are_written)
{
    static const char *const good[] = {"tile/0/000", "tile/63/999.p/255", "tile/1/x001/000",
                                       "tile/entries/x001/x234/067.p/1"};
    static const char *const bad[] = {"",
                                      "tile/64/000",
                                      "tile/00/000",
                                      "tile/0/0",
                                      "tile/0/x000/001",
                                      "tile/0/000.p/0",
                                      "tile/0/000.p/256",
                                      "tile/0/000.p/01",
                                      "tile/0/1000",
                                      "tile/0/000/",
                                      "tile/-1/000",
                                      "tile/0/../000",
                                      "tile/0/x999/x999/x999/x999/x999/x999/999"};
    struct arena arena = {0};
    struct tile tile;
    for (size_t nth = 0; nth < COUNT(good); nth++) {
        struct error err = {0};
        ck_assert_msg(tile_path_read(text_of(good[nth]), &tile, &err), "%s", good[nth]);
        ck_assert(text_is(tile_path(&tile, &arena), good[nth]));
    }
    for (size_t nth = 0; nth < COUNT(bad); nth++) {
        struct error err = {0};
        ck_assert_msg(!tile_path_read(text_of(bad[nth]), &tile, &err), "%s", bad[nth]);
    }
    ck_assert_uint_eq(tile_of(1, 1, 70000).width, 17);
    ck_assert_uint_eq(tile_of(2, 0, 70000).width, 1);
    ck_assert_uint_eq(tile_of(0, 1, 256).width, 0);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/ledger", test_tree__proofs_fail_exactly_where_the_vectors_say_so,
      test_note__every_vector_has_its_verdict, test_log__the_sample_is_what_its_checkpoint_says,
      test_tile__names_are_read_as_they_are_written)
