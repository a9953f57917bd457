#include "registry/words.h"

#include "base/encode.h"
#include "base/limits.h"
#include "evidence/stage.h"

enum { NAME_MAX_SIZE = 128, VERSION_MAX_SIZE = 64, RESERVED_MAX_SIZE = 16 };

static bool words_are_of(struct text words, const char *marks, bool capitals)
{
    for (size_t i = 0; i < words.size; i++) {
        const char letter = words.at[i];
        const bool common_letter =
            (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (!common_letter && !(capitals && letter >= 'A' && letter <= 'Z') &&
            (letter == '\0' || !strchr(marks, letter)))
            return false;
    }
    return true;
}

bool words_are_id(struct text id)
{
    return id.size > 0 && id.size <= LIMIT_PERSON_ID && words_are_of(id, "._@-", false);
}

bool words_are_name(struct text model_name)
{
    if (model_name.size == 0 || model_name.size > NAME_MAX_SIZE ||
        !words_are_of(model_name, "._/-", false) ||
        !words_are_of(text_part(model_name, 0, 1), "", false))
        return false;
    for (size_t i = 1; i < model_name.size; i++)
        if (model_name.at[i] == '.' && model_name.at[i - 1] == '.')
            return false;
    return true;
}

bool words_are_version(struct text version)
{
    return version.size > 0 && version.size <= VERSION_MAX_SIZE &&
           words_are_of(version, "._+-", true) && words_are_of(text_part(version, 0, 1), "", true);
}

bool words_are_reserved(struct text words)
{
    enum stage stage;
    char small_letters[RESERVED_MAX_SIZE];
    if (words.size > sizeof small_letters)
        return false;
    for (size_t i = 0; i < words.size; i++) {
        const char letter = words.at[i];
        const bool capital = letter >= 'A' && letter <= 'Z';
        small_letters[i] = capital ? (char)(letter - 'A' + 'a') : letter;
    }
    const struct text small = {small_letters, words.size};
    struct suggestion unheeded = suggest_for(small);
    return text_is(small, "latest") || stage_read(small, &stage, &unheeded);
}

/* Unicode's format characters (Cf), and its two separators of lines and paragraphs. */
static const struct {
    uint32_t first, last;
} hidden_points[] = {
    {0x00ad, 0x00ad},   {0x0600, 0x0605},   {0x061c, 0x061c},   {0x06dd, 0x06dd},
    {0x070f, 0x070f},   {0x0890, 0x0891},   {0x08e2, 0x08e2},   {0x180e, 0x180e},
    {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},   {0xfeff, 0xfeff},
    {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f},
    {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe007f},
};

static bool point_is_control(uint32_t words_point)
{
    return words_point < 0x20 || (words_point >= 0x7f && words_point <= 0x9f);
}

static bool point_is_hidden(uint32_t words_point)
{
    for (size_t i = 0; i < COUNT(hidden_points); i++)
        if (words_point >= hidden_points[i].first && words_point <= hidden_points[i].last)
            return true;
    return false;
}

const char *words_unsound(struct text words)
{
    uint32_t words_point;
    for (size_t words_at = 0, point_size; words_at < words.size; words_at += point_size) {
        point_size = utf8_read(words, words_at, &words_point);
        if (!point_size)
            return "is not UTF-8";
        if (point_is_control(words_point))
            return "has a control character";
        if (point_is_hidden(words_point))
            return "has a character that does not show, or that turns the writing round";
    }
    return NULL;
}
