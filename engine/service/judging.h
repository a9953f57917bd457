/* service/judging.h: what the parent knows of a run of judging, and the decision that follows from
 * it. Private to the room.
 *
 * judge.c takes the worker's messages and fills this in; judging.c asks, when a manifest is
 * through, whether the set may judge and all of it did, and writes the decision. Messages are kept
 * as they came, in the arena of the manifest in hand.
 */
#ifndef SERVICE_JUDGING_H
#define SERVICE_JUDGING_H

#include "service/docket.h"
#include "service/judge_worker.h"

/* What the worker said last that it was about to do: the one to blame where it says no more. Our
 * own work between two of them is nobody's fault. */
enum doing {
    DOING_NOTHING,
    DOING_READING,
    DOING_LOADING,
    DOING_AHEAD,
    DOING_CHECKING,
    DOING_BETWEEN
};

/* What a policy found before it was its turn. */
struct kept {
    struct findings findings;
    struct values notes;
    bool taken;
};

struct kepts LIST(struct kept);

struct judging {
    const struct judge_request *request;
    struct session *session;
    void (*visit)(void *context, const struct judgement *judgement);
    void *context;

    size_t manifest;          /* the first that is not judged yet         */
    size_t policy;            /* of its set, the first not checked yet    */
    int64_t run_deadline_ms;  /* when its policies have to be through; 0 until one begins */
    int64_t read_deadline_ms; /* when the inputs of the manifest it reads have to be read */
    struct casualties casualties;

    struct arena arena;      /* of the manifest in hand; freed when it is judged */
    const struct value *set; /* the messages that came last ...              */
    const struct value *of;
    struct text set_bytes;
    struct text set_told, of_told; /* ... and their bytes when they came first */
    size_t checked;                /* policies that gave findings or were killed */
    struct findings findings;
    struct values notes;
    struct held held;  /* bytes for the vault, where the decision is recorded */
    struct kepts kept; /* of the worker in hand; no other speaks of them      */
    bool ahead;        /* the worker in hand may check policies ahead of time */

    enum doing doing;
    size_t number;    /* of the manifest it reads, or the policy it checks */
    const char *path; /* of the policy it loads or checks                  */
    struct text id;   /* of the policy it checks, ahead of time or not     */
    enum level level;
};

/* A member of a message: the empty text, or SIZE_MAX, where it is absent or of another kind. */
struct text message_text(const struct value *message, const char *name);
size_t message_number(const struct value *message, const char *name);

/* The decision on the manifest in hand, once the worker said that it is judged. ERROR_INTEGRITY
 * where another policy set is required, ERROR_BUG where a policy was passed over. */
NODISCARD bool judging_decide(struct judging *judging, struct judgement *out, struct error *err);

#endif
