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

static bool is_missing(const struct finding *shown_finding)
{
    return shown_finding->outcome == OUTCOME_MISSING;
}

static void label_write(struct series *line, const char *label)
{
    const bool first = !line->begun;
    series_next(line);
    buffer_string(line->page->out, label);
    buffer_repeat(line->page->out, ' ', first ? LABEL_WIDTH - strlen(label) : 2);
}

static void cites_write(struct series *line, const struct value *shown_cites)
{
    struct series list = {line->page, "", "; ", "", false};
    if (!shown_cites || value_count(shown_cites) == 0)
        return;
    if (!line->begun)
        label_write(line, "cites");
    else
        series_next(line);
    for (size_t cited = 0; cited < value_count(shown_cites); cited++) {
        series_next(&list);
        text_escape(value_text(value_at(shown_cites, cited)), line->page->out);
    }
}

/* "         evidence  FILE:14:5 (declared)   policy  FILE:31   29 CFR 1607.4(D)" */
static void places_write(struct page *page, const struct finding *shown_finding)
{
    struct series line = {page, "         ", "   ", "\n", false};
    if (shown_finding->evidence.file) {
        label_write(&line, "evidence");
        place_write(shown_finding->evidence, page->out);
        if (shown_finding->grade.size) {
            buffer_string(page->out, " (");
            text_escape(shown_finding->grade, page->out);
            buffer_byte(page->out, ')');
        }
    }
    if (shown_finding->source.file) {
        label_write(&line, "policy");
        place_write(shown_finding->source, page->out);
    }
    cites_write(&line, shown_finding->cites);
    series_end(&line);
}

/* A remedy may have several lines; they stay below each other. */
struct fix {
    struct page *page;
    const char *label; /* of the next line of the page */
};

static void fix_line(void *context, struct text fix_words)
{
    struct fix *fix = context;
    buffer_repeat(fix->page->out, ' ', INDENT);
    buffer_format(fix->page->out, "%-*s", LABEL_WIDTH, fix->label);
    text_escape(fix_words, fix->page->out);
    buffer_byte(fix->page->out, '\n');
    fix->label = "";
}

void text_block(struct page *page, const struct finding *shown_finding)
{
    const enum standing standing = standing_of(shown_finding);
    struct fix fix = {page, "fix"};
    text_lead(page, standing, shown_finding->policy);
    text_escape(shown_finding->message, page->out);
    if (standing == STANDING_WARNING)
        buffer_format(page->out, " (advisory, %s)", outcome_name(shown_finding->outcome));
    buffer_byte(page->out, '\n');
    if (standing > STANDING_WARNING)
        return;
    if (!is_missing(shown_finding) || page->options->verbose)
        places_write(page, shown_finding);
    lines_each(shown_finding->fix, fix_line, &fix);
}
