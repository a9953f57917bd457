#include "scan/symbol.h"

#include "base/limits.h"

/* ---- the stack ---- */

enum { STACK_NEAR = 64 }; /* entries at the top that condensing leaves alone */

static struct symbol any_of(uint32_t count)
{
    return (struct symbol){.kind = SYMBOL_ANY, .count = count};
}

static bool forgettable(const struct symbol *symbol)
{
    return symbol->kind != SYMBOL_MARK && symbol->kind != SYMBOL_GLOBAL &&
           symbol->kind != SYMBOL_ARRAY && symbol->kind != SYMBOL_DTYPE;
}

static bool any_joins(const struct symbol *last, uint32_t count)
{
    return last->kind == SYMBOL_ANY && last->count <= UINT32_MAX - count;
}

static void stack_condense(struct stack *stack)
{
    size_t kept = 0;
    for (size_t i = 0; i < stack->count; i++) {
        struct symbol symbol = stack->at[i];
        if (i + STACK_NEAR < stack->count && forgettable(&symbol))
            symbol = any_of(symbol.kind == SYMBOL_ANY ? symbol.count : 1);
        if (symbol.kind == SYMBOL_ANY && kept && any_joins(&stack->at[kept - 1], symbol.count))
            stack->at[kept - 1].count += symbol.count;
        else
            stack->at[kept++] = symbol;
    }
    stack->count = kept;
}

static void stack_grow(struct stack *stack)
{
    const size_t stack_capacity = stack->capacity ? 4 * stack->capacity : STACK_NEAR;
    struct symbol *stack_symbols = ARENA_ARRAY(stack->arena, struct symbol, stack_capacity);
    if (stack->count)
        memcpy(stack_symbols, stack->at, stack->count * sizeof *stack_symbols);
    stack->at = stack_symbols;
    stack->capacity = stack_capacity;
}

bool stack_push(struct stack *stack, struct symbol symbol)
{
    if (symbol.kind == SYMBOL_ANY) {
        symbol.count = 1;
        if (stack->count && any_joins(&stack->at[stack->count - 1], 1)) {
            stack->at[stack->count - 1].count++;
            return true;
        }
    }
    if (stack->count == STACK_SIZE) {
        stack_condense(stack);
        if (stack->count > STACK_SIZE - STACK_NEAR) /* condensing again and again would be slow */
            return false;
    }
    if (stack->count == stack->capacity)
        stack_grow(stack);
    stack->at[stack->count++] = symbol;
    return true;
}

bool stack_push_many(struct stack *stack, uint32_t count)
{
    if (!stack_push(stack, any_of(1)))
        return false;
    struct symbol *top = &stack->at[stack->count - 1];
    if (any_joins(top, count - 1)) {
        top->count += count - 1;
        return true;
    }
    for (uint32_t i = 1; i < count; i++)
        if (!stack_push(stack, any_of(1)))
            return false;
    return true;
}

struct symbol *stack_top(struct stack *stack)
{
    if (stack->count == 0 || stack->at[stack->count - 1].kind == SYMBOL_MARK)
        return NULL;
    return &stack->at[stack->count - 1];
}

bool stack_pop(struct stack *stack, struct symbol *out)
{
    struct symbol *top = stack_top(stack);
    if (!top)
        return false;
    *out = *top;
    if (top->kind == SYMBOL_ANY && top->count > 1) {
        out->count = 1;
        top->count--;
    } else {
        stack->count--;
    }
    return true;
}

bool stack_mark(const struct stack *stack, size_t *out)
{
    for (size_t i = stack->count; i-- > 0;)
        if (stack->at[i].kind == SYMBOL_MARK) {
            *out = i;
            return true;
        }
    return false;
}

uint64_t stack_values(const struct stack *stack, size_t from)
{
    uint64_t values = 0;
    for (size_t i = from; i < stack->count; i++)
        values += stack->at[i].kind == SYMBOL_ANY ? stack->at[i].count : 1;
    return values;
}

/* ---- the memo ---- */

static size_t key_slot(const struct memo *memo, uint64_t key)
{
    return (size_t)((key * 0x9e3779b97f4a7c15u) >> 32) & (memo->capacity - 1);
}

static struct memo_entry *memo_find(const struct memo *memo, uint64_t key)
{
    size_t slot = key_slot(memo, key);
    while (memo->at[slot].pickle == memo->pickle && memo->at[slot].key != key)
        slot = (slot + 1) & (memo->capacity - 1);
    return &memo->at[slot];
}

static void memo_grow(struct memo *memo)
{
    const struct memo old = *memo;
    memo->capacity = old.capacity ? 2 * old.capacity : 256;
    memo->at = ARENA_ARRAY(memo->arena, struct memo_entry, memo->capacity);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.at[i].pickle == old.pickle)
            *memo_find(memo, old.at[i].key) = old.at[i];
}

static const struct memo_run *run_of(const struct memo *memo, uint64_t key)
{
    for (size_t i = memo->run_count; i-- > 0;)
        if (key >= memo->runs[i].from && key < memo->runs[i].to)
            return &memo->runs[i];
    return NULL;
}

/* Note that there is something at a key that was free; false where the keys are too scattered. */
static bool run_add(struct memo *memo, uint64_t key)
{
    memo->written++;
    for (size_t i = memo->run_count; i-- > 0;)
        if (memo->runs[i].to == key) {
            memo->runs[i].to++;
            return true;
        }
    if (memo->run_count == MEMO_RUNS)
        return false;
    memo->runs[memo->run_count++] = (struct memo_run){key, key + 1};
    return true;
}

void memo_clear(struct memo *memo)
{
    memo->pickle++;
    memo->count = memo->run_count = 0;
    memo->written = 0;
}

static bool memorable(const struct symbol *symbol)
{
    return symbol->kind == SYMBOL_TEXT || !forgettable(symbol);
}

bool memo_store(struct memo *memo, uint64_t key, struct symbol symbol)
{
    const bool again = run_of(memo, key) != NULL;
    if (!again && !run_add(memo, key))
        return false;
    if (again && memo->capacity) {
        struct memo_entry *before = memo_find(memo, key);
        if (before->pickle == memo->pickle) {
            before->symbol = memorable(&symbol) ? symbol : any_of(1);
            return true;
        }
    }
    if (!memorable(&symbol))
        return true;
    if (memo->count == LIMIT_PICKLE_MEMO)
        return symbol.kind == SYMBOL_TEXT; /* a text may be forgotten, towards ANY */
    if (2 * memo->count >= memo->capacity)
        memo_grow(memo);
    *memo_find(memo, key) = (struct memo_entry){key, memo->pickle, symbol};
    memo->count++;
    return true;
}

bool memo_fetch(const struct memo *memo, uint64_t key, struct symbol *out)
{
    if (!run_of(memo, key))
        return false;
    const struct memo_entry *entry = memo->capacity ? memo_find(memo, key) : NULL;
    *out = entry && entry->pickle == memo->pickle ? entry->symbol : any_of(1);
    return true;
}

/* ---- names ---- */

static bool symbol_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool name_shaped(struct text text)
{
    if (text.size == 0 || text.size > LIMIT_PICKLE_NAME || !symbol_letter(text.at[0]))
        return false;
    for (size_t i = 1; i < text.size; i++)
        if (!symbol_letter(text.at[i]) && text.at[i] != '.' &&
            !(text.at[i] >= '0' && text.at[i] <= '9'))
            return false;
    return true;
}

static size_t name_slot(const struct names *symbol_names, struct text symbol_text)
{
    uint64_t symbol_hash = 0xcbf29ce484222325u;
    for (size_t symbol_at = 0; symbol_at < symbol_text.size; symbol_at++)
        symbol_hash = (symbol_hash ^ (uint8_t)symbol_text.at[symbol_at]) * 0x100000001b3u;
    size_t symbol_slot = (size_t)(symbol_hash >> 20) & (symbol_names->capacity - 1);
    while (symbol_names->at[symbol_slot] && !text_is(symbol_text, symbol_names->at[symbol_slot]))
        symbol_slot = (symbol_slot + 1) & (symbol_names->capacity - 1);
    return symbol_slot;
}

static void names_grow(struct names *names)
{
    const struct names old_symbol_names = *names;
    names->capacity = old_symbol_names.capacity ? 2 * old_symbol_names.capacity : 256;
    names->at = ARENA_ARRAY(names->arena, const char *, names->capacity);
    for (size_t i = 0; i < old_symbol_names.capacity; i++)
        if (old_symbol_names.at[i])
            names->at[name_slot(names, text_of(old_symbol_names.at[i]))] = old_symbol_names.at[i];
}

const char *name_keep(struct names *symbol_names, struct text symbol_text)
{
    if (!name_shaped(symbol_text))
        return NULL;
    if (2 * symbol_names->count >= symbol_names->capacity)
        names_grow(symbol_names);
    const size_t symbol_slot = name_slot(symbol_names, symbol_text);
    if (symbol_names->at[symbol_slot])
        return symbol_names->at[symbol_slot];
    if (symbol_names->count == LIMIT_PICKLE_NAMES ||
        symbol_names->size + symbol_text.size > LIMIT_PICKLE_NAMES_SIZE)
        return NULL;
    symbol_names->count++;
    symbol_names->size += symbol_text.size;
    return symbol_names->at[symbol_slot] = text_string(symbol_names->arena, symbol_text);
}
