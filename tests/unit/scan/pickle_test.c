/* Pickles written by hand, opcode by opcode: `python3 -m pickletools` shows each. */
#include "scanning.h"

#include "base/buffer.h"

START_TEST(test_pickle__every_way_to_name_a_function_is_followed)
{
    static const struct scan_case cases[] = {
        {"GLOBAL", BYTES("cos\nsystem\n."), SCAN_DANGEROUS, "os.system"},
        {"GLOBAL and REDUCE", BYTES("cos\nsystem\n(S'id'\ntR."), SCAN_DANGEROUS, "os.system"},
        {"INST", BYTES("(S'id'\nios\nsystem\n."), SCAN_DANGEROUS, "os.system"},
        {"OBJ", BYTES("(cos\nsystem\nS'id'\no."), SCAN_DANGEROUS, "os.system"},
        {"NEWOBJ", BYTES("\x80\2cos\nsystem\n)\x81."), SCAN_DANGEROUS, "os.system"},
        {"NEWOBJ_EX", BYTES("\x80\4cos\nsystem\n)}\x92."), SCAN_DANGEROUS, "os.system"},
        {"STACK_GLOBAL", BYTES("\x80\4\x8c\2os\x8c\6system\x93."), SCAN_DANGEROUS, "os.system"},
        {"STACK_GLOBAL of BINUNICODE", BYTES("\x80\4X\2\0\0\0osX\6\0\0\0system\x93."),
         SCAN_DANGEROUS, "os.system"},
        {"STACK_GLOBAL of STRING", BYTES("S'os'\nS\"system\"\n\x93."), SCAN_DANGEROUS, "os.system"},
        {"STACK_GLOBAL of UNICODE", BYTES("Vos\nVsystem\n\x93."), SCAN_DANGEROUS, "os.system"},
        {"STACK_GLOBAL of SHORT_BINSTRING", BYTES("U\2osU\6system\x93."), SCAN_DANGEROUS,
         "os.system"},
        {"STACK_GLOBAL of BINUNICODE8",
         BYTES("\x80\4\x8d\2\0\0\0\0\0\0\0os\x8d\6\0\0\0\0\0\0\0system\x93."), SCAN_DANGEROUS,
         "os.system"},
        {"a class that nobody knows", BYTES("cacme.models\nScorer\n)R."), SCAN_SUSPICIOUS,
         "acme.models.Scorer"},
        {"a class that is harmless", BYTES("ccollections\nOrderedDict\n)R."), SCAN_SAFE, NULL},
        {"the insides of a harmless class",
         BYTES("\x80\4\x8c\13collections\x8c\27OrderedDict.__init__.os\x93."), SCAN_DANGEROUS,
         "collections.OrderedDict.__init__.os"},
        {"a module below a dangerous one", BYTES("cos.path\njoin\n."), SCAN_DANGEROUS,
         "os.path.join"},
        {"a name that only begins like one", BYTES("ccosmos\nStar\n."), SCAN_SUSPICIOUS,
         "cosmos.Star"},
        {"Python 2's name of the built-ins", BYTES("c__builtin__\neval\n."), SCAN_DANGEROUS,
         "__builtin__.eval"},
    };
    cases_check("model.pkl", cases, COUNT(cases));
}
END_TEST

START_TEST(test_pickle__names_go_through_the_memo)
{
    static const struct scan_case cases[] = {
        {"MEMOIZE and BINGET", BYTES("\x80\4\x8c\2os\x94\x8c\6system\x94h\0h\1\x93."),
         SCAN_DANGEROUS, "os.system"},
        {"taken off the stack in between",
         BYTES("\x80\4\x8c\2os\x94\x30\x8c\6system\x94\x30h\0h\1\x93."), SCAN_DANGEROUS,
         "os.system"},
        {"PUT and GET", BYTES("Vos\np9\n0Vsystem\np8\n0g9\ng8\n\x93."), SCAN_DANGEROUS,
         "os.system"},
        {"LONG_BINPUT and LONG_BINGET",
         BYTES("Vos\nr\0\1\0\0000Vsystem\nr\1\1\0\0000j\0\1\0\0j\1\1\0\0\x93."), SCAN_DANGEROUS,
         "os.system"},
        {"MEMOIZE after a gap writes to the number of entries",
         BYTES("\x80\4\x8c\3safq\7\x30\x8c\2os\x94\x30\x8c\6system\x94\x30h\1h\2\x93."),
         SCAN_DANGEROUS, "os.system"},
        {"an entry that is written twice",
         BYTES("\x80\4\x8c\4jsonq\0\x30\x8c\2osq\0\x30h\0\x8c\6system\x93."), SCAN_DANGEROUS,
         "os.system"},
        {"DUP", BYTES("\x80\4\x8c\2os\x32\x30\x8c\6system\x93."), SCAN_DANGEROUS, "os.system"},
        {"a key that was never written", BYTES("\x80\4h\5."), SCAN_UNREADABLE, NULL},
        {"a key that is no number", BYTES("Vx\npa\n."), SCAN_UNREADABLE, NULL},
    };
    cases_check("model.pkl", cases, COUNT(cases));
}
END_TEST

START_TEST(test_pickle__a_name_that_cannot_be_told_is_dangerous)
{
    static const struct scan_case cases[] = {
        {"an escape", BYTES("S'\\x6fs'\nS'system'\n\x93."), SCAN_DANGEROUS, "STACK_GLOBAL"},
        {"bytes for a text",
         BYTES("\x80\4"
               "C\2os\x8c\6system\x93."),
         SCAN_DANGEROUS, "STACK_GLOBAL"},
        {"the result of a call",
         BYTES("\x80\4"
               "cbuiltins\nstr\n)R\x8c\6system\x93."),
         SCAN_DANGEROUS, "STACK_GLOBAL"},
        {"EXT1", BYTES("\x80\2\x82\1."), SCAN_DANGEROUS, "EXT"},
        {"EXT2", BYTES("\x80\2\x83\1\1."), SCAN_DANGEROUS, "EXT"},
        {"EXT4", BYTES("\x80\2\x84\1\1\1\1."), SCAN_DANGEROUS, "EXT"},
        {"a state for a class",
         BYTES("\x80\2"
               "ccollections\nOrderedDict\n}b."),
         SCAN_DANGEROUS, "write"},
        {"an item for a class",
         BYTES("\x80\2"
               "ccollections\nOrderedDict\nVa\nVb\ns."),
         SCAN_DANGEROUS, "write"},
        {"a call of what a call gave", BYTES("ccollections\nOrderedDict\n)R)R."), SCAN_SUSPICIOUS,
         "call"},
        {"PROTO on the way", BYTES("\x80\4N\x30\x80\2N."), SCAN_SUSPICIOUS, "PROTO"},
    };
    cases_check("model.pkl", cases, COUNT(cases));
}
END_TEST

START_TEST(test_pickle__what_breaks_off_or_is_none_is_unreadable)
{
    static const struct scan_case cases[] = {
        {"no STOP", BYTES("\x80\4N"), SCAN_UNREADABLE, "truncated"},
        {"nothing on the stack at STOP", BYTES("\x80\4."), SCAN_UNREADABLE, NULL},
        {"an opcode that is none", BYTES("\x80\4\xff."), SCAN_UNREADABLE, NULL},
        {"protocol 6", BYTES("\x80\6N."), SCAN_UNREADABLE, NULL},
        {"a text beyond the end", BYTES("\x80\4X\xff\0\0\0abc."), SCAN_UNREADABLE, "truncated"},
        {"eight bytes of length", BYTES("\x80\4\x8d\xff\xff\xff\xff\xff\xff\xff\xffx."),
         SCAN_UNREADABLE, "truncated"},
        {"a negative length", BYTES("T\xff\xff\xff\xff."), SCAN_UNREADABLE, NULL},
        {"a frame beyond the end", BYTES("\x80\4\x95\xff\0\0\0\0\0\0\0N."), SCAN_UNREADABLE,
         "truncated"},
        {"POP of nothing", BYTES("0N."), SCAN_UNREADABLE, NULL},
        {"TUPLE without a mark", BYTES("Nt."), SCAN_UNREADABLE, NULL},
        {"REDUCE across a mark", BYTES("cos\nsystem\n(R."), SCAN_DANGEROUS, "os.system"},
        {"a persistent id", BYTES("\x80\2NQ."), SCAN_UNREADABLE, NULL},
        {"a buffer out of band", BYTES("\x80\5\x97."), SCAN_UNREADABLE, NULL},
        {"a text without quotes", BYTES("Sabc\n."), SCAN_UNREADABLE, NULL},
        {"no bytes at all", BYTES(""), SCAN_UNREADABLE, NULL},
        {"bytes behind the last pickle", BYTES("\x80\4N.rest"), SCAN_UNREADABLE, NULL},
        {"harm before the break", BYTES("cos\nsystem\n(S'id'\ntR\xff"), SCAN_DANGEROUS,
         "os.system"},
        {"harm in the second pickle",
         BYTES("\x80\2N.\x80\2"
               "cos\nsystem\n."),
         SCAN_DANGEROUS, "os.system"},
    };
    cases_check("model.pkl", cases, COUNT(cases));
}
END_TEST

START_TEST(test_pickle__a_name_that_is_not_of_a_pickle_does_not_hide_one)
{
    static const struct scan_case cases[] = {
        {"protocol 0", BYTES("cos\nsystem\n(S'id'\ntR."), SCAN_DANGEROUS, "os.system"},
        {"protocol 4", BYTES("\x80\4\x8c\2os\x8c\6system\x93."), SCAN_DANGEROUS, "os.system"},
        {"broken behind the harm", BYTES("cos\nsystem\n(S'id'\ntR\xff"), SCAN_DANGEROUS,
         "os.system"},
    };
    cases_check("README.txt", cases, COUNT(cases));
    cases_check("weights", cases, COUNT(cases));
}
END_TEST

/* Tuples, texts and marks in numbers that no table holds. */
START_TEST(test_pickle__what_is_large_is_followed_or_unreadable)
{
    struct arena arena = {0};
    struct buffer numbers = buffer_in(&arena, 1 << 24), marks = numbers, texts = numbers;
    buffer_string(&numbers, "cos\nsystem\n(");
    for (int i = 0; i < 1000000; i++)
        buffer_add(&numbers, TEXT("K\1"));
    buffer_string(&numbers, "tR.");
    struct scan scan = scanned(&arena, "model.pkl", buffer_text(&numbers));
    ck_assert_int_eq(scan.verdict, SCAN_DANGEROUS);
    ck_assert_uint_eq(scan.findings.count, 1);

    buffer_repeat(&marks, '(', 100000);
    scan = scanned(&arena, "model.pkl", buffer_text(&marks));
    ck_assert_int_eq(scan.verdict, SCAN_UNREADABLE);

    buffer_string(&texts, "(");
    for (int i = 0; i < 20000; i++)
        buffer_format(&texts, "Vname%d\n", i);
    buffer_string(&texts, "Vos\nVsystem\n\x93t.");
    scan = scanned(&arena, "model.pkl", buffer_text(&texts));
    ck_assert_int_eq(scan.verdict, SCAN_DANGEROUS);
    ck_assert_str_eq(scan.findings.at[0].what.at, "os.system");
    arena_free(&arena);
}
END_TEST

TESTS("scan/pickle", test_pickle__every_way_to_name_a_function_is_followed,
      test_pickle__names_go_through_the_memo, test_pickle__a_name_that_cannot_be_told_is_dangerous,
      test_pickle__what_breaks_off_or_is_none_is_unreadable,
      test_pickle__a_name_that_is_not_of_a_pickle_does_not_hide_one,
      test_pickle__what_is_large_is_followed_or_unreadable)
