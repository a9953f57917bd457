#include "service/docket.h"

#include "base/scratch.h"
#include "service/record.h"
#include "store/vault.h"
#include "value/canonical.h"
#include "value/json.h"

static const char *vault;

static void project_make(void)
{
    scratch_open();
    scratch_folder("vault");
    vault = scratch("vault");
    scratch_file("model.bin", "weights");
    scratch_file("metrics.yaml", "obstat: evidence/v1\nmetrics: {accuracy: 0.91}\n");
    scratch_file("run/meta.yaml", "run_id: abc\nstatus: 3\n");
    scratch_file("run/metrics/auc", "1767457844578 0.75 0\n");
    scratch_file("model.yaml", "obstat: model/v1\nname: credit\nversion: 2.3.0\n"
                               "artifact: {path: model.bin}\n"
                               "evidence: [{path: metrics.yaml}, {path: run}]\n");
}

static const struct inputs *project_read_all(void)
{
    struct error err = {0};
    const struct inputs *inputs = NULL;
    struct judge_request request = {.now = 0};
    *LIST_ADD(&arena, &request.manifests) = scratch("model.yaml");
    ck_assert_msg(inputs_read(&request, 0, schemas_new(&arena), &arena, &inputs, &err), "%s",
                  support_error(&err));
    return inputs;
}

/* As it comes out of the vault: read from its bytes. */
static const struct value *written(struct value value)
{
    struct error err = {0};
    struct buffer bytes = buffer_in(&arena, 1 << 20);
    struct value *read = ARENA_NEW(&arena, struct value);
    ck_assert(canonical_write(&value, &bytes, &err));
    ck_assert(json_read("c", buffer_text(&bytes), (struct json_options){0}, &arena, read, &err));
    return read;
}

static void vault_fill(void)
{
    static const char *const names[] = {"model.yaml", "metrics.yaml", "run/meta.yaml",
                                        "run/metrics/auc"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct error err = {0};
        struct digest digest;
        const struct text bytes = support_read(&arena, scratch(names[i]));
        ck_assert_msg(vault_put(vault, bytes, &digest, &err), "%s", support_error(&err));
    }
}

START_TEST(test_docket__what_was_read_comes_out_of_the_vault_again)
{
    struct error err = {0};
    struct inputs again = {0};
    struct fetched_files files = {0};
    project_make();
    const struct inputs *inputs = project_read_all();
    const struct value *docket = written(docket_inputs(inputs, &arena));
    vault_fill();
    ck_assert_msg(docket_fetch(vault, docket, &arena, &files, &err), "%s", support_error(&err));
    ck_assert_uint_eq(files.count, 4);
    ck_assert_msg(docket_open(&files, docket, schemas_new(&arena), &arena, &again, &err), "%s",
                  support_error(&err));
    const struct value first = docket_inputs(inputs, &arena);
    const struct value second = docket_inputs(&again, &arena);
    ck_assert(value_equal(&first, &second));
    ck_assert_uint_eq(again.evidence.count, 2);
    ck_assert_str_eq(again.evidence.at[1].format, "mlflow-folder");
    ck_assert_str_eq(value_place(again.evidence.at[0].results.at[0].value).file, "metrics.yaml");
    ck_assert_int_eq(again.artifact.kind, ARTIFACT_FILE);
    ck_assert_ptr_null(value_place(&again.observations).file);
    scratch_close();
}
END_TEST

START_TEST(test_docket__the_names_of_a_folders_files_come_out_again)
{
    struct error err = {0};
    struct inputs again = {0}, file = {0};
    struct fetched_files files = {0};
    project_make();
    scratch_file("model/weights.bin", "weights");
    scratch_file("model.yaml", "obstat: model/v1\nname: credit\nversion: 2.3.0\n"
                               "artifact: {path: model/}\n"
                               "evidence: [{path: metrics.yaml}, {path: run}]\n");
    const struct inputs *inputs = project_read_all();
    const struct value *docket = written(docket_inputs(inputs, &arena));
    ck_assert_uint_gt(inputs->artifact.listing.size, 0);
    vault_fill();
    ck_assert_msg(docket_fetch(vault, docket, &arena, &files, &err), "%s", support_error(&err));
    ck_assert_msg(docket_open(&files, docket, schemas_new(&arena), &arena, &again, &err), "%s",
                  support_error(&err));
    ck_assert_int_eq(again.artifact.kind, ARTIFACT_FOLDER);
    ck_assert(text_equal(again.artifact.listing, inputs->artifact.listing));
    struct inputs single = *inputs;
    single.artifact.kind = ARTIFACT_FILE;
    single.artifact.listing = TEXT_NONE;
    struct value document = docket_inputs(&single, &arena);
    ck_assert(docket_open(&files, &document, schemas_new(&arena), &arena, &file, &err));
    ck_assert_uint_eq(file.artifact.listing.size, 0);
    scratch_close();
}
END_TEST

START_TEST(test_docket__what_is_not_in_the_vault_is_not_taken_from_elsewhere)
{
    struct error err = {0};
    struct fetched_files files = {0};
    project_make();
    const struct value *docket = written(docket_inputs(project_read_all(), &arena));
    ck_assert(!docket_fetch(vault, docket, &arena, &files, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_docket__a_document_that_is_none_is_refused)
{
    static const struct {
        const char *name, *document;
    } cases[] = {
        {"nothing in it", "{}"},
        {"evidence is no list", "{\"evidence\":{},\"observations\":{}}"},
        {"no observations", "{\"evidence\":[]}"},
        {"no manifest", "{\"evidence\":[],\"observations\":{}}"},
        {"a manifest without a digest",
         "{\"evidence\":[],\"observations\":{},\"manifest\":{\"path\":\"m\"}}"},
        {"a manifest that nobody fetched",
         "{\"evidence\":[],\"observations\":{},\"manifest\":{\"path\":\"m\",\"digest\":\"sha256:"
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct inputs inputs = {0};
        struct value document;
        const struct fetched_files none = {0};
        ck_assert(json_read("c", text_of(cases[i].document), (struct json_options){0}, &arena,
                            &document, &err));
        ck_assert_msg(!docket_open(&none, &document, schemas_new(&arena), &arena, &inputs, &err),
                      "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_INTEGRITY, "%s", cases[i].name);
    }
}
END_TEST

/* ---- bytes on their way ---- */

static struct text message(const char *head, const char *piece)
{
    struct buffer bytes = buffer_in(&arena, 64);
    buffer_byte(&bytes, '\0');
    buffer_string(&bytes, head);
    buffer_string(&bytes, piece);
    return buffer_text(&bytes);
}

START_TEST(test_docket__bytes_come_in_pieces)
{
    struct held held = {0};
    ck_assert(held_take(&held, message("+", "one ")));
    ck_assert(held_take(&held, message(".", "file")));
    ck_assert(held_take(&held, message(".", "")));
    ck_assert_uint_eq(held.whole.count, 2);
    ck_assert(text_is(held.whole.at[0], "one file"));
    ck_assert_uint_eq(held.whole.at[1].size, 0);
    ck_assert(!held_take(&held, message("?", "x")));
    ck_assert(!held_is(TEXT("{}")));
    ck_assert(!held_is((struct text){"\0", 1}));
    held_forget(&held);
    ck_assert_uint_eq(held.whole.count, 0);
}
END_TEST

START_TEST(test_docket__every_digest_is_among_the_bytes)
{
    static const char *const pieces[] = {"obstat", "figures", "run_id"};
    struct error err = {0};
    struct held held = {0};
    struct digest digests[COUNT(pieces)];
    for (size_t i = 0; i < COUNT(pieces); i++) {
        ck_assert(digest_text(text_of(pieces[i]), &digests[i], &err));
    }
    const struct text document = text_format(
        &arena,
        "{\"champion\":null,\"inputs\":{\"manifest\":{\"digest\":\"%s\"},\"evidence\":[{\"digest\":"
        "\"%s\"},{\"digest\":\"sha256:of a folder\",\"files\":[{\"digest\":\"%s\"}]}]}}",
        digest_print(&digests[0], &arena).at, digest_print(&digests[1], &arena).at,
        digest_print(&digests[2], &arena).at);
    struct value docket;
    ck_assert(json_read("c", text_of(text_string(&arena, document)), (struct json_options){0},
                        &arena, &docket, &err));
    for (size_t i = 0; i < COUNT(pieces); i++) {
        struct error lacking = {0};
        ck_assert_msg(!docket_covered(&docket, &held, &arena, &lacking), "%zu are there", i);
        ck_assert(held_take(&held, message(".", pieces[i])));
    }
    ck_assert_msg(docket_covered(&docket, &held, &arena, &err), "%s", support_error(&err));
    held_forget(&held);
}
END_TEST

TESTS("service/docket", test_docket__what_was_read_comes_out_of_the_vault_again,
      test_docket__the_names_of_a_folders_files_come_out_again,
      test_docket__what_is_not_in_the_vault_is_not_taken_from_elsewhere,
      test_docket__a_document_that_is_none_is_refused, test_docket__bytes_come_in_pieces,
      test_docket__every_digest_is_among_the_bytes)
