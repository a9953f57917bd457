/* service/acting.h: a command that works with the log: which log, who acts, with which key.
 *
 *     struct acting acting = {0};
 *     if (!acting_open(session, request, STORE_WRITE, &acting, err))
 *         return operation_failed(err);
 *     ... acting_record(&acting, &draft, &recorded, err) ...
 *     acting_close(&acting);
 *
 * A ledger is found by --dir, else OBSTAT_DIR, else as .obstat in this folder or above, else as
 * `ledger:` of a project file; OBSTAT_LOG_KEY says which log it has to be. Who acts is proven by
 * the signature over what they do; --as only says whom the key is expected to belong to.
 */
#ifndef SERVICE_ACTING_H
#define SERVICE_ACTING_H

#include "crypto/signer.h"
#include "registry/registry.h"
#include "service/operation.h"
#include "store/log.h"

/* Rows of parameter tables that every command of this kind has: --dir; and --as and --sign. */
#define PARAMETER_DIR                                                                              \
    {                                                                                              \
        "dir", 0, PARAMETER_OPTION, 0, "DIR",                                                      \
            "the ledger; else $OBSTAT_DIR, else .obstat here or above", NULL                       \
    }
#define PARAMETER_AS                                                                               \
    {                                                                                              \
        "as", 0, PARAMETER_OPTION, 0, "ID",                                                        \
            "who acts; else $OBSTAT_AS, else whom the key belongs to", NULL                        \
    }
#define PARAMETER_SIGN                                                                             \
    {                                                                                              \
        "sign", 0, PARAMETER_OPTION, 0, "KEY",                                                     \
            "a key file, or ssh-agent:FINGERPRINT or ssh-agent:COMMENT; else $OBSTAT_KEY", NULL    \
    }

/* A commitment that was made, and its opening, until an entry is recorded. */
struct committed {
    struct text commitment, document;
};

struct commitments LIST(struct committed);

struct acting {
    struct session *session;
    struct arena *arena; /* the session's                                         */
    const char *folder;  /* of the ledger                                         */
    const char *vault;   /* folder/evidence                                       */
    struct log *log;
    struct rows rows; /* of the log's store                                    */
    struct text origin;
    struct text id; /* who acts; set by acting_identify                      */
    struct signer signer;
    const struct key_pair *pair; /* the same where the key is a file, for plain signatures */
    bool proven;                 /* the signer has signed something: the key is theirs     */
    struct commitments committed;
    struct text remark;  /* goes into the next entry: a commitment, or empty */
    struct texts erased; /* commitments whose words go with the next entry   */
};

/* Where the ledger is; NULL in *folder where there is none and nobody named one. */
NODISCARD bool acting_find(struct session *session, const struct value *request,
                           const char **folder, struct error *err);

/* Open it; with STORE_WRITE, also find the key and whom it belongs to (acting_identify). No ledger
 * is ERROR_USAGE that says what to do. */
NODISCARD bool acting_open(struct session *session, const struct value *request,
                           enum store_mode mode, struct acting *out, struct error *err);
void acting_close(struct acting *acting);

/* The same over a log that is open already, which acting_close closes. `out` may not move. */
void acting_begin(struct session *session, const char *acting_folder, struct log *acting_log,
                  struct acting *out);

/* The same without asking who acts: for reading, and for what was signed elsewhere. */
NODISCARD bool acting_open_unsigned(struct session *session, const struct value *request,
                                    enum store_mode ledger_mode, struct acting *out,
                                    struct error *err);

/* The same for writing, where somebody put entries behind those that the log was given: they are
 * taken away, *gone of them. */
NODISCARD bool acting_open_cut(struct session *session, const struct value *request, uint64_t *gone,
                               struct acting *out, struct error *err);

/* The same for who reads what is going to be recorded: rows that nobody edited since they were
 * sealed. */
NODISCARD bool acting_open_sealed(struct session *session, const struct value *request,
                                  struct acting *out, struct error *err);

/* The same for who is only shown something, perhaps before they sign: sealed where the log's key
 * can be read, and rows as they are where it cannot. */
NODISCARD bool acting_open_shown(struct session *session, const struct value *request,
                                 struct acting *out, struct error *err);

/* --as and --sign, or their variables: the signer, and the identity whose key it is.
 * ERROR_INTEGRITY where the key is somebody else's; then acting->signer has it all the same. */
NODISCARD bool acting_identify(struct acting *acting, const struct value *request,
                               struct error *err);

/* Does who acts hold the key? A file of a key does; an ssh-agent only lists keys, which anybody
 * can, so it is asked to sign something that means nothing, once. Known before whoever is refused
 * is named. */
NODISCARD bool acting_proves(struct acting *acting);

/* Commit to a personal text of somebody, who signs what it goes into or is named by it; empty where
 * nobody signs it: its commitment as "sha256:..."; the opening goes into the store with the next
 * acting_record. An empty text gives null. */
NODISCARD bool acting_commit(struct acting *acting, struct text by, struct text words,
                             struct value *commitment, struct error *err);

/* Whose the words behind a commitment are, empty where nobody signed them; and whether they are
 * there, which they are not once they were erased. */
NODISCARD bool acting_words_by(struct acting *acting, struct text commitment, struct text *by,
                               bool *there, struct error *err);

/* The words behind a commitment; "(erased)" where an entry says that they were erased, and
 * "(missing)" where they are gone though none does. */
NODISCARD bool acting_words(struct acting *acting, struct text commitment, struct text *out,
                            struct error *err);

/* Is it that, and no words? */
bool acting_words_gone(struct text shown);

/* A commitment of the entry opens, or was erased, and not both: else ERROR_INTEGRITY. */
NODISCARD bool acting_words_hold(struct acting *acting, struct text commitment, uint64_t index,
                                 struct error *err);

/* An entry of the log, proven as log_entries does. */
NODISCARD bool acting_entry(struct acting *acting, uint64_t index, struct entry *out,
                            struct error *err);

/* Words that came with somebody else's signature, and that nobody signed, said to be so; empty
 * where none did. */
NODISCARD bool acting_remark(struct acting *acting, uint64_t index, struct text *out,
                             struct error *err);

/* Such words, marked as what nobody signed: they are never shown without it. Empty as they are. */
struct text acting_remarked(struct text words, struct arena *arena);

/* How a person is called: their printed name, the id where none was given. */
NODISCARD bool acting_name(struct acting *acting, struct text id, struct text *out,
                           struct error *err);

/* Within a write: put down the openings of what was committed to. */
NODISCARD bool acting_openings_put(const struct acting *acting, const struct rows *acting_rows,
                                   struct error *err);

/* What an entry rests on besides what its guard asks (registry_apply): asked when nobody else
 * writes any more, so that nothing comes between; `log_time` will be the entry's. */
struct premise {
    bool (*holds)(const void *context, struct acting *acting, int64_t log_time,
                  struct error *err); /* or NULL */
    const void *context;
};

/* What is to be recorded. */
struct draft {
    enum act_kind kind;
    struct statement_subject subject;
    struct members members; /* of the predicate, without log, by and at                   */
    struct text sentence;   /* shown before signing; empty: nobody is asked               */
    struct text word;       /* what a person types to confirm: the version number         */
    bool plain;             /* a plain Ed25519 signature, where the key is a file         */
    struct premise premise;
};

struct recorded {
    uint64_t index;
    int64_t time;     /* log time */
    struct digest id; /* of the entry */
    bool repeated;    /* it was there already, at that index */
};

/* Sign the draft as `id` and append it: sentence, signature, premise, guard (registry_apply),
 * commit. It is logged at the moment that it is appended, however long the signature took. */
NODISCARD bool acting_record(struct acting *acting, const struct draft *draft, struct recorded *out,
                             struct error *err);

/* An act as a machine signs it: plain Ed25519 by the pair. */
NODISCARD bool acting_seal_plain(const struct act *sealed_act, const struct members *act_members,
                                 const struct key_pair *acting_pair, struct arena *arena,
                                 struct envelope *out, struct error *err);

/* The same for an envelope that was signed elsewhere. */
NODISCARD bool acting_record_envelope(struct acting *acting, const struct envelope *envelope,
                                      struct recorded *out, struct error *err);

/* "WHAT", and where and when it was recorded, as a line of the result. */
void acting_tell(const struct acting *acting, struct text recorded_what,
                 const struct recorded *recorded);

#endif
