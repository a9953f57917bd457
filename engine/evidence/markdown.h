/* evidence/markdown.h: the text of a model card, cut at its headings. Private to carrier_markdown.
 *
 * What is a heading follows CommonMark as far as cards need it: one to six # and a blank, or a
 * paragraph with a line of = or - below it. In fenced code and in HTML comments there are none.
 *
 *     # Phi-4                 title "Phi-4", level 1, line 1
 *     A small **model**.      text  "A small **model**."
 *
 *     Intended `use`          title "Intended use", level 2, line 4
 *     --------------
 *     Research.               text  "Research."
 *
 * Titles lose their markup, texts keep theirs. A heading of more than LIMIT_TITLE_SIZE bytes is
 * none: it is a paragraph that somebody drew a line under.
 */
#ifndef EVIDENCE_MARKDOWN_H
#define EVIDENCE_MARKDOWN_H

#include "value/value.h"

/* The line from *at on, without its break (LF, CR or CRLF); *at moves behind the break. */
struct text markdown_line(struct text body, size_t *at);

/* Fenced code: three or more ` or ~, to a line of at least as many. Zeros are outside of any. */
struct markdown_fence {
    char mark;
    size_t size;
};

/* Is the line part of fenced code, its fences included? To be asked for each line in turn. */
bool markdown_fenced(struct markdown_fence *fence, struct text line);

/* How far behind `at` a code span ends whose backticks begin there; 0 where it has no end. */
size_t markdown_code_span(struct text line, size_t at);

/* The text without its HTML comments, all line breaks kept; itself where it has none. */
struct text markdown_without_comments(struct text body, struct arena *arena);

/* A heading without its markup: emphasis, code, links, images and tags leave what is read. */
struct text markdown_title(struct text title_source, struct arena *arena);

/* The sections of `body`, whose first line is line `line` of the file: maps of title, level and
 * text, in order; what stands before the first heading has the title "" and level 0, and is left
 * out where it is blank. ERROR_REFUSED where there are more than LIMIT_SECTIONS. */
NODISCARD bool markdown_sections(const char *path, struct text body, unsigned line,
                                 struct arena *arena, struct value *section_list,
                                 struct error *err);

#endif
