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
static bool manifest_reads_otherwise(struct text proposed_words)
{
    static const char *const proposed_literals[] = {"null", "true", "false"};
    for (size_t literal = 0; literal < COUNT(proposed_literals); literal++)
        if (proposed_words.size == strlen(proposed_literals[literal]) &&
            strncasecmp(proposed_words.at, proposed_literals[literal], proposed_words.size) == 0)
            return true;
    return proposed_words.size == 0 || strchr("-.~", proposed_words.at[0]) != NULL;
}

/* U+0080 to U+009F, of which U+0085 ends a line of YAML. */
static bool is_c1_control(struct text proposed_words)
{
    return proposed_words.size > 1 && (unsigned char)proposed_words.at[0] == 0xc2 &&
           (unsigned char)proposed_words.at[1] < 0xa0;
}

/* JSON as YAML reads it back. YAML breaks lines at characters that JSON leaves as they are, in
 * comments too, and takes some not at all: they stand as escapes. */
static void manifest_quoted(struct buffer *manifest_yaml, struct text proposed_json)
{
    static const struct {
        const char *bytes, *escape;
    } proposed_escapes[] = {{"\x7f", "\\u007f"},         {"\xe2\x80\xa8", "\\u2028"},
                            {"\xe2\x80\xa9", "\\u2029"}, {"\xef\xbb\xbf", "\\ufeff"},
                            {"\xef\xbf\xbe", "\\ufffe"}, {"\xef\xbf\xbf", "\\uffff"}};
    while (proposed_json.size) {
        size_t escape = 0, mark_size = 1;
        while (escape < COUNT(proposed_escapes) &&
               !text_starts(proposed_json, text_of(proposed_escapes[escape].bytes)))
            escape++;
        if (escape < COUNT(proposed_escapes)) {
            buffer_string(manifest_yaml, proposed_escapes[escape].escape);
            mark_size = strlen(proposed_escapes[escape].bytes);
        } else if (is_c1_control(proposed_json)) {
            buffer_format(manifest_yaml, "\\u%04x", (unsigned)(unsigned char)proposed_json.at[1]);
            mark_size = 2;
        } else {
            buffer_byte(manifest_yaml, proposed_json.at[0]);
        }
        proposed_json = text_part(proposed_json, mark_size, proposed_json.size);
    }
}

static void manifest_quoted_write(struct buffer *manifest_yaml, struct text proposed_words)
{
    struct buffer proposed_json = buffer_in(manifest_yaml->arena, LIMIT_MANIFEST_SIZE);
    canonical_text(proposed_words, &proposed_json);
    manifest_quoted(manifest_yaml, buffer_text(&proposed_json));
}

/* A text that YAML reads back as this text: in JSON's quotes where its letters leave a doubt. */
static void manifest_text(struct buffer *manifest_yaml, struct text proposed_words)
{
    static const char plain_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_./-";
    size_t sure = 0;
    while (sure < proposed_words.size && proposed_words.at[sure] &&
           strchr(plain_letters, proposed_words.at[sure]))
        sure++;
    if (sure == proposed_words.size && !manifest_reads_otherwise(proposed_words))
        buffer_add(manifest_yaml, proposed_words);
    else
        manifest_quoted_write(manifest_yaml, proposed_words);
}

static void manifest_value(struct buffer *manifest_yaml, const struct value *surveyed_value)
{
    struct error unspelled = {0};
    struct buffer proposed_json = buffer_in(manifest_yaml->arena, LIMIT_MANIFEST_SIZE);
    if (value_kind(surveyed_value) == VALUE_STRING)
        manifest_text(manifest_yaml, value_text(surveyed_value));
    else if (canonical_write(surveyed_value, &proposed_json, &unspelled))
        manifest_quoted(manifest_yaml, buffer_text(&proposed_json));
    else
        buffer_string(manifest_yaml, "null");
}

/* The folder's or the card's name in the letters that a model's name may have. */
static struct text model_name(const struct survey *survey, struct arena *arena)
{
    const char *surveyed_folder = survey->folder;
    char surveyed_folder_path[LIMIT_PATH_SIZE];
    struct text surveyed_name = survey->name;
    if (!surveyed_name.size && realpath(surveyed_folder, surveyed_folder_path))
        surveyed_name =
            text_of(strrchr(surveyed_folder_path, '/') ? strrchr(surveyed_folder_path, '/') + 1
                                                       : surveyed_folder_path);
    char *proposed_name = arena_alloc(arena, surveyed_name.size + 1);
    size_t proposed_size = 0;
    for (size_t letter = 0; letter < surveyed_name.size && proposed_size < 128; letter++) {
        const char surveyed_byte = surveyed_name.at[letter];
        const char survey_lower = surveyed_byte >= 'A' && surveyed_byte <= 'Z'
                                      ? (char)(surveyed_byte - 'A' + 'a')
                                      : surveyed_byte;
        const bool is_kept = (survey_lower >= 'a' && survey_lower <= 'z') ||
                             (survey_lower >= '0' && survey_lower <= '9');
        if (is_kept || (proposed_size && strchr("._/-", survey_lower) && survey_lower &&
                        proposed_name[proposed_size - 1] != '.'))
            proposed_name[proposed_size++] = survey_lower;
        else if (proposed_size && proposed_name[proposed_size - 1] != '-')
            proposed_name[proposed_size++] = '-';
    }
    return proposed_size ? (struct text){proposed_name, proposed_size} : TEXT("model");
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
    const struct survey_finds *surveyed_models = &survey->artifacts;
    if (surveyed_models->count == 0) {
        buffer_format(manifest_yaml, "# artifact: {path: %s}      the model's file or folder\n",
                      fill_in);
        return;
    }
    if (surveyed_models->count > 1)
        buffer_format(manifest_yaml, "# %s: take one of these, or a folder that holds them all\n",
                      fill_in);
    for (size_t surveyed_model = 0; surveyed_model < surveyed_models->count; surveyed_model++) {
        buffer_string(manifest_yaml,
                      surveyed_models->count > 1 ? "# artifact: {path: " : "artifact: {path: ");
        manifest_text(manifest_yaml, text_of(surveyed_models->at[surveyed_model].path));
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
        const struct value *proposed_entry = value_at(survey->data, source);
        const struct value *proposed_digest = value_get(proposed_entry, TEXT("digest"));
        buffer_string(manifest_yaml, "    - {name: ");
        manifest_value(manifest_yaml, value_get(proposed_entry, TEXT("name")));
        if (text_starts(value_text(proposed_digest), TEXT("sha256:")) ||
            text_starts(value_text(proposed_digest), TEXT("md5:"))) { /* what our schema takes */
            buffer_string(manifest_yaml, ", digest: ");
            manifest_quoted_write(manifest_yaml, value_text(proposed_digest));
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
    char proposed_digest[DIGEST_TEXT_SIZE];
    if (!survey->lock) {
        buffer_format(manifest_yaml,
                      "  # environment: {image: %s}   NAME@sha256:..., or lock: {path, digest}\n",
                      fill_in);
        return;
    }
    digest_write(&survey->lock_digest, proposed_digest);
    buffer_format(manifest_yaml, "  environment: {lock: {path: %s, digest: \"%s\"}}\n",
                  survey->lock, proposed_digest);
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
