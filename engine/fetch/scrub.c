#include "fetch/scrub.h"

#include "base/buffer.h"
#include "base/limits.h"

static bool is_blank(char letter)
{
    return (unsigned char)letter <= ' ';
}

/* The size of the secret that stands at `from`; 0 where none does. Of two the longer. */
static size_t secret_at(struct text words, size_t from, const struct scrubbed_secrets *secrets)
{
    size_t longest = 0;
    const struct text rest = text_part(words, from, words.size);
    for (size_t i = 0; i < secrets->count; i++)
        if (secrets->at[i].size > longest && text_starts(rest, secrets->at[i]))
            longest = secrets->at[i].size;
    return longest;
}

/* Where the word that begins at `from` ends. */
static size_t word_end(struct text words, size_t from)
{
    while (from < words.size && !is_blank(words.at[from]))
        from++;
    return from;
}

/* One word, which may be an address, without what an address must not tell. */
static void word_add(struct text word, struct buffer *scrubbed)
{
    size_t scheme = 0;
    for (size_t i = 0; i + 2 < word.size && scheme == 0; i++)
        if (word.at[i] == ':' && word.at[i + 1] == '/' && word.at[i + 2] == '/')
            scheme = i + 3;
    size_t from = scheme;
    for (size_t i = scheme; i < word.size && word.at[i] != '?'; i++)
        if (word.at[i] == '@')
            from = i + 1;
    buffer_add(scrubbed, text_part(word, 0, scheme));
    const struct text rest = text_part(word, from, word.size);
    buffer_add(scrubbed, text_part(rest, 0, text_find(rest, '?')));
}

struct text scrub(struct text words, const struct scrubbed_secrets *secrets, struct arena *arena)
{
    struct buffer bare = buffer_in(arena, words.size * sizeof "***" + 1);
    struct buffer scrubbed = buffer_in(arena, LIMIT_DELIVERY_REASON);
    for (size_t i = 0; i < words.size;) {
        const size_t secret = secret_at(words, i, secrets);
        if (secret)
            buffer_string(&bare, "***");
        else
            buffer_byte(&bare, words.at[i] < ' ' || words.at[i] > '~' ? ' ' : words.at[i]);
        i += secret ? secret : 1;
    }
    const struct text found = buffer_text(&bare);
    for (size_t i = 0; i < found.size;) {
        const size_t end = word_end(found, i);
        if (end == i)
            buffer_byte(&scrubbed, found.at[i++]);
        else
            word_add(text_part(found, i, end - i), &scrubbed);
        i = end > i ? end : i;
    }
    return text_trimmed(buffer_text(&scrubbed));
}
