#include "script/power.h"

#include <ctype.h>
#include <stdint.h>

static char chunk_char(struct text chunk_text, size_t i)
{
    return i < chunk_text.size ? chunk_text.at[i] : '\0';
}

static bool power_of_word(char letter)
{
    return isalnum((unsigned char)letter) || letter == '_' || letter == '.';
}

/* How many = stand between the brackets of [==[ at `i`; SIZE_MAX where no long bracket opens. */
static size_t bracket_level(struct text chunk_text, size_t i)
{
    size_t level = 0;
    if (chunk_char(chunk_text, i) != '[')
        return SIZE_MAX;
    while (chunk_char(chunk_text, i + 1 + level) == '=')
        level++;
    return chunk_char(chunk_text, i + 1 + level) == '[' ? level : SIZE_MAX;
}

/* Where the chunk goes on behind the ]==] of the long bracket at `i`. */
static size_t bracket_end(struct text chunk_text, size_t i, size_t level)
{
    for (i += level + 2; i < chunk_text.size; i++) {
        size_t same = 0;
        if (chunk_text.at[i] != ']')
            continue;
        while (same < level && chunk_char(chunk_text, i + 1 + same) == '=')
            same++;
        if (same == level && chunk_char(chunk_text, i + 1 + level) == ']')
            return i + level + 2;
    }
    return chunk_text.size;
}

static size_t string_end(struct text chunk_text, size_t i)
{
    const char quote = chunk_text.at[i++];
    while (i < chunk_text.size && chunk_text.at[i] != quote)
        i += chunk_text.at[i] == '\\' ? 2 : 1;
    return i + 1;
}

static size_t comment_end(struct text chunk_text, size_t i)
{
    const size_t level = bracket_level(chunk_text, i + 2);
    if (level != SIZE_MAX)
        return bracket_end(chunk_text, i + 2, level);
    const struct text rest = text_part(chunk_text, i, chunk_text.size);
    return i + text_find(rest, '\n');
}

/* Behind the chunk's comment, string or long bracket at `i`; `i` where none begins there. */
static size_t power_skipped(struct text chunk_text, size_t i)
{
    const char letter = chunk_char(chunk_text, i);
    const size_t level = bracket_level(chunk_text, i);
    if (letter == '"' || letter == '\'')
        return string_end(chunk_text, i);
    if (letter == '-' && chunk_char(chunk_text, i + 1) == '-')
        return comment_end(chunk_text, i);
    return level == SIZE_MAX ? i : bracket_end(chunk_text, i, level);
}

static size_t power_blanks_end(struct text chunk_text, size_t i)
{
    while (isspace((unsigned char)chunk_char(chunk_text, i)))
        i++;
    return i;
}

/* Is the chunk's word that ends before the ^ at `i` a numeral? */
static bool power_numeral_before(struct text chunk_text, size_t i)
{
    while (i > 0 && isspace((unsigned char)chunk_text.at[i - 1]))
        i--;
    const size_t end = i;
    while (i > 0 && power_of_word(chunk_text.at[i - 1]))
        i--;
    return i < end && isdigit((unsigned char)chunk_text.at[i]);
}

static bool is_the_same_everywhere(struct text chunk_text, size_t i)
{
    const size_t next = power_blanks_end(chunk_text, i + 1);
    if (chunk_char(chunk_text, next) == '2' && !power_of_word(chunk_char(chunk_text, next + 1)) &&
        chunk_char(chunk_text, power_blanks_end(chunk_text, next + 1)) != '^') /* x^2^3 is x^8 */
        return true;
    const size_t digit =
        chunk_char(chunk_text, next) == '-' ? power_blanks_end(chunk_text, next + 1) : next;
    return power_numeral_before(chunk_text, i) &&
           isdigit((unsigned char)chunk_char(chunk_text, digit));
}

size_t power_find(struct text chunk_text)
{
    if (text_find(chunk_text, '^') == chunk_text.size)
        return chunk_text.size;
    for (size_t i = 0; i < chunk_text.size;) {
        const size_t next = power_skipped(chunk_text, i);
        if (next == i && chunk_text.at[i] == '^' && !is_the_same_everywhere(chunk_text, i))
            return i;
        i = next > i ? next : i + 1;
    }
    return chunk_text.size;
}
