/* Root digests that the OpenSSF model signing library wrote: each model.sig holds an in-toto
 * statement whose subject is the root digest of the folder it stands in. */
#include "evidence/manifest.h"

#include "support.h"

#include "base/file.h"
#include "value/json.h"

static int sextet(char byte)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = byte ? strchr(alphabet, byte) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

static struct text base64_of(struct arena *arena, struct text text)
{
    char *bytes = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < text.size && text.at[i] != '='; i++) {
        ck_assert_int_ge(sextet(text.at[i]), 0);
        held = held << 6 | (unsigned)sextet(text.at[i]);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[size++] = (char)(held >> bits & 0xff);
        }
    }
    bytes[size] = '\0';
    return (struct text){bytes, size};
}

static const struct value *json_of(struct arena *arena, struct text source)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(arena, struct value);
    ck_assert_msg(json_read("s", source, (struct json_options){0}, arena, value, &err), "%s",
                  support_error(&err));
    return value;
}

/* The root digest that the signature in `folder` is about. */
static struct text signed_root(struct arena *arena, const char *folder)
{
    const struct value *bundle =
        json_of(arena, support_read(arena, path_join(arena, folder, "model.sig")));
    const struct value *payload =
        value_get(value_get(bundle, TEXT("dsseEnvelope")), TEXT("payload"));
    const struct value *statement = json_of(arena, base64_of(arena, value_text(payload)));
    const struct value *subject = value_at(value_get(statement, TEXT("subject")), 0);
    return value_text(value_get(value_get(subject, TEXT("digest")), TEXT("sha256")));
}

START_TEST(test_artifact__root_digests_are_those_of_signed_models)
{
    static const char *const folders[] = {"v0.3.1-certificate",  "v0.3.1-elliptic-key",
                                          "v0.3.1-sigstore",     "v1.0.0-certificate",
                                          "v1.0.0-elliptic-key", "v1.0.0-sigstore"};
    struct arena arena = {0};
    const char *root = support_corpus(&arena, "sigstore-model-signing/scripts/tests");
    for (size_t i = 0; i < COUNT(folders); i++) {
        struct error err = {0};
        struct manifest manifest;
        struct artifact artifact;
        const struct text expected = signed_root(&arena, path_join(&arena, root, folders[i]));
        const struct text source =
            text_format(&arena,
                        "obstat: model/v1\nname: a\nversion: '1'\nevidence: []\n"
                        "artifact: {path: %s, ignore: [model.sig], digest: 'sha256:%.*s'}\n",
                        folders[i], TEXT_ARGS(expected));
        ck_assert_msg(manifest_read(path_join(&arena, root, "model.yaml"), source,
                                    schemas_new(&arena), &arena, &manifest, &err) &&
                          artifact_read(&manifest, &arena, &artifact, &err),
                      "%s: %s", folders[i], support_error(&err));
        ck_assert_int_eq(artifact.kind, ARTIFACT_FOLDER);
        const struct text found = digest_print(&artifact.digest, &arena);
        ck_assert_msg(text_equal(text_part(found, 7, found.size), expected), "%s: %.*s", folders[i],
                      TEXT_ARGS(found));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_artifact__the_signature_itself_counts_unless_it_is_ignored)
{
    struct arena arena = {0};
    struct error err = {0};
    struct manifest manifest;
    struct artifact artifact;
    const char *root = support_corpus(&arena, "sigstore-model-signing/scripts/tests");
    const struct text source = TEXT("obstat: model/v1\nname: a\nversion: '1'\nevidence: []\n"
                                    "artifact: {path: v1.0.0-certificate}\n");
    ck_assert(manifest_read(path_join(&arena, root, "model.yaml"), source, schemas_new(&arena),
                            &arena, &manifest, &err) &&
              artifact_read(&manifest, &arena, &artifact, &err));
    ck_assert_uint_eq(artifact.files, 3);
    const struct text found = digest_print(&artifact.digest, &arena);
    ck_assert(!text_is(found, "sha256:61d4849d9d90076d6215f4d525f13d6574af8e3f67aef3e6f36fc40a"
                              "14fdd226"));
    arena_free(&arena);
}
END_TEST

TESTS("corpora/artifact", test_artifact__root_digests_are_those_of_signed_models,
      test_artifact__the_signature_itself_counts_unless_it_is_ignored)
