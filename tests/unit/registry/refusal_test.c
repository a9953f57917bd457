#include "moves.h"

static struct saying refusing(struct story *story, const char *model)
{
    return (struct saying){
        .kind = ACT_REFUSAL,
        .plain = true,
        .by = "",
        .members = json(story,
                        "{'who': 'eve', 'key': '%s', 'command': 'promote', 'model': %s,"
                        " 'transition': {'from': 'registered', 'to': 'production'}, 'status': 4,"
                        " 'why': 'eve is nobody here', 'decision': null}",
                        key_of(story, &story->dev), model),
    };
}

START_TEST(test_refusal__is_told_by_the_log_itself)
{
    struct story story;
    char key[64];
    story_moves(&story, "minimal");
    said(&story, say(&story, refusing(&story, "{'name': 'credit', 'version': '1.0.0'}")));
    (void)snprintf(key, sizeof key, "credit@1.0.0/%016zu", story.count - 1);
    const struct value *told_row = row_of(&story, "history", key);
    ck_assert(text_is(told_text(told_row, "kind"), "refusal"));
    ck_assert(stands(&story, "1.0.0", "registered"));
    said(&story, say(&story, refusing(&story, "null")));
    said(&story, say(&story, refusing(&story, "{'name': 'unknown', 'version': '7'}")));
    story_end(&story);
}
END_TEST

START_TEST(test_refusal__by_another_key_is_refused)
{
    struct story story;
    story_moves(&story, "minimal");
    struct saying saying = refusing(&story, "null");
    saying.who = &story.ada;
    refused(&story, say(&story, saying), "signature");
    saying.plain = false;
    saying.name_space = "refusal@" ORIGIN;
    refused(&story, say(&story, saying), "a refusal is signed by the log's key, plainly");
    saying = refusing(&story, "null");
    saying.by = "ada";
    refused(&story, say(&story, saying), "a refusal is by the log itself, not by ada");
    story_end(&story);
}
END_TEST

START_TEST(test_refusal__is_as_long_as_a_message)
{
    struct story story;
    story_moves(&story, "minimal");
    struct saying saying = refusing(&story, "null");
    const char *why = text_format(&story.arena, "'%01001d'", 1).at;
    saying.members = with(&story, saying.members, "why", why);
    refused(&story, say(&story, saying), "refusal.why is not a text of 1 to 1,000 bytes");
    story_end(&story);
}
END_TEST

TESTS("registry/refusal", test_refusal__is_told_by_the_log_itself,
      test_refusal__by_another_key_is_refused, test_refusal__is_as_long_as_a_message)
