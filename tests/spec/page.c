/* The tables and diagrams of docs/lifecycle.md, printed from the table itself (tests/spec/page). */
#include "registry/lifecycle.h"

/* ---- words ---- */

/* How a version is moved so, after "obstat". */
static const char *command_of(const struct transition *row, char *room, size_t room_size)
{
    static const char *const commands[MOVE_COUNT] = {
        [MOVE_REGISTER] = "register", [MOVE_REJECT] = "reject --for-good",
        [MOVE_SUSPEND] = "suspend",   [MOVE_RESUME] = "resume",
        [MOVE_ROLLBACK] = "rollback", [MOVE_DEPRECATE] = "deprecate",
        [MOVE_RETIRE] = "retire",     [MOVE_ARCHIVE] = "archive",
        [MOVE_HOLD] = "hold",         [MOVE_EXPIRE] = "sweep",
    };
    if (row->move != MOVE_PROMOTE)
        return commands[row->move];
    (void)snprintf(room, room_size, "promote --to %s", stage_name(row->to));
    return room;
}

static const char *stage_word(size_t stage)
{
    return stage_name((enum stage)stage);
}

static const char *role_word(size_t role)
{
    return role_name((enum role)role);
}

/* "ci, operator, owner"; a dash for none. */
static void bits_print(unsigned bits, size_t count, const char *(*word)(size_t), const char *joint)
{
    const char *lead = "";
    for (size_t bit = 0; bit < count; bit++)
        if (bits & 1U << bit) {
            (void)printf("%s%s", lead, word(bit));
            lead = joint;
        }
    if (!*lead)
        (void)printf("-");
}

static void guards_print(const struct transition *row)
{
    const char *lead = "";
    for (size_t guard = 0; guard < GUARD_COUNT; guard++)
        if (row->guards & 1U << guard) {
            (void)printf("%s%s%s", lead, guard_name((enum guard)guard),
                         row->adopted & 1U << guard ? "\\*" : "");
            lead = ", ";
        }
}

static void seats_print(struct quorum quorum)
{
    if (!quorum.seats[0]) {
        (void)printf(" - |");
        return;
    }
    for (size_t seat = 0; seat < QUORUM_SEATS && quorum.seats[seat]; seat++) {
        (void)printf("%s", seat ? "; " : " ");
        bits_print(quorum.seats[seat], ROLE_COUNT, role_word, " or ");
    }
    (void)printf(" |");
}

/* ---- rows ---- */

static bool has(enum lifecycle lifecycle, const struct transition *row)
{
    return row->lifecycles & 1U << lifecycle;
}

static bool rows_alike(const struct transition *row, const struct transition *other)
{
    return row->move == other->move && row->who == other->who && row->guards == other->guards &&
           row->adopted == other->adopted && row->passes == other->passes &&
           memcmp(row->seats, other->seats, sizeof row->seats) == 0 &&
           strcmp(row->recorded, other->recorded) == 0;
}

/* Rows that differ in where they come from, or in where they lead, are one line. */
static void row_print(const struct transition *row, unsigned from, unsigned to)
{
    char room[64];
    (void)printf("| ");
    bits_print(from, STAGE_COUNT, stage_word, ", ");
    (void)printf(" | ");
    bits_print(to, STAGE_COUNT, stage_word, ", ");
    (void)printf(" | %s | `%s` | ", move_name(row->move), command_of(row, room, sizeof room));
    bits_print(row->who, ROLE_COUNT, role_word, ", ");
    (void)printf(" |");
    for (size_t tier = 0; tier < TIER_COUNT; tier++)
        seats_print(row->seats[tier]);
    (void)printf(" ");
    guards_print(row);
    (void)printf(" | ");
    bits_print(row->passes, STAGE_COUNT, stage_word, ", ");
    (void)printf(" | %s |\n", row->recorded);
}

static void rows_print(enum lifecycle lifecycle)
{
    const struct transition *line = NULL;
    unsigned from = 0, to = 0;
    (void)printf("| from | to | move | command | who | signed: high | limited | minimal | "
                 "what has to hold | passes over | recorded besides |\n"
                 "|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *row = &transitions[i];
        if (!has(lifecycle, row))
            continue;
        const bool joins = line && rows_alike(line, row) &&
                           (to == 1U << row->to || from == 1U << row->from) &&
                           (line->move != MOVE_PROMOTE || to == 1U << row->to);
        if (!joins && line)
            row_print(line, from, to);
        from = (joins ? from : 0) | 1U << row->from;
        to = (joins ? to : 0) | 1U << row->to;
        line = row;
    }
    if (line)
        row_print(line, from, to);
}

/* ---- the matrix ---- */

static void cell_print(enum lifecycle lifecycle, enum move move, enum stage from)
{
    unsigned to = 0;
    for (size_t stage = 0; stage < STAGE_COUNT; stage++)
        if (transition_find(lifecycle, move, from, (enum stage)stage))
            to |= 1U << stage;
    if (!to)
        (void)printf(" no |");
    else if (move == MOVE_RESUME)
        (void)printf(" where it was |");
    else {
        (void)printf(" ");
        bits_print(to, STAGE_COUNT, stage_word, ", ");
        (void)printf(" |");
    }
}

static void matrix_print(enum lifecycle lifecycle)
{
    (void)printf("\n| from |");
    for (size_t move = 0; move < MOVE_COUNT; move++)
        (void)printf(" %s |", move_name((enum move)move));
    (void)printf("\n|---|");
    for (size_t move = 0; move < MOVE_COUNT; move++)
        (void)printf("---|");
    (void)printf("\n");
    for (size_t stage = STAGE_NONE + 1; stage < STAGE_COUNT; stage++) {
        (void)printf("| %s |", stage_word(stage));
        for (size_t move = 0; move < MOVE_COUNT; move++)
            cell_print(lifecycle, (enum move)move, (enum stage)stage);
        (void)printf("\n");
    }
}

/* ---- the diagram ---- */

/* Before production: what may be rejected without being suspended first. */
static bool is_candidate(enum lifecycle lifecycle, enum stage stage)
{
    return stage != STAGE_SUSPENDED &&
           transition_find(lifecycle, MOVE_REJECT, stage, STAGE_REJECTED);
}

/* Suspension, resumption and rejection are drawn once, for all candidates; a promotion that passes
 * over stages is left to the table. */
static bool is_drawn(enum lifecycle lifecycle, const struct transition *row, bool inside)
{
    const bool within = is_candidate(lifecycle, row->from) && is_candidate(lifecycle, row->to);
    const bool grouped = is_candidate(lifecycle, row->from)
                             ? row->move == MOVE_SUSPEND || row->move == MOVE_REJECT
                             : row->move == MOVE_RESUME && is_candidate(lifecycle, row->to);
    return has(lifecycle, row) && !row->passes && !grouped && within == inside;
}

static void edges_print(enum lifecycle lifecycle, bool inside)
{
    for (size_t i = 0; i < transition_count; i++)
        if (is_drawn(lifecycle, &transitions[i], inside))
            (void)printf("%s    %s --> %s : %s\n", inside ? "    " : "",
                         stage_name(transitions[i].from), stage_name(transitions[i].to),
                         move_name(transitions[i].move));
}

static void diagram_print(enum lifecycle lifecycle)
{
    (void)printf("```mermaid\nstateDiagram-v2\n    state candidate {\n");
    edges_print(lifecycle, true);
    (void)printf("    }\n"
                 "    candidate --> rejected : reject\n"
                 "    candidate --> suspended : suspend\n"
                 "    suspended --> candidate : resume\n");
    edges_print(lifecycle, false);
    (void)printf("```\n\n");
}

int main(void)
{
    for (size_t lifecycle = LIFECYCLE_COUNT; lifecycle-- > 0;) {
        const enum lifecycle printed = (enum lifecycle)((lifecycle + 2) % LIFECYCLE_COUNT);
        (void)printf("### `%s`\n\n", lifecycle_name(printed));
        diagram_print(printed);
        rows_print(printed);
        matrix_print(printed);
        (void)printf("\nWhere a version goes that another displaces from production: %s.\n\n",
                     stage_name(lifecycle_displaced(printed)));
    }
    return 0;
}
