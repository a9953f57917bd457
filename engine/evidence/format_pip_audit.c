/* pip-audit's JSON, now {dependencies: [...], fixes: [...]}, once the bare list.
 *
 *     {"name": "jinja2", "version": "3.1.2", "vulns": [{"id": "...", "fix_versions": ["3.1.3"]}]}
 *     {"name": "ours", "skip_reason": "not found on PyPI"}
 *
 * What was skipped was not audited and is counted apart. Where nothing was audited there is no
 * number of vulnerabilities: none found is not none there. */
#include "evidence/format.h"

struct audit {
    size_t audited, skipped, vulnerabilities, fixable;
};

static const struct value *dependencies_of(const struct value *document)
{
    return value_kind(document) == VALUE_LIST ? document
                                              : value_get(document, TEXT("dependencies"));
}

static bool is_dependency(const struct value *entry)
{
    return value_get(entry, TEXT("name")) &&
           (value_get(entry, TEXT("vulns")) || value_get(entry, TEXT("skip_reason")));
}

static bool is_pip_audit(const struct value *document)
{
    const struct value *dependencies = dependencies_of(document);
    if (!dependencies || value_kind(dependencies) != VALUE_LIST)
        return false;
    if (value_count(dependencies) == 0)
        return value_get(document, TEXT("fixes")) != NULL;
    return is_dependency(value_at(dependencies, 0));
}

static bool dependency_count(struct audit *audit, const struct value *dependency, struct error *err)
{
    const struct value *vulnerabilities;
    if (!is_dependency(dependency))
        return error_at(err, ERROR_REFUSED, value_place(dependency),
                        "a dependency has a name, and vulns or a skip_reason");
    if (!field_of_kind(dependency, TEXT("vulns"), VALUE_LIST, &vulnerabilities, err))
        return false;
    const bool skipped = !vulnerabilities || (value_count(vulnerabilities) == 0 &&
                                              value_present(dependency, TEXT("skip_reason")));
    audit->skipped += skipped;
    audit->audited += !skipped;
    for (size_t i = 0; vulnerabilities && i < value_count(vulnerabilities); i++) {
        const struct value *versions;
        if (!field_of_kind(value_at(vulnerabilities, i), TEXT("fix_versions"), VALUE_LIST,
                           &versions, err))
            return false;
        audit->vulnerabilities++;
        audit->fixable += versions && value_count(versions) > 0;
    }
    return true;
}

static bool figures_add(struct evidence *evidence, const struct audit *audit,
                        const struct value *dependencies, struct arena *arena, struct error *err)
{
    const struct value *audited =
        value_beside(value_of_integer((int64_t)audit->audited), dependencies, arena);
    const struct details of_audited = {.n = audited};
    const struct {
        struct text metric;
        size_t count;
        bool found; /* a count of what was looked for */
    } figures[] = {
        {TEXT("dependencies"), audit->audited, false},
        {TEXT("dependencies.skipped"), audit->skipped, false},
        {TEXT("vulnerabilities"), audit->vulnerabilities, true},
        {TEXT("vulnerabilities.fixable"), audit->fixable, true},
    };
    for (size_t i = 0; i < COUNT(figures); i++) {
        const bool known = audit->audited > 0 || !figures[i].found;
        const struct value figure = known ? value_of_integer((int64_t)figures[i].count)
                                          : value_of_text(TEXT("no dependency was audited"));
        const struct result result = {.metric = figures[i].metric,
                                      .value = value_beside(figure, dependencies, arena)};
        if (!result_add(evidence, &result, NULL, figures[i].found ? &of_audited : NULL, arena, err))
            return false;
    }
    return true;
}

static bool pip_audit_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *dependencies = dependencies_of(evidence->document);
    struct audit audit = {0};
    for (size_t i = 0; i < value_count(dependencies); i++)
        if (!dependency_count(&audit, value_at(dependencies, i), err))
            return false;
    return figures_add(evidence, &audit, dependencies, arena, err);
}

const struct format format_pip_audit = {
    .name = "pip-audit",
    .summary = "Known vulnerabilities of Python packages, by pip-audit --format json",
    .is = is_pip_audit,
    .read = pip_audit_read,
};
