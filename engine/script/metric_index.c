#include "script/metric_index.h"

#include "script/names.h"

struct metric_index {
    const struct evidences *of;
    size_t *starts; /* in the index: each evidence's first result, and the count of all */
    uint32_t *slots;
    size_t capacity; /* of the index: a power of two, at least twice the count */
    uint32_t *next;
    size_t count;
    uint64_t seed;
};

static size_t slot_of(const struct metric_index *index, struct text metric)
{
    size_t i = (size_t)names_hash(metric, index->seed) & (index->capacity - 1);
    while (index->slots[i] != 0) {
        const struct metric_found first = metric_index_at(index, index->slots[i] - 1);
        if (text_equal(first.result->metric, metric))
            break;
        i = (i + 1) & (index->capacity - 1);
    }
    return i;
}

static void results_count(struct metric_index *index, struct arena *arena)
{
    const struct evidences *of = index->of;
    index->starts = ARENA_ARRAY(arena, size_t, of->count + 1);
    for (size_t i = 0; i < of->count; i++) {
        index->starts[i] = index->count;
        index->count += of->at[i].results.count;
        index->seed = names_seed(index->seed, of->at[i].digest.bytes, sizeof of->at[i].digest);
    }
    index->starts[of->count] = index->count;
    if (index->count >= UINT32_MAX) /* their bytes would fill the machine before */
        arena_exhausted();
}

static const struct metric_index *index_new(const struct evidences *of, struct arena *arena)
{
    struct metric_index *index = ARENA_NEW(arena, struct metric_index);
    index->of = of;
    results_count(index, arena);
    index->capacity = 2;
    while (index->capacity < 2 * index->count)
        index->capacity *= 2;
    index->slots = ARENA_ARRAY(arena, uint32_t, index->capacity);
    index->next = ARENA_ARRAY(arena, uint32_t, index->count);
    for (size_t i = index->count; i > 0; i--) { /* from the last: each goes before its followers */
        uint32_t *slot =
            &index->slots[slot_of(index, metric_index_at(index, i - 1).result->metric)];
        index->next[i - 1] = *slot;
        *slot = (uint32_t)i;
    }
    return index;
}

const struct metric_index *metric_index_of(const struct case_file *of, struct arena *arena)
{
    if (!of->memo)
        return index_new(of->evidence, arena);
    if (!of->memo->results)
        of->memo->results = index_new(of->evidence, of->memo->arena);
    return of->memo->results;
}

size_t metric_index_count(const struct metric_index *index)
{
    return index->count;
}

struct metric_found metric_index_at(const struct metric_index *index, size_t number)
{
    size_t low = 0, high = index->of->count - 1;
    while (low < high) { /* the last evidence that begins at or before the number */
        const size_t middle = (low + high + 1) / 2;
        if (index->starts[middle] <= number)
            low = middle;
        else
            high = middle - 1;
    }
    const struct evidence *evidence = &index->of->at[low];
    return (struct metric_found){evidence, &evidence->results.at[number - index->starts[low]]};
}

bool metric_index_next(const struct metric_index *index, struct text metric, size_t *cursor,
                       struct metric_found *out)
{
    if (index->count == 0)
        return false;
    const uint32_t number =
        *cursor ? index->next[*cursor - 1] : index->slots[slot_of(index, metric)];
    if (number == 0)
        return false;
    *cursor = number;
    *out = metric_index_at(index, number - 1);
    return true;
}
