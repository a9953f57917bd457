#include "report/text_page.h"

#include "base/encode.h"
#include "value/number.h"

static const struct mark marks[MARK_COUNT] = {
    [MARK_FAIL] = {"FAIL", SHADE_BAD},  [MARK_MISS] = {"MISS", SHADE_CARE},
    [MARK_INSF] = {"INSF", SHADE_CARE}, [MARK_ERR] = {"ERR ", SHADE_BAD},
    [MARK_WARN] = {"warn", SHADE_CARE}, [MARK_WAIV] = {"WAIV", SHADE_CARE},
    [MARK_NA] = {"n/a ", SHADE_PLAIN},  [MARK_PASS] = {"pass", SHADE_GOOD},
    [MARK_NOTE] = {"note", SHADE_CARE},
};

static const char *const shades[] = {
    [SHADE_PLAIN] = "",
    [SHADE_GOOD] = "\x1b[32m",
    [SHADE_BAD] = "\x1b[31m",
    [SHADE_CARE] = "\x1b[33m",
};

static enum mark_kind mark_of_binding(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_FAIL:
        return MARK_FAIL;
    case OUTCOME_MISSING:
        return MARK_MISS;
    case OUTCOME_INSUFFICIENT:
        return MARK_INSF;
    case OUTCOME_PASS:
        return MARK_PASS;
    case OUTCOME_NOT_APPLICABLE:
        return MARK_NA;
    case OUTCOME_WAIVED:
        return MARK_WAIV;
    case OUTCOME_ERROR:
    case OUTCOME_COUNT:
        break;
    }
    return MARK_ERR;
}

enum mark_kind mark_of(const struct finding *finding)
{
    const enum mark_kind kind = mark_of_binding(finding->outcome);
    return kind < MARK_WARN && !level_binds(finding->level) ? MARK_WARN : kind;
}

void text_shaded(struct page *page, enum shade shade, const char *word)
{
    const bool coloured = page->options->colour && shade != SHADE_PLAIN;
    buffer_string(page->out, coloured ? shades[shade] : "");
    buffer_string(page->out, word);
    buffer_string(page->out, coloured ? "\x1b[0m" : "");
}

void text_lead(struct page *page, enum mark_kind kind, struct text name)
{
    enum { GAP = 2 };
    struct buffer escaped = buffer_in(page->out->arena, page->out->max);
    text_escape(name, &escaped);
    const size_t width = utf8_count(buffer_text(&escaped));
    buffer_byte(page->out, ' ');
    text_shaded(page, marks[kind].shade, marks[kind].word);
    buffer_repeat(page->out, ' ', GAP);
    buffer_add(page->out, buffer_text(&escaped));
    buffer_repeat(page->out, ' ', width + GAP < page->column ? page->column - width : GAP);
}

void text_count(struct page *page, size_t count, const char *one, const char *many)
{
    char number[NUMBER_TEXT_SIZE];
    (void)integer_write_grouped((long long)count, number);
    buffer_format(page->out, "%s %s", number, count == 1 ? one : many);
}
