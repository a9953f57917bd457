#include "scan/unpickler.h"

static bool array_lost(struct unpickler *unpickler)
{
    return !unpickler->options.arrays ||
           unpickle_broken(unpickler, "treats an array in a way that cannot be followed");
}

bool unpickle_absorb(struct unpickler *unpickler, const struct symbol *symbol)
{
    const bool array = symbol->kind == SYMBOL_ARRAY ||
                       (symbol->kind == SYMBOL_GLOBAL && symbol->role == ROLE_ARRAY);
    return !array || array_lost(unpickler);
}

bool unpickle_gather(struct unpickler *unpickler)
{
    size_t mark;
    if (!stack_mark(&unpickler->stack, &mark))
        return unpickle_broken(unpickler, "takes down to a mark that is not there");
    for (size_t i = mark + 1; i < unpickler->stack.count; i++)
        if (!unpickle_absorb(unpickler, &unpickler->stack.at[i]))
            return false;
    unpickler->stack.count = mark;
    return true;
}

/* Something dangerous that a run of chance bytes may look like as well. */
static void obscure_find(struct unpickler *unpickler, struct text what, const char *why)
{
    if (!unpickler->exam->trial)
        exam_find(unpickler->exam, SCAN_DANGEROUS, what, why, unpickler->offset);
}

bool unpickle_extension(struct unpickler *unpickler)
{
    obscure_find(unpickler, TEXT("EXT"),
                 "names a function by its number in a registry that is not in the file");
    return unpickle_push_any(unpickler);
}

bool unpickle_written(struct unpickler *unpickler)
{
    struct symbol *top = unpickle_top(unpickler);
    if (!top)
        return false;
    if (top->kind == SYMBOL_GLOBAL)
        obscure_find(unpickler, TEXT("write"),
                     "writes into a function or class of the running program");
    if (top->kind == SYMBOL_DICT)
        top->known |= KNOWN_WRONG;
    return true;
}

/* ---- names ---- */

/* What the name stands for; whatever is not harmless is found here, called or not. */
static struct global global_find(struct unpickler *unpickler, struct text module, struct text name)
{
    char shown[2 * LIMIT_PICKLE_NAME + 2];
    const struct global global = global_judge(module, name);
    const int size = snprintf(shown, sizeof shown, "%.*s.%.*s", TEXT_ARGS(module), TEXT_ARGS(name));
    if (global.verdict != SCAN_SAFE)
        exam_find(unpickler->exam, global.verdict, (struct text){shown, (size_t)size}, global.why,
                  unpickler->offset);
    unpickler->walked.arrays |= global.role == ROLE_ARRAY;
    return global;
}

bool unpickle_global(struct unpickler *unpickler, struct text module, struct text name)
{
    const struct global global = global_find(unpickler, module, name);
    return unpickle_push(unpickler,
                         (struct symbol){.kind = SYMBOL_GLOBAL, .role = (uint8_t)global.role});
}

bool unpickle_stack_global(struct unpickler *unpickler)
{
    struct symbol module, name;
    if (!unpickle_pop(unpickler, &name) || !unpickle_pop(unpickler, &module))
        return false;
    if (name.kind == SYMBOL_TEXT && module.kind == SYMBOL_TEXT)
        return unpickle_global(unpickler, text_of(module.as.text), text_of(name.as.text));
    obscure_find(unpickler, TEXT("STACK_GLOBAL"),
                 "names a function in a way that cannot be told without loading it");
    return unpickle_push(unpickler, (struct symbol){.kind = SYMBOL_GLOBAL});
}

/* ---- calls ---- */

/* What is called has been named, so that its name was judged. */
static void callable_check(struct unpickler *unpickler, const struct symbol *callable)
{
    if (callable->kind != SYMBOL_GLOBAL)
        exam_find(unpickler->exam, SCAN_SUSPICIOUS, TEXT("call"),
                  "calls what it did not name, but got from elsewhere", unpickler->offset);
}

bool unpickle_instance(struct unpickler *unpickler, struct text module, struct text name)
{
    const struct global global = global_find(unpickler, module, name);
    if (global.role == ROLE_ARRAY && !array_lost(unpickler))
        return false;
    return unpickle_gather(unpickler) && unpickle_push_any(unpickler);
}

bool unpickle_object(struct unpickler *unpickler)
{
    size_t mark;
    if (!stack_mark(&unpickler->stack, &mark) || mark + 1 == unpickler->stack.count)
        return unpickle_broken(unpickler, "takes down to a mark that is not there");
    callable_check(unpickler, &unpickler->stack.at[mark + 1]);
    return unpickle_gather(unpickler) && unpickle_push_any(unpickler);
}

bool unpickle_call(struct unpickler *unpickler)
{
    struct symbol arguments, callable;
    if (!unpickle_pop(unpickler, &arguments) || !unpickle_pop(unpickler, &callable) ||
        !unpickle_absorb(unpickler, &arguments) || !unpickle_absorb(unpickler, &callable))
        return false;
    callable_check(unpickler, &callable);
    if (callable.kind == SYMBOL_GLOBAL && callable.role == ROLE_DTYPE)
        return unpickle_push(unpickler,
                             dtype_of(arguments.kind == SYMBOL_NAMED ? arguments.as.text : NULL));
    return unpickle_push_any(unpickler);
}

bool unpickle_new(struct unpickler *unpickler, size_t pops)
{
    struct symbol argument, class;
    for (size_t i = 0; i < pops; i++)
        if (!unpickle_pop(unpickler, &argument) || !unpickle_absorb(unpickler, &argument))
            return false;
    if (!unpickle_pop(unpickler, &class))
        return false;
    callable_check(unpickler, &class);
    if (class.kind == SYMBOL_GLOBAL && class.role == ROLE_ARRAY)
        return unpickle_push(unpickler, (struct symbol){.kind = SYMBOL_ARRAY});
    return unpickle_push_any(unpickler);
}

bool unpickle_build(struct unpickler *unpickler)
{
    struct symbol state;
    if (!unpickle_pop(unpickler, &state) || !unpickle_absorb(unpickler, &state))
        return false;
    struct symbol *object = unpickle_top(unpickler);
    if (!object)
        return false;
    if (object->kind == SYMBOL_DTYPE) {
        dtype_build(unpickler, object, &state);
        return true;
    }
    if (object->kind == SYMBOL_ARRAY && unpickler->options.arrays) {
        *object = (struct symbol){.kind = SYMBOL_ANY, .count = 1};
        return array_build(unpickler, &state);
    }
    return unpickle_written(unpickler);
}
