#include "service/acting.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/scratch.h"
#include "registry/opening.h"
#include "service/operations.h"
#include "service/record.h"

static bool refuses; /* whoever sits at the terminal */

static void unheard(void *context, struct text text)
{
    (void)context;
    (void)text;
}

static bool confirmed(void *context, struct text sentence, struct text word, struct error *err)
{
    (void)context;
    ck_assert_uint_gt(sentence.size, 0);
    ck_assert_uint_gt(word.size, 0);
    return !refuses || error_set(err, ERROR_USAGE, "something else was typed");
}

static const char *setting(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "HOME") == 0 ? scratch("home") : NULL;
}

static struct session session = {
    .arena = &arena, .now = 1795000000, .print = unheard, .confirm = confirmed, .setting = setting};

static void key_make(const char *name)
{
    struct key_pair *pair;
    struct error err = {0};
    const struct text id = text_of(name);
    ck_assert(key_pair_generate(&arena, &pair, &err));
    const struct text line = key_line(key_pair_public(pair), id, &arena);
    ck_assert(key_pair_write_open(pair, scratch(name), &err));
    ck_assert(file_write(text_format(&arena, "%s.pub", scratch(name)).at, line, 0600, &err));
}

/* A request as the command line makes it: names and texts by turns, ended by NULL. */
static struct value request_of(const char *const *words)
{
    struct record request = record_in(&arena);
    for (; *words; words += 2)
        record_text(&request, words[0], text_of(words[1]));
    return record_map(&request);
}

static struct value one(const char *written)
{
    const struct value word = value_of_text(text_of(written));
    return value_of_list(&arena, &word, 1);
}

/* A ledger that `ada` administers. */
static void ledger_begin(void)
{
    struct error err = {0};
    scratch_open();
    refuses = false;
    key_make("ada");
    key_make("bob");
    struct record request = record_in(&arena);
    record_text(&request, "folder", text_of(scratch("ledger")));
    record_text(&request, "origin", TEXT("gov.example/models"));
    record_value(&request, "admin", one(text_format(&arena, "ada=%s.pub", scratch("ada")).at));
    record_value(&request, "name", one("ada=Ada Lovelace"));
    const struct value asked = record_map(&request);
    ck_assert_msg(init_operation.run(&session, &asked, &err) == 0, "%s", support_error(&err));
}

static bool acting_as(const char *key, const char *id, struct acting *out, struct error *err)
{
    const char *const words[] = {
        "dir", scratch("ledger"), "sign", scratch(key), id ? "as" : NULL, id, NULL};
    const struct value request = request_of(words);
    return acting_open(&session, &request, STORE_WRITE, out, err);
}

static struct acting ada(void)
{
    struct acting *acting = ARENA_NEW(&arena, struct acting);
    struct error err = {0};
    ck_assert_msg(acting_as("ada", NULL, acting, &err), "%s", support_error(&err));
    return *acting;
}

/* To add somebody with bob's key. */
static struct draft addition(struct acting *acting, const char *id, const char *name)
{
    struct key key;
    struct text line;
    struct value commitment;
    struct error err = {0};
    const struct value role = one("owner");
    struct record members = record_in(&arena);
    struct draft draft = {.kind = ACT_IDENTITY,
                          .sentence = TEXT("I add somebody."),
                          .word = text_of(id),
                          .subject.name = text_format(&arena, "identity:%s", id)};
    ck_assert(
        file_read(text_format(&arena, "%s.pub", scratch("bob")).at, 4096, &arena, &line, &err));
    ck_assert(key_read("bob.pub", line, &key, &err));
    ck_assert(acting_commit(acting, text_of(id), text_of(name), &commitment, &err));
    ck_assert(digest_text(key_blob(&key, &arena), &draft.subject.digest, &err));
    record_text(&members, "change", TEXT("add"));
    record_text(&members, "id", text_of(id));
    record_text(&members, "key", key_line(&key, TEXT_NONE, &arena));
    record_value(&members, "roles", role);
    record_value(&members, "name", commitment);
    record_text(&members, "valid_until", TEXT_NONE);
    draft.members = members.members;
    return draft;
}

START_TEST(test_acting__the_same_statement_again_is_at_the_same_index)
{
    ledger_begin();
    struct recorded first, again;
    struct error err = {0};
    struct acting acting = ada();
    ck_assert(text_is(acting.id, "ada"));
    const struct draft draft = addition(&acting, "bob", "Bob Builder");
    ck_assert_msg(acting_record(&acting, &draft, &first, &err), "%s", support_error(&err));
    ck_assert_uint_eq(first.index, 1);
    ck_assert(!first.repeated);
    ck_assert_int_eq(first.time, session.now);
    ck_assert_msg(acting_record(&acting, &draft, &again, &err), "%s", support_error(&err));
    ck_assert(again.repeated);
    ck_assert_uint_eq(again.index, first.index);
    ck_assert_int_eq(again.time, first.time);
    ck_assert(digest_equal(&again.id, &first.id));
    ck_assert_uint_eq(log_head(acting.log)->size, 2);
    acting_close(&acting);
    scratch_close();
}
END_TEST

START_TEST(test_acting__what_is_refused_leaves_nothing)
{
    ledger_begin();
    struct text words, document;
    struct recorded recorded;
    struct error err = {0};
    struct acting acting = ada();
    const struct draft draft = addition(&acting, "ada", "Somebody Else"); /* oneself */
    const struct text commitment = acting.committed.at[0].commitment;
    ck_assert(!acting_record(&acting, &draft, &recorded, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert_uint_eq(log_head(acting.log)->size, 1);
    err = (struct error){0};
    const struct row_name name = {TEXT("opening"), commitment};
    ck_assert(acting.rows.get(acting.rows.keeper, name, &arena, &document, &err));
    ck_assert_uint_eq(document.size, 0);
    const struct draft other = addition(&acting, "bob", "Bob Builder");
    ck_assert_msg(acting_record(&acting, &other, &recorded, &err), "%s", support_error(&err));
    ck_assert_uint_eq(recorded.index, 1);
    ck_assert(acting_name(&acting, TEXT("bob"), &words, &err));
    ck_assert(text_is(words, "Bob Builder"));
    acting_close(&acting);
    scratch_close();
}
END_TEST

/* Is the log growing? Then nobody else writes. */
static bool premise_fails(const void *context, struct acting *acting, int64_t log_time,
                          struct error *err)
{
    int64_t time;
    ck_assert_int_eq(log_time, session.now);
    struct error writing = {0};
    ck_assert_str_eq(context, "what was known");
    ck_assert(!log_begin(acting->log, session.now, &time, &writing));
    return error_set(err, ERROR_GUARD, "conflict: it is not so any more");
}

static bool premise_holds(const void *context, struct acting *acting, int64_t log_time,
                          struct error *err)
{
    (void)context;
    (void)log_time;
    (void)err;
    return acting->log != NULL;
}

START_TEST(test_acting__what_rests_on_something_that_changed_is_not_recorded)
{
    ledger_begin();
    struct recorded recorded;
    struct error err = {0};
    struct acting acting = ada();
    struct draft draft = addition(&acting, "bob", "Bob Builder");
    draft.premise = (struct premise){premise_fails, "what was known"};
    ck_assert(!acting_record(&acting, &draft, &recorded, &err));
    ck_assert_int_eq(err.code, ERROR_GUARD);
    ck_assert_str_eq(err.message, "conflict: it is not so any more");
    ck_assert_uint_eq(log_head(acting.log)->size, 1);
    err = (struct error){0};
    draft.premise.holds = premise_holds;
    ck_assert_msg(acting_record(&acting, &draft, &recorded, &err), "%s", support_error(&err));
    ck_assert_uint_eq(recorded.index, 1);
    acting_close(&acting);
    scratch_close();
}
END_TEST

/* A command that began an hour ago, and waited for a key since. */
static void hour_wait(void)
{
    session.began_ms = clock_elapsed_ms() - INT64_C(3600) * 1000;
}

static bool premise_is_late(const void *context, struct acting *acting, int64_t log_time,
                            struct error *err)
{
    (void)acting;
    (void)err;
    ck_assert_int_ge(log_time, *(const int64_t *)context);
    return true;
}

START_TEST(test_acting__what_is_signed_late_is_logged_late)
{
    ledger_begin();
    struct recorded recorded;
    struct error err = {0};
    struct acting acting = ada();
    const int64_t late = session.now + 3600;
    struct draft draft = addition(&acting, "bob", "Bob Builder");
    draft.premise = (struct premise){premise_is_late, &late};
    hour_wait();
    ck_assert_msg(acting_record(&acting, &draft, &recorded, &err), "%s", support_error(&err));
    ck_assert_int_ge(recorded.time, late);
    ck_assert_int_le(recorded.time, late + 60);
    session.began_ms = 0;
    acting_close(&acting);
    scratch_close();
}
END_TEST

START_TEST(test_acting__the_guard_asks_at_the_moment_of_the_entry)
{
    ledger_begin();
    char until[CLOCK_TEXT_SIZE];
    struct recorded recorded;
    struct error err = {0};
    struct acting acting = ada();
    struct draft draft = addition(&acting, "bob", "Bob Builder");
    clock_write(session.now + 1800, until);
    for (size_t i = 0; i < draft.members.count; i++)
        if (strcmp(draft.members.at[i].key, "valid_until") == 0)
            draft.members.at[i].value = value_of_text(text_of(until));
    hour_wait();
    ck_assert(!acting_record(&acting, &draft, &recorded, &err));
    session.began_ms = 0;
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    err = (struct error){0};
    ck_assert_msg(acting_record(&acting, &draft, &recorded, &err), "%s", support_error(&err));
    acting_close(&acting);
    scratch_close();
}
END_TEST

START_TEST(test_acting__who_does_not_confirm_signs_nothing)
{
    ledger_begin();
    struct recorded recorded;
    struct error err = {0};
    struct acting acting = ada();
    const struct draft draft = addition(&acting, "bob", "Bob Builder");
    refuses = true;
    ck_assert(!acting_record(&acting, &draft, &recorded, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_uint_eq(log_head(acting.log)->size, 1);
    acting_close(&acting);
    scratch_close();
}
END_TEST

static void row_put(struct acting *acting, const char *kind, struct text key, struct text document)
{
    int64_t time;
    struct error err = {0};
    const struct row_name row = {text_of(kind), key};
    ck_assert_msg(log_begin(acting->log, session.now, &time, &err) &&
                      acting->rows.put(acting->rows.keeper, row, document, &err) &&
                      log_commit(acting->log, &err),
                  "%s", support_error(&err));
}

START_TEST(test_acting__words_that_are_gone_are_missing_unless_they_were_erased)
{
    ledger_begin();
    struct text words;
    struct value none;
    struct error err = {0};
    struct acting acting = ada();
    const struct value *identity;
    ck_assert(registry_row(&acting.rows, "identity", TEXT("ada"), &arena, &identity, &err));
    const struct text commitment = value_text(value_get(identity, TEXT("name")));
    ck_assert(acting_words(&acting, commitment, &words, &err));
    ck_assert(text_is(words, "Ada Lovelace"));
    ck_assert(acting_words_hold(&acting, commitment, 0, &err));
    const struct row_name opening = {TEXT("opening"), commitment};
    struct text kept;
    ck_assert(acting.rows.get(acting.rows.keeper, opening, &arena, &kept, &err));
    row_put(&acting, "opening", commitment, TEXT_NONE);
    ck_assert(acting_words(&acting, commitment, &words, &err));
    ck_assert(text_is(words, "(missing)"));
    ck_assert(!acting_words_hold(&acting, commitment, 0, &err));
    row_put(&acting, "erased", commitment, TEXT("{\"id\":\"ada\",\"index\":0}"));
    ck_assert(acting_words(&acting, commitment, &words, &err));
    ck_assert(text_is(words, "(erased)"));
    ck_assert(acting_words_hold(&acting, commitment, 0, &err));
    row_put(&acting, "opening", commitment, kept);
    ck_assert(acting_words(&acting, commitment, &words, &err));
    ck_assert(text_is(words, "(erased)"));
    ck_assert(!acting_words_hold(&acting, commitment, 0, &err));
    ck_assert(acting_words(&acting, TEXT_NONE, &words, &err));
    ck_assert_uint_eq(words.size, 0);
    ck_assert(acting_commit(&acting, TEXT("ada"), TEXT_NONE, &none, &err));
    ck_assert_int_eq(value_kind(&none), VALUE_NULL);
    ck_assert(!acting_words(&acting, TEXT("sha256:none"), &words, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    acting_close(&acting);
    scratch_close();
}
END_TEST

START_TEST(test_acting__a_commitment_is_another_one_each_time)
{
    ledger_begin();
    struct value first, second;
    struct error err = {0};
    struct acting acting = {.session = &session, .arena = &arena};
    ck_assert(acting_commit(&acting, TEXT("bob"), TEXT("Bob Builder"), &first, &err));
    ck_assert(acting_commit(&acting, TEXT("bob"), TEXT("Bob Builder"), &second, &err));
    ck_assert(!value_equal(&first, &second));
    scratch_close();
}
END_TEST

START_TEST(test_acting__words_are_known_to_be_whose_they_are)
{
    ledger_begin();
    bool there;
    struct text by;
    struct recorded recorded;
    struct error err = {0};
    struct acting acting = ada();
    const struct draft draft = addition(&acting, "bob", "Bob Builder");
    const struct text commitment = acting.committed.at[0].commitment;
    ck_assert(acting_words_by(&acting, commitment, &by, &there, &err));
    ck_assert(!there); /* not before they are recorded */
    ck_assert_msg(acting_record(&acting, &draft, &recorded, &err), "%s", support_error(&err));
    ck_assert(acting_words_by(&acting, commitment, &by, &there, &err));
    ck_assert(there && text_is(by, "bob"));
    ck_assert(!acting_words_by(&acting, TEXT("sha256:none"), &by, &there, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    acting_close(&acting);
    scratch_close();
}
END_TEST

START_TEST(test_acting__what_was_said_at_handing_in_is_never_shown_as_signed)
{
    ck_assert(text_is(acting_remarked(TEXT("see mail"), &arena),
                      "see mail (said when it was handed in, not signed)"));
    ck_assert_uint_eq(acting_remarked(TEXT_NONE, &arena).size, 0);
    arena_free(&arena);
}
END_TEST

/* A file of a key is a proof, a public key alone is none: anybody can have that. */
START_TEST(test_acting__a_key_that_is_only_shown_proves_nothing)
{
    ledger_begin();
    struct acting acting = ada();
    ck_assert(acting_proves(&acting));
    acting.signer = (struct signer){.key = acting.signer.key};
    ck_assert(!acting_proves(&acting));
    acting.signer.agent = scratch("nobody-listens-here");
    ck_assert(!acting_proves(&acting) && !acting.proven);
    acting_close(&acting);
    scratch_close();
}
END_TEST

START_TEST(test_acting__the_key_says_who_acts)
{
    static const struct {
        const char *name, *key, *as, *message;
        enum error_code code;
    } cases[] = {
        {"somebody else", "ada", "bob", "the key is that of ada, not of bob", ERROR_INTEGRITY},
        {"nobody's key", "bob", NULL, "belongs to nobody here", ERROR_INTEGRITY},
        {"no key", "gone", NULL, "no such file", ERROR_REFUSED},
    };
    ledger_begin();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct acting acting;
        struct error err = {0};
        ck_assert_msg(!acting_as(cases[i].key, cases[i].as, &acting, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == cases[i].code && strstr(err.message, cases[i].message), "%s: %s",
                      cases[i].name, support_error(&err));
    }
    scratch_close();
}
END_TEST

TESTS("service/acting", test_acting__the_same_statement_again_is_at_the_same_index,
      test_acting__what_is_refused_leaves_nothing,
      test_acting__what_rests_on_something_that_changed_is_not_recorded,
      test_acting__what_is_signed_late_is_logged_late,
      test_acting__the_guard_asks_at_the_moment_of_the_entry,
      test_acting__who_does_not_confirm_signs_nothing,
      test_acting__words_that_are_gone_are_missing_unless_they_were_erased,
      test_acting__a_commitment_is_another_one_each_time,
      test_acting__words_are_known_to_be_whose_they_are,
      test_acting__what_was_said_at_handing_in_is_never_shown_as_signed,
      test_acting__a_key_that_is_only_shown_proves_nothing, test_acting__the_key_says_who_acts)
