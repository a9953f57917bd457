/* acknowledge: the review that somebody owes who went ahead of it. */
#include "service/annotating.h"
#include "service/operations.h"

static const char *const owed_words[] = {"emergency", "suspension", "rollback", NULL};

static bool review_prepare(struct acting *acting, const struct value *request,
                           struct annotation *annotation, struct error *err)
{
    annotation->change = "acknowledge";
    annotation->key = text_of(request_text(request, "what"));
    if (!moving_reason(request, "acknowledge", &annotation->note, err))
        return false;
    annotation->doing =
        text_format(acting->arena, "have reviewed the %.*s of %.*s@%.*s: %.*s",
                    TEXT_ARGS(annotation->key), TEXT_ARGS(annotation->asked.name),
                    TEXT_ARGS(annotation->asked.version), TEXT_ARGS(annotation->note));
    annotation->told =
        text_format(acting->arena, "the %.*s of %.*s@%.*s is reviewed", TEXT_ARGS(annotation->key),
                    TEXT_ARGS(annotation->asked.name), TEXT_ARGS(annotation->asked.version));
    return true;
}

static int acknowledge_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct annotation_command command = {"acknowledge", review_prepare};
    return annotation_run(session, request, &command, err);
}

static const struct parameter acknowledge_parameters[] = {
    PARAMETER_VERSION,
    {"what", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "WHAT",
     "what was reviewed: emergency, suspension or rollback", owed_words},
    PARAMETER_REASON,
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation acknowledge_operation = {
    .name = "acknowledge",
    .summary = "sign that you have reviewed a suspension, a rollback or an emergency",
    .details =
        "Who goes ahead of the others owes a review by somebody else: 72 hours after a\n"
        "suspension, 24 after a rollback or an emergency. A validator, owner or risk officer who\n"
        "is no author and did not do it signs what they found; while it is overdue the version\n"
        "is promoted nowhere and gets no passport. Where an emergency left a request open, the\n"
        "answers to that are its review (obstat approve).\n",
    .examples = "obstat acknowledge credit-default@2.3.0 rollback --reason 'right call, see "
                "INC-1042'\n",
    .parameters = acknowledge_parameters,
    .run = acknowledge_run,
};
