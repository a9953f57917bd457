#include "registry/semver.h"

#include "base/attributes.h"

static bool is_digits(struct text identifier)
{
    for (size_t i = 0; i < identifier.size; i++)
        if (identifier.at[i] < '0' || identifier.at[i] > '9')
            return false;
    return identifier.size > 0;
}

static bool is_number(struct text identifier)
{
    return is_digits(identifier) && (identifier.size == 1 || identifier.at[0] != '0');
}

static bool is_identifier(struct text identifier)
{
    for (size_t i = 0; i < identifier.size; i++) {
        const char letter = identifier.at[i];
        if (!((letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
              (letter >= 'a' && letter <= 'z') || letter == '-'))
            return false;
    }
    return identifier.size > 0;
}

/* What stands before the next dot; the rest begins after it. False at the end. */
static bool identifier_take(struct text *identifiers, bool *over, struct text *identifier)
{
    if (*over)
        return false;
    const size_t dot = text_find(*identifiers, '.');
    *identifier = text_part(*identifiers, 0, dot);
    *over = dot == identifiers->size;
    *identifiers = text_part(*identifiers, dot + 1, identifiers->size);
    return true;
}

/* A pre-release's numbers have no leading zero; a build may be anything. */
static bool identifiers_hold(struct text identifiers, bool of_build)
{
    bool over = false;
    struct text identifier;
    while (identifier_take(&identifiers, &over, &identifier))
        if (!is_identifier(identifier) ||
            (!of_build && is_digits(identifier) && !is_number(identifier)))
            return false;
    return true;
}

bool semver_read(struct text version, struct semver *out)
{
    struct semver semver = {0};
    bool over = false;
    const size_t plus = text_find(version, '+');
    const struct text release = text_part(version, 0, plus);
    const size_t dash = text_find(release, '-');
    struct text core = text_part(release, 0, dash);
    semver.pre_release = text_part(release, dash + 1, release.size);
    semver.build = text_part(version, plus + 1, version.size);
    for (size_t i = 0; i < COUNT(semver.core); i++)
        if (!identifier_take(&core, &over, &semver.core[i]) || !is_number(semver.core[i]))
            return false;
    if (!over || (dash < release.size && !identifiers_hold(semver.pre_release, false)) ||
        (plus < version.size && !identifiers_hold(semver.build, true)))
        return false;
    *out = semver;
    return true;
}

/* Numbers of any length: the longer one is larger. */
static int numbers_compare(struct text one_number, struct text other_number)
{
    if (one_number.size != other_number.size)
        return one_number.size < other_number.size ? -1 : 1;
    return text_compare(one_number, other_number);
}

static int identifiers_compare(struct text one_identifier, struct text other_identifier)
{
    const bool one_counts = is_digits(one_identifier), other_counts = is_digits(other_identifier);
    if (one_counts && other_counts)
        return numbers_compare(one_identifier, other_identifier);
    if (one_counts != other_counts)
        return one_counts ? -1 : 1; /* a number comes before a word */
    return text_compare(one_identifier, other_identifier);
}

static int pre_releases_compare(struct text one_release, struct text other_release)
{
    bool one_over = false, other_over = false;
    if (!one_release.size || !other_release.size) /* a release comes after all that led to it */
        return (one_release.size == 0) - (other_release.size == 0);
    for (;;) {
        struct text one_identifier, other_identifier;
        const bool one_goes_on = identifier_take(&one_release, &one_over, &one_identifier);
        const bool other_goes_on = identifier_take(&other_release, &other_over, &other_identifier);
        if (!one_goes_on || !other_goes_on)
            return one_goes_on - other_goes_on;
        const int order = identifiers_compare(one_identifier, other_identifier);
        if (order)
            return order;
    }
}

static int precedence(const struct semver *one_semver, const struct semver *other_semver)
{
    for (size_t i = 0; i < COUNT(one_semver->core); i++) {
        const int order = numbers_compare(one_semver->core[i], other_semver->core[i]);
        if (order)
            return order;
    }
    return pre_releases_compare(one_semver->pre_release, other_semver->pre_release);
}

int version_compare(struct text one_version, struct text other_version)
{
    struct semver one_semver, other_semver;
    const bool one_reads = semver_read(one_version, &one_semver);
    const bool other_reads = semver_read(other_version, &other_semver);
    if (one_reads != other_reads)
        return one_reads ? -1 : 1;
    const int order = one_reads ? precedence(&one_semver, &other_semver) : 0;
    return order ? order : text_compare(one_version, other_version);
}
