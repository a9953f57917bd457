#include "report/html.h"

#include "value/canonical.h"

static const struct value *decision_get(const struct value *decision_map, const char *decision_key)
{
    return value_present(decision_map, text_of(decision_key));
}

static struct text decision_text(const struct value *decision_map, const char *decision_key)
{
    const struct value *decision_words = decision_get(decision_map, decision_key);
    return decision_words ? value_text(decision_words) : TEXT_NONE;
}

static size_t decision_count(const struct value *decision_list)
{
    return decision_list ? value_count(decision_list) : 0;
}

static void term(const char *name, struct text digest, struct buffer *rendered)
{
    if (!digest.size)
        return;
    buffer_format(rendered, "<dt>%s</dt><dd><code>", name);
    markup_text(digest, rendered);
    buffer_string(rendered, "</code></dd>\n");
}

static void value_cell(const struct value *value, struct buffer *rendered)
{
    struct error unwritable = {0};
    struct buffer written = buffer_in(rendered->arena, rendered->max);
    buffer_string(rendered, "<td><code>");
    if (value && canonical_write(value, &written, &unwritable))
        markup_text(buffer_text(&written), rendered);
    buffer_string(rendered, "</code></td>");
}

static void text_cell(struct text text, struct buffer *rendered)
{
    buffer_string(rendered, "<td>");
    markup_text(text, rendered);
    buffer_string(rendered, "</td>");
}

static void fold_begin(const char *summary, const char *columns, struct buffer *rendered)
{
    buffer_format(rendered,
                  "<details open><summary>%s</summary><div class=\"inner\"><table>\n"
                  "<thead><tr>%s</tr></thead>\n<tbody>",
                  summary, columns);
}

static void fold_end(struct buffer *rendered)
{
    buffer_string(rendered, "</tbody></table></div></details>\n");
}

static void change_row(const struct value *change, struct buffer *rendered)
{
    const struct value *looser = decision_get(change, "looser");
    const bool tighter = looser && !value_boolean(looser); /* what is not said is the worse */
    buffer_string(rendered, "<tr>");
    text_cell(decision_text(change, "id"), rendered);
    text_cell(decision_text(change, "param"), rendered);
    value_cell(value_get(change, TEXT("default")), rendered);
    value_cell(value_get(change, TEXT("value")), rendered);
    buffer_format(rendered, "<td class=\"%s\">%s</td></tr>\n", tighter ? "tighter" : "looser",
                  tighter ? "tighter" : "looser");
}

static void changes_show(const struct value *changed, struct buffer *rendered)
{
    if (!decision_count(changed))
        return;
    fold_begin("Parameters that are not at their defaults",
               "<th scope=\"col\">Policy</th><th scope=\"col\">Parameter</th>"
               "<th scope=\"col\">Default</th><th scope=\"col\">Value</th><th scope=\"col\"></th>",
               rendered);
    for (size_t i = 0; i < decision_count(changed); i++)
        change_row(value_at(changed, i), rendered);
    fold_end(rendered);
}

static void file_row(const struct value *file, struct buffer *rendered)
{
    buffer_string(rendered, "<tr>");
    text_cell(decision_text(file, "path"), rendered);
    text_cell(decision_text(file, "format"), rendered);
    text_cell(decision_text(file, "grade"), rendered);
    buffer_string(rendered, "<td><code>");
    markup_text(decision_text(file, "digest"), rendered);
    buffer_string(rendered, "</code></td></tr>\n");
}

static void files_show(const char *summary, const struct value *files, struct buffer *rendered)
{
    if (!decision_count(files))
        return;
    fold_begin(summary,
               "<th scope=\"col\">File</th><th scope=\"col\">Read as</th>"
               "<th scope=\"col\">Grade</th><th scope=\"col\">Digest</th>",
               rendered);
    for (size_t i = 0; i < decision_count(files); i++)
        file_row(value_at(files, i), rendered);
    fold_end(rendered);
}

static void remark_show(struct text remark, struct buffer *rendered)
{
    buffer_string(rendered, "<li>");
    markup_text(remark, rendered);
    buffer_string(rendered, "</li>\n");
}

static void remarks_show(const char *heading, const struct value *remarks, struct buffer *rendered)
{
    if (!decision_count(remarks))
        return;
    buffer_format(rendered, "<h2>%s</h2>\n<ul class=\"remarks\">\n", heading);
    for (size_t i = 0; i < decision_count(remarks); i++) {
        const struct value *remark = value_at(remarks, i);
        const struct text message = decision_text(remark, "message");
        remark_show(message.size ? message : value_text(remark), rendered);
    }
    buffer_string(rendered, "</ul>\n");
}

static void force_show(const struct value *rows, struct buffer *rendered)
{
    if (!decision_count(rows))
        return;
    buffer_string(rendered,
                  "<h2>Policies that are not in force yet</h2>\n<ul class=\"remarks\">\n");
    for (size_t i = 0; i < decision_count(rows); i++) {
        buffer_string(rendered, "<li>");
        markup_text(decision_text(value_at(rows, i), "id"), rendered);
        buffer_byte(rendered, ' ');
        markup_text(sheet_force(value_at(rows, i), rendered->arena), rendered);
        buffer_string(rendered, "</li>\n");
    }
    buffer_string(rendered, "</ul>\n");
}

static void champion_show(const struct value *champion, struct buffer *rendered)
{
    if (!champion)
        return;
    buffer_string(rendered, "<dt>Champion</dt><dd>");
    markup_text(decision_text(champion, "name"), rendered);
    buffer_byte(rendered, ' ');
    markup_text(decision_text(champion, "version"), rendered);
    buffer_string(rendered, "</dd>\n");
    term("its manifest", decision_text(champion, "manifest"), rendered);
}

void html_grounds(const struct sheet *sheet, struct buffer *rendered)
{
    const struct value *policies = decision_get(sheet->record, "policies");
    const struct value *champion = decision_get(sheet->record, "champion");
    remarks_show("What this decision does not cover", decision_get(sheet->record, "not_checked"),
                 rendered);
    remarks_show("Notes of policies", decision_get(sheet->record, "notes"), rendered);
    remarks_show("Policies that do not apply to this transition and tier",
                 decision_get(policies, "not_applied"), rendered);
    force_show(decision_get(policies, "not_in_force"), rendered);
    if (!sheet->id.size)
        return;
    buffer_string(rendered, "<h2>What it rests on</h2>\n");
    changes_show(decision_get(policies, "changed"), rendered);
    files_show("Evidence", decision_get(sheet->record, "evidence"), rendered);
    files_show("Evidence of the champion", decision_get(champion, "evidence"), rendered);
    buffer_string(rendered, "<dl>\n");
    term("Decision", sheet->id, rendered);
    term("Policy set", decision_text(policies, "digest"), rendered);
    term("Manifest", decision_text(decision_get(sheet->record, "subject"), "manifest"), rendered);
    term("Artifact", decision_text(decision_get(sheet->record, "artifact"), "digest"), rendered);
    champion_show(champion, rendered);
    term("Judged as of", decision_text(sheet->record, "now"), rendered);
    term("Judged by", decision_text(sheet->record, "engine"), rendered);
    buffer_string(rendered, "</dl>\n");
}
