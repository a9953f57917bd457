/* Histories of histories.py, folded by the registry: one command a line on standard input, one
 * answer a line on standard output.
 *
 *     history LIFECYCLE STAGES          another model, in a log of this lifecycle in which a policy
 *                                       set is adopted for these stages
 *     pass SECONDS
 *     register BY VERSION TIER STAGE RELEASE TTL-DAYS OWNER
 *     decide BY VERSION FROM TO TIER VERDICT DECISION REQUEST NAMES
 *     answer BY VERSION FROM TO TIER DECISION REQUEST ROLE ANSWER
 *     annotate BY VERSION CHANGE KEY VALUE
 *     move BY VERSION CHANGE FROM TO HEAD ARTIFACT REASON OTHER DECISION REQUEST REVIEW SUNSET
 *          MOMENT ACKNOWLEDGED RETENTION STORED
 *
 * "-" is null. NAMES are those of the artifact's files, "names" as they are registered. Decisions
 * and requests are called by any word; heads by the count of entries of the history; OTHER is
 * VERSION:FROM:TO:HEAD; moments are in seconds from now; who is called is one of `people`. An
 * answer is "ok", "pending", "guard" or "refused", where all versions stand then, which one is in
 * production, the tier of the model and its emergency.
 */
#include "fold.h"

/* ---- members ---- */

struct told_act {
    enum act_kind kind;
    const char *by;
    struct text members;
};

static const char *word(struct line *line)
{
    return line->at < line->count ? line->words[line->at++] : "-";
}

static bool is_null(const char *given)
{
    return strcmp(given, "-") == 0;
}

/* A word as JSON; null for "-". */
static const char *quoted(struct fold *fold, const char *given)
{
    return is_null(given) ? "null" : text_format(&fold->line_arena, "\"%s\"", given).at;
}

/* The digest of something that this history has, by its word. */
static struct text digest_word(struct fold *fold, const char *given)
{
    struct digest digest;
    struct error err = {0};
    must(digest_text(text_format(&fold->line_arena, "%llu/%s", fold->histories, given), &digest,
                     &err),
         &err);
    return digest_print(&digest, &fold->line_arena);
}

static const char *digest_quoted(struct fold *fold, const char *given)
{
    return is_null(given) ? "null" : quoted(fold, digest_word(fold, given).at);
}

static const char *moment_quoted(struct fold *fold, const char *given)
{
    char written[CLOCK_TEXT_SIZE];
    if (is_null(given))
        return "null";
    clock_write(fold->log->time + strtoll(given, NULL, 10), written);
    return text_format(&fold->line_arena, "\"%s\"", written).at;
}

static unsigned long long entry_at(const struct fold *fold, const char *given)
{
    const size_t head = strtoul(given, NULL, 10);
    return head > 0 && head <= fold->entry_count ? fold->entries[head - 1].index : 0;
}

static const char *model_json(struct fold *fold, const char *version)
{
    return text_format(&fold->line_arena, "{\"name\":\"m%llu\",\"version\":\"%s\"}",
                       fold->histories, version)
        .at;
}

/* ---- acts ---- */

static struct told_act registration(struct fold *fold, struct line *line)
{
    const char *by = word(line), *version = word(line), *tier = word(line), *stage = word(line);
    const char *release = word(line), *ttl_days = word(line), *owner = word(line);
    return (struct told_act){
        ACT_REGISTRATION, by,
        text_format(&fold->line_arena,
                    "{\"model\":{\"name\":\"m%llu\",\"version\":\"%s\",\"tier\":\"%s\","
                    "\"owner\":%s,\"authors\":[]},\"manifest\":%s,\"artifact\":%s,\"listing\":%s,"
                    "\"stage\":\"%s\","
                    "\"release\":%s,\"ttl_days\":%s,\"created\":null,\"lineage\":{\"code\":null,"
                    "\"data\":[],\"models\":[],\"environment\":null,\"parameters\":null}}",
                    fold->histories, version, tier, quoted(fold, owner),
                    digest_quoted(fold, "manifest"), digest_quoted(fold, version),
                    digest_quoted(fold, "names"), stage, quoted(fold, release),
                    is_null(ttl_days) ? "null" : ttl_days)};
}

/* What a decision and an answer to it bind alike. */
static const char *binding_json(struct fold *fold, const char *version, const char *from,
                                const char *to, const char *names)
{
    return text_format(&fold->line_arena,
                       "\"transition\":{\"from\":\"%s\",\"to\":\"%s\"},\"artifact\":%s,"
                       "\"listing\":%s,\"manifest\":%s,\"policies\":\"%s\",\"evidence\":[%s]",
                       from, to, digest_quoted(fold, version), digest_quoted(fold, names),
                       digest_quoted(fold, "manifest"), fold->policies,
                       digest_quoted(fold, "evidence"))
        .at;
}

static struct told_act decision(struct fold *fold, struct line *line)
{
    const char *by = word(line), *version = word(line), *from = word(line), *to = word(line);
    const char *tier = word(line), *verdict = word(line), *id = word(line), *request = word(line);
    const char *names = word(line);
    const int status = strcmp(verdict, "allow") == 0 ? 0 : strcmp(verdict, "deny") == 0 ? 1 : 7;
    return (struct told_act){
        ACT_DECISION, by,
        text_format(&fold->line_arena,
                    "{\"model\":{\"name\":\"m%llu\",\"version\":\"%s\",\"tier\":\"%s\"},%s,"
                    "\"decision\":%s,\"case\":%s,\"verdict\":\"%s\",\"status\":%d,\"request\":%s}",
                    fold->histories, version, tier, binding_json(fold, version, from, to, names),
                    digest_quoted(fold, id), digest_quoted(fold, "case"), verdict, status,
                    digest_quoted(fold, request))};
}

static struct told_act answer(struct fold *fold, struct line *line)
{
    const char *by = word(line), *version = word(line), *from = word(line), *to = word(line);
    const char *tier = word(line), *id = word(line), *request = word(line), *role = word(line);
    const struct logged *decided = logged_find(fold, id), *asked = logged_find(fold, request);
    return (struct told_act){
        ACT_APPROVAL, by,
        text_format(
            &fold->line_arena,
            "{\"request\":%s,\"request_index\":%llu,\"decision\":{\"id\":%s,\"leaf\":\"%s\"}"
            ",\"model\":%s,\"tier\":\"%s\",%s,\"engine\":\"obstat\",\"answer\":\"%s\","
            "\"meaning\":\"approval\",\"role\":\"%s\",\"conditions\":[],\"reason\":null,"
            "\"expires\":%s,\"seen\":{\"size\":%llu,\"root\":%s}}",
            digest_quoted(fold, request), asked->index, digest_quoted(fold, id),
            digest_print(&decided->leaf, &fold->line_arena).at, model_json(fold, version), tier,
            binding_json(fold, version, from, to, "names"), word(line), role,
            moment_quoted(fold, "2592000"), fold->log->count, digest_quoted(fold, "root"))};
}

static struct told_act annotation(struct fold *fold, struct line *line)
{
    const char *by = word(line), *version = word(line), *change = word(line), *key = word(line);
    return (struct told_act){
        ACT_ANNOTATION, by,
        text_format(&fold->line_arena,
                    "{\"change\":\"%s\",\"model\":%s,\"key\":\"%s\",\"value\":%s,\"note\":null}",
                    change, model_json(fold, version), key, quoted(fold, word(line)))};
}

static const char *other_json(struct fold *fold, const char *given)
{
    char *kept = (char *)(uintptr_t)text_format(&fold->line_arena, "%s", given).at, *rest = NULL;
    if (is_null(given))
        return "null";
    const char *version = strtok_r(kept, ":", &rest), *from = strtok_r(NULL, ":", &rest);
    const char *to = strtok_r(NULL, ":", &rest), *head = strtok_r(NULL, ":", &rest);
    return text_format(&fold->line_arena,
                       "{\"version\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"head\":%llu}", version,
                       from, to, entry_at(fold, head))
        .at;
}

static const char *retention_json(struct fold *fold, const char *until)
{
    return is_null(until)
               ? "null"
               : text_format(&fold->line_arena, "{\"class\":\"law\",\"until\":%s,\"hold\":1}",
                             moment_quoted(fold, until))
                     .at;
}

static const char *stored_json(struct fold *fold, const char *version)
{
    return is_null(version)
               ? ""
               : text_format(&fold->line_arena,
                             "{\"digest\":%s,\"size\":1,\"where\":\"there\"},"
                             "{\"digest\":%s,\"size\":1,\"where\":\"there\"}",
                             digest_quoted(fold, version), digest_quoted(fold, "evidence"))
                     .at;
}

static struct told_act transition(struct fold *fold, struct line *line)
{
    static const char *const members[] = {"other",  "decision", "request", "review_by",
                                          "sunset", "moment",   NULL};
    const char *by = word(line), *version = word(line), *change = word(line), *from = word(line);
    const char *to = word(line), *head = word(line), *artifact = word(line), *reason = word(line);
    const char *told_values[COUNT(members)];
    told_values[0] = other_json(fold, word(line));
    for (size_t i = 1; i < 3; i++)
        told_values[i] = digest_quoted(fold, word(line));
    for (size_t i = 3; i < 6; i++)
        told_values[i] = moment_quoted(fold, word(line));
    const char *acknowledged = word(line), *retention = retention_json(fold, word(line));
    struct buffer written = buffer_in(&fold->line_arena, LIMIT_ENTRY_SIZE);
    buffer_format(&written,
                  "{\"change\":\"%s\",\"model\":%s,\"from\":\"%s\",\"to\":\"%s\",\"head\":%llu,"
                  "\"artifact\":%s,\"reason\":%s,",
                  change, model_json(fold, version), from, to, entry_at(fold, head),
                  digest_quoted(fold, artifact), digest_quoted(fold, reason));
    for (size_t i = 0; members[i]; i++)
        buffer_format(&written, "\"%s\":%s,", members[i], told_values[i]);
    buffer_format(&written,
                  "\"incident\":null,\"steps\":[],\"successor\":null,\"step\":null,"
                  "\"acknowledged\":[%s],\"retention\":%s,\"stored\":[%s]}",
                  is_null(acknowledged) ? "" : quoted(fold, acknowledged), retention,
                  stored_json(fold, word(line)));
    return (struct told_act){ACT_TRANSITION, by, buffer_text(&written)};
}

/* ---- commands ---- */

static const struct value *row(struct fold *fold, const char *kind, struct text key)
{
    const struct value *found;
    struct error err = {0};
    must(registry_row(&fold->log->rows, kind, key, &fold->line_arena, &found, &err), &err);
    return found;
}

/* The stage of each version, whose artifact never changes; which one is in production, the tier
 * that has served, and the version whose emergency nobody has reviewed. */
static void stages_print(struct fold *fold)
{
    const struct error altered = {.message = "the artifact of a version changed"};
    const struct text model = text_format(&fold->line_arena, "m%llu", fold->histories);
    for (size_t i = 1; i <= VERSIONS; i++) {
        const struct text name = text_format(&fold->line_arena, "%zu", i);
        const struct text key =
            text_format(&fold->line_arena, "%.*s@%.*s", TEXT_ARGS(model), TEXT_ARGS(name));
        const struct value *version = row(fold, "version", key);
        const struct text artifact = told_text(version, "artifact"),
                          stage = version ? told_text(version, "stage") : TEXT("-");
        must(!version || text_equal(artifact, digest_word(fold, name.at)), &altered);
        (void)printf(" %.*s", TEXT_ARGS(stage));
    }
    const struct value *known = row(fold, "model", model);
    const struct text said[] = {
        told_text(known, "production"),
        told_text(known, "tier"),
        told_text(told(known, "emergency"), "version"),
    };
    for (size_t i = 0; i < COUNT(said); i++)
        (void)printf(" %.*s", TEXT_ARGS(said[i].size ? said[i] : TEXT("-")));
    (void)printf("\n");
}

static void act_tell(struct fold *fold, struct told_act told, const char *decided)
{
    struct error err = {0};
    if (fold_append(fold, told.kind, told.by, told.members, &err)) {
        must(fold->entry_count < ENTRIES, &err);
        struct logged *logged = &fold->entries[fold->entry_count++];
        logged->index = fold->log->count - 1;
        logged->leaf = fold->log->leaf;
        (void)snprintf(logged->decided, sizeof logged->decided, "%s", decided);
    }
    if (getenv("FOLD_WHY") && err.code)
        (void)fprintf(stderr, "%s: %s\n", act_kind_name(told.kind), err.message);
    (void)printf("%s", err.code == ERROR_NONE      ? "ok"
                       : err.code == ERROR_PENDING ? "pending"
                       : err.code == ERROR_GUARD   ? "guard"
                                                   : "refused");
    stages_print(fold);
}

static void command_run(struct fold *fold, struct line *line)
{
    const char *command = word(line);
    fold->log->time++; /* nobody says the same at the same moment */
    if (strcmp(command, "history") == 0) {
        const char *lifecycle = word(line);
        history_begin(fold, lifecycle, word(line));
    } else if (strcmp(command, "pass") == 0)
        fold->log->time += strtoll(word(line), NULL, 10);
    else if (strcmp(command, "register") == 0)
        act_tell(fold, registration(fold, line), "");
    else if (strcmp(command, "decide") == 0)
        act_tell(fold, decision(fold, line), line->words[7]);
    else if (strcmp(command, "answer") == 0)
        act_tell(fold, answer(fold, line), "");
    else if (strcmp(command, "annotate") == 0)
        act_tell(fold, annotation(fold, line), "");
    else if (strcmp(command, "move") == 0)
        act_tell(fold, transition(fold, line), "");
    else {
        (void)fprintf(stderr, "no command is called %s\n", command);
        exit(2);
    }
}

int main(void)
{
    static char bytes[LINE_SIZE];
    static struct fold fold;
    fold.log = &fold.logs[0];
    people_begin(&fold);
    while (fgets(bytes, sizeof bytes, stdin)) {
        struct line line = {0};
        char *rest = NULL;
        for (char *given = strtok_r(bytes, " \n", &rest); given && line.count < WORDS;
             given = strtok_r(NULL, " \n", &rest))
            line.words[line.count++] = given;
        command_run(&fold, &line);
        arena_free(&fold.line_arena);
    }
    return 0;
}
