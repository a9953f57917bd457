#include "scan/unpickler.h"

/* ---- tuples ---- */

/* What a tuple of these entries is worth knowing. */
static struct symbol tuple_of(const struct symbol *entries, size_t count)
{
    struct symbol tuple = {.kind = SYMBOL_SHAPE, .number = 1};
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind == SYMBOL_NUMBER &&
            !__builtin_mul_overflow(tuple.number, entries[i].number, &tuple.number))
            continue;
        if (i == 0 && entries[0].kind == SYMBOL_TEXT)
            return (struct symbol){.kind = SYMBOL_NAMED, .as.text = entries[0].as.text};
        return (struct symbol){.kind = SYMBOL_ANY};
    }
    return tuple;
}

/* Value number `index` above entry `from`, where it is a number. */
static bool number_at(const struct stack *stack, size_t from, uint64_t index,
                      uint64_t *symbol_number)
{
    uint64_t stack_item = 0;
    for (size_t stack_at = from; stack_at < stack->count && stack_item <= index; stack_at++) {
        const struct symbol *stack_entry = &stack->at[stack_at];
        if (stack_item == index && stack_entry->kind == SYMBOL_NUMBER) {
            *symbol_number = stack_entry->number;
            return true;
        }
        stack_item += stack_entry->kind == SYMBOL_ANY ? stack_entry->count : 1;
    }
    return false;
}

/* A dtype's state, as every numpy since 1.6 writes it: version 3, ..., size, alignment, flags. */
static bool layout_of(const struct stack *stack, size_t from, struct symbol *out)
{
    enum { ITEMS = 8, VERSION = 0, SIZE = 5, FLAGS = 7, VERSION_KNOWN = 3, FLAG_OBJECTS = 1 };
    uint64_t version, size, flags;
    if (stack_values(stack, from) != ITEMS || !number_at(stack, from, VERSION, &version) ||
        !number_at(stack, from, SIZE, &size) || !number_at(stack, from, FLAGS, &flags) ||
        version != VERSION_KNOWN)
        return false;
    *out = (struct symbol){
        .kind = SYMBOL_LAYOUT, .number = size, .known = flags & FLAG_OBJECTS ? KNOWN_OBJECTS : 0};
    return true;
}

bool unpickle_tuple(struct unpickler *unpickler, size_t pops)
{
    struct symbol entries[3];
    for (size_t i = pops; i-- > 0;)
        if (!unpickle_pop(unpickler, &entries[i]) || !unpickle_absorb(unpickler, &entries[i]))
            return false;
    return unpickle_push(unpickler, tuple_of(entries, pops));
}

bool unpickle_tuple_mark(struct unpickler *unpickler)
{
    size_t mark;
    struct symbol tuple;
    if (!stack_mark(&unpickler->stack, &mark))
        return unpickle_broken(unpickler, "takes down to a mark that is not there");
    if (!layout_of(&unpickler->stack, mark + 1, &tuple))
        tuple = tuple_of(unpickler->stack.at + mark + 1, unpickler->stack.count - mark - 1);
    return unpickle_gather(unpickler) && unpickle_push(unpickler, tuple);
}

/* ---- dtypes ---- */

/* numpy's one letter for a kind, then bytes; 'U' counts code points of four bytes, and 'V' is a
 * record of several values. `width` says that its state may give it another size. */
struct symbol dtype_of(const char *dtype_name)
{
    struct symbol dtype = {.kind = SYMBOL_DTYPE};
    uint64_t dtype_size = 0;
    if (!dtype_name || !strchr("biufcmMOSUV", dtype_name[0]))
        return dtype;
    for (const char *dtype_digit = dtype_name + 1; *dtype_digit; dtype_digit++) {
        if (*dtype_digit < '0' || *dtype_digit > '9' || dtype_size > UINT32_MAX)
            return dtype;
        dtype_size = 10 * dtype_size + (uint64_t)(*dtype_digit - '0');
    }
    dtype.number = dtype_name[0] == 'U' ? 4 * dtype_size : dtype_size;
    dtype.known = (uint8_t)(dtype_name[0] == 'O' ? KNOWN_OBJECTS : 0);
    dtype.width = dtype_name[0] == 'U' || dtype_name[0] == 'S' || dtype_name[0] == 'V';
    return dtype;
}

/* Texts and records get a size from their state; it has to be the one of their name. Records that
 * hold objects are not followed. */
void dtype_build(struct unpickler *unpickler, const struct symbol *dtype,
                 const struct symbol *layout)
{
    if (dtype->width &&
        (layout->kind != SYMBOL_LAYOUT || layout->number != dtype->number || layout->known))
        unpickler->doubtful = true;
}

/* ---- the state of an array ---- */

static void state_set(struct symbol *state, const char *key, const struct symbol *value)
{
    if (strcmp(key, "shape") == 0) {
        state->known |= value->kind == SYMBOL_SHAPE ? KNOWN_SHAPE : KNOWN_WRONG;
        state->number = value->number;
    } else if (strcmp(key, "dtype") == 0) {
        const bool known =
            value->kind == SYMBOL_DTYPE && value->number && value->number <= INT32_MAX;
        state->known |= known ? KNOWN_DTYPE | (value->known & KNOWN_OBJECTS) : KNOWN_WRONG;
        state->width = (uint32_t)value->number;
    } else if (strcmp(key, "numpy_array_alignment_bytes") == 0) {
        if (value->kind == SYMBOL_NUMBER)
            state->known |= KNOWN_ALIGNED;
        else if (value->kind != SYMBOL_NULL)
            state->known |= KNOWN_WRONG;
    }
}

/* Keys and values above the mark. */
static struct symbol state_of(const struct stack *stack, size_t from)
{
    struct symbol state = {.kind = SYMBOL_DICT};
    uint64_t item = 0;
    for (size_t i = from; i < stack->count; i++) {
        const struct symbol *entry = &stack->at[i];
        const bool key = item % 2 == 0;
        if (key && entry->kind == SYMBOL_TEXT && i + 1 < stack->count)
            state_set(&state, entry->as.text, &stack->at[i + 1]);
        else if (entry->kind == SYMBOL_ANY ? key || entry->count > 1 : key)
            state.known |= KNOWN_WRONG;
        item += entry->kind == SYMBOL_ANY ? entry->count : 1;
    }
    return state;
}

bool unpickle_set_items(struct unpickler *unpickler)
{
    size_t mark;
    if (!stack_mark(&unpickler->stack, &mark))
        return unpickle_broken(unpickler, "takes down to a mark that is not there");
    struct symbol state = state_of(&unpickler->stack, mark + 1);
    if (!unpickle_gather(unpickler) || !unpickle_top(unpickler))
        return false;
    struct symbol *dict = stack_top(&unpickler->stack);
    if (dict->kind != SYMBOL_DICT || dict->known || dict->as.writes != unpickler->writes) {
        unpickler->writes += dict->kind != SYMBOL_DICT;
        return unpickle_written(unpickler);
    }
    state.as.writes = unpickler->writes;
    *dict = state;
    return true;
}

/* ---- the bytes of an array ---- */

/* An array of objects is a pickle of its own, in the middle of this one. */
static bool objects_walk(struct unpickler *unpickler)
{
    struct exam inner = *unpickler->exam;
    struct pickle_walked walked;
    inner.depth++;
    const bool done =
        pickle_walk(&inner, unpickler->source, (struct pickle_options){.most = 1}, &walked);
    unpickler->exam->unavailable |= inner.unavailable;
    return done;
}

/* One byte says how many of filling follow, so that the numbers begin at an even address. */
static bool filling_skip(struct unpickler *unpickler)
{
    if (source_ready(unpickler->source, 1) == 0)
        return false;
    const uint8_t filling = *source_at(unpickler->source);
    source_drop(unpickler->source, 1);
    return source_skip(unpickler->source, filling);
}

bool array_build(struct unpickler *unpickler, const struct symbol *state)
{
    uint64_t size;
    const uint8_t needed = KNOWN_SHAPE | KNOWN_DTYPE;
    if (state->kind != SYMBOL_DICT || (state->known & needed) != needed ||
        state->known & KNOWN_WRONG || unpickler->doubtful ||
        state->as.writes != unpickler->writes ||
        __builtin_mul_overflow(state->number, (uint64_t)state->width, &size))
        return unpickle_broken(unpickler, "has an array whose size cannot be told");
    if (state->known & KNOWN_OBJECTS)
        return objects_walk(unpickler);
    if ((state->known & KNOWN_ALIGNED && !filling_skip(unpickler)) ||
        !source_skip(unpickler->source, size))
        return exam_source_whole(unpickler->exam, unpickler->source) &&
               exam_truncated(unpickler->exam, unpickler->offset);
    return true;
}
