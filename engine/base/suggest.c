#include "base/suggest.h"

enum { WORD_SIZE = 64, BEGINNING_SIZE = 3 };

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, row by row; a swap looks back two rows, so three are kept. */
static size_t distance_of(struct text a, struct text b)
{
    size_t rows[3][WORD_SIZE + 1];
    for (size_t j = 0; j <= b.size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            const char x = lower(a.at[i - 1]), y = lower(b.at[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b.at[j - 2]) && y == lower(a.at[i - 2]))
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.size % 3][b.size];
}

static size_t lengths_apart(struct text a, struct text b)
{
    return a.size > b.size ? a.size - b.size : b.size - a.size;
}

static size_t near_enough(struct text asked)
{
    return asked.size == 2 ? 1 : asked.size / 3;
}

static bool begins(struct text word, struct text beginning)
{
    if (beginning.size < BEGINNING_SIZE || word.size < beginning.size)
        return false;
    for (size_t i = 0; i < beginning.size; i++)
        if (lower(word.at[i]) != lower(beginning.at[i]))
            return false;
    return true;
}

struct suggestion suggest_for(struct text asked)
{
    return (struct suggestion){.asked = asked, .distance = near_enough(asked) + 1};
}

void suggest_offer(struct suggestion *suggestion, struct text candidate)
{
    if (suggestion->asked.size > WORD_SIZE || candidate.size > WORD_SIZE)
        return;
    size_t distance = lengths_apart(suggestion->asked, candidate); /* at least so far */
    if (distance < suggestion->distance)
        distance = distance_of(suggestion->asked, candidate);
    if (begins(candidate, suggestion->asked))
        distance = least(distance, near_enough(suggestion->asked));
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
