#include "report/text_page.h"

enum { INDENT = 9, LABEL_WIDTH = 10 };

/* Things on one line with a separator between them, and none before the first. */
struct series {
    struct page *page;
    const char *open, *between, *close;
    bool begun;
};

static void series_next(struct series *series)
{
    buffer_string(series->page->out, series->begun ? series->between : series->open);
    series->begun = true;
}

static void series_end(const struct series *series)
{
    if (series->begun)
        buffer_string(series->page->out, series->close);
}

static bool is_missing(const struct finding *finding)
{
    return finding->outcome == OUTCOME_MISSING;
}

static void label_write(struct series *line, const char *label)
{
    const bool first = !line->begun;
    series_next(line);
    buffer_string(line->page->out, label);
    buffer_repeat(line->page->out, ' ', first ? LABEL_WIDTH - strlen(label) : 2);
}

static void cites_write(struct series *line, const struct value *cites)
{
    struct series list = {line->page, "", "; ", "", false};
    if (!cites || value_count(cites) == 0)
        return;
    if (!line->begun)
        label_write(line, "cites");
    else
        series_next(line);
    for (size_t i = 0; i < value_count(cites); i++) {
        series_next(&list);
        text_escape(value_text(value_at(cites, i)), line->page->out);
    }
}

/* "         evidence  FILE:14:5 (declared)   policy  FILE:31   29 CFR 1607.4(D)" */
static void places_write(struct page *page, const struct finding *finding)
{
    struct series line = {page, "         ", "   ", "\n", false};
    if (finding->evidence.file) {
        label_write(&line, "evidence");
        place_write(finding->evidence, page->out);
        if (finding->grade.size) {
            buffer_string(page->out, " (");
            text_escape(finding->grade, page->out);
            buffer_byte(page->out, ')');
        }
    }
    if (finding->source.file) {
        label_write(&line, "policy");
        place_write(finding->source, page->out);
    }
    cites_write(&line, finding->cites);
    series_end(&line);
}

/* A remedy may have several lines; they stay below each other. */
struct fix {
    struct page *page;
    const char *label; /* of the next line */
};

static void fix_line(void *context, struct text line)
{
    struct fix *fix = context;
    buffer_repeat(fix->page->out, ' ', INDENT);
    buffer_format(fix->page->out, "%-*s", LABEL_WIDTH, fix->label);
    text_escape(line, fix->page->out);
    buffer_byte(fix->page->out, '\n');
    fix->label = "";
}

void text_block(struct page *page, const struct finding *finding)
{
    const enum standing standing = standing_of(finding);
    struct fix fix = {page, "fix"};
    text_lead(page, standing, finding->policy);
    text_escape(finding->message, page->out);
    if (standing == STANDING_WARNING)
        buffer_format(page->out, " (advisory, %s)", outcome_name(finding->outcome));
    buffer_byte(page->out, '\n');
    if (standing > STANDING_WARNING)
        return;
    if (!is_missing(finding) || page->options->verbose)
        places_write(page, finding);
    lines_each(finding->fix, fix_line, &fix);
}
