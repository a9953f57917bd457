#include "report/control.h"

#include "report/escape.h"

enum { LABEL_WIDTH = 10 };

static const char *const words[STANDING_COUNT] = {
    [STANDING_FAIL] = "fail",
    [STANDING_MISSING] = "missing",
    [STANDING_INSUFFICIENT] = "insufficient",
    [STANDING_ERROR] = "error",
    [STANDING_WARNING] = "warning",
    [STANDING_WAIVED] = "waived",
    [STANDING_NOT_APPLICABLE] = "not applicable",
    [STANDING_PASS] = "pass",
};

static enum standing standing_of_binding(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_FAIL:
        return STANDING_FAIL;
    case OUTCOME_MISSING:
        return STANDING_MISSING;
    case OUTCOME_INSUFFICIENT:
        return STANDING_INSUFFICIENT;
    case OUTCOME_PASS:
        return STANDING_PASS;
    case OUTCOME_NOT_APPLICABLE:
        return STANDING_NOT_APPLICABLE;
    case OUTCOME_WAIVED:
        return STANDING_WAIVED;
    case OUTCOME_ERROR:
    case OUTCOME_COUNT:
        break;
    }
    return STANDING_ERROR;
}

enum standing standing_of(const struct finding *shown_finding)
{
    const enum standing standing = standing_of_binding(shown_finding->outcome);
    return standing_blocks(standing) && !level_binds(shown_finding->level) ? STANDING_WARNING
                                                                           : standing;
}

bool standing_blocks(enum standing standing)
{
    return standing < STANDING_WARNING || standing >= STANDING_COUNT;
}

const char *standing_word(enum standing standing)
{
    return standing < STANDING_COUNT ? words[standing] : words[STANDING_ERROR];
}

void place_write(struct place place, struct buffer *rendered)
{
    text_escape(text_of(place.file), rendered);
    if (place.line)
        buffer_format(rendered, ":%u", place.line);
    if (place.line && place.column)
        buffer_format(rendered, ":%u", place.column);
}

static struct text line_trim(struct text shown_line)
{
    while (shown_line.size && (*shown_line.at == ' ' || *shown_line.at == '\t'))
        shown_line = text_part(shown_line, 1, shown_line.size);
    return shown_line;
}

void lines_each(struct text shown_text, void (*each)(void *context, struct text shown_line),
                void *context)
{
    for (size_t shown_at = 0; shown_at < shown_text.size;) {
        const struct text shown_rest = text_part(shown_text, shown_at, shown_text.size);
        const struct text shown_line = text_part(shown_rest, 0, text_find(shown_rest, '\n'));
        shown_at += shown_line.size + 1;
        if (line_trim(shown_line).size)
            each(context, line_trim(shown_line));
    }
}

static void label_write(struct buffer *rendered, const char *label)
{
    buffer_format(rendered, "%-*s", LABEL_WIDTH, label);
}

struct explained {
    struct buffer *out;
    const char *label; /* of the next line that is shown */
};

static void explained_line(void *context, struct text line)
{
    struct explained *explained = context;
    label_write(explained->out, explained->label);
    text_escape(line, explained->out);
    buffer_byte(explained->out, '\n');
    explained->label = "";
}

static void evidence_explain(const struct finding *shown_finding, struct buffer *rendered)
{
    if (!shown_finding->evidence.file)
        return;
    label_write(rendered, "evidence");
    place_write(shown_finding->evidence, rendered);
    if (shown_finding->grade.size) {
        buffer_string(rendered, " (");
        text_escape(shown_finding->grade, rendered);
        buffer_byte(rendered, ')');
    }
    buffer_byte(rendered, '\n');
}

void control_explain(const struct control *control, struct buffer *rendered)
{
    const struct finding *shown_finding = control->finding;
    struct explained cites = {rendered, "cites"}, fix = {rendered, "fix"};
    text_escape(shown_finding->message, rendered);
    buffer_byte(rendered, '\n');
    evidence_explain(shown_finding, rendered);
    if (shown_finding->source.file) {
        label_write(rendered, "policy");
        place_write(shown_finding->source, rendered);
        buffer_byte(rendered, '\n');
    }
    for (size_t cited = 0; shown_finding->cites && cited < value_count(shown_finding->cites);
         cited++)
        explained_line(&cites, value_text(value_at(shown_finding->cites, cited)));
    lines_each(shown_finding->fix, explained_line, &fix);
}
