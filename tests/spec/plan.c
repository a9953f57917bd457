/* Plans for matrix.py and histories.py.
 *
 *     spec-plan words     the words of each enum, in order, a line for each
 *     spec-plan plan      situations on standard input, 21 bytes each: lifecycle, tier, move, from,
 *                         to, before, lacking, emergency, blue_green; roles, stages in use and
 *                         facts as 4 bytes, least first. On standard output the verdict and the
 *                         guard that objects, a byte each.
 */
#include "registry/lifecycle.h"

enum { SMALL = 9, WIDE = 4, SITUATION_SIZE = SMALL + 3 * WIDE };

static const char *stage_at(size_t at)
{
    return stage_name((enum stage)at);
}

static const char *tier_at(size_t at)
{
    return tier_name((enum tier)at);
}

static const char *role_at(size_t at)
{
    return role_name((enum role)at);
}

static const char *lifecycle_at(size_t at)
{
    return lifecycle_name((enum lifecycle)at);
}

static const char *move_at(size_t at)
{
    return move_name((enum move)at);
}

static const char *guard_at(size_t at)
{
    return guard_name((enum guard)at);
}

static int words_print(void)
{
    static const struct {
        const char *kind;
        const char *(*word)(size_t at);
        size_t count;
    } enums[] = {
        {"lifecycle", lifecycle_at, LIFECYCLE_COUNT},
        {"move", move_at, MOVE_COUNT},
        {"stage", stage_at, STAGE_COUNT},
        {"tier", tier_at, TIER_COUNT},
        {"role", role_at, ROLE_COUNT},
        {"guard", guard_at, GUARD_COUNT},
    };
    for (size_t i = 0; i < COUNT(enums); i++) {
        (void)printf("%s", enums[i].kind);
        for (size_t at = 0; at < enums[i].count; at++)
            (void)printf(" %s", enums[i].word(at));
        (void)printf("\n");
    }
    return 0;
}

static unsigned wide_read(const unsigned char *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8 | (unsigned)bytes[2] << 16 | (unsigned)bytes[3] << 24;
}

static int plans_print(void)
{
    unsigned char asked[SITUATION_SIZE];
    while (fread(asked, sizeof asked, 1, stdin) == 1) {
        const struct situation situation = {
            .lifecycle = (enum lifecycle)asked[0],
            .tier = (enum tier)asked[1],
            .move = (enum move)asked[2],
            .from = (enum stage)asked[3],
            .to = (enum stage)asked[4],
            .before = (enum stage)asked[5],
            .lacking = asked[6],
            .emergency = asked[7],
            .blue_green = asked[8],
            .roles = wide_read(asked + SMALL),
            .in_use = wide_read(asked + SMALL + WIDE),
            .facts = wide_read(asked + SMALL + 2 * WIDE),
        };
        const struct plan plan = registry_plan(&situation);
        (void)putchar((int)plan.verdict);
        (void)putchar((int)plan.objection);
    }
    return ferror(stdin) ? 1 : 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "words") == 0)
        return words_print();
    if (argc == 2 && strcmp(argv[1], "plan") == 0)
        return plans_print();
    (void)fprintf(stderr, "usage: spec-plan words|plan\n");
    return 2;
}
