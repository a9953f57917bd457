/* policy new: a first policy and its test, ready to run. */
#include "service/operations.h"

#include "base/file.h"
#include "policy/outcome.h"

enum { SOURCE_MODE = 0644 };

static const struct parameter parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "POLICY-ID",
     "pack/name in lower case, e.g. credit/accuracy-floor", NULL},
    {"dir", 0, PARAMETER_ARGUMENT, 0, "DIR", "where to put it; policies where left out", NULL},
    {0},
};

static const char policy_text[] =
    "-- Say here why the rule exists: what goes wrong where it does not hold.\n"
    "return {\n"
    "  id     = \"%s\",\n"
    "  title  = \"Accuracy is at least the floor\",\n"
    "  level  = \"mandatory\",\n"
    "  when   = { to = \"production\" },\n"
    "  params = { floor = { 0.90, at_least = 0.80 } },\n"
    "  remedy = \"Retrain, or narrow the scope of use.\",\n"
    "\n"
    "  check = function(case, params)\n"
    "    case:metric(\"accuracy\"):at_least(params.floor)\n"
    "  end,\n"
    "}\n";

static const char test_text[] = "return {\n"
                                "  {\n"
                                "    name = \"exactly the floor is enough\",\n"
                                "    evidence = { metrics = { accuracy = 0.90 } },\n"
                                "    to = \"production\",\n"
                                "    expect = \"pass\",\n"
                                "  },\n"
                                "  {\n"
                                "    name = \"below the floor is not\",\n"
                                "    evidence = { metrics = { accuracy = 0.89 } },\n"
                                "    to = \"production\",\n"
                                "    expect = { outcome = \"fail\", message = \"accuracy\" },\n"
                                "  },\n"
                                "  {\n"
                                "    name = \"no accuracy is missing evidence\",\n"
                                "    evidence = { metrics = { auc = 0.90 } },\n"
                                "    to = \"production\",\n"
                                "    expect = \"missing\",\n"
                                "  },\n"
                                "}\n";

static bool policy_id_well_formed(const char *policy_id)
{
    const char *slash = strchr(policy_id, '/');
    const size_t size = strlen(policy_id);
    const bool letters = strspn(policy_id, "abcdefghijklmnopqrstuvwxyz0123456789-/") == size;
    return letters && slash && slash == strrchr(policy_id, '/') && slash != policy_id && slash[1] &&
           policy_id[0] != '-' && slash[1] != '-';
}

static bool policy_file_new(const char *path, struct text policy_template, struct error *err)
{
    enum file_kind kind;
    if (file_kind_of(path, &kind))
        return error_at(err, ERROR_USAGE, (struct place){path, 0, 0},
                        "exists already; nothing was written");
    return file_write(path, policy_template, SOURCE_MODE, err);
}

static int new_run(struct session *session, const struct value *request, struct error *err)
{
    enum file_kind kind;
    struct arena *arena = session->arena;
    const char *policy_id = request_text(request, "id");
    const char *given = request_text(request, "dir");
    const char *policy_folder = given ? given : "policies";
    if (!policy_id_well_formed(policy_id)) {
        (void)error_set(
            err, ERROR_USAGE,
            "%s is no policy id; write pack/name in lower case, e.g. credit/accuracy-floor",
            policy_id);
        return operation_failed(err);
    }
    const char *name = strchr(policy_id, '/') + 1;
    const char *policy = path_join(arena, policy_folder, text_format(arena, "%s.lua", name).at);
    const char *test = path_join(arena, policy_folder, text_format(arena, "%s_test.lua", name).at);
    if (file_kind_of(test, &kind)) {
        (void)error_at(err, ERROR_USAGE, (struct place){test, 0, 0},
                       "exists already; nothing was written");
        return operation_failed(err);
    }
    if (!folder_make(policy_folder, err) ||
        !policy_file_new(policy, text_format(arena, policy_text, policy_id), err) ||
        !policy_file_new(test, text_of(test_text), err))
        return operation_failed(err);
    session->print(session->context,
                   text_format(arena, "wrote %s\nwrote %s\nnext: obstat test %s\n", policy, test,
                               policy_folder));
    return STATUS_ALLOWED;
}

const struct operation policy_new_operation = {
    .name = "policy new",
    .summary = "write a first policy and its test",
    .details = "Nothing that exists is overwritten.\n",
    .examples = "obstat policy new credit/accuracy-floor\n",
    .parameters = parameters,
    .run = new_run,
};
