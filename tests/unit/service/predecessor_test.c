/* What would fail today of the version that a rollback brings back. */
#include "service/predecessor.h"

#include "base/scratch.h"

#include "registry/shelf.h"
#include "store/vault.h"

static struct arena arena;
static struct shelf shelf;
static struct session session = {.now = 1795000000}; /* 2026-11-18 */
static struct acting acting;

static void row_put(const char *kind, const char *key, const char *document)
{
    struct error err = {0};
    const struct rows rows = shelf_rows(&shelf);
    ck_assert(rows.put(rows.keeper, (struct row_name){text_of(kind), text_of(key)},
                       text_of(document), &err));
}

static void ledger_make(const char *second)
{
    shelf = (struct shelf){.arena = &arena};
    acting = (struct acting){
        .session = &session, .arena = &arena, .vault = "/nonexistent", .rows = shelf_rows(&shelf)};
    row_put("version", "credit@2", second);
}

static struct texts doubts_of(const char *row)
{
    struct error err = {0};
    struct texts doubts = {0};
    const struct value *predecessor;
    ledger_make(row);
    row_put("adoption", "production", "{\"set\":\"p2\"}");
    row_put("decision", "d1", "{\"evidence\":[],\"policies\":\"p1\"}");
    row_put("decision", "d2", "{\"evidence\":[\"none\"],\"policies\":\"p2\"}");
    ck_assert(registry_row(&acting.rows, "version", TEXT("credit@2"), &arena, &predecessor, &err));
    ck_assert_msg(predecessor_doubts(&acting, predecessor, &doubts, &err), "%s",
                  support_error(&err));
    return doubts;
}

START_TEST(test_predecessor__is_doubted_by_its_newest_decision_for_production)
{
    static const struct {
        const char *newest, *told;
    } cases[] = {
        {"{\"production\":\"d1\",\"staging\":\"d2\"}", "judged under the policy set p1"},
        {"{\"production\":\"d2\"}", "the evidence none is not in the ledger"},
        {"{\"staging\":\"d2\"}", "no decision on credit@2 for production"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct texts doubts =
            doubts_of(text_format(&arena,
                                  "{\"artifact\":\"a2\",\"name\":\"credit\",\"newest\":%s,"
                                  "\"stage\":\"deprecated\",\"version\":\"2\"}",
                                  cases[i].newest)
                          .at);
        ck_assert_uint_eq(doubts.count, 1);
        ck_assert_ptr_nonnull(strstr(text_string(&arena, doubts.at[0]), cases[i].told));
        arena_free(&arena);
    }
}
END_TEST

static const char *keep(const char *bytes)
{
    struct digest digest;
    struct error err = {0};
    ck_assert_msg(vault_put(acting.vault, text_of(bytes), &digest, &err), "%s",
                  support_error(&err));
    return text_string(&arena, digest_print(&digest, &arena));
}

#define FOLDER "sha256:8888888888888888888888888888888888888888888888888888888888888888"

static size_t doubts_of_folder(const char *named)
{
    struct error err = {0};
    struct texts doubts = {0};
    const struct value *predecessor;
    ledger_make("{\"name\":\"credit\",\"newest\":{\"production\":\"d1\"},\"version\":\"2\"}");
    acting.vault = scratch("evidence");
    const char *files =
        text_format(&arena,
                    "{\"inputs\":{\"evidence\":[{\"digest\":\"%s\",\"files\":[{"
                    "\"digest\":\"%s\",\"path\":\"meta.yaml\"},{\"digest\":\"%s\","
                    "\"path\":\"metrics/accuracy\"}]}]}}",
                    FOLDER, keep("run_id: abc\n"), named ? named : keep("0 0.9 0\n"))
            .at;
    row_put("adoption", "production", "{\"set\":\"p1\"}");
    row_put("decision", "d1",
            text_format(&arena,
                        "{\"case\":\"%s\",\"evidence\":[\"" FOLDER "\"],\"policies\":\"p1\"}",
                        keep(files))
                .at);
    ck_assert(registry_row(&acting.rows, "version", TEXT("credit@2"), &arena, &predecessor, &err));
    ck_assert_msg(predecessor_doubts(&acting, predecessor, &doubts, &err), "%s",
                  support_error(&err));
    return doubts.count;
}

START_TEST(test_predecessor__evidence_that_is_a_folder_is_there_as_long_as_each_of_its_files_is)
{
    scratch_open();
    ck_assert_int_eq(mkdir(scratch("evidence"), 0700), 0);
    ck_assert_uint_eq(doubts_of_folder(NULL), 0);
    ck_assert_uint_eq(doubts_of_folder(FOLDER), 1);
    arena_free(&arena);
    scratch_close();
}
END_TEST

TESTS("service/predecessor", test_predecessor__is_doubted_by_its_newest_decision_for_production,
      test_predecessor__evidence_that_is_a_folder_is_there_as_long_as_each_of_its_files_is)
