#include "story.h"

#include "registry/commitments.h"

/* The words of the named kind of act: "1 2" where it commits to these, in this order. */
struct committing {
    const char *what;
    enum act_kind kind;
    const char *predicate; /* 1, 2, 3 stand for digests */
    const char *found;
};

static const struct committing committings[] = {
    {"names of the first administrators", ACT_ORIGIN,
     "{'admins': [{'id': 'ada', 'key': 'k', 'name': '1'}, {'id': 'abe', 'key': 'k', 'name': null},"
     " {'id': 'eve', 'key': 'k', 'name': '2'}]}",
     "1 2 "},
    {"a name", ACT_IDENTITY, "{'change': 'add', 'id': 'rio', 'name': '1'}", "1 "},
    {"why a key is revoked", ACT_IDENTITY, "{'change': 'revoke', 'id': 'rio', 'reason': '1'}",
     "1 "},
    {"conditions and a reason", ACT_APPROVAL,
     "{'conditions': [{'text': '1', 'due': null}, {'text': '2'}], 'reason': '3', 'manifest': '4',"
     " 'evidence': ['5'], 'model': {'name': 'credit'}}",
     "1 2 3 "},
    {"an approval without words", ACT_APPROVAL, "{'conditions': [], 'reason': null}", ""},
    {"why a policy is waived", ACT_WAIVER, "{'reason': '1', 'artifact': '2'}", "1 "},
    {"why words are erased, and not the words", ACT_ERASURE,
     "{'id': 'rio', 'commitments': ['1', '2'], 'reason': '3'}", "3 "},
    {"why it is moved", ACT_TRANSITION, "{'reason': '1', 'stored': [{'digest': '2'}]}", "1 "},
    {"a note", ACT_ANNOTATION, "{'key': 'a', 'value': '1', 'note': '2'}", "2 "},
    {"no data set that is called like a digest", ACT_REGISTRATION,
     "{'lineage': {'data': [{'name': '1', 'digest': '2'}], 'models': [{'name': '3'}]}}", ""},
    {"no decision", ACT_DECISION, "{'decision': '1', 'case': '2', 'evidence': ['3']}", ""},
};

START_TEST(test_commitments__are_found_wherever_an_act_has_words_and_nowhere_else)
{
    struct story story;
    story_begin(&story);
    for (size_t nth = 0; nth < COUNT(committings); nth++) {
        const struct committing *committing = &committings[nth];
        const struct value predicate = json(&story, "%s", committing->predicate);
        const struct act act = {.kind = committing->kind, .predicate = &predicate};
        const struct texts found = commitments_of(&act, &story.arena);
        struct buffer written = buffer_in(&story.arena, 100);
        for (size_t word = 0; word < found.count; word++)
            buffer_format(&written, "%.*s ", TEXT_ARGS(found.at[word]));
        ck_assert_msg(text_is(buffer_text(&written), committing->found), "%s: %.*s",
                      committing->what, TEXT_ARGS(buffer_text(&written)));
    }
    story_end(&story);
}
END_TEST

TESTS("registry/commitments",
      test_commitments__are_found_wherever_an_act_has_words_and_nowhere_else)
