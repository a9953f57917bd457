#include "evidence/figures.h"

#include "evidence/result.h"

bool figures_read(struct figures *figures, const struct value *map, struct text above)
{
    struct naming *naming = &figures->naming;
    for (size_t i = 0; i < value_count(map); i++) {
        struct text metric;
        const struct text key = member_key(map, i);
        const struct value *figure = member_value(map, i);
        if (value_kind(figure) == VALUE_LIST ||
            (figures->passed_over && figures->passed_over(key, figure)))
            continue;
        if (!name_join(naming, above, key, value_place(figure), &metric))
            return false;
        const bool done =
            value_kind(figure) == VALUE_MAP
                ? figures_read(figures, figure, metric)
                : result_add(figures->evidence, &(struct result){.metric = metric, .value = figure},
                             figures->setting, NULL, naming->arena, naming->err);
        if (!done)
            return false;
    }
    return true;
}
