#include "base/suggest.h"

enum { SUGGEST_WORD_SIZE = 64, BEGINNING_SIZE = 3 };

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, row by row; a swap looks back two rows, so three are kept. */
static size_t edit_distance(struct text a, struct text b)
{
    size_t rows[3][SUGGEST_WORD_SIZE + 1];
    for (size_t column = 0; column <= b.size; column++)
        rows[0][column] = column;
    for (size_t row_index = 1; row_index <= a.size; row_index++) {
        size_t *row = rows[row_index % 3];
        const size_t *above = rows[(row_index + 2) % 3], *two_above = rows[(row_index + 1) % 3];
        row[0] = row_index;
        for (size_t column = 1; column <= b.size; column++) {
            const char x = lower(a.at[row_index - 1]), y = lower(b.at[column - 1]);
            row[column] = least_of(least_of(above[column], row[column - 1]) + 1,
                                   above[column - 1] + (x != y));
            if (row_index > 1 && column > 1 && x == lower(b.at[column - 2]) &&
                y == lower(a.at[row_index - 2]))
                row[column] = least_of(row[column], two_above[column - 2] + 1);
        }
    }
    return rows[a.size % 3][b.size];
}

static size_t lengths_apart(struct text a, struct text b)
{
    return a.size > b.size ? a.size - b.size : b.size - a.size;
}

static size_t distance_allowed(struct text asked)
{
    return asked.size == 2 ? 1 : asked.size / 3;
}

static bool word_begins(struct text word, struct text beginning)
{
    if (beginning.size < BEGINNING_SIZE || word.size < beginning.size)
        return false;
    for (size_t letter = 0; letter < beginning.size; letter++)
        if (lower(word.at[letter]) != lower(beginning.at[letter]))
            return false;
    return true;
}

struct suggestion suggest_for(struct text asked)
{
    return (struct suggestion){.asked = asked, .distance = distance_allowed(asked) + 1};
}

void suggest_offer(struct suggestion *suggestion, struct text candidate)
{
    if (suggestion->asked.size > SUGGEST_WORD_SIZE || candidate.size > SUGGEST_WORD_SIZE)
        return;
    size_t distance = lengths_apart(suggestion->asked, candidate); /* at least so far */
    if (distance < suggestion->distance)
        distance = edit_distance(suggestion->asked, candidate);
    if (word_begins(candidate, suggestion->asked))
        distance = least_of(distance, distance_allowed(suggestion->asked));
    if (distance < suggestion->distance) {
        suggestion->word = candidate;
        suggestion->distance = distance;
    }
}

const char *suggest_hint(const struct suggestion *suggestion, struct arena *arena)
{
    if (suggestion->word.size == 0)
        return "";
    return text_format(arena, "; did you mean %.*s?", TEXT_ARGS(suggestion->word)).at;
}
