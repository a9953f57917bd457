#include "report/text_page.h"

#include "base/encode.h"
#include "value/number.h"

static const struct mark marks[MARK_COUNT] = {
    [STANDING_FAIL] = {"FAIL", SHADE_BAD},
    [STANDING_MISSING] = {"MISS", SHADE_CARE},
    [STANDING_INSUFFICIENT] = {"INSF", SHADE_CARE},
    [STANDING_ERROR] = {"ERR ", SHADE_BAD},
    [STANDING_WARNING] = {"warn", SHADE_CARE},
    [STANDING_WAIVED] = {"WAIV", SHADE_CARE},
    [STANDING_NOT_APPLICABLE] = {"n/a ", SHADE_PLAIN},
    [STANDING_PASS] = {"pass", SHADE_GOOD},
    [MARK_NOTE] = {"note", SHADE_CARE},
};

static const char *const shades[] = {
    [SHADE_PLAIN] = "",
    [SHADE_GOOD] = "\x1b[32m",
    [SHADE_BAD] = "\x1b[31m",
    [SHADE_CARE] = "\x1b[33m",
};

void text_shaded(struct page *page, enum shade shade, const char *word)
{
    const bool coloured = page->options->colour && shade != SHADE_PLAIN;
    buffer_string(page->out, coloured ? shades[shade] : "");
    buffer_string(page->out, word);
    buffer_string(page->out, coloured ? "\x1b[0m" : "");
}

void text_lead(struct page *page, unsigned mark, struct text name)
{
    enum { GAP = 2 };
    struct buffer escaped = buffer_in(page->out->arena, page->out->max);
    text_escape(name, &escaped);
    const size_t width = utf8_count(buffer_text(&escaped));
    buffer_byte(page->out, ' ');
    text_shaded(page, marks[mark].shade, marks[mark].word);
    buffer_repeat(page->out, ' ', GAP);
    buffer_add(page->out, buffer_text(&escaped));
    buffer_repeat(page->out, ' ', width + GAP < page->column ? page->column - width : GAP);
}

void text_count(struct page *page, size_t count, const char *one, const char *many)
{
    char page_number[NUMBER_TEXT_SIZE];
    (void)integer_write_grouped((long long)count, page_number);
    buffer_format(page->out, "%s %s", page_number, count == 1 ? one : many);
}
