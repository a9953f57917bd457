#include "value/pattern.h"

#include "base/encode.h"
#include "base/limits.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { PATTERN_MESSAGE_SIZE = 128 };

struct pattern {
    pcre2_code *code;
    pcre2_match_data *match; /* its heap is kept from one match to the next */
    pcre2_match_context *limits;
};

/* The long names of the general categories, which ECMA-262 knows and PCRE2 does not. */
static const struct {
    const char *name;
    const char *letters;
} categories[] = {
    {"Letter", "L"},
    {"Cased_Letter", "L&"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Format", "Cf"},
    {"Surrogate", "Cs"},
    {"Private_Use", "Co"},
    {"Unassigned", "Cn"},
};

static struct text category_name(struct text braced)
{
    static const char *const prefixes[] = {"General_Category=", "gc="};
    for (size_t prefix = 0; prefix < COUNT(prefixes); prefix++)
        if (text_starts(braced, text_of(prefixes[prefix])))
            return text_part(braced, strlen(prefixes[prefix]), braced.size);
    return braced;
}

/* Write the category's letters over the name, and blanks over the rest of it, which PCRE2 passes
 * over: every character stays where it is, and so do the offsets of errors. */
static void category_translate(char *braced, size_t size)
{
    const struct text category_named = category_name((struct text){braced, size});
    const char *letters = NULL;
    for (size_t category = 0; category < COUNT(categories); category++)
        if (text_is(category_named, categories[category].name))
            letters = categories[category].letters;
    if (!letters && category_named.size < size && category_named.size <= 2)
        letters = text_is(category_named, "LC") ? "L&" : "";
    if (!letters)
        return;
    char kept[3] = {0};
    memcpy(kept, *letters ? letters : category_named.at,
           *letters ? strlen(letters) : category_named.size);
    memset(braced, ' ', size);
    memcpy(braced, kept, strlen(kept));
}

/* A copy in PCRE2's dialect, as long as the original. */
static struct text source_translate(struct arena *arena, struct text pattern_text)
{
    char *translated = arena_alloc(arena, pattern_text.size + 1);
    if (pattern_text.size)
        memcpy(translated, pattern_text.at, pattern_text.size);
    translated[pattern_text.size] = '\0';
    for (size_t at = 0; at + 1 < pattern_text.size; at++) {
        if (translated[at] != '\\')
            continue;
        at++;
        if ((translated[at] != 'p' && translated[at] != 'P') || translated[at + 1] != '{')
            continue;
        const size_t category = at + 2;
        const size_t size = text_find(text_part(pattern_text, category, pattern_text.size), '}');
        if (category + size < pattern_text.size)
            category_translate(translated + category, size);
    }
    return (struct text){translated, pattern_text.size};
}

static void pattern_release(void *object)
{
    struct pattern *released = object;
    pcre2_match_data_free(released->match);
    pcre2_match_context_free(released->limits);
    pcre2_code_free(released->code);
}

static bool source_compile(struct text pattern_text, pcre2_code **code, struct error *err)
{
    const uint32_t pattern_options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                                     PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF |
                                     PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        arena_exhausted();
    (void)pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
    int pattern_failure;
    size_t pattern_offset;
    *code = pcre2_compile((PCRE2_SPTR)pattern_text.at, pattern_text.size, pattern_options,
                          &pattern_failure, &pattern_offset, context);
    pcre2_compile_context_free(context);
    if (*code)
        return true;
    PCRE2_UCHAR pattern_message[PATTERN_MESSAGE_SIZE] = "it is not a regular expression";
    (void)pcre2_get_error_message(pattern_failure, pattern_message, sizeof pattern_message);
    return error_set(err, ERROR_USAGE, "the pattern does not compile: at character %zu: %s",
                     utf8_count(text_part(pattern_text, 0, pattern_offset)) + 1,
                     (const char *)pattern_message);
}

bool pattern_compile(struct text pattern_text, struct arena *arena, struct pattern **compiled,
                     struct error *err)
{
    if (pattern_text.size > LIMIT_PATTERN_SIZE)
        return error_set(err, ERROR_USAGE, "the pattern is longer than %d bytes",
                         (int)LIMIT_PATTERN_SIZE);
    if (utf8_check(pattern_text) != pattern_text.size)
        return error_set(err, ERROR_USAGE, "the pattern is not UTF-8");
    if (text_starts(pattern_text,
                    TEXT("(*"))) /* would switch options of PCRE2, and is no ECMA-262 */
        return error_set(err, ERROR_USAGE,
                         "the pattern does not compile: at character 2: nothing to repeat");
    struct pattern made_pattern = {0};
    if (!source_compile(source_translate(arena, pattern_text), &made_pattern.code, err))
        return false;
    made_pattern.match = pcre2_match_data_create(1, NULL);
    made_pattern.limits = pcre2_match_context_create(NULL);
    if (!made_pattern.match || !made_pattern.limits)
        arena_exhausted();
    (void)pcre2_set_match_limit(made_pattern.limits, LIMIT_PATTERN_STEPS);
    (void)pcre2_set_depth_limit(made_pattern.limits, LIMIT_PATTERN_STEPS);
    (void)pcre2_set_heap_limit(made_pattern.limits, LIMIT_PATTERN_HEAP);
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    *pattern = made_pattern;
    arena_defer(arena, pattern_release, pattern);
    *compiled = pattern;
    return true;
}

bool pattern_find(const struct pattern *pattern, struct text matched_text, bool *pattern_found,
                  struct error *err)
{
    const char *matched_bytes = matched_text.at ? matched_text.at : "";
    const int pattern_matched =
        pcre2_match(pattern->code, (PCRE2_SPTR)matched_bytes, matched_text.size, 0, PCRE2_NO_JIT,
                    pattern->match, pattern->limits);
    if (pattern_matched >= 0 || pattern_matched == PCRE2_ERROR_NOMATCH) {
        *pattern_found = pattern_matched >= 0;
        return true;
    }
    if (pattern_matched == PCRE2_ERROR_MATCHLIMIT || pattern_matched == PCRE2_ERROR_DEPTHLIMIT ||
        pattern_matched == PCRE2_ERROR_HEAPLIMIT)
        return error_set(err, ERROR_REFUSED, "the pattern needs more than %d steps on this text",
                         (int)LIMIT_PATTERN_STEPS);
    if (pattern_matched <= PCRE2_ERROR_UTF8_ERR1 && pattern_matched >= PCRE2_ERROR_UTF8_ERR21)
        return error_set(err, ERROR_REFUSED, "the text is not UTF-8");
    if (pattern_matched == PCRE2_ERROR_NOMEMORY)
        arena_exhausted();
    PCRE2_UCHAR pattern_message[PATTERN_MESSAGE_SIZE] = "matching failed";
    (void)pcre2_get_error_message(pattern_matched, pattern_message, sizeof pattern_message);
    return error_set(err, ERROR_REFUSED, "the pattern cannot be matched: %s",
                     (const char *)pattern_message);
}
