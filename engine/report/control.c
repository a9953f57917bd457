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

enum standing standing_of(const struct finding *finding)
{
    const enum standing standing = standing_of_binding(finding->outcome);
    return standing_blocks(standing) && !level_binds(finding->level) ? STANDING_WARNING : standing;
}

bool standing_blocks(enum standing standing)
{
    return standing < STANDING_WARNING || standing >= STANDING_COUNT;
}

const char *standing_word(enum standing standing)
{
    return standing < STANDING_COUNT ? words[standing] : words[STANDING_ERROR];
}

void place_write(struct place place, struct buffer *out)
{
    text_escape(text_of(place.file), out);
    if (place.line)
        buffer_format(out, ":%u", place.line);
    if (place.line && place.column)
        buffer_format(out, ":%u", place.column);
}

static struct text line_trim(struct text line)
{
    while (line.size && (*line.at == ' ' || *line.at == '\t'))
        line = text_part(line, 1, line.size);
    return line;
}

void lines_each(struct text text, void (*each)(void *context, struct text line), void *context)
{
    for (size_t at = 0; at < text.size;) {
        const struct text rest = text_part(text, at, text.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        at += line.size + 1;
        if (line_trim(line).size)
            each(context, line_trim(line));
    }
}

static void label_write(struct buffer *out, const char *label)
{
    buffer_format(out, "%-*s", LABEL_WIDTH, label);
}

struct explained {
    struct buffer *out;
    const char *label; /* of the next line */
};

static void explained_line(void *context, struct text line)
{
    struct explained *explained = context;
    label_write(explained->out, explained->label);
    text_escape(line, explained->out);
    buffer_byte(explained->out, '\n');
    explained->label = "";
}

static void evidence_explain(const struct finding *finding, struct buffer *out)
{
    if (!finding->evidence.file)
        return;
    label_write(out, "evidence");
    place_write(finding->evidence, out);
    if (finding->grade.size) {
        buffer_string(out, " (");
        text_escape(finding->grade, out);
        buffer_byte(out, ')');
    }
    buffer_byte(out, '\n');
}

void control_explain(const struct control *control, struct buffer *out)
{
    const struct finding *finding = control->finding;
    struct explained cites = {out, "cites"}, fix = {out, "fix"};
    text_escape(finding->message, out);
    buffer_byte(out, '\n');
    evidence_explain(finding, out);
    if (finding->source.file) {
        label_write(out, "policy");
        place_write(finding->source, out);
        buffer_byte(out, '\n');
    }
    for (size_t i = 0; finding->cites && i < value_count(finding->cites); i++)
        explained_line(&cites, value_text(value_at(finding->cites, i)));
    lines_each(finding->fix, explained_line, &fix);
}
