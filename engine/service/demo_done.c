#include "service/demo_done.h"
#include "service/said.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/json.h"
#include "worker/program.h"

#include <string.h>
#include <unistd.h>

enum {
    DONE_MODE = 0644,
    PROGRAM_TIME_MS = 20000,
    SCRIPT_TIME_MS = 120000,
    PROGRAM_OUTPUT = 64 << 10,
    SECONDS_A_DAY = 86400,
    DATE_AND_TIME = 14,
};

static bool file_put(const char *path, struct text bytes, struct error *err)
{
    return file_write(path, bytes, DONE_MODE, err);
}

static bool file_take(struct demo *demo, const char *path, struct text *bytes, struct error *err)
{
    return file_read(path, LIMIT_EVIDENCE_SIZE, demo->arena, bytes, err);
}

/* A command that only prepares: it has to end well. */
static bool command_done(struct demo *demo, const char *command, struct error *err)
{
    return demo_command(demo, command) == 0 ||
           error_set(err, ERROR_BUG, "%s: %.*s", command, TEXT_ARGS(buffer_text(&demo->said)));
}

bool demo_checkpoint_keep(struct demo *demo, struct error *err)
{
    demo->typed = TEXT("obstat audit checkpoint >newest.checkpoint");
    return command_done(demo, "audit checkpoint", err) &&
           file_put("newest.checkpoint", buffer_text(&demo->said), err);
}

/* ---- the programs of others ---- */

/* Its words, as one would type them. */
static struct text words_typed(struct demo *demo, const char *const *arguments, const char *input)
{
    const char *name = strrchr(arguments[0], '/') + 1;
    struct buffer typed = buffer_in(demo->arena, LIMIT_PATH_SIZE);
    buffer_string(&typed, name);
    for (size_t i = 1; arguments[i]; i++)
        buffer_format(&typed, " %s", arguments[i]);
    if (input)
        buffer_format(&typed, " <%s", input);
    return buffer_text(&typed);
}

static bool program_ended(struct demo *demo, const struct program *program, struct error *err)
{
    int ended = 0;
    struct text printed;
    if (!program_run(program, demo->arena, &printed, &ended, err))
        return false;
    buffer_add(&demo->said, printed);
    return ended == 0 ||
           error_set(err, ERROR_INTEGRITY, "%s ended with status %d", program->arguments[0], ended);
}

static bool program_done(struct demo *demo, const char *const *arguments, const char *input,
                         struct error *err)
{
    demo->typed = words_typed(demo, arguments, input);
    static const char *const environment[] = {"LC_ALL=C", "HOME=/nonexistent", NULL};
    const struct program program = {.arguments = arguments,
                                    .environment = environment,
                                    .max = PROGRAM_OUTPUT,
                                    .time_ms = PROGRAM_TIME_MS,
                                    .input = input};
    return program_ended(demo, &program, err);
}

/* A line as it is typed into a shell. */
static bool line_done(struct demo *demo, const char *line, struct error *err)
{
    static const char *const environment[] = {"LC_ALL=C", "HOME=/nonexistent", "PATH=/usr/bin:/bin",
                                              NULL};
    const char *const arguments[] = {"/bin/sh", "-c", line, NULL};
    const struct program program = {.arguments = arguments,
                                    .environment = environment,
                                    .max = PROGRAM_OUTPUT,
                                    .time_ms = SCRIPT_TIME_MS,
                                    .starts_others = true};
    demo->typed = text_of(line);
    return program_ended(demo, &program, err);
}

/* The approval of rita that was logged first. */
struct approved {
    const char *number; /* nine digits */
    const char *moment; /* as ssh-keygen wants it */
};

static bool approval_find(struct demo *demo, struct approved *out, struct error *err)
{
    struct value document;
    if (!command_done(demo, "audit log --kind approval --by rita -o json", err))
        return false;
    const struct text lines = buffer_text(&demo->said);
    const struct text first = text_part(lines, 0, text_find(lines, '\n'));
    if (!json_read("audit log", (struct text){text_string(demo->arena, first), first.size},
                   (struct json_options){0}, demo->arena, &document, err))
        return false;
    const struct text time = said_text(&document, "time");
    struct buffer moment = buffer_in(demo->arena, DATE_AND_TIME + 1);
    for (size_t i = 0; i < time.size; i++)
        if (time.at[i] >= '0' && time.at[i] <= '9')
            buffer_byte(&moment, time.at[i]);
    buffer_byte(&moment, 'Z');
    out->moment = buffer_text(&moment).at;
    out->number =
        text_format(demo->arena, "%09lld", (long long)said_integer(&document, "index")).at;
    demo->said = buffer_in(demo->arena, LIMIT_REPORT_SIZE);
    return true;
}

bool demo_ssh_keygen_verify(struct demo *demo, struct error *err)
{
    struct approved approved;
    if (!approval_find(demo, &approved, err))
        return false;
    const char *const arguments[] = {
        "/usr/bin/ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "export/keys/allowed_signers",
        "-I",
        "rita",
        "-n",
        "approve@gov.example/models",
        "-s",
        text_format(demo->arena, "export/sigs/%s.sig", approved.number).at,
        "-O",
        text_format(demo->arena, "verify-time=%s", approved.moment).at,
        NULL};
    return program_done(demo, arguments,
                        text_format(demo->arena, "export/pae/%s.bin", approved.number).at, err);
}

bool demo_script_verify(struct demo *demo, struct error *err)
{
    return line_done(demo, "sh export/verify.sh .obstat/log.vkey", err);
}

/* The checkpoint apart: the text that is signed, and its signature. */
bool demo_body_take(struct demo *demo, struct error *err)
{
    return line_done(demo, "sed '/^$/,$d' export/checkpoint >body", err);
}

bool demo_signature_take(struct demo *demo, struct error *err)
{
    return line_done(demo,
                     "tail -n 1 export/checkpoint | cut -d' ' -f3 | base64 -d | tail -c +5 "
                     ">signature",
                     err);
}

bool demo_openssl_verify(struct demo *demo, struct error *err)
{
    static const char *const arguments[] = {
        "/usr/bin/openssl", "pkeyutl",   "-verify",
        "-pubin",           "-inkey",    "export/keys/log.pub.pem",
        "-rawin",           "-in",       "body",
        "-sigfile",         "signature", NULL};
    return program_done(demo, arguments, NULL, err);
}

/* ---- approvals that are used twice ---- */

bool demo_approval_replay(struct demo *demo, struct error *err)
{
    struct approved approved;
    return approval_find(demo, &approved, err) &&
           demo_copy(text_format(demo->arena, "export/pae/%s.bin", approved.number).at,
                     "replayed.request", demo->arena, err) &&
           demo_copy(text_format(demo->arena, "export/sigs/%s.sig", approved.number).at,
                     "replayed.sig", demo->arena, err);
}

/* Every `from` in the file is `into`, which is as long. */
static bool file_change(struct demo *demo, const char *path, const char *changed_path,
                        const char *from, const char *into, struct error *err)
{
    struct text bytes;
    const size_t size = strlen(from);
    if (!file_take(demo, path, &bytes, err))
        return false;
    char *changed = (char *)(uintptr_t)text_string(demo->arena, bytes);
    for (size_t at = 0; at + size <= bytes.size; at++)
        if (memcmp(changed + at, from, size) == 0)
            memcpy(changed + at, into, size);
    return file_put(changed_path, (struct text){changed, bytes.size}, err);
}

bool demo_approval_move(struct demo *demo, struct error *err)
{
    return file_change(demo, "replayed.request", "moved.request", "2.2.0", "2.5.0", err);
}

/* ---- artifacts and passports ---- */

bool demo_artifact_swap(struct demo *demo, struct error *err)
{
    return file_change(demo, "2.5.0/model/scorer.txt", "2.5.0/model/scorer.txt", "0.05", "0.50",
                       err);
}

bool demo_artifact_restore(struct demo *demo, struct error *err)
{
    return file_change(demo, "2.5.0/model/scorer.txt", "2.5.0/model/scorer.txt", "0.50", "0.05",
                       err);
}

bool demo_rolf_revoke(struct demo *demo, struct error *err)
{
    char moment[CLOCK_TEXT_SIZE];
    clock_write(demo->now - SECONDS_A_DAY, moment);
    return command_done(demo,
                        text_format(demo->arena,
                                    "identity revoke rolf --compromised-since %s --reason 'the "
                                    "laptop was stolen' --sign keys/ada",
                                    moment)
                            .at,
                        err);
}

/* Its statement is opened, says a later day, and is closed again under the old signature. */
bool demo_passport_forge(struct demo *demo, struct error *err)
{
    struct text bytes, payload;
    struct value passport;
    char until[CLOCK_TEXT_SIZE];
    if (!file_take(demo, "credit.passport", &bytes, err) ||
        !json_read("passport", bytes, (struct json_options){0}, demo->arena, &passport, err))
        return false;
    const struct text said = said_text(value_get(&passport, TEXT("statement")), "payload");
    if (!base64_read(said, demo->arena, &payload))
        return error_set(err, ERROR_BUG, "the passport has no statement");
    clock_write(demo->now + SECONDS_A_DAY, until);
    char *words = (char *)(uintptr_t)text_string(demo->arena, payload);
    char *valid = strstr(words, "\"validUntil\":\"");
    if (!valid)
        return error_set(err, ERROR_BUG, "the passport has no end");
    memcpy(valid + strlen("\"validUntil\":\""), until, strlen(until));
    const struct text forged = base64_print((struct text){words, payload.size}, demo->arena);
    const char *at = strstr(bytes.at, text_string(demo->arena, said));
    return file_put("forged.passport",
                    text_format(demo->arena, "%.*s%.*s%s", (int)(at - bytes.at), bytes.at,
                                TEXT_ARGS(forged), at + said.size),
                    err);
}
