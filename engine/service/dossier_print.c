#include "service/dossier.h"
#include "service/said.h"

#include "report/escape.h"
#include "value/canonical.h"
#include "value/number.h"

#include <math.h>

static void dossier_words(const struct value *of, const char *name, struct buffer *dossier_page)
{
    text_escape(said_text(of, name), dossier_page);
}

/* "sha256:9c1f..." as far as anybody reads. */
static void dossier_digest(const struct value *of, const char *name, struct buffer *dossier_page)
{
    enum { DIGITS_SHOWN = 19 };
    text_escape(text_part(said_text(of, name), 0, DIGITS_SHOWN), dossier_page);
}

/* A number rounded, anything else as JSON. */
static void dossier_value(const struct value *shown, struct buffer *dossier_page)
{
    char spelling[NUMBER_TEXT_SIZE];
    struct error unwritten = {0};
    struct buffer json = buffer_in(dossier_page->arena, dossier_page->max);
    if (value_is_number(shown)) {
        number_write_rounded(value_number(shown), spelling);
        buffer_string(dossier_page, spelling);
    } else if (shown && canonical_write(shown, &json, &unwritten))
        text_escape(buffer_text(&json), dossier_page);
    else
        buffer_string(dossier_page, "nothing");
}

static void dossier_head(const struct value *dossier, struct buffer *dossier_page)
{
    const struct value *model = value_get(dossier, TEXT("model"));
    const struct value *transition = value_get(dossier, TEXT("transition"));
    const struct value *opened = value_get(dossier, TEXT("opened"));
    dossier_words(model, "name", dossier_page);
    buffer_byte(dossier_page, ' ');
    dossier_words(model, "version", dossier_page);
    buffer_string(dossier_page, said_text(transition, "from").size ? " " : "");
    dossier_words(transition, "from", dossier_page);
    buffer_string(dossier_page, " -> ");
    dossier_words(transition, "to", dossier_page);
    buffer_string(dossier_page, "   tier ");
    dossier_words(dossier, "tier", dossier_page);
    buffer_string(dossier_page, "   request ");
    dossier_digest(dossier, "request", dossier_page);
    buffer_string(dossier_page, "\nopened ");
    dossier_words(opened, "time", dossier_page);
    buffer_string(dossier_page, " by ");
    dossier_words(opened, "by", dossier_page);
    buffer_format(dossier_page, ", entry %lld\n", (long long)said_integer(opened, "index"));
}

/* ---- one line of each part ---- */

static void call_line(const struct value *call, struct buffer *dossier_page)
{
    const struct value *share = value_get(call, TEXT("share"));
    dossier_value(value_get(call, TEXT("margin")), dossier_page);
    buffer_string(dossier_page, " to spare");
    if (value_is_number(share))
        buffer_format(dossier_page, " (%.1f %% of the bound)", 100 * value_number(share));
    buffer_string(dossier_page, "  ");
    dossier_words(call, "policy", dossier_page);
    buffer_string(dossier_page, ": ");
    dossier_words(call, "message", dossier_page);
}

static void change_side(const struct value *side, struct buffer *dossier_page)
{
    if (value_kind(side) != VALUE_MAP) {
        buffer_string(dossier_page, "not judged");
        return;
    }
    dossier_words(side, "outcome", dossier_page);
    if (value_present(side, TEXT("observed"))) {
        buffer_byte(dossier_page, ' ');
        dossier_value(value_get(side, TEXT("observed")), dossier_page);
    }
}

static void change_line(const struct value *change, struct buffer *dossier_page)
{
    dossier_words(change, "policy", dossier_page);
    buffer_string(dossier_page, ", ");
    dossier_words(change, "control", dossier_page);
    buffer_string(dossier_page, ": ");
    change_side(value_get(change, TEXT("was")), dossier_page);
    buffer_string(dossier_page, " -> ");
    change_side(value_get(change, TEXT("is")), dossier_page);
}

static void attempt_line(const struct value *attempt, struct buffer *dossier_page)
{
    dossier_words(attempt, "time", dossier_page);
    buffer_string(dossier_page, "  ");
    dossier_words(attempt, "verdict", dossier_page);
    buffer_string(dossier_page, " to ");
    dossier_words(attempt, "to", dossier_page);
    buffer_string(dossier_page, ", decision ");
    dossier_digest(attempt, "decision", dossier_page);
    buffer_format(dossier_page, ", entry %lld", (long long)said_integer(attempt, "index"));
    if (said_text(attempt, "closed").size) {
        buffer_string(dossier_page, "; request ");
        dossier_words(attempt, "closed", dossier_page);
    }
}

static void waiver_line(const struct value *waiver, struct buffer *dossier_page)
{
    dossier_words(waiver, "policy", dossier_page);
    buffer_string(dossier_page, " until ");
    dossier_words(waiver, "until", dossier_page);
    buffer_string(dossier_page, " by ");
    dossier_words(waiver, "by", dossier_page);
}

static void condition_line(const struct value *condition, struct buffer *dossier_page)
{
    dossier_words(condition, "text", dossier_page);
    buffer_string(dossier_page, "; due ");
    dossier_words(condition, "due", dossier_page);
    buffer_string(dossier_page, "; set by ");
    dossier_words(condition, "by", dossier_page);
}

static void unchecked_line(const struct value *unchecked, struct buffer *dossier_page)
{
    text_escape(value_text(unchecked), dossier_page);
}

/* Printed name, moment and meaning stand with every signature that is shown (21 CFR 11.50). */
static void answer_line(const struct value *answer, struct buffer *dossier_page)
{
    dossier_words(answer, "answer", dossier_page);
    buffer_string(dossier_page, " (");
    dossier_words(answer, "meaning", dossier_page);
    buffer_string(dossier_page, ") by ");
    dossier_words(answer, "name", dossier_page);
    buffer_string(dossier_page, " (");
    dossier_words(answer, "by", dossier_page);
    buffer_string(dossier_page, ", ");
    dossier_words(answer, "role", dossier_page);
    buffer_string(dossier_page, ") at ");
    dossier_words(answer, "time", dossier_page);
    buffer_format(dossier_page, ", entry %lld", (long long)said_integer(answer, "index"));
    if (said_text(answer, "reason").size) {
        buffer_string(dossier_page, ": ");
        dossier_words(answer, "reason", dossier_page);
    }
}

/* ---- the page ---- */

static void dossier_part(const char *heading, const struct value *lines, const char *none,
                         void (*line)(const struct value *, struct buffer *),
                         struct buffer *dossier_page)
{
    buffer_format(dossier_page, "\n%s\n", heading);
    if (!value_count(lines))
        buffer_format(dossier_page, "  %s\n", none);
    for (size_t i = 0; i < value_count(lines); i++) {
        buffer_string(dossier_page, "  ");
        line(value_at(lines, i), dossier_page);
        buffer_byte(dossier_page, '\n');
    }
}

static void dossier_since(const struct value *dossier, struct buffer *dossier_page)
{
    const struct value *production = value_present(dossier, TEXT("production"));
    if (!production) {
        buffer_string(dossier_page,
                      "\nSince the version in production\n  no version is in production\n");
        return;
    }
    struct buffer heading = buffer_in(dossier_page->arena, dossier_page->max);
    buffer_string(&heading, "Since ");
    dossier_words(production, "version", &heading);
    buffer_string(&heading, ", which is in production");
    dossier_part(text_string(dossier_page->arena, buffer_text(&heading)),
                 value_get(production, TEXT("changes")), "every control came out as it did then",
                 change_line, dossier_page);
    if (value_boolean(value_get(production, TEXT("policies_changed"))))
        buffer_string(dossier_page, "  another policy set judged it\n");
}

static void dossier_lacks(const struct value *dossier, struct buffer *dossier_page)
{
    const struct value *lacks = value_get(dossier, TEXT("lacks"));
    const struct text closed = said_text(dossier, "closed");
    if (closed.size) {
        buffer_string(dossier_page, "\nCLOSED  ");
        text_escape(closed, dossier_page);
        buffer_byte(dossier_page, '\n');
        return;
    }
    if (said_text(dossier, "stuck").size) {
        buffer_string(dossier_page, "\nCANNOT MOVE  ");
        dossier_words(dossier, "stuck", dossier_page);
        buffer_byte(dossier_page, '\n');
        return;
    }
    buffer_string(dossier_page,
                  value_count(lacks) ? "\nWAITS FOR  " : "\nAPPROVED  no signature lacks\n");
    for (size_t i = 0; i < value_count(lacks); i++) {
        buffer_string(dossier_page, i ? "; " : "");
        text_escape(value_text(value_at(lacks, i)), dossier_page);
    }
    buffer_string(dossier_page, value_count(lacks) ? "\n" : "");
}

static void dossier_how(const struct value *dossier, struct buffer *dossier_page)
{
    const struct value *model = value_get(dossier, TEXT("model"));
    if (said_text(dossier, "closed").size || said_text(dossier, "stuck").size)
        return;
    buffer_string(dossier_page, "\nTo be signed by who approves\n  ");
    dossier_words(dossier, "sentence", dossier_page);
    buffer_string(dossier_page, "\n\nanswer with  obstat approve ");
    dossier_words(model, "name", dossier_page);
    buffer_byte(dossier_page, '@');
    dossier_words(model, "version", dossier_page);
    buffer_string(dossier_page, " --to ");
    dossier_words(value_get(dossier, TEXT("transition")), "to", dossier_page);
    buffer_string(dossier_page, " --request ");
    dossier_words(dossier, "request", dossier_page);
    buffer_string(dossier_page, " --reason TEXT\n");
}

void dossier_print(const struct value *dossier, struct buffer *dossier_page)
{
    dossier_head(dossier, dossier_page);
    dossier_lacks(dossier, dossier_page);
    dossier_part("Answers", value_get(dossier, TEXT("answers")), "none yet", answer_line,
                 dossier_page);
    dossier_part("Closest calls", value_get(dossier, TEXT("closest")),
                 "no control that passed has a margin", call_line, dossier_page);
    dossier_since(dossier, dossier_page);
    dossier_part("Earlier attempts", value_get(dossier, TEXT("attempts")), "none", attempt_line,
                 dossier_page);
    if (value_count(value_get(dossier, TEXT("not_checked"))))
        dossier_part("Not checked", value_get(dossier, TEXT("not_checked")), "", unchecked_line,
                     dossier_page);
    dossier_part("Waivers in force", value_get(dossier, TEXT("waivers")), "none", waiver_line,
                 dossier_page);
    dossier_part("Conditions", value_get(dossier, TEXT("conditions")), "none", condition_line,
                 dossier_page);
    dossier_how(dossier, dossier_page);
}
