#include "report/html.h"

#include "value/canonical.h"

static const struct value *get(const struct value *map, const char *key)
{
    return value_present(map, text_of(key));
}

static struct text text_in(const struct value *map, const char *key)
{
    const struct value *text = get(map, key);
    return text ? value_text(text) : TEXT_NONE;
}

static size_t count_of(const struct value *list)
{
    return list ? value_count(list) : 0;
}

static void term(const char *name, struct text digest, struct buffer *out)
{
    if (!digest.size)
        return;
    buffer_format(out, "<dt>%s</dt><dd><code>", name);
    markup_text(digest, out);
    buffer_string(out, "</code></dd>\n");
}

static void value_cell(const struct value *value, struct buffer *out)
{
    struct error unwritable = {0};
    struct buffer written = buffer_in(out->arena, out->max);
    buffer_string(out, "<td><code>");
    if (value && canonical_write(value, &written, &unwritable))
        markup_text(buffer_text(&written), out);
    buffer_string(out, "</code></td>");
}

static void text_cell(struct text text, struct buffer *out)
{
    buffer_string(out, "<td>");
    markup_text(text, out);
    buffer_string(out, "</td>");
}

static void fold_begin(const char *summary, const char *columns, struct buffer *out)
{
    buffer_format(out,
                  "<details open><summary>%s</summary><div class=\"inner\"><table>\n"
                  "<thead><tr>%s</tr></thead>\n<tbody>",
                  summary, columns);
}

static void fold_end(struct buffer *out)
{
    buffer_string(out, "</tbody></table></div></details>\n");
}

static void change_row(const struct value *change, struct buffer *out)
{
    const struct value *looser = get(change, "looser");
    const bool tighter = looser && !value_boolean(looser); /* what is not said is the worse */
    buffer_string(out, "<tr>");
    text_cell(text_in(change, "id"), out);
    text_cell(text_in(change, "param"), out);
    value_cell(value_get(change, TEXT("default")), out);
    value_cell(value_get(change, TEXT("value")), out);
    buffer_format(out, "<td class=\"%s\">%s</td></tr>\n", tighter ? "tighter" : "looser",
                  tighter ? "tighter" : "looser");
}

static void changes_show(const struct value *changed, struct buffer *out)
{
    if (!count_of(changed))
        return;
    fold_begin("Parameters that are not at their defaults",
               "<th scope=\"col\">Policy</th><th scope=\"col\">Parameter</th>"
               "<th scope=\"col\">Default</th><th scope=\"col\">Value</th><th scope=\"col\"></th>",
               out);
    for (size_t i = 0; i < count_of(changed); i++)
        change_row(value_at(changed, i), out);
    fold_end(out);
}

static void file_row(const struct value *file, struct buffer *out)
{
    buffer_string(out, "<tr>");
    text_cell(text_in(file, "path"), out);
    text_cell(text_in(file, "format"), out);
    text_cell(text_in(file, "grade"), out);
    buffer_string(out, "<td><code>");
    markup_text(text_in(file, "digest"), out);
    buffer_string(out, "</code></td></tr>\n");
}

static void files_show(const char *summary, const struct value *files, struct buffer *out)
{
    if (!count_of(files))
        return;
    fold_begin(summary,
               "<th scope=\"col\">File</th><th scope=\"col\">Read as</th>"
               "<th scope=\"col\">Grade</th><th scope=\"col\">Digest</th>",
               out);
    for (size_t i = 0; i < count_of(files); i++)
        file_row(value_at(files, i), out);
    fold_end(out);
}

static void remark_show(struct text remark, struct buffer *out)
{
    buffer_string(out, "<li>");
    markup_text(remark, out);
    buffer_string(out, "</li>\n");
}

static void remarks_show(const char *heading, const struct value *remarks, struct buffer *out)
{
    if (!count_of(remarks))
        return;
    buffer_format(out, "<h2>%s</h2>\n<ul class=\"remarks\">\n", heading);
    for (size_t i = 0; i < count_of(remarks); i++) {
        const struct value *remark = value_at(remarks, i);
        const struct text message = text_in(remark, "message");
        remark_show(message.size ? message : value_text(remark), out);
    }
    buffer_string(out, "</ul>\n");
}

static void force_show(const struct value *rows, struct buffer *out)
{
    if (!count_of(rows))
        return;
    buffer_string(out, "<h2>Policies that are not in force yet</h2>\n<ul class=\"remarks\">\n");
    for (size_t i = 0; i < count_of(rows); i++) {
        buffer_string(out, "<li>");
        markup_text(text_in(value_at(rows, i), "id"), out);
        buffer_byte(out, ' ');
        markup_text(sheet_force(value_at(rows, i), out->arena), out);
        buffer_string(out, "</li>\n");
    }
    buffer_string(out, "</ul>\n");
}

static void champion_show(const struct value *champion, struct buffer *out)
{
    if (!champion)
        return;
    buffer_string(out, "<dt>Champion</dt><dd>");
    markup_text(text_in(champion, "name"), out);
    buffer_byte(out, ' ');
    markup_text(text_in(champion, "version"), out);
    buffer_string(out, "</dd>\n");
    term("its manifest", text_in(champion, "manifest"), out);
}

void html_grounds(const struct sheet *sheet, struct buffer *out)
{
    const struct value *policies = get(sheet->record, "policies");
    const struct value *champion = get(sheet->record, "champion");
    remarks_show("What this decision does not cover", get(sheet->record, "not_checked"), out);
    remarks_show("Notes of policies", get(sheet->record, "notes"), out);
    remarks_show("Policies that do not apply to this transition and tier",
                 get(policies, "not_applied"), out);
    force_show(get(policies, "not_in_force"), out);
    if (!sheet->id.size)
        return;
    buffer_string(out, "<h2>What it rests on</h2>\n");
    changes_show(get(policies, "changed"), out);
    files_show("Evidence", get(sheet->record, "evidence"), out);
    files_show("Evidence of the champion", get(champion, "evidence"), out);
    buffer_string(out, "<dl>\n");
    term("Decision", sheet->id, out);
    term("Policy set", text_in(policies, "digest"), out);
    term("Manifest", text_in(get(sheet->record, "subject"), "manifest"), out);
    term("Artifact", text_in(get(sheet->record, "artifact"), "digest"), out);
    champion_show(champion, out);
    term("Judged as of", text_in(sheet->record, "now"), out);
    term("Judged by", text_in(sheet->record, "engine"), out);
    buffer_string(out, "</dl>\n");
}
