/* service/demo.h: the whole story on a scratch ledger, and then attacks on it. Private to the room.
 *
 *     demo_story    scenes: what a person would type, what it printed, why it is done
 *     demo_attack   what somebody else would try: each has to end as it says, which is refused
 *
 * Every command is an operation of this very program, called as a door calls it, with what it
 * prints caught and shown shortened. The clock is the demo's own: a year passes between two
 * commands where the story says so. All files lie in a temporary folder, which is the working
 * folder meanwhile, so that a command reads as it would be typed there.
 */
#ifndef SERVICE_DEMO_H
#define SERVICE_DEMO_H

#include "base/buffer.h"
#include "service/operation.h"

enum {
    DEMO_DAY = 86400,
    DEMO_QUARTER = 91 * DEMO_DAY, /* the notice that a model of high risk is given, and a day */
    DEMO_YEAR = 365 * DEMO_DAY,
};

/* What the demo's files are made from. */
struct demo_file {
    const char *name;
    struct text bytes;
};
extern const struct demo_file demo_files[]; /* ended by a row without a name */

struct demo {
    struct session *session; /* of the door, which shows it all       */
    struct arena *arena;     /* of what lasts; commands have their own */
    const char *folder;      /* the scratch folder                    */
    const char *home;        /* the working folder of before          */
    int64_t now;             /* the demo's clock                      */
    struct buffer said;      /* what the last command printed         */
    unsigned scenes;         /* told so far                           */
    unsigned strayed;        /* commands that ended as they must not  */
    unsigned attacks, refused;
    struct text typed; /* instead of a command: what a step without one says that it did */
};

/* One command as it is typed, or something that is done without one. */
struct demo_step {
    const char *scene;   /* begins one: its title                                              */
    const char *why;     /* of the scene, one sentence                                         */
    const char *command; /* after the program's name; NULL where `act` does it                 */
    bool (*act)(struct demo *demo, struct error *err); /* prints into `said`, sets `typed`     */
    int64_t later;  /* seconds that pass before it                                        */
    int status;     /* that it has to end with                                            */
    unsigned lines; /* of what it prints that are shown; 0: none                          */
};

extern const struct demo_step demo_story[]; /* ended by an empty row */

/* What somebody tries. Steps in front of it prepare it; the last one is what must be refused. */
struct demo_attack {
    const char *name;
    const char
        *says; /* what the line has in it that says why: else it was refused for another reason */
    const struct demo_step *steps; /* ended by an empty row */
};

extern const struct demo_attack demo_attacks[]; /* ended by a row without a name */

/* Run one command line as its operation; the status it ended with. What it printed is in `said`. */
int demo_command(struct demo *demo, const char *command);

/* Do a step and show it; try an attack and tell how it ended. */
void demo_scene_tell(struct demo *demo, const struct demo_step *step);
void demo_attack_try(struct demo *demo, const struct demo_attack *attack);

/* The operation that a line of words names, and its request, whose texts are in the arena. */
NODISCARD bool demo_words_read(const char *command, struct arena *arena,
                               const struct operation **operation, struct value *request,
                               struct error *err);

/* The scratch folder, in a temporary place where `named` is NULL, and in it the files. It is the
 * working folder until it is left, and may be taken away then. */
NODISCARD bool demo_scratch_make(struct demo *demo, const char *named, struct error *err);
void demo_scratch_leave(struct demo *demo, bool clear);

/* Things that are done in the scratch folder without a command. */
NODISCARD bool demo_copy(const char *from, const char *to, struct arena *arena, struct error *err);

#endif
