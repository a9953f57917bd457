/* consumer and endpoint: who uses a version, and what serves it. */
#include "service/annotating.h"
#include "service/operations.h"

#include "base/limits.h"

#include <stdlib.h>

static struct text asked_text(const struct acting *acting, const struct annotation *annotation)
{
    return text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(annotation->asked.name),
                       TEXT_ARGS(annotation->asked.version));
}

/* One thing said of a consumer or an endpoint. */
static void usage_say(const struct acting *acting, const struct value *request,
                      const char *parameter, const char *change, const char *phrase,
                      struct annotation *annotation)
{
    annotation->change = change;
    annotation->key = text_of(request_text(request, parameter));
    annotation->told = text_format(acting->arena, "%.*s %s %.*s", TEXT_ARGS(annotation->key),
                                   phrase, TEXT_ARGS(asked_text(acting, annotation)));
    annotation->doing = text_format(acting->arena, "record that %.*s", TEXT_ARGS(annotation->told));
}

#define USAGE_PARAMETERS(name, placeholder, help)                                                  \
    PARAMETER_VERSION, {name, 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, placeholder, help, NULL}, \
        PARAMETER_DIR, PARAMETER_AS, PARAMETER_SIGN

/* ---- consumers ---- */

static const struct parameter consumer_parameters[] = {
    USAGE_PARAMETERS("consumer", "CONSUMER", "a system or team that uses it, by a short name"),
    {0},
};

static bool consume_prepare(struct acting *acting, const struct value *request,
                            struct annotation *annotation, struct error *err)
{
    (void)err;
    usage_say(acting, request, "consumer", "consume", "uses", annotation);
    return true;
}

static bool release_prepare(struct acting *acting, const struct value *request,
                            struct annotation *annotation, struct error *err)
{
    (void)err;
    usage_say(acting, request, "consumer", "release", "uses no more", annotation);
    return true;
}

static bool acknowledge_prepare(struct acting *acting, const struct value *request,
                                struct annotation *annotation, struct error *err)
{
    (void)err;
    usage_say(acting, request, "consumer", "acknowledge", "acknowledges the end of", annotation);
    return true;
}

static int consumer_add_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct annotation_command command = {"consumer add", consume_prepare};
    return annotation_run(session, request, &command, err);
}

static int consumer_remove_run(struct session *session, const struct value *request,
                               struct error *err)
{
    static const struct annotation_command command = {"consumer remove", release_prepare};
    return annotation_run(session, request, &command, err);
}

static int consumer_acknowledge_run(struct session *session, const struct value *request,
                                    struct error *err)
{
    static const struct annotation_command command = {"consumer acknowledge", acknowledge_prepare};
    return annotation_run(session, request, &command, err);
}

const struct operation consumer_add_operation = {
    .name = "consumer add",
    .summary = "record who uses a version",
    .details =
        "Whoever is recorded is named when the version is suspended or ends, and it is\n"
        "retired only when they have acknowledged that. Who recorded a consumer first speaks\n"
        "for it from then on.\n",
    .examples = "obstat consumer add credit-default@2.3.0 pricing\n",
    .parameters = consumer_parameters,
    .run = consumer_add_run,
};

const struct operation consumer_remove_operation = {
    .name = "consumer remove",
    .summary = "record that somebody uses a version no more",
    .details = "By who recorded the consumer, or by an owner, operator or risk officer.\n",
    .examples = "obstat consumer remove credit-default@2.3.0 pricing\n",
    .parameters = consumer_parameters,
    .run = consumer_remove_run,
};

const struct operation consumer_acknowledge_operation = {
    .name = "consumer acknowledge",
    .summary = "record that a consumer knows that the version ends, and is ready",
    .details = "By who recorded the consumer, or by an owner, operator or risk officer.\n",
    .examples = "obstat consumer acknowledge credit-default@2.3.0 pricing\n",
    .parameters = consumer_parameters,
    .run = consumer_acknowledge_run,
};

/* ---- endpoints ---- */

static const struct parameter endpoint_parameters[] = {
    USAGE_PARAMETERS("endpoint", "ENDPOINT", "what serves it: an address or a short name"),
    {0},
};

static const struct parameter endpoint_add_parameters[] = {
    USAGE_PARAMETERS("endpoint", "ENDPOINT", "what serves it: an address or a short name"),
    {"stage", 0, PARAMETER_OPTION, 0, "TEXT", "for which stage, or under which address", NULL},
    {0},
};

static const struct parameter traffic_parameters[] = {
    USAGE_PARAMETERS("endpoint", "ENDPOINT", "which endpoint"),
    {"requests", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "N", "how many a day", NULL},
    {0},
};

static bool serve_prepare(struct acting *acting, const struct value *request,
                          struct annotation *annotation, struct error *err)
{
    (void)err;
    usage_say(acting, request, "endpoint", "serve", "serves", annotation);
    annotation->value = text_of(request_text(request, "stage"));
    return true;
}

static bool withdraw_prepare(struct acting *acting, const struct value *request,
                             struct annotation *annotation, struct error *err)
{
    (void)err;
    usage_say(acting, request, "endpoint", "withdraw", "serves no more", annotation);
    return true;
}

static bool traffic_prepare(struct acting *acting, const struct value *request,
                            struct annotation *annotation, struct error *err)
{
    char *end = NULL;
    const char *requests = request_text(request, "requests");
    const long long counted = strtoll(requests, &end, 10);
    if (end == requests || *end || counted < 0 || counted > LIMIT_ENDPOINT_REQUESTS)
        return error_set(err, ERROR_USAGE, "--requests %s: a count of requests a day is wanted",
                         requests);
    usage_say(acting, request, "endpoint", "traffic",
              text_format(acting->arena, "has %lld requests a day for", counted).at, annotation);
    annotation->value = text_format(acting->arena, "%lld", counted);
    return true;
}

static int endpoint_add_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct annotation_command command = {"endpoint add", serve_prepare};
    return annotation_run(session, request, &command, err);
}

static int endpoint_remove_run(struct session *session, const struct value *request,
                               struct error *err)
{
    static const struct annotation_command command = {"endpoint remove", withdraw_prepare};
    return annotation_run(session, request, &command, err);
}

static int endpoint_traffic_run(struct session *session, const struct value *request,
                                struct error *err)
{
    static const struct annotation_command command = {"endpoint traffic", traffic_prepare};
    return annotation_run(session, request, &command, err);
}

const struct operation endpoint_add_operation = {
    .name = "endpoint add",
    .summary = "record what serves a version",
    .details = "A version that an endpoint serves is not retired.\n",
    .examples = "obstat endpoint add credit-default@2.3.0 eu-west/scoring\n",
    .parameters = endpoint_add_parameters,
    .run = endpoint_add_run,
};

const struct operation endpoint_remove_operation = {
    .name = "endpoint remove",
    .summary = "record that an endpoint serves a version no more",
    .examples = "obstat endpoint remove credit-default@2.3.0 eu-west/scoring\n",
    .parameters = endpoint_parameters,
    .run = endpoint_remove_run,
};

const struct operation endpoint_traffic_operation = {
    .name = "endpoint traffic",
    .summary = "record how much an endpoint is asked",
    .examples = "obstat endpoint traffic credit-default@2.3.0 eu-west/scoring --requests 1200\n",
    .parameters = traffic_parameters,
    .run = endpoint_traffic_run,
};
