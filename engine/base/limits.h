/* base/limits.h: every bound in one place, each with its reason.
 *
 * Whatever comes from outside is measured against one of these before it is parsed, looped over
 * or copied. A limit that is hit is named in the message, so that nobody has to guess.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Files, in bytes. Evidence may be a large evaluation dump; the rest is written by people. */
#define LIMIT_EVIDENCE_SIZE                                                                        \
    (256ULL << 20)                       /* a 60 MB report is known from the field; room for four */
#define LIMIT_MANIFEST_SIZE (1ULL << 20) /* a manifest is a page; a megabyte is a mistake */
#define LIMIT_PROJECT_SIZE  (1ULL << 20) /* the same */
#define LIMIT_SCHEMA_SIZE   (4ULL << 20) /* the largest public schema (CycloneDX) has 0.2 MB      */
#define LIMIT_POLICY_SIZE   (256ULL << 10) /* 5,000 lines; bounds the time that compiling takes */
#define LIMIT_CARD_SIZE     (16ULL << 20)  /* cards of 0.6 MB are known; a book has 2 MB */
#define LIMIT_SURVEY_SIZE   (64ULL << 20)  /* that `start` reads in all: it is kept          */
#define LIMIT_YAML_SIZE     (32ULL << 20)  /* libyaml reads about 30 MB/s: one second */

/* The listing of an adopted policy set: 10,000 policies of 1.5 KB each. */
#define LIMIT_ADOPTED_SIZE (16ULL << 20)

/* Public keys of those whose evidence is trusted: a line each. */
#define LIMIT_TRUST_SIZE (1ULL << 20)

/* A table of frameworks or of ties: the shipped ones have 30 KB. */
#define LIMIT_CATALOGUE_SIZE (1ULL << 20)

/* Blanks in the longest run, times runs of blanks: libyaml may clear that many bytes. */
#define LIMIT_YAML_BLANKS (4ULL << 30) /* half a second */

enum {
    /* Documents. */
    LIMIT_DEPTH = 256, /* nesting of lists and maps: every reader and walker may recurse  */
    LIMIT_YAML_ALIASES = 10000, /* nodes that aliases may add: a billion laughs ends here */
    LIMIT_YAML_NODES = 1000000, /* values of one YAML file: one second of libyaml, 100 MB here */
    LIMIT_YAML_DIRECTIVES = 64, /* %TAG lines: libyaml compares each with all before it */
    LIMIT_XML_DEPTH = 100, /* elements in elements: suites nest in a few; each is two levels here */
    LIMIT_XML_NODES = 1500000,  /* elements and attributes: some 300,000 test cases, 1 GB here */
    LIMIT_XML_ATTRIBUTES = 256, /* of one element: a test case has ten                         */
    LIMIT_SARIF_RUNS = 1000,    /* of one file, each with its tool: names of tools are compared   */
    LIMIT_SPDX_MODELS = 1000,   /* of one file: each is looked for among all relationships       */
    LIMIT_KEY_SIZE = 65536, /* bytes of a map key: keys are compared and printed               */

    /* Lists that a person must read, or that one run must hold. */
    LIMIT_EVIDENCE_FILES = 1000,
    LIMIT_RESULTS = 4000000,    /* of one evidence file: a 60 MB report has a million           */
    LIMIT_TABLE_ROWS = 1000000, /* of a table of evidence: crosstabs and attributions are short  */
    LIMIT_TABLE_AREA = 4000000, /* rows times columns: 220 bytes each, 900 MB in all            */
    LIMIT_LINES = 1000000,      /* of a file of JSON lines: the same                            */
    LIMIT_SECTIONS = 10000,     /* headings of a model card: a long one has 40                  */
    LIMIT_TABLE_COLUMNS = 4096, /* the same: names are compared with one another               */
    LIMIT_DVC_ENTRIES =
        10000, /* files and parameters of a pipeline: each is looked for among all */
    LIMIT_SURVEY_FILES = 20000, /* that `start` looks at: a project, and not a disk            */
    LIMIT_POLICIES = 10000,     /* files of one set                                             */
    LIMIT_FINDINGS = 1000,      /* findings of one policy                                       */
    LIMIT_MANIFESTS = 100000,   /* manifests of one run                                         */
    LIMIT_ARTIFACT_FILES = 100000, /* files of one artifact directory */
    LIMIT_ARTIFACT_IGNORED = 1000, /* names in `ignore`: each is compared with each file */
    LIMIT_DIRECTORY_DEPTH = 64, /* folders in folders: also ends a loop of mounts               */
    LIMIT_SCHEMA_STEPS = 10000000, /* keywords applied to one document: bounds `$ref` fan-out */
    LIMIT_SCHEMA_ERRORS = 100, /* errors reported for one document                             */
    LIMIT_URI_SIZE = 1024,     /* bytes of a URI in a schema: each is resolved and kept        */
    LIMIT_SCHEMA_DEPTH = 3000, /* schemas in force at once, each a call: 256 levels of 11      */

    /* Texts. */
    LIMIT_PATH_SIZE = 4096, /* PATH_MAX of Linux                                               */
    LIMIT_TITLE_SIZE = 512, /* bytes of a heading: longer ones are paragraphs with a line below */
    LIMIT_MESSAGE_SIZE = 4096, /* bytes of one finding's message                                  */
    LIMIT_CONTROL_SIZE = 256,  /* bytes of a control's name: one line of a report                 */
    LIMIT_OBSERVED_SIZE = 4096, /* bytes of an observed text in a finding */
    LIMIT_QUERY_SIZE = 4096,    /* bytes of a condition: some 200 comparisons                     */
    LIMIT_QUERY_DEPTH = 32,     /* parentheses in parentheses: its reader recurses                */
    LIMIT_PATTERN_SIZE = 4096, /* bytes of one regular expression                                 */
    LIMIT_PATTERN_STEPS = 100000,  /* PCRE2's match limit: about 10 ms of backtracking  */
    LIMIT_PATTERN_HEAP = 16 << 10, /* KiB that one match may hold to backtrack */

    LIMIT_LUA_DEPTH = 200, /* nesting of a Lua text, as in Lua itself: its reader recurses */

    /* One policy's budget; experience.md section 3 promises these. */
    LIMIT_FUEL = 2000000,        /* VM instructions and the work of C functions                */
    LIMIT_LUA_MEMORY = 16 << 20, /* bytes                                                      */
    LIMIT_LUA_STRING = 64 << 10, /* bytes of one string: an instruction may cost that much     */
    LIMIT_LUA_RESULTS = 8000,    /* values of one call: each lies on Lua's stack               */
    LIMIT_POLICY_TIME_MS = 1000, /* loading and checking, one policy                           */
    LIMIT_RUN_TIME_MS = 10000,   /* all policies of one manifest                               */
    LIMIT_READ_TIME_MS = 120000, /* reading and digesting the inputs of one manifest           */
    LIMIT_GRACE_MS = 30,         /* how much later than a policy's own deadline it is killed   */
    LIMIT_GIT_TIME_MS = 30000,   /* `git status` in a large work tree on a cold disk           */
    LIMIT_GIT_OUTPUT = 1 << 20,  /* bytes it may print: some 10,000 changed paths              */
};

/* What one worker reads before it judges: enough to make a process worth its start, little enough
 * to be held at once. */
#define LIMIT_BATCH_SIZE (64ULL << 20)
enum { LIMIT_BATCH_MANIFESTS = 256 };

/* Scanning an artifact's files: what is held of them. Their size is bounded by time alone. */
enum {
    LIMIT_SCAN_FINDINGS = 100,      /* of one artifact: more are counted; nobody reads on        */
    LIMIT_SCAN_DEPTH = 4,           /* archives in archives, pickles in arrays in pickles        */
    LIMIT_SCAN_JSON = 64 << 20,     /* bytes of a Keras configuration: large ones have 5 MB      */
    LIMIT_ARCHIVE_MEMBERS = 100000, /* of one zip: a member for each tensor                      */
    LIMIT_ARCHIVE_NAME = 1024,      /* bytes of a member's name                                  */
    LIMIT_PICKLE_NAME = 128,        /* bytes of a module or function: the longest known has 70   */
    LIMIT_PICKLE_NAMES = 1 << 20,   /* different texts kept: vocabularies have half a million    */
    LIMIT_PICKLE_NAMES_SIZE = 64 << 20,
    LIMIT_PICKLE_MEMO = 1 << 20, /* remembered texts and functions: 250 MB at most            */
    LIMIT_SAFETENSORS_HEADER = 100000000, /* the format's own limit */
    LIMIT_NPY_HEADER = 64 << 10,  /* version 1 of the format has no more                       */
    LIMIT_GGUF_ENTRIES = 1 << 20, /* keys, or tensors: the largest models have 3,000           */
    LIMIT_PROTOBUF_DEPTH = 64,    /* messages in messages: graphs in graphs nest a few levels  */
};
#define LIMIT_SCAN_INFLATED (16ULL << 30) /* bytes unpacked from one compressed stream: 40 s */

/* The sums by which a file that is scanned is proven to be the one that was digested. */
enum {
    LIMIT_BLOCKS = 1 << 20,     /* sums of one file: 16 MB; a file above 64 GB has larger blocks */
    LIMIT_BLOCK_SIZE = 1 << 20, /* bytes: both give 1 TB, five times what two minutes can digest */
};

/* A worker process. Six times the largest evidence, with room for a champion's beside it. */
#define LIMIT_WORKER_MEMORY (4ULL << 30)
enum { LIMIT_WORKER_OPEN_FILES = 64 }; /* one input at a time, and a program with its pipes */

/* One message from the worker: every finding of one policy, at its largest. */
#define LIMIT_WORKER_MESSAGE (64ULL << 20)

/* One report, in bytes: 10,000 policies of 1,000 findings do not fit, and nobody could read them.
 */
#define LIMIT_REPORT_SIZE   (256ULL << 20)
#define LIMIT_MARKDOWN_SIZE (1ULL << 20) /* GitHub drops the whole summary of a job above it */

/* Controls of all manifests in a report that is one document: their records are held until its end,
 * some 500 MB. Code scanning takes 25,000 results, and shows 5,000. */
enum { LIMIT_REPORT_CONTROLS = 100000 };

/* Files of an export: four for each entry, of a million entries. */
enum { LIMIT_EXPORT_FILES = 5000000 };

/* Keys and signatures. A key file has 300 bytes, an SSH signature 400. */
enum {
    LIMIT_KEY_FILE = 16 << 10,      /* bytes                                                     */
    LIMIT_SSHSIG_SIZE = 16 << 10,   /* bytes of an armored signature                             */
    LIMIT_NAMESPACE_SIZE = 256,     /* bytes of a signature's namespace: approval@example.org    */
    LIMIT_APPLICATION_SIZE = 256,   /* bytes of a security key's application: "ssh:"             */
    LIMIT_PASSPHRASE_SIZE = 1024,   /* bytes: OpenSSL reads no more from a terminal either       */
    LIMIT_PBKDF2_ROUNDS = 10000000, /* of a key that is read: some 5 s                           */
    LIMIT_SCRYPT_WORK = 16 << 20,   /* N times r times p, of the same: 25 times what is written  */
};

/* An ssh-agent: a socket of somebody else's. OpenSSH's own takes and gives no more than 256 KiB. */
enum {
    LIMIT_AGENT_MESSAGE = 256 << 10, /* bytes                                                    */
    LIMIT_AGENT_KEYS = 1000,         /* that it lists; its socket is asked for one of them       */
    LIMIT_AGENT_TIME_MS = 2000,      /* for the list: nobody has to do anything                  */
    LIMIT_AGENT_SIGN_MS = 180000,    /* for a signature: a person looks, finds the key, touches  */
    LIMIT_CLAMD_TIME_MS = 120000,    /* for one file: what clamd itself gives a file by default  */
};

/* What others signed. A statement about a model names every file of it, some 150 bytes each. */
#define LIMIT_SIGNATURE_FILE (64ULL << 20) /* bytes of an envelope or bundle                  */
#define LIMIT_STATEMENT_SIZE (1ULL << 20)  /* bytes of a statement that is written            */
enum {
    LIMIT_ENVELOPE_SIGNATURES = 16,   /* of one envelope: each is tried with each key          */
    LIMIT_STATEMENT_SUBJECTS = 10000, /* of one statement; GitHub takes 1,024                  */
    LIMIT_PINNED_KEYS = 1000,         /* that are trusted: an organisation has some dozen      */
};

/* The log. Others that read the same formats hold to the same bounds. */
#define LIMIT_NOTE_SIZE   (1ULL << 20)       /* bytes of a signed note: a checkpoint has 300     */
#define LIMIT_PROOF_SIZE  (2ULL << 20)       /* a note with its path, and what somebody adds     */
#define LIMIT_FORK_SIZE   (3ULL << 20)       /* two notes and a path                             */
#define LIMIT_BUNDLE_SIZE (256ULL * 65537)   /* 256 entries of the largest size, with their sizes */
#define LIMIT_LOG_ENTRIES ((1ULL << 63) - 1) /* many readers hold a size in a signed number */
enum {
    LIMIT_NOTE_SIGNATURES = 100,  /* lines; the specification asks for 16 at least      */
    LIMIT_NOTE_NAME = 1024,       /* bytes of a key's name, which is like a web address */
    LIMIT_ENTRY_SIZE = 65535,     /* bytes: an entry bundle writes the size in 16 bits  */
    LIMIT_ROW_SIZE = 1 << 20,     /* bytes of a row: a dossier's index has some 10 KB   */
    LIMIT_ROW_RESERVE = 64 << 10, /* of them, kept for acts that stop something: nobody can fill a
                                     row so far that it cannot be suspended, rejected, revoked */
    LIMIT_CLOCK_SKEW = 300, /* seconds that a clock may have gone back: NTP's steps, two hosts */
    LIMIT_CLOCK_AHEAD_DAYS =
        400, /* from one entry to the next: a log rests over a year's end; one wrong clock, once
                logged, would have every right one refused as gone back */
    LIMIT_RECORD_BACK =
        3600, /* seconds that a recorded decision may look back: a run tried again */
    LIMIT_REPLAY_BATCH =
        1024, /* recorded cases that one worker takes: it loads their policies once */
    LIMIT_VAULT_FILES = 10000000, /* stored inputs: ten for each of a million decisions */
    LIMIT_STORE_WAIT_MS = 10000,  /* for another program that holds the database; ours take turns */
    LIMIT_TURN_WAIT_MS =
        30000, /* for our turn: writes take milliseconds, a rebuild's end seconds */
};

/* Talking to others over the network, in obstat-net. */
#define LIMIT_OBJECT_SIZE (5ULL << 30) /* bytes that S3 takes at once: its own bound */
enum {
    LIMIT_NET_MESSAGE = 1 << 20,    /* bytes: a webhook's body is an entry, and escapes        */
    LIMIT_NET_CONNECT_MS = 10000,   /* a server at the other end of the world answers in one   */
    LIMIT_NET_REPLY = 64 << 10,     /* bytes of a reply's body; nobody reads it                */
    LIMIT_NET_HEADERS = 64 << 10,   /* bytes of a reply's headers: servers send 1 KB           */
    LIMIT_NET_URL = 2048,           /* bytes; longer ones do not pass every proxy              */
    LIMIT_NET_SLOW_RATE = 1024,     /* bytes a second of an object: a line slower than this    */
    LIMIT_NET_SLOW_S = 60,          /* ... for that long is taken to be dead                   */
    LIMIT_OBJECT_MS = 6 * 3600000,  /* for one object: 5 GiB at 250 KB/s                       */
    LIMIT_DELIVERY_MS = 20000,      /* for one event: the specification says 15 to 30 s        */
    LIMIT_DELIVERY_TURN_MS = 30000, /* of one receiver, before the next has its turn           */
    LIMIT_DELIVERY_REASON = 200,    /* bytes of the words for a failure: a line                */
    LIMIT_WEBHOOKS_SIZE = 1 << 20,  /* bytes of webhooks.yaml                                  */
    LIMIT_WEBHOOKS = 100,           /* receivers: each costs a look at every entry             */
    LIMIT_WEBHOOK_DEAD = 1000,      /* dead letters of one: 300 KB of its row                  */
    LIMIT_WEBHOOK_SECRET = 64, /* bytes of a secret, 24 at least, as the specification has it */
    LIMIT_WEBHOOK_SECRETS = 8, /* at once: an old and a new one while they are changed    */
};

enum { LIMIT_DIFF_FACTS = 100000 }; /* of one version: more are not compared; 30 MB of messages */

/* An answer about lineage: every base model of every base model. */
enum {
    LIMIT_LINEAGE_DEPTH = 32,       /* models that were built on one another             */
    LIMIT_LINEAGE_VERSIONS = 10000, /* versions of one answer: each is compared with all */
};

/* Rows that a rebuild holds in memory before they go to its file; that keeps as many pages. */
#define LIMIT_REBUILD_MEMORY   (48ULL << 20)
#define LIMIT_STOCK_MEMBERS    (1ULL << 20)  /* rows that a stocktake holds at once: 56 MB */
#define LIMIT_INVENTORY_MEMORY (16ULL << 20) /* nodes that were read: then they are read anew */
enum { LIMIT_REBUILD_MEND = 100000 }; /* rows put right in one write: their pages are in memory */

/* People and what they sign. */
enum {
    LIMIT_ORIGIN_SIZE = 200, /* letters of a log's name: it is part of every namespace           */
    LIMIT_PERSON_ID = 64,    /* letters of an id: a line of a table has room for it              */
    LIMIT_OPENING_SIZE = 4096, /* bytes of a name or a reason: a page; more is a document */
    LIMIT_ERASED_WORDS = 400,  /* commitments in one erasure: they have to fit into an entry */
    LIMIT_ACT_TEXT = 4096,    /* bytes of a text in an act: the sentence that is signed has 900   */
    LIMIT_QUORUM = 100,       /* signatures that a change may need                                */
    LIMIT_APPROVAL_DAYS = 90, /* how long an answer counts: a quarter, as reviews are planned     */
    LIMIT_ANSWERS = 64,    /* in the row of one request: a committee's, most asked for is 2     */
    LIMIT_CONDITIONS = 32, /* of one answer: each is seen to by somebody                        */
    LIMIT_SUPERSEDED_DAYS = 30, /* how long an answer has to name its request after somebody else
                                   changed what it is on: as long as an answer stands unless said */
    LIMIT_KEYS = 64,            /* of one person, as far as they give them to themselves: five years
                                   of a new one each month                                          */
    LIMIT_COSIGNED_DAYS = 30, /* how long a signature waits for those that join it: a month       */
    LIMIT_ADMIN_DAYS = 7,     /* how long an administrator whom another revoked is still waited for:
                                 a week, in which it is seen                                      */
    LIMIT_WAIVER_DAYS = 90,   /* how long a policy may be overridden: the same                    */
    LIMIT_WAIT_LOOK_MS = 2000, /* between two looks at a log that is waited for: people are slow */
    LIMIT_WAIT_SECONDS = 604800,     /* how long a promotion may wait for signatures: a week     */
    LIMIT_PASSPORT_SECONDS = 604800, /* how long a passport may be valid: a week; 60 to this    */
    LIMIT_PASSPORT_SIZE = 256 << 10, /* bytes: an entry of the largest size in base64, and 100 KB */
};

/* The lifecycle. */
enum {
    LIMIT_DECISION_AGE = 3600, /* seconds from a decision to the promotion that rests on it       */
    LIMIT_TTL_DAYS = 36500,    /* how long a version may live: a century is no limit any more     */
    LIMIT_NOTICE_DAYS = 30,    /* from notice to end: a month to find another                     */
    LIMIT_NOTICE_DAYS_HIGH = 90, /* the same, of a model that can do much harm: a quarter */
    LIMIT_NOTICE_SLACK = 3600, /* seconds of it that may go by between signing and logging        */
    LIMIT_EMERGENCY_HOURS = 24,  /* until a promotion without signatures is reviewed  */
    LIMIT_SUSPENSION_HOURS = 72, /* until a suspension is */
    LIMIT_ROLLBACK_HOURS = 24, /* until a rollback is                                             */
    LIMIT_REVIEW_MONTHS =
        12,                /* between reviews of a model that can do much harm; 24, 36 of others */
    LIMIT_PREVIOUS = 16,   /* versions that were in production, kept to return to             */
    LIMIT_STOPS = 16,      /* stopped versions of the same bytes that are named: one is enough */
    LIMIT_TAGS = 64,       /* of one version: a label, and not a database                     */
    LIMIT_CONSUMERS = 256, /* of one version: each has to acknowledge its end                 */
    LIMIT_ENDPOINTS = 256, /* that serve one version                                          */
    LIMIT_STORED = 128, /* parts of an archived version that its entry names: they fit into one */
    LIMIT_ENDPOINT_REQUESTS = 2000000000, /* a day, of one endpoint: 23,000 in a second */
    LIMIT_ALIASES = 64, /* of one model                                                    */
    LIMIT_ANNOTATION_KEY = 256,   /* bytes: all of them together fit into a row   */
    LIMIT_ANNOTATION_VALUE = 512, /* bytes: the same */
    LIMIT_REFUSAL_WHY = 1000, /* bytes of why a command was refused: a message has 500           */
};

#endif
