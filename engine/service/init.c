/* init: a new ledger, with its log, its key, its anchor and its first administrators. */
#include "service/acting.h"
#include "service/anchoring.h"
#include "service/audit_files.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "registry/lifecycle.h"
#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"

#include <sys/stat.h>

static const struct parameter init_parameters[] = {
    {"folder", 0, PARAMETER_ARGUMENT, 0, "DIR", "the ledger's folder; $OBSTAT_DIR, else .obstat",
     NULL},
    {"dir", 0, PARAMETER_OPTION, 0, "DIR", "the same, as other commands have it", NULL},
    {"origin", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "NAME",
     "what the log is called, for ever: gov.example/models", NULL},
    {"admin", 0, PARAMETER_OPTIONS, PARAMETER_REQUIRED, "ID=PUBKEY-FILE",
     "an administrator, with the public key", NULL},
    {"name", 0, PARAMETER_OPTIONS, 0, "ID=PRINTED-NAME", "how the administrator is called", NULL},
    {"lifecycle", 0, PARAMETER_OPTION, 0, "NAME",
     "how versions move from stage to stage, for ever: simple, default or mrm; default", NULL},
    {"enroll-quorum", 0, PARAMETER_OPTION, 0, "N",
     "how many administrators add a person or a machine, for ever: 1 or 2; 1", NULL},
    {"continues", 0, PARAMETER_OPTION, 0, "CHECKPOINT",
     "a file with the last checkpoint of the log that this one follows", NULL},
    {"continues-key", 0, PARAMETER_OPTION, 0, "VKEY|FILE", "the key of that log", NULL},
    {"anchor", 0, PARAMETER_OPTION, 0, "DIR",
     "where the newest checkpoint is kept, on another disk; below $XDG_STATE_HOME", NULL},
    {0},
};

enum { QUORUM_TIGHTEN = 1, QUORUM_LOOSEN = 2, QUORUM_RESTORE = 1, QUORUM_ENROLL = 1 };

/* What becomes entry 0. */
struct founding {
    struct acting *acting;
    struct text origin;
    enum lifecycle lifecycle;
    int enroll;                  /* how many administrators add somebody */
    struct value administrators; /* [{id, key, name}] */
    struct value continues;      /* {key, checkpoint}, or null */
    struct text vkey;
    struct entry entry;
    struct digest leaf;
};

/* ---- who ---- */

/* ID=REST. */
static bool pair_split(const char *option, const char *written, struct text *id, const char **rest,
                       struct error *err)
{
    const struct text pair = text_of(written);
    const size_t equals = text_find(pair, '=');
    if (equals == 0 || equals + 1 >= pair.size)
        return error_set(err, ERROR_USAGE, "--%s: %s is not ID=%s", option, written,
                         strcmp(option, "name") == 0 ? "PRINTED-NAME" : "PUBKEY-FILE");
    *id = text_part(pair, 0, equals);
    *rest = written + equals + 1;
    return true;
}

/* What --name says of the administrator; empty where it says nothing. */
static bool printed_name(const struct value *request, struct text id, struct text *out,
                         struct error *err)
{
    *out = TEXT_NONE;
    for (size_t i = 0; i < request_count(request, "name"); i++) {
        struct text founding_of;
        const char *name = NULL;
        if (!pair_split("name", request_at(request, "name", i), &founding_of, &name, err))
            return false;
        if (text_equal(founding_of, id))
            *out = text_of(name);
    }
    return true;
}

static bool administrator_read(struct founding *founding, const struct value *request,
                               const char *written, struct value *out, struct error *err)
{
    struct key administrator_key;
    const char *administrator_path = NULL;
    struct value commitment;
    struct text id, line, name;
    struct arena *arena = founding->acting->arena;
    if (!pair_split("admin", written, &id, &administrator_path, err) ||
        !file_read(administrator_path, LIMIT_KEY_FILE, arena, &line, err) ||
        !key_read(administrator_path, line, &administrator_key, err) ||
        !printed_name(request, id, &name, err) ||
        !acting_commit(founding->acting, id, name, &commitment, err))
        return false;
    struct record administrator = record_in(arena);
    record_text(&administrator, "id", id);
    record_text(&administrator, "key", key_line(&administrator_key, TEXT_NONE, arena));
    record_value(&administrator, "name", commitment);
    *out = record_map(&administrator);
    return true;
}

static bool is_administrator(const struct founding *founding, struct text id)
{
    for (size_t i = 0; i < value_count(&founding->administrators); i++) {
        const struct value *administrator = value_at(&founding->administrators, i);
        if (text_equal(said_text(administrator, "id"), id))
            return true;
    }
    return false;
}

static bool administrators_read(struct founding *founding, const struct value *request,
                                struct error *err)
{
    struct values administrators = {0};
    struct arena *arena = founding->acting->arena;
    for (size_t i = 0; i < request_count(request, "admin"); i++)
        if (!administrator_read(founding, request, request_at(request, "admin", i),
                                LIST_ADD(arena, &administrators), err))
            return false;
    founding->administrators = value_of_list(arena, administrators.at, administrators.count);
    for (size_t i = 0; i < request_count(request, "name"); i++) {
        struct text id;
        const char *name;
        if (!pair_split("name", request_at(request, "name", i), &id, &name, err))
            return false;
        if (!is_administrator(founding, id))
            return error_set(err, ERROR_USAGE, "--name: there is no --admin %.*s=PUBKEY-FILE",
                             TEXT_ARGS(id));
    }
    return true;
}

/* ---- entry 0 ---- */

static struct members origin_members(const struct founding *founding, struct arena *arena)
{
    struct record quorum = record_in(arena), members = record_in(arena);
    record_integer(&quorum, "tighten", QUORUM_TIGHTEN);
    record_integer(&quorum, "loosen", QUORUM_LOOSEN);
    record_integer(&quorum, "restore", QUORUM_RESTORE);
    record_integer(&quorum, "enroll", founding->enroll);
    record_text(&members, "key", founding->vkey);
    record_value(&members, "admins", founding->administrators);
    record_text(&members, "engine", TEXT("obstat " OBSTAT_VERSION));
    record_value(&members, "quorum", record_map(&quorum));
    record_text(&members, "lifecycle", text_of(lifecycle_name(founding->lifecycle)));
    record_value(&members, "continues", founding->continues);
    return members.members;
}

static bool entry_first(void *context, const struct key_pair *log_key, struct arena *arena,
                        struct text *entry, struct digest *id, struct error *err)
{
    struct note_key founding_key;
    struct founding *founding = context;
    struct act act = {
        .kind = ACT_ORIGIN, .log = founding->origin, .subject.name = founding->origin};
    act.at = founding->acting->session->now;
    if (!note_key_of(founding->origin, key_pair_public(log_key), &founding_key, err))
        return false;
    founding->vkey = note_key_print(&founding_key, founding->acting->arena);
    const struct members members = origin_members(founding, arena);
    founding->entry = (struct entry){.index = 0, .time = act.at};
    return digest_text(founding->vkey, &act.subject.digest, err) &&
           acting_seal_plain(&act, &members, log_key, arena, &founding->entry.envelope, err) &&
           entry_write(&founding->entry, arena, entry, err) &&
           leaf_hash(*entry, &founding->leaf, err) && entry_id(&founding->entry, id, err);
}

/* What follows from entry 0, in the same write as the entry itself. */
static bool rows_first(void *context, const struct rows *rows, struct error *err)
{
    struct founding *founding = context;
    struct acting *acting = founding->acting;
    return registry_apply(rows, &founding->entry, &founding->leaf, REGISTRY_VERIFY, acting->arena,
                          err) &&
           acting_openings_put(acting, rows, err);
}

/* ---- what to do with it ---- */

static void founding_fact(struct buffer *founding_page, const char *fact_name,
                          struct text fact_words)
{
    buffer_format(founding_page, "  %-14s ", fact_name);
    text_escape(fact_words, founding_page);
    buffer_byte(founding_page, '\n');
}

static void administrators_tell(const struct founding *founding, struct buffer *founding_page)
{
    for (size_t i = 0; i < value_count(&founding->administrators); i++) {
        const struct value *administrator = value_at(&founding->administrators, i);
        const struct text id = said_text(administrator, "id");
        const struct text key = said_text(administrator, "key");
        founding_fact(
            founding_page, i ? "" : "administrators",
            text_format(founding_page->arena, "%.*s  %.*s", TEXT_ARGS(id), TEXT_ARGS(key)));
    }
    if (founding->enroll > QUORUM_ENROLL)
        founding_fact(founding_page, "people",
                      text_format(founding_page->arena,
                                  "%d administrators add each, where there are so many",
                                  founding->enroll));
    if (value_count(&founding->administrators) < QUORUM_LOOSEN)
        buffer_format(
            founding_page,
            "\nTo loosen a policy takes %d administrators, and there is one; add another:\n"
            "  obstat identity add ID --key PUBKEY-FILE --role admin --name NAME\n",
            QUORUM_LOOSEN);
}

static bool on_one_disk(const char *ledger_folder, const char *anchor_path)
{
    struct stat ledger_disk, anchor_disk;
    return stat(ledger_folder, &ledger_disk) == 0 && stat(anchor_path, &anchor_disk) == 0 &&
           ledger_disk.st_dev == anchor_disk.st_dev;
}

static void founding_tell(const struct founding *founding, const char *anchor_path)
{
    struct acting *acting = founding->acting;
    struct arena *arena = acting->arena;
    struct buffer founding_page = buffer_in(arena, LIMIT_REPORT_SIZE);
    buffer_string(&founding_page, "The log ");
    text_escape(founding->origin, &founding_page);
    buffer_string(&founding_page, " has begun.\n\n");
    founding_fact(&founding_page, "ledger", text_of(acting->folder));
    founding_fact(&founding_page, "log key",
                  text_format(arena,
                              "%s, which nobody but this machine may read: keep a copy in a safe",
                              path_join(arena, acting->folder, "log.key")));
    founding_fact(&founding_page, "back up",
                  TEXT("the ledger without its key and its anchor: obstat backup FILE"));
    founding_fact(
        &founding_page, "anchor",
        text_format(arena, "%s: on another disk where there is one, never restored from a backup",
                    anchor_path));
    if (on_one_disk(acting->folder, path_folder(arena, anchor_path)))
        founding_fact(
            &founding_page, "",
            TEXT("it is on the log's own disk: a disk that is put back takes both back, unseen"));
    founding_fact(&founding_page, "for auditors", founding->vkey);
    administrators_tell(founding, &founding_page);
    acting->session->print(acting->session->context, buffer_text(&founding_page));
}

static bool ledger_folder(struct session *session, const struct value *request, const char **out,
                          struct error *err)
{
    const char *folder = request_text(request, "folder"), *dir = request_text(request, "dir");
    const char *setting = session->setting(session->context, "OBSTAT_DIR");
    if (folder && dir)
        return error_set(err, ERROR_USAGE, "%s and --dir %s both name the ledger", folder, dir);
    *out = folder ? folder : dir ? dir : setting ? setting : ".obstat";
    return true;
}

static bool lifecycle_wanted(const struct value *request, enum lifecycle *out, struct error *err)
{
    const char *lifecycle = request_text(request, "lifecycle");
    *out = LIFECYCLE_DEFAULT;
    return !lifecycle || lifecycle_read(text_of(lifecycle), out) ||
           error_set(err, ERROR_USAGE, "--lifecycle: %s is none of simple, default, mrm",
                     lifecycle);
}

/* Who may loosen needs nobody enrolled for it, so it is asked of no more than of those. */
static bool enroll_wanted(const struct value *request, int *out, struct error *err)
{
    const char *given = request_text(request, "enroll-quorum");
    *out = QUORUM_ENROLL;
    for (int count = QUORUM_ENROLL; given && count <= QUORUM_LOOSEN; count++)
        if (given[0] == '0' + count && !given[1]) {
            *out = count;
            return true;
        }
    return !given || error_set(err, ERROR_USAGE,
                               "--enroll-quorum: %s is not %d to %d, as many administrators as "
                               "loosen a policy",
                               given, QUORUM_ENROLL, QUORUM_LOOSEN);
}

/* The log that is followed: its last checkpoint, which its key has signed. */
static bool former_read(struct founding *founding, const struct value *request, struct error *err)
{
    struct note_key former_key;
    struct checkpoint former;
    struct text former_note;
    struct arena *arena = founding->acting->arena;
    const char *checkpoint_path = request_text(request, "continues");
    const char *former_key_given = request_text(request, "continues-key");
    founding->continues = value_of_null();
    if (!checkpoint_path && !former_key_given)
        return true;
    if (!checkpoint_path || !former_key_given)
        return error_set(err, ERROR_USAGE,
                         "--continues and --continues-key go together: a checkpoint, and the key "
                         "that signed it");
    if (!audit_key_named(former_key_given, arena, &former_key, err) ||
        !file_read(checkpoint_path, LIMIT_ACT_TEXT, arena, &former_note, err) ||
        !checkpoint_open(former_note, &former_key, arena, &former, err))
        return false;
    struct record continues = record_in(arena);
    record_text(&continues, "key", note_key_print(&former_key, arena));
    record_text(&continues, "checkpoint", former_note);
    founding->continues = record_map(&continues);
    return true;
}

static int init_run(struct session *session, const struct value *request, struct error *err)
{
    struct log *log;
    const char *anchor_path = NULL;
    struct acting acting = {.session = session, .arena = session->arena};
    struct founding founding = {.acting = &acting};
    founding.origin = text_of(request_text(request, "origin"));
    if (!ledger_folder(session, request, &acting.folder, err) ||
        !anchoring_origin_fits(founding.origin, err) ||
        !lifecycle_wanted(request, &founding.lifecycle, err) ||
        !enroll_wanted(request, &founding.enroll, err) ||
        !administrators_read(&founding, request, err) || !former_read(&founding, request, err) ||
        !anchoring_folder(session, request_text(request, "anchor"), founding.origin, &anchor_path,
                          err))
        return operation_failed(err);
    acting.vault = path_join(session->arena, acting.folder, "evidence");
    const struct log_founding log_begun = {
        .paths = {.folder = acting.folder, .anchor_folder = anchor_path},
        .origin = founding.origin,
        .now = session->now,
        .entry_first = entry_first,
        .rows_first = rows_first,
        .context = &founding,
    };
    if (!log_create(&log_begun, session->arena, &log, err))
        return operation_failed(err);
    log_close(log);
    founding_tell(&founding, path_join(session->arena, anchor_path, "anchor.db"));
    return STATUS_ALLOWED;
}

const struct operation init_operation = {
    .name = "init",
    .summary = "begin a ledger: its log, its key, its first administrators",
    .details =
        "Makes the folder with log.db, log.key and evidence/, and the anchor elsewhere: the "
        "newest\n"
        "checkpoint, by which a log that was rolled back or replaced is found out. The first "
        "entry\n"
        "pins the log's name, its key and its administrators; nothing can change that later. A\n"
        "ledger or an anchor that is there already is never touched.\n"
        "\n"
        "An administrator alone can add people, and so the signatures that a promotion takes.\n"
        "Where there are two, say --enroll-quorum 2: then each is added by both.\n",
    .examples = "obstat init --origin gov.example/models --admin ada=ada.pub --name 'ada=Ada "
                "Lovelace'\n"
                "obstat init /srv/obstat --origin gov.example/models --admin ada=ada.pub --admin "
                "ben=ben.pub --enroll-quorum 2 --anchor /mnt/other/anchor\n",
    .parameters = init_parameters,
    .run = init_run,
};
