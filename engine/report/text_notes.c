/* The first line, and what a reader should know besides the findings. */
#include "report/sheet.h"
#include "report/text_page.h"

#include "value/canonical.h"

static const struct text transition_prefix = {"the transition: ", 16};

static const struct value *decision_get(const struct value *decision_map, const char *decision_key)
{
    return value_present(decision_map, text_of(decision_key));
}

static void member_show(struct page *page, const struct value *decision_map, const char *before,
                        const char *decision_key)
{
    const struct value *decision_words = decision_get(decision_map, decision_key);
    if (!decision_words || value_text(decision_words).size == 0)
        return;
    buffer_string(page->out, before);
    text_escape(value_text(decision_words), page->out);
}

static size_t decision_count(const struct value *decision_list)
{
    return decision_list ? value_count(decision_list) : 0;
}

/* The remark on a transition that was not checked; the empty text where it was. */
static struct text transition_remark(const struct value *not_checked)
{
    for (size_t i = 0; i < decision_count(not_checked); i++) {
        const struct text entry = value_text(value_at(not_checked, i));
        if (text_starts(entry, transition_prefix))
            return text_part(entry, transition_prefix.size, entry.size);
    }
    return TEXT_NONE;
}

static void counts_show(struct page *page)
{
    const struct value *policy_count =
        decision_get(decision_get(page->decision, "policies"), "count");
    const int64_t policies_judged = policy_count ? value_integer(policy_count) : 0;
    buffer_string(page->out, "   ");
    text_count(page, policies_judged > 0 ? (size_t)policies_judged : 0, "policy", "policies");
    buffer_string(page->out, ", ");
    text_count(page, page->findings.count, "control", "controls");
    buffer_string(page->out, ", ");
    text_count(page, decision_count(decision_get(page->decision, "evidence")), "evidence file",
               "evidence files");
}

void text_header(struct page *page)
{
    const struct value *subject = decision_get(page->decision, "subject");
    const struct value *transition = decision_get(page->decision, "transition");
    const struct text remark = transition_remark(decision_get(page->decision, "not_checked"));
    member_show(page, subject, "", "name");
    member_show(page, subject, " ", "version");
    member_show(page, transition, " ", "from");
    member_show(page, transition, " -> ", "to");
    member_show(page, subject, "   tier ", "tier");
    counts_show(page);
    if (remark.size) {
        buffer_string(page->out, "   (");
        text_escape(remark, page->out);
        buffer_string(page->out, ": the transition itself is not checked)");
    }
    buffer_byte(page->out, '\n');
}

static void value_show(struct page *page, const struct value *decision_words)
{
    struct error unwritable = {0};
    struct buffer written = buffer_in(page->out->arena, page->out->max);
    if (!decision_words || !canonical_write(decision_words, &written, &unwritable))
        buffer_string(page->out, "a value that cannot be written");
    else
        text_escape(buffer_text(&written), page->out);
}

static void change_show(struct page *page, const struct value *change)
{
    const struct value *looser = decision_get(change, "looser"), *id = decision_get(change, "id");
    const bool is_looser = !looser || value_boolean(looser); /* what is not said is the worse */
    if (!is_looser && !page->options->verbose)
        return;
    text_lead(page, MARK_NOTE, id ? value_text(id) : TEXT_NONE);
    member_show(page, change, "", "param");
    buffer_string(page->out, " is ");
    value_show(page, value_get(change, TEXT("value")));
    buffer_string(page->out,
                  is_looser ? ", looser than its default " : ", tighter than its default ");
    value_show(page, value_get(change, TEXT("default")));
    buffer_byte(page->out, '\n');
}

static void unchecked_show(struct page *page, const struct value *entry)
{
    if (text_starts(value_text(entry), transition_prefix))
        return; /* stands in the header */
    text_lead(page, MARK_NOTE, TEXT("not checked"));
    text_escape(value_text(entry), page->out);
    buffer_byte(page->out, '\n');
}

/* {"by", "role", "meaning", "time"} */
static void approval_show(struct page *page, const struct value *approval)
{
    text_lead(page, MARK_NOTE, TEXT("signed"));
    member_show(page, approval, "by ", "by");
    member_show(page, approval, " as ", "role");
    member_show(page, approval, ": ", "meaning");
    member_show(page, approval, ", ", "time");
    buffer_byte(page->out, '\n');
}

static void lack_show(struct page *page, const struct value *lack)
{
    text_lead(page, MARK_NOTE, TEXT("lacking"));
    buffer_string(page->out, "a signature: ");
    text_escape(value_text(lack), page->out);
    buffer_byte(page->out, '\n');
}

static void each(struct page *page, const struct value *decision_list,
                 void (*show)(struct page *, const struct value *))
{
    for (size_t i = 0; i < decision_count(decision_list); i++)
        if (value_at(decision_list, i))
            show(page, value_at(decision_list, i));
}

/* From where it stands no signature moves it, so nobody is asked for one. */
static void wayless_show(struct page *page)
{
    const struct value *way = decision_get(page->decision, "transition");
    const struct value *from = decision_get(way, "from");
    if (from && text_is(value_text(from), "experimental")) {
        buffer_string(page->out, "         fix       obstat register MANIFEST lets it in; then "
                                 "obstat check --record asks for signatures\n");
        return;
    }
    text_lead(page, MARK_NOTE, TEXT("no way"));
    member_show(page, way, "from ", "from");
    member_show(page, way, " to ", "to");
    buffer_string(page->out, ": nobody's signature moves it\n");
}

/* Whose turn it is, once nothing else stands in the way. */
static void pending_show(struct page *page)
{
    const struct value *subject = decision_get(page->decision, "subject");
    const struct value *verdict = decision_get(page->decision, "verdict");
    if (!verdict || !text_is(value_text(verdict), verdict_name(VERDICT_PENDING)))
        return;
    if (transition_remark(decision_get(page->decision, "not_checked")).size) {
        wayless_show(page);
        return;
    }
    each(page, decision_get(page->decision, "lacking"), lack_show);
    buffer_string(page->out, "         fix       obstat approve ");
    member_show(page, subject, "", "name");
    member_show(page, subject, "@", "version");
    member_show(page, decision_get(page->decision, "transition"), " --to ", "to");
    buffer_string(page->out, " --reason TEXT, by each; obstat review shows what is signed\n");
}

/* A note is a text, or {"policy", "message"}. */
static void note_show(struct page *page, const struct value *note)
{
    const struct value *note_policy = decision_get(note, "policy"),
                       *note_message = decision_get(note, "message");
    text_lead(page, MARK_NOTE, note_policy ? value_text(note_policy) : TEXT_NONE);
    text_escape(value_text(note_message ? note_message : note), page->out);
    buffer_byte(page->out, '\n');
}

static void force_show(struct page *page, const struct value *row)
{
    const struct value *id = decision_get(row, "id");
    text_lead(page, MARK_NOTE, id ? value_text(id) : TEXT_NONE);
    text_escape(sheet_force(row, page->out->arena), page->out);
    buffer_byte(page->out, '\n');
}

/* Where nothing was judged there is no finding to say why. */
static void unapplied_show(struct page *page, const struct value *id)
{
    text_lead(page, STANDING_NOT_APPLICABLE, value_text(id));
    buffer_string(page->out, "does not apply to this transition and tier\n");
}

/* Nothing judged because there was nothing to judge by: the likeliest first mistake. */
static void no_policies_show(struct page *page)
{
    const struct value *policy_count =
        decision_get(decision_get(page->decision, "policies"), "count");
    if (!policy_count || value_integer(policy_count) != 0)
        return;
    text_lead(page, MARK_NOTE, TEXT("no policies"));
    buffer_string(page->out, "name some with -p DIR|FILE|pack:NAME, or list them in obstat.yaml\n");
}

void text_notes(struct page *page)
{
    no_policies_show(page);
    each(page, decision_get(decision_get(page->decision, "policies"), "changed"), change_show);
    each(page, decision_get(page->decision, "not_checked"), unchecked_show);
    each(page, decision_get(page->decision, "approvals"), approval_show);
    pending_show(page);
    each(page, decision_get(page->decision, "notes"), note_show);
    each(page, decision_get(decision_get(page->decision, "policies"), "not_in_force"), force_show);
    const struct value *policies = decision_get(page->decision, "policies");
    if (page->findings.count == 0 || page->options->verbose)
        each(page, decision_get(policies, "not_applied"), unapplied_show);
}
