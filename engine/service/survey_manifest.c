/* A first manifest out of a survey: YAML for a person to finish. What was found stands there; what
 * a person must decide is a comment that says FILL IN, so that what nobody decided is absent to
 * every policy. */
#include "service/survey.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "value/canonical.h"
#include "value/number.h"

static const char fill_in[] = "FILL IN";

/* Does YAML read the letters as something else than a text? */
static bool manifest_reads_otherwise(struct text text)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t word = 0; word < COUNT(words); word++)
        if (text.size == strlen(words[word]) && strncasecmp(text.at, words[word], text.size) == 0)
            return true;
    return text.size == 0 || strchr("-.~", text.at[0]) != NULL;
}

/* U+0080 to U+009F, of which U+0085 ends a line of YAML. */
static bool is_c1_control(struct text text)
{
    return text.size > 1 && (unsigned char)text.at[0] == 0xc2 && (unsigned char)text.at[1] < 0xa0;
}

/* JSON as YAML reads it back. YAML breaks lines at characters that JSON leaves as they are, in
 * comments too, and takes some not at all: they stand as escapes. */
static void manifest_quoted(struct buffer *manifest_yaml, struct text json)
{
    static const struct {
        const char *bytes, *escape;
    } marks[] = {{"\x7f", "\\u007f"},         {"\xe2\x80\xa8", "\\u2028"},
                 {"\xe2\x80\xa9", "\\u2029"}, {"\xef\xbb\xbf", "\\ufeff"},
                 {"\xef\xbf\xbe", "\\ufffe"}, {"\xef\xbf\xbf", "\\uffff"}};
    while (json.size) {
        size_t mark = 0, size = 1;
        while (mark < COUNT(marks) && !text_starts(json, text_of(marks[mark].bytes)))
            mark++;
        if (mark < COUNT(marks)) {
            buffer_string(manifest_yaml, marks[mark].escape);
            size = strlen(marks[mark].bytes);
        } else if (is_c1_control(json)) {
            buffer_format(manifest_yaml, "\\u%04x", (unsigned)(unsigned char)json.at[1]);
            size = 2;
        } else {
            buffer_byte(manifest_yaml, json.at[0]);
        }
        json = text_part(json, size, json.size);
    }
}

static void manifest_quoted_write(struct buffer *manifest_yaml, struct text text)
{
    struct buffer json = buffer_in(manifest_yaml->arena, LIMIT_MANIFEST_SIZE);
    canonical_text(text, &json);
    manifest_quoted(manifest_yaml, buffer_text(&json));
}

/* A text that YAML reads back as this text: in JSON's quotes where its letters leave a doubt. */
static void manifest_text(struct buffer *manifest_yaml, struct text text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_./-";
    size_t sure = 0;
    while (sure < text.size && text.at[sure] && strchr(plain, text.at[sure]))
        sure++;
    if (sure == text.size && !manifest_reads_otherwise(text))
        buffer_add(manifest_yaml, text);
    else
        manifest_quoted_write(manifest_yaml, text);
}

static void manifest_value(struct buffer *manifest_yaml, const struct value *value)
{
    struct error unspelled = {0};
    struct buffer json = buffer_in(manifest_yaml->arena, LIMIT_MANIFEST_SIZE);
    if (value_kind(value) == VALUE_STRING)
        manifest_text(manifest_yaml, value_text(value));
    else if (canonical_write(value, &json, &unspelled))
        manifest_quoted(manifest_yaml, buffer_text(&json));
    else
        buffer_string(manifest_yaml, "null");
}

/* The folder's or the card's name in the letters that a model's name may have. */
static struct text model_name(const struct survey *survey, struct arena *arena)
{
    const char *folder = survey->folder;
    char whole[LIMIT_PATH_SIZE];
    struct text given = survey->name;
    if (!given.size && realpath(folder, whole))
        given = text_of(strrchr(whole, '/') ? strrchr(whole, '/') + 1 : whole);
    char *name = arena_alloc(arena, given.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < given.size && size < 128; i++) {
        const char byte = given.at[i];
        const char lower = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        const bool letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (letter || (size && strchr("._/-", lower) && lower && name[size - 1] != '.'))
            name[size++] = lower;
        else if (size && name[size - 1] != '-')
            name[size++] = '-';
    }
    return size ? (struct text){name, size} : TEXT("model");
}

static void manifest_head_write(const struct survey *survey, struct buffer *manifest_yaml,
                                struct arena *arena)
{
    buffer_string(
        manifest_yaml,
        "# Proposed by `obstat start` from what lies here. Wherever it says FILL IN a person must\n"
        "# decide; `obstat check` names what is left.\n"
        "obstat: model/v1\nname: ");
    manifest_text(manifest_yaml, model_name(survey, arena));
    buffer_string(manifest_yaml,
                  "\nversion: 0.1.0                   # FILL IN: what this version is called\n");
    buffer_format(manifest_yaml,
                  "# owner: %s                 who answers for it, e.g. team@example.org\n",
                  fill_in);
    buffer_format(
        manifest_yaml,
        "risk: {tier: high}               # %s: high | limited | minimal, and use: what it "
        "is for\n",
        fill_in);
    buffer_string(manifest_yaml, "target: production\n");
}

static void artifact_write(const struct survey *survey, struct buffer *manifest_yaml)
{
    const struct survey_finds *models = &survey->artifacts;
    if (models->count == 0) {
        buffer_format(manifest_yaml, "# artifact: {path: %s}      the model's file or folder\n",
                      fill_in);
        return;
    }
    if (models->count > 1)
        buffer_format(manifest_yaml, "# %s: take one of these, or a folder that holds them all\n",
                      fill_in);
    for (size_t model = 0; model < models->count; model++) {
        buffer_string(manifest_yaml,
                      models->count > 1 ? "# artifact: {path: " : "artifact: {path: ");
        manifest_text(manifest_yaml, text_of(models->at[model].path));
        buffer_string(manifest_yaml, "}\n");
    }
}

static void code_write(const struct survey *survey, struct buffer *manifest_yaml)
{
    if (!survey->commit.size) {
        buffer_format(manifest_yaml, "  # code: {repository: %s, commit: %s}\n", fill_in, fill_in);
        return;
    }
    buffer_string(manifest_yaml, "  code: {");
    if (survey->repository.size) {
        buffer_string(manifest_yaml, "repository: ");
        manifest_quoted_write(manifest_yaml, survey->repository);
        buffer_string(manifest_yaml, ", ");
    }
    buffer_string(manifest_yaml, "commit: ");
    manifest_quoted_write(manifest_yaml, survey->commit);
    buffer_format(manifest_yaml, "}  # %s: dirty: false, where nothing was changed after it\n",
                  fill_in);
}

static void data_write(const struct survey *survey, struct buffer *manifest_yaml)
{
    if (!survey->data) {
        buffer_format(manifest_yaml,
                      "  # data: [{name: %s, digest: %s}]   what it was trained on\n", fill_in,
                      fill_in);
        return;
    }
    buffer_string(manifest_yaml, "  data:\n");
    for (size_t source = 0; source < value_count(survey->data); source++) {
        const struct value *entry = value_at(survey->data, source);
        const struct value *digest = value_get(entry, TEXT("digest"));
        buffer_string(manifest_yaml, "    - {name: ");
        manifest_value(manifest_yaml, value_get(entry, TEXT("name")));
        if (text_starts(value_text(digest), TEXT("sha256:")) ||
            text_starts(value_text(digest), TEXT("md5:"))) { /* what our schema takes */
            buffer_string(manifest_yaml, ", digest: ");
            manifest_quoted_write(manifest_yaml, value_text(digest));
        }
        buffer_string(manifest_yaml, "}\n");
    }
}

static void parameters_write(const struct survey *survey, struct buffer *manifest_yaml)
{
    if (!survey->parameters) {
        buffer_format(manifest_yaml, "  # parameters: {seed: %s}\n", fill_in);
        return;
    }
    buffer_string(manifest_yaml, "  parameters:\n");
    for (size_t i = 0; i < value_count(survey->parameters); i++) {
        buffer_string(manifest_yaml, "    ");
        manifest_quoted_write(manifest_yaml, member_key(survey->parameters, i));
        buffer_string(manifest_yaml, ": ");
        manifest_value(manifest_yaml, member_value(survey->parameters, i));
        buffer_byte(manifest_yaml, '\n');
    }
}

static void environment_write(const struct survey *survey, struct buffer *manifest_yaml)
{
    char digest[DIGEST_TEXT_SIZE];
    if (!survey->lock) {
        buffer_format(manifest_yaml,
                      "  # environment: {image: %s}   NAME@sha256:..., or lock: {path, digest}\n",
                      fill_in);
        return;
    }
    digest_write(&survey->lock_digest, digest);
    buffer_format(manifest_yaml, "  environment: {lock: {path: %s, digest: \"%s\"}}\n",
                  survey->lock, digest);
}

static void evidence_write(const struct survey *survey, struct buffer *manifest_yaml)
{
    if (survey->evidence.count == 0)
        buffer_format(manifest_yaml,
                      "evidence: []                     # %s: no report was recognised here\n",
                      fill_in);
    else
        buffer_string(manifest_yaml, "evidence:\n");
    for (size_t find = 0; find < survey->evidence.count; find++) {
        buffer_string(manifest_yaml, "  - {path: ");
        manifest_text(manifest_yaml, text_of(survey->evidence.at[find].path));
        buffer_format(manifest_yaml, "}  # %s\n", survey->evidence.at[find].format);
    }
    if (survey->runs > 1)
        buffer_format(manifest_yaml, "# The last of %zu runs of MLflow was taken.\n", survey->runs);
}

struct text survey_manifest(const struct survey *survey, struct arena *arena)
{
    struct buffer manifest_yaml = buffer_in(arena, LIMIT_MANIFEST_SIZE);
    manifest_head_write(survey, &manifest_yaml, arena);
    artifact_write(survey, &manifest_yaml);
    const bool known = survey->commit.size || survey->data || survey->parameters || survey->lock;
    buffer_string(&manifest_yaml, known ? "lineage:\n" : "# lineage:\n");
    code_write(survey, &manifest_yaml);
    data_write(survey, &manifest_yaml);
    parameters_write(survey, &manifest_yaml);
    environment_write(survey, &manifest_yaml);
    evidence_write(survey, &manifest_yaml);
    return buffer_text(&manifest_yaml);
}

static bool has_format(const struct survey *survey, const char *format)
{
    for (size_t find = 0; find < survey->evidence.count; find++)
        if (strcmp(survey->evidence.at[find].format, format) == 0)
            return true;
    return false;
}

struct text survey_project(const struct survey *survey, struct arena *arena)
{
    struct buffer manifest_yaml = buffer_in(arena, LIMIT_PROJECT_SIZE);
    buffer_string(&manifest_yaml,
                  "# Which policies judge the models of this folder and those below.\n"
                  "obstat: project/v1\n"
                  "policies:\n"
                  "  - pack:core-repro\n"
                  "  - pack:metrics-gate\n");
    if (has_format(survey, "huggingface"))
        buffer_string(&manifest_yaml, "  - pack:model-card\n");
    if (survey->artifacts.count)
        buffer_string(&manifest_yaml, "  - pack:security\n");
    buffer_string(&manifest_yaml,
                  "# More: `obstat policy list` shows the packs and their rules.\n");
    return buffer_text(&manifest_yaml);
}
