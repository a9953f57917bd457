/* Signed notes: what is read, who signed, what is refused. The vectors are those of Go's
 * sumdb/note and of C2SP's signed-note. */
#include "logging.h"

#include "base/base64.h"
#include "crypto/signature.h"

#define PEM_PETER  PEM("MC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
#define VKEY_PETER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PROVERB                                                                                    \
    "If you think cryptography is the answer to your problem,\n"                                   \
    "then you don't know what your problem is.\n"
#define PETER_SIGNED                                                                               \
    "\xE2\x80\x94 PeterNeumann "                                                                   \
    "x08go/ZJkuBS9UG/"                                                                             \
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define WITNESS "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM"
#define COSIGNED                                                                                   \
    "gov.example/log1\n3\n1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU=\n\n"                        \
    "\xE2\x80\x94 witness.example/w1 BNLYMwAAAABlU/"                                               \
    "EAudAZxgm4AyggRSSCmxXTdGfriN8MxlwhogGpp5cr08rrGWH/"                                           \
    "aCq6MBHqFHNKCIAVGsr2DhBZ3WKRps2sZZ7OCg==\n"

static struct arena arena;
static struct error err;

static void fresh(void)
{
    arena_free(&arena);
    err = (struct error){0};
}

static struct note read_note(struct text source)
{
    struct note note;
    ck_assert_msg(note_read(source, &arena, &note, &err), "%s", support_error(&err));
    return note;
}

static struct note_key read_key(const char *vkey)
{
    struct note_key key;
    ck_assert_msg(note_key_read(text_of(vkey), &key, &err), "%s", support_error(&err));
    return key;
}

static struct text written(const struct note *note)
{
    struct buffer bytes = buffer_in(&arena, LIMIT_NOTE_SIZE);
    ck_assert_msg(note_write(note, &bytes, &err), "%s", support_error(&err));
    return buffer_text(&bytes);
}

/* The note, signed by a key of ours called `name`. */
static struct text signed_note(const char *message, const char *name, const char *pem)
{
    struct note note = {.message = text_of(message)};
    ck_assert_msg(note_sign(&note, text_of(name), pair_of(&arena, pem), &arena, &err), "%s",
                  support_error(&err));
    return written(&note);
}

START_TEST(test_note__our_signature_is_byte_for_byte_that_of_go)
{
    ck_assert_str_eq(signed_note(PROVERB, "PeterNeumann", PEM_PETER).at, PROVERB "\n" PETER_SIGNED);
    const struct note_key key = key_of(&arena, "PeterNeumann", PEM_PETER);
    ck_assert_str_eq(text_string(&arena, note_key_print(&key, &arena)), VKEY_PETER);
    fresh();
}
END_TEST

START_TEST(test_note__a_vector_of_the_specification_holds)
{
    bool signed_by = false;
    const struct note_key key =
        read_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    const struct note note = read_note(
        TEXT("This is an example message.\n\n\xE2\x80\x94 example.com/foo "
             "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72I"
             "neyaQM=\n"));
    ck_assert(note_verify(&note, &key, 1, &signed_by, &err) && signed_by);
    fresh();
}
END_TEST

START_TEST(test_note__each_who_signed_is_told_and_strangers_are_passed_over)
{
    struct note note = {.message = TEXT("so it is\n")};
    ck_assert(note_sign(&note, TEXT("a"), pair_of(&arena, PEM_LOG), &arena, &err));
    ck_assert(note_sign(&note, TEXT("b"), pair_of(&arena, PEM_OTHER), &arena, &err));
    const struct note read = read_note(written(&note));
    const struct note_key keys[] = {key_of(&arena, "b", PEM_OTHER), key_of(&arena, "c", PEM_LOG),
                                    key_of(&arena, "a", PEM_LOG)};
    bool signed_by[3] = {0};
    ck_assert_uint_eq(read.count, 2);
    ck_assert(note_verify(&read, keys, 3, signed_by, &err));
    ck_assert(signed_by[0] && !signed_by[1] && signed_by[2]);
    ck_assert(!note_verify(&read, &keys[1], 1, signed_by, &err));
    ck_assert_str_eq(err.message, "no known key has signed the note");
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    fresh();
}
END_TEST

START_TEST(test_note__every_flipped_bit_of_message_or_signature_is_found)
{
    const struct text sound = signed_note("so it is\n", "a", PEM_LOG);
    const struct note_key key = key_of(&arena, "a", PEM_LOG);
    char *bytes = arena_alloc(&arena, sound.size);
    memcpy(bytes, sound.at, sound.size);
    for (size_t bit = 0; bit < sound.size * 8; bit++) {
        struct error found = {0};
        struct note note;
        bool signed_by = false;
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        ck_assert_msg(!note_read((struct text){bytes, sound.size}, &arena, &note, &found) ||
                          !note_verify(&note, &key, 1, &signed_by, &found),
                      "bit %zu", bit);
        ck_assert(!signed_by);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
    }
    fresh();
}
END_TEST

/* A known key that signed wrongly spoils what another has signed. */
START_TEST(test_note__one_wrong_signature_of_a_known_key_refuses_all)
{
    bool signed_by[2] = {0};
    struct note note = {.message = TEXT("so it is\n")};
    ck_assert(note_sign(&note, TEXT("a"), pair_of(&arena, PEM_LOG), &arena, &err));
    ck_assert(note_sign(&note, TEXT("b"), pair_of(&arena, PEM_OTHER), &arena, &err));
    note.signatures[1].bytes = note.signatures[0].bytes;
    const struct note_key keys[] = {key_of(&arena, "a", PEM_LOG), key_of(&arena, "b", PEM_OTHER)};
    ck_assert(note_verify(&note, keys, 1, signed_by, &err));
    ck_assert(!note_verify(&note, keys, 2, signed_by, &err));
    ck_assert_str_eq(err.message, "the signature of b is wrong");
    fresh();
}
END_TEST

START_TEST(test_note__two_keys_of_one_name_and_id_are_refused)
{
    bool signed_by[2] = {0};
    const struct note note = read_note(signed_note("so it is\n", "a", PEM_LOG));
    struct note_key keys[] = {key_of(&arena, "a", PEM_LOG), key_of(&arena, "a", PEM_LOG)};
    keys[1].bytes[0] ^= 1; /* another key, whose id would have to be the same */
    ck_assert(!note_verify(&note, keys, 2, signed_by, &err));
    ck_assert_str_eq(err.message, "two keys are called a and have one id");
    fresh();
}
END_TEST

START_TEST(test_note__a_signature_of_another_length_never_holds)
{
    const struct note sound = read_note(signed_note("so it is\n", "a", PEM_LOG));
    const struct note_key key = key_of(&arena, "a", PEM_LOG);
    char *longer = arena_array(&arena, NOTE_SIGNATURE_SIZE + 1, 1);
    memcpy(longer, sound.signatures[0].bytes.at, NOTE_SIGNATURE_SIZE);
    for (size_t size = 1; size <= NOTE_SIGNATURE_SIZE + 1; size++) {
        struct error found = {0};
        bool signed_by = false;
        sound.signatures[0].bytes = (struct text){longer, size};
        ck_assert(note_verify(&sound, &key, 1, &signed_by, &found) ==
                  (size == NOTE_SIGNATURE_SIZE));
    }
    fresh();
}
END_TEST

START_TEST(test_note__a_cosignature_holds_for_its_time_only)
{
    bool signed_by = false;
    const struct note_key key = read_key(WITNESS);
    const struct note note = read_note(TEXT(COSIGNED));
    ck_assert_int_eq(key.type, NOTE_KEY_COSIGNER);
    ck_assert(note_verify(&note, &key, 1, &signed_by, &err) && signed_by);
    char *bytes = arena_alloc(&arena, note.signatures[0].bytes.size);
    memcpy(bytes, note.signatures[0].bytes.at, note.signatures[0].bytes.size);
    note.signatures[0].bytes.at = bytes;
    for (size_t byte = 0; byte < NOTE_TIME_SIZE; byte++) {
        struct error found = {0};
        bytes[byte] ^= 1;
        ck_assert(!note_verify(&note, &key, 1, &signed_by, &found));
        bytes[byte] ^= 1;
    }
    fresh();
}
END_TEST

/* The identity of the curve: with R = identity and S = 0 its signature fits any message. */
START_TEST(test_note__a_key_that_anybody_can_sign_for_never_verifies)
{
    uint8_t weak[NOTE_KEY_SIZE] = {1};
    char *forged = arena_array(&arena, NOTE_SIGNATURE_SIZE, 1);
    struct note_key key;
    struct key point = {.kind = KEY_ED25519, .size = NOTE_KEY_SIZE};
    bool signed_by = false;
    forged[0] = 1;
    memcpy(point.point, weak, sizeof weak);
    ck_assert(note_key_make(TEXT("a"), NOTE_KEY_ED25519, weak, &key, &err));
    struct note_signature signature = {TEXT("a"), {0}, {forged, NOTE_SIGNATURE_SIZE}};
    memcpy(signature.id, key.id, NOTE_ID_SIZE);
    const struct note note = {TEXT("anything\n"), &signature, 1};
    ck_assert(!note_verify(&note, &key, 1, &signed_by, &err) && !signed_by);
    err = (struct error){0};
    ck_assert(!note_key_of(TEXT("a"), &point, &key, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    fresh();
}
END_TEST

START_TEST(test_note__a_key_that_is_not_ed25519_is_no_key_of_notes)
{
    struct note_key key;
    const struct key others[] = {{.kind = KEY_P256, .size = 65},
                                 {.kind = KEY_P384, .size = 97},
                                 {.kind = KEY_SECURITY, .size = 32}};
    for (size_t nth = 0; nth < COUNT(others); nth++) {
        struct error found = {0};
        ck_assert(!note_key_of(TEXT("a"), &others[nth], &key, &found));
        ck_assert_int_eq(found.code, ERROR_REFUSED);
    }
}
END_TEST

START_TEST(test_note__the_last_empty_line_ends_the_message)
{
    const struct text source = signed_note("one\n\ntwo\n\n", "a", PEM_LOG);
    const struct note note = read_note(source);
    ck_assert(text_is(note.message, "one\n\ntwo\n\n"));
    ck_assert(text_equal(written(&note), source));
    fresh();
}
END_TEST

START_TEST(test_note__what_is_malformed_is_refused)
{
#define LINE "\xE2\x80\x94 a AAAAAAA=\n"
    static const struct {
        const char *name;
        struct text source;
    } cases[] = {
        {"nothing", {"", 0}},
        {"no signature", TEXT("m\n")},
        {"no signature below the empty line", TEXT("m\n\n")},
        {"no empty line", TEXT("m\n" LINE)},
        {"a last line without its end", TEXT("m\n\n\xE2\x80\x94 a AAAAAAA=")},
        {"a carriage return", TEXT("m\r\n\n" LINE)},
        {"a NUL", TEXT("m\0\n\n" LINE)},
        {"a tabulator", TEXT("m\t\n\n" LINE)},
        {"half a letter", TEXT("m\xC3\n\n" LINE)},
        {"a surrogate", TEXT("\xED\xA0\x80\n\n" LINE)},
        {"a hyphen for the dash", TEXT("m\n\n- a AAAAAAA=\n")},
        {"no blank behind the dash", TEXT("m\n\n\xE2\x80\x94"
                                          "a AAAAAAA=\n")},
        {"two blanks", TEXT("m\n\n\xE2\x80\x94 a  AAAAAAA=\n")},
        {"no name", TEXT("m\n\n\xE2\x80\x94  AAAAAAA=\n")},
        {"no signature behind the name", TEXT("m\n\n\xE2\x80\x94 a\n")},
        {"a plus in the name", TEXT("m\n\n\xE2\x80\x94 a+b AAAAAAA=\n")},
        {"a no-break space in the name", TEXT("m\n\n\xE2\x80\x94 a\xC2\xA0"
                                              "b AAAAAAA=\n")},
        {"an id and nothing else", TEXT("m\n\n\xE2\x80\x94 a AAAAAA==\n")},
        {"base64 without its padding", TEXT("m\n\n\xE2\x80\x94 a AAAAAAA\n")},
        {"base64 with bits that count for nothing", TEXT("m\n\n\xE2\x80\x94 a AAAAAAB=\n")},
        {"base64 of URLs", TEXT("m\n\n\xE2\x80\x94 a AAAAAA-_\n")},
        {"a blank at the end", TEXT("m\n\n\xE2\x80\x94 a AAAAAAA= \n")},
        {"a line between signatures", TEXT("m\n\n" LINE "x\n" LINE)},
    };
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        struct error found = {0};
        struct note note;
        ck_assert_msg(!note_read(cases[nth].source, &arena, &note, &found), "%s", cases[nth].name);
        ck_assert_int_eq(found.code, ERROR_REFUSED);
    }
    (void)read_note(TEXT("m\n\n" LINE LINE));
    fresh();
}
END_TEST

static struct text note_of_lines(size_t count)
{
    struct buffer source = buffer_in(&arena, LIMIT_NOTE_SIZE);
    buffer_string(&source, "m\n\n");
    for (size_t nth = 0; nth < count; nth++)
        buffer_string(&source, LINE);
    return buffer_text(&source);
}

START_TEST(test_note__it_has_100_signatures_at_most)
{
    struct note note = read_note(note_of_lines(100));
    ck_assert_uint_eq(note.count, 100);
    ck_assert(!note_sign(&note, TEXT("a"), pair_of(&arena, PEM_LOG), &arena, &err));
    ck_assert_uint_eq(note.count, 100);
    err = (struct error){0};
    ck_assert(!note_read(note_of_lines(101), &arena, &note, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    fresh();
}
END_TEST

START_TEST(test_note__a_message_that_is_none_is_not_written)
{
    static const char *const messages[] = {"", "no end", "\x01\n", "a\n\n\xFF\n"};
    for (size_t nth = 0; nth < COUNT(messages); nth++) {
        struct error found = {0};
        struct note note = {.message = text_of(messages[nth])};
        struct buffer bytes = buffer_in(&arena, LIMIT_NOTE_SIZE);
        ck_assert(note_sign(&note, TEXT("a"), pair_of(&arena, PEM_LOG), &arena, &found));
        ck_assert_msg(!note_write(&note, &bytes, &found), "%s", messages[nth]);
        ck_assert_uint_eq(bytes.size, 0);
    }
    fresh();
}
END_TEST

START_TEST(test_note_key__a_name_is_a_word)
{
    static const uint8_t bytes[NOTE_KEY_SIZE] = {9};
    char *letters = arena_alloc(&arena, LIMIT_NOTE_NAME + 1);
    memset(letters, 'n', LIMIT_NOTE_NAME + 1);
    const struct text good[] = {
        TEXT("a"), TEXT("gov.example/log1"), TEXT("\xC3\xA9t\xC3\xA9"), {letters, LIMIT_NOTE_NAME}};
    const struct text bad[] = {
        TEXT(""),         TEXT(" a"),   TEXT("a b"),          TEXT("a+b"),
        TEXT("a\n"),      TEXT("a\tb"), TEXT("\xE2\x80\xA8"), TEXT("\xE3\x80\x80"),
        TEXT("\xC2\x85"), TEXT("\xFF"), TEXT("a\x1F"),        {letters, LIMIT_NOTE_NAME + 1}};
    for (size_t nth = 0; nth < COUNT(good); nth++) {
        struct note_key key, again;
        ck_assert(note_key_make(good[nth], NOTE_KEY_ED25519, bytes, &key, &err));
        ck_assert(note_key_read(note_key_print(&key, &arena), &again, &err));
        ck_assert(text_equal(again.name, good[nth]));
        ck_assert_mem_eq(again.id, key.id, sizeof key.id);
    }
    for (size_t nth = 0; nth < COUNT(bad); nth++) {
        struct error found = {0};
        struct note_key key;
        ck_assert_msg(!note_key_make(bad[nth], NOTE_KEY_ED25519, bytes, &key, &found), "%zu", nth);
    }
    fresh();
}
END_TEST

START_TEST(test_note_key__a_written_key_that_is_not_its_own_is_refused)
{
    static const char *const keys[] = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a3+",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhPc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
        "PeterNeumann+c74f20a3ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"};
    for (size_t nth = 0; nth < COUNT(keys); nth++) {
        struct error found = {0};
        struct note_key key;
        ck_assert_msg(!note_key_read(text_of(keys[nth]), &key, &found), "%s", keys[nth]);
        ck_assert_int_eq(found.code, ERROR_REFUSED);
    }
}
END_TEST

TESTS("ledger/note", test_note__our_signature_is_byte_for_byte_that_of_go,
      test_note__a_vector_of_the_specification_holds,
      test_note__each_who_signed_is_told_and_strangers_are_passed_over,
      test_note__every_flipped_bit_of_message_or_signature_is_found,
      test_note__one_wrong_signature_of_a_known_key_refuses_all,
      test_note__two_keys_of_one_name_and_id_are_refused,
      test_note__a_signature_of_another_length_never_holds,
      test_note__a_cosignature_holds_for_its_time_only,
      test_note__a_key_that_anybody_can_sign_for_never_verifies,
      test_note__a_key_that_is_not_ed25519_is_no_key_of_notes,
      test_note__the_last_empty_line_ends_the_message, test_note__what_is_malformed_is_refused,
      test_note__it_has_100_signatures_at_most, test_note__a_message_that_is_none_is_not_written,
      test_note_key__a_name_is_a_word, test_note_key__a_written_key_that_is_not_its_own_is_refused)
