#include "script/power.h"

#include <ctype.h>
#include <stdint.h>

static char at(struct text source, size_t i)
{
    return i < source.size ? source.at[i] : '\0';
}

static bool of_word(char letter)
{
    return isalnum((unsigned char)letter) || letter == '_' || letter == '.';
}

/* How many = stand between the brackets of [==[ at `i`; SIZE_MAX where no long bracket opens. */
static size_t bracket_level(struct text source, size_t i)
{
    size_t level = 0;
    if (at(source, i) != '[')
        return SIZE_MAX;
    while (at(source, i + 1 + level) == '=')
        level++;
    return at(source, i + 1 + level) == '[' ? level : SIZE_MAX;
}

/* Behind the ]==] that closes the long bracket at `i`. */
static size_t bracket_end(struct text source, size_t i, size_t level)
{
    for (i += level + 2; i < source.size; i++) {
        size_t same = 0;
        if (source.at[i] != ']')
            continue;
        while (same < level && at(source, i + 1 + same) == '=')
            same++;
        if (same == level && at(source, i + 1 + level) == ']')
            return i + level + 2;
    }
    return source.size;
}

static size_t string_end(struct text source, size_t i)
{
    const char quote = source.at[i++];
    while (i < source.size && source.at[i] != quote)
        i += source.at[i] == '\\' ? 2 : 1;
    return i + 1;
}

static size_t comment_end(struct text source, size_t i)
{
    const size_t level = bracket_level(source, i + 2);
    if (level != SIZE_MAX)
        return bracket_end(source, i + 2, level);
    const struct text rest = text_part(source, i, source.size);
    return i + text_find(rest, '\n');
}

/* Behind the comment, string or long bracket at `i`; `i` itself where none begins there. */
static size_t skipped(struct text source, size_t i)
{
    const char letter = at(source, i);
    const size_t level = bracket_level(source, i);
    if (letter == '"' || letter == '\'')
        return string_end(source, i);
    if (letter == '-' && at(source, i + 1) == '-')
        return comment_end(source, i);
    return level == SIZE_MAX ? i : bracket_end(source, i, level);
}

static size_t blanks_end(struct text source, size_t i)
{
    while (isspace((unsigned char)at(source, i)))
        i++;
    return i;
}

/* Is the word that ends before the ^ at `i` a numeral? */
static bool numeral_before(struct text source, size_t i)
{
    while (i > 0 && isspace((unsigned char)source.at[i - 1]))
        i--;
    const size_t end = i;
    while (i > 0 && of_word(source.at[i - 1]))
        i--;
    return i < end && isdigit((unsigned char)source.at[i]);
}

static bool is_the_same_everywhere(struct text source, size_t i)
{
    const size_t next = blanks_end(source, i + 1);
    if (at(source, next) == '2' && !of_word(at(source, next + 1)) &&
        at(source, blanks_end(source, next + 1)) != '^') /* x^2^3 is x^8 */
        return true;
    const size_t digit = at(source, next) == '-' ? blanks_end(source, next + 1) : next;
    return numeral_before(source, i) && isdigit((unsigned char)at(source, digit));
}

size_t power_find(struct text source)
{
    if (text_find(source, '^') == source.size)
        return source.size;
    for (size_t i = 0; i < source.size;) {
        const size_t next = skipped(source, i);
        if (next == i && source.at[i] == '^' && !is_the_same_everywhere(source, i))
            return i;
        i = next > i ? next : i + 1;
    }
    return source.size;
}
