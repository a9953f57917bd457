#include "service/demo.h"
#include "support.h"

#include <string.h>

START_TEST(test_demo_words__a_line_names_an_operation_and_its_parameters)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value request;
    const struct operation *operation;
    ck_assert_msg(demo_words_read("identity add ada --key keys/ada.pub --role ci --role owner "
                                  "--name 'Ada of the Mill'",
                                  &arena, &operation, &request, &err),
                  "%s", support_error(&err));
    ck_assert_str_eq(operation->name, "identity add");
    ck_assert_str_eq(request_text(&request, "id"), "ada");
    ck_assert_str_eq(request_text(&request, "key"), "keys/ada.pub");
    ck_assert_uint_eq(request_count(&request, "role"), 2);
    ck_assert_str_eq(request_at(&request, "role", 1), "owner");
    ck_assert_str_eq(request_text(&request, "name"), "Ada of the Mill");
    arena_free(&arena);
}
END_TEST

START_TEST(test_demo_words__flags_and_letters_are_options_as_well)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value request;
    const struct operation *operation;
    ck_assert_msg(demo_words_read("check --record a.yaml b.yaml -p one -p two", &arena, &operation,
                                  &request, &err),
                  "%s", support_error(&err));
    ck_assert(request_flag(&request, "record"));
    ck_assert_uint_eq(request_count(&request, "manifest"), 2);
    ck_assert_str_eq(request_at(&request, "policy", 1), "two");
    arena_free(&arena);
}
END_TEST

/* The demo's lines are ours: one that means nothing is a bug of ours, and never passes unseen. */
START_TEST(test_demo_words__a_line_that_means_nothing_is_refused)
{
    static const char *const lines[] = {"", "promot x", "status --wher x", "status a b c",
                                        "status --where"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct value request;
        const struct operation *operation;
        ck_assert_msg(!demo_words_read(lines[i], &arena, &operation, &request, &err), "%s",
                      lines[i]);
        ck_assert_int_eq(err.code, ERROR_BUG);
        arena_free(&arena);
    }
}
END_TEST

/* Every line of the story and of the attacks can be read, and each attack has to be refused. */
START_TEST(test_demo_words__every_line_of_the_demo_is_one)
{
    struct arena arena = {0};
    struct value request;
    const struct operation *operation;
    const struct demo_step *step;
    for (step = demo_story; step->command || step->act; step++) {
        struct error err = {0};
        ck_assert_msg(!step->command ||
                          demo_words_read(step->command, &arena, &operation, &request, &err),
                      "%s", support_error(&err));
        ck_assert(!step->scene == !step->why);
    }
    for (const struct demo_attack *attack = demo_attacks; attack->name; attack++) {
        for (step = attack->steps; step->command || step->act; step++) {
            struct error err = {0};
            ck_assert_msg(!step->command ||
                              demo_words_read(step->command, &arena, &operation, &request, &err),
                          "%s: %s", attack->name, support_error(&err));
        }
        ck_assert_msg(step > attack->steps && step[-1].command && step[-1].status != 0 &&
                          attack->says[0],
                      "%s", attack->name);
    }
    arena_free(&arena);
}
END_TEST

TESTS("service/demo", test_demo_words__a_line_names_an_operation_and_its_parameters,
      test_demo_words__flags_and_letters_are_options_as_well,
      test_demo_words__a_line_that_means_nothing_is_refused,
      test_demo_words__every_line_of_the_demo_is_one)
