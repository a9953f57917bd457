/* Manifests are written as they would stand in a file; each refusal names its place and words. */
#include "evidence/manifest.h"

#include "support.h"

#include "base/buffer.h"

#define HEAD                                                                                       \
    "obstat: model/v1\n"                                                                           \
    "name: credit-default\n"                                                                       \
    "version: 2.3.0\n"
#define FULL HEAD "evidence: [{path: eval/metrics.json}]\n"

static bool manifest_of(struct arena *arena, const char *path, struct text source,
                        struct manifest *out, struct error *err)
{
    return manifest_read(path, source, schemas_new(arena), arena, out, err);
}

static struct manifest read_manifest(struct arena *arena, const char *path, const char *source)
{
    struct error err = {0};
    struct manifest manifest;
    ck_assert_msg(manifest_of(arena, path, text_of(source), &manifest, &err), "%s: %s", source,
                  support_error(&err));
    return manifest;
}

START_TEST(test_manifest__name_version_tier_and_target_are_told)
{
    struct arena arena = {0};
    const struct manifest manifest = read_manifest(&arena, "models/credit/model.yaml",
                                                   FULL "risk: {tier: limited}\ntarget: staging\n");
    ck_assert(text_is(manifest.name, "credit-default"));
    ck_assert(text_is(manifest.version, "2.3.0"));
    ck_assert_int_eq(manifest.tier, TIER_LIMITED);
    ck_assert(manifest.tier_declared);
    ck_assert_int_eq(manifest.target, STAGE_STAGING);
    ck_assert_str_eq(manifest.path, "models/credit/model.yaml");
    ck_assert_str_eq(manifest.folder, "models/credit");
    ck_assert_int_eq(value_kind(manifest.document), VALUE_MAP);
    arena_free(&arena);
}
END_TEST

START_TEST(test_manifest__what_nobody_classified_is_of_high_risk)
{
    struct arena arena = {0};
    const struct manifest manifest = read_manifest(&arena, "model.yaml", FULL);
    ck_assert_int_eq(manifest.tier, TIER_HIGH);
    ck_assert(!manifest.tier_declared);
    ck_assert_int_eq(manifest.target, STAGE_NONE);
    ck_assert_str_eq(manifest.folder, ".");
    arena_free(&arena);
}
END_TEST

START_TEST(test_manifest__the_digest_is_of_the_bytes)
{
    struct arena arena = {0};
    struct error err = {0};
    struct digest digest;
    const struct manifest manifest = read_manifest(&arena, "model.yaml", FULL);
    ck_assert(digest_text(TEXT(FULL), &digest, &err));
    ck_assert(digest_equal(&manifest.digest, &digest));
    arena_free(&arena);
}
END_TEST

START_TEST(test_manifest__json_serves_as_well)
{
    struct arena arena = {0};
    const struct manifest manifest =
        read_manifest(&arena, "model.json",
                      "{\"obstat\": \"model/v1\", \"name\": \"a\", \"version\": \"1\", "
                      "\"evidence\": []}");
    ck_assert(text_is(manifest.version, "1"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_manifest__names_and_versions_of_every_allowed_form_are_read)
{
    static const char *const names[] = {"a", "0", "a/b", "a.b-c_d/e", "bank.example/credit"};
    static const char *const versions[] = {"1.0.0-rc.1+build", "2026-09", "'1.10'", "v1_A"};
    for (size_t i = 0; i < COUNT(names); i++)
        for (size_t j = 0; j < COUNT(versions); j++) {
            struct arena arena = {0};
            const char *source =
                text_format(&arena, "obstat: model/v1\nname: '%s'\nversion: %s\nevidence: []\n",
                            names[i], versions[j])
                    .at;
            (void)read_manifest(&arena, "model.yaml", source);
            arena_free(&arena);
        }
}
END_TEST

struct refusal {
    const char *source;
    unsigned line, column;
    const char *words;
};

static void check_refused(const char *path, struct text source, const struct refusal *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct manifest manifest = {.path = "untouched"};
    ck_assert_msg(!manifest_of(&arena, path, source, &manifest, &err), "%.80s", source.at);
    ck_assert_msg(err.code == ERROR_REFUSED && strcmp(err.file, path) == 0 &&
                      err.line == expected->line && err.column == expected->column &&
                      strstr(err.message, expected->words),
                  "%.80s: %s", source.at, support_error(&err));
    ck_assert_str_eq(manifest.path, "untouched");
    arena_free(&arena);
}

START_TEST(test_manifest__what_does_not_fit_is_refused_with_its_place)
{
    static const struct refusal cases[] = {
        {FULL "artefact: {path: x}\n", 5, 1, "did you mean artifact?"},
        {"obstat: model/v1\nname: a\nversion: 1.10\nevidence: []\n", 3, 10, "put it in quotes"},
        {"obstat: model/v1\nname: a\nversion: 1\nevidence: []\n", 3, 10, "put it in quotes"},
        {"obstat: model/v1\nname: a..b\nversion: '1'\nevidence: []\n", 2, 7, "no two dots"},
        {"obstat: model/v1\nname: A\nversion: '1'\nevidence: []\n", 2, 7, "this one is \"A\""},
        {"obstat: model/v1\nname: /a\nversion: '1'\nevidence: []\n", 2, 7, "first"},
        {"obstat: model/v1\nname: ''\nversion: '1'\nevidence: []\n", 2, 7, "this one is \"\""},
        {"obstat: model/v1\nname: a\nversion: 1 2\nevidence: []\n", 3, 10, "a version has up to"},
        {"obstat: model/v1\nname: a\nversion: '1'\n", 1, 1, "\"evidence\", which is required"},
        {"obstat: model/v2\nname: a\n", 1, 9, "did you mean model/v1?"},
        {"obstat: evidence/v1\nname: a\n", 1, 9, "evidence/v1 is not a model manifest"},
        {"name: a\nversion: '1'\nevidence: []\n", 1, 1, "\"obstat\", which is required"},
        {FULL "risk: {tier: limted}\n", 5, 14, "did you mean limited?"},
        {FULL "risk: {tier: 2}\n", 5, 14, "\"high\", \"limited\" or \"minimal\" is needed"},
        {FULL "target: prodution\n", 5, 9, "did you mean production?"},
        {FULL "target: none\n", 5, 9, "/target is \"none\""},
        {FULL "artifact: {path: /srv/model}\n", 5, 18, "is absolute"},
        {FULL "artifact: {path: \"a\\0b\"}\n", 5, 18, "NUL"},
        {FULL "artifact: {path: a, ignore: [b, ../c]}\n", 5, 33, "leads out"},
        {FULL "artifact: {}\n", 5, 11, "/artifact"},
        {FULL "artifact: {path: a, service: {provider: p, model: m}}\n", 5, 12, "not allowed"},
        {FULL "artifact: {digest: 'sha256:12'}\n", 5, 20, "/artifact/digest"},
        {HEAD "evidence: [{path: a}, {path: /etc/passwd}]\n", 4, 30, "is absolute"},
        {HEAD "evidence: [{path: ''}]\n", 4, 19, "/evidence/0/path"},
        {HEAD "evidence: [{path: a, file: b}]\n", 4, 22, "unknown key \"file\""},
        {HEAD "evidence: [{format: metrics}]\n", 4, 12, "\"path\", which is required"},
        {HEAD "evidence: [a]\n", 4, 12, "a map is needed"},
        {HEAD "evidence: [{path: a, format: metrisc}]\n", 4, 30, "did you mean metrics?"},
        {HEAD "evidence: [{path: a, measure: {label: y, score: s}}]\n", 4, 31,
         "measuring rows is not available in this version"},
        {"just words\n", 1, 1, "a map is needed"},
        {"", 1, 1, "a map is needed"},
        {"a: [b\n", 2, 1, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_refused("model.yaml", text_of(cases[i].source), &cases[i]);
}
END_TEST

START_TEST(test_manifest__a_name_is_at_most_128_bytes_and_a_version_64)
{
    struct arena arena = {0};
    char name[129], version[65];
    memset(name, 'a', sizeof name);
    memset(version, '1', sizeof version);
    const struct {
        int name, version;
        bool fits;
    } cases[] = {{128, 63, true}, {129, 63, false}, {128, 65, false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct manifest manifest;
        const struct text source =
            text_format(&arena, "obstat: model/v1\nname: %.*s\nversion: 'a%.*s'\nevidence: []\n",
                        cases[i].name, name, cases[i].version - (cases[i].version > 64), version);
        ck_assert_msg(manifest_of(&arena, "m.yaml", source, &manifest, &err) == cases[i].fits,
                      "%zu: %s", i, support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_manifest__nonsense_of_any_size_is_refused)
{
    enum { SIZE = 600000, TOO_LARGE = (1 << 20) + 1 };
    struct arena arena = {0};
    char *bytes = arena_alloc(&arena, TOO_LARGE + 1);
    static const struct refusal words = {"", 1, 1, "a map is needed"};
    static const struct refusal binary = {"", 1, 1, ""};
    static const struct refusal large = {"", 0, 0, "is larger than 1048576 bytes"};
    for (size_t i = 0; i < TOO_LARGE; i++)
        bytes[i] = "nonsense "[i % 9];
    bytes[SIZE] = '\0';
    check_refused("model.yaml", (struct text){bytes, SIZE}, &words);
    bytes[SIZE] = 'n';
    bytes[TOO_LARGE] = '\0';
    check_refused("model.yaml", (struct text){bytes, TOO_LARGE}, &large);
    check_refused("model.yaml", (struct text){"\xff\xd8\xff\xe0\0\x10JFIF", 10}, &binary);
    arena_free(&arena);
}
END_TEST

START_TEST(test_manifest__more_evidence_than_the_limit_is_refused)
{
    enum { FILES = 1001 };
    struct arena arena = {0};
    struct buffer source = buffer_in(&arena, 1 << 20);
    static const struct refusal many = {"", 4, 11, ""};
    buffer_string(&source, HEAD "evidence: ");
    for (size_t i = 0; i < FILES; i++)
        buffer_string(&source, i ? ",{path: a}" : "[{path: a}");
    buffer_string(&source, "]\n");
    check_refused("model.yaml", buffer_text(&source), &many);
    arena_free(&arena);
}
END_TEST

TESTS("evidence/manifest", test_manifest__name_version_tier_and_target_are_told,
      test_manifest__what_nobody_classified_is_of_high_risk,
      test_manifest__the_digest_is_of_the_bytes, test_manifest__json_serves_as_well,
      test_manifest__names_and_versions_of_every_allowed_form_are_read,
      test_manifest__what_does_not_fit_is_refused_with_its_place,
      test_manifest__a_name_is_at_most_128_bytes_and_a_version_64,
      test_manifest__nonsense_of_any_size_is_refused,
      test_manifest__more_evidence_than_the_limit_is_refused)
