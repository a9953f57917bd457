#include "scan/unpickler.h"

bool unpickle_broken(struct unpickler *unpickler, const char *why)
{
    return exam_unreadable(unpickler->exam, why, unpickler->offset);
}

static bool unpickle_cut_short(struct unpickler *unpickler)
{
    return exam_source_whole(unpickler->exam, unpickler->source) &&
           exam_truncated(unpickler->exam, source_offset(unpickler->source));
}

bool unpickle_push(struct unpickler *unpickler, struct symbol symbol)
{
    return stack_push(&unpickler->stack, symbol) ||
           unpickle_broken(unpickler, "nests deeper than can be followed");
}

bool unpickle_push_any(struct unpickler *unpickler)
{
    return unpickle_push(unpickler, (struct symbol){.kind = SYMBOL_ANY});
}

bool unpickle_pop(struct unpickler *unpickler, struct symbol *out)
{
    return stack_pop(&unpickler->stack, out) ||
           unpickle_broken(unpickler, "takes from an empty stack");
}

struct symbol *unpickle_top(struct unpickler *unpickler)
{
    struct symbol *top = stack_top(&unpickler->stack);
    if (!top)
        (void)unpickle_broken(unpickler, "takes from an empty stack");
    return top;
}

/* ---- arguments ---- */

static bool fixed_read(struct unpickler *unpickler, size_t size, struct argument *argument)
{
    if (source_ready(unpickler->source, size) < size)
        return unpickle_cut_short(unpickler);
    argument->number = bytes_little(source_at(unpickler->source), size);
    argument->size = size;
    source_drop(unpickler->source, size);
    return true;
}

static bool counted_read(struct unpickler *unpickler, const struct opcode *opcode,
                         struct argument *argument)
{
    if (!fixed_read(unpickler, opcode->size, argument))
        return false;
    const uint64_t argument_size = argument->number;
    if (opcode->argument == ARGUMENT_SIGNED && argument_size > INT32_MAX)
        return unpickle_broken(unpickler, "announces a negative length");
    argument->size = argument_size;
    argument->whole = argument_size <= LIMIT_PICKLE_NAME;
    if (!argument->whole)
        return source_skip(unpickler->source, argument_size) || unpickle_cut_short(unpickler);
    if (source_ready(unpickler->source, (size_t)argument_size) < argument_size)
        return unpickle_cut_short(unpickler);
    memcpy(argument->text, source_at(unpickler->source), (size_t)argument_size);
    argument->number =
        argument_size <= 8 ? bytes_little(source_at(unpickler->source), (size_t)argument_size) : 0;
    source_drop(unpickler->source, (size_t)argument_size);
    return true;
}

/* A line without its line feed; of a long one, the start. */
static bool line_read(struct unpickler *unpickler, char *text, struct argument *argument)
{
    argument->size = 0;
    for (;;) {
        const size_t held = source_ready(unpickler->source, 1) ? source_held(unpickler->source) : 0;
        if (held == 0)
            return unpickle_cut_short(unpickler);
        const uint8_t *at = source_at(unpickler->source);
        const uint8_t *feed = memchr(at, '\n', held);
        const size_t line_part = feed ? (size_t)(feed - at) : held;
        for (size_t line_at = 0;
             line_at < line_part && argument->size + line_at < sizeof argument->text; line_at++)
            text[argument->size + line_at] = (char)at[line_at];
        argument->size += line_part;
        source_drop(unpickler->source, line_part + (feed != NULL));
        argument->whole = argument->size <= sizeof argument->text;
        if (feed)
            return true;
    }
}

/* Module and name: the first is ended by a NUL, which no module has. */
static bool lines_read(struct unpickler *unpickler, struct argument *argument)
{
    struct argument module_argument = {0};
    if (!line_read(unpickler, module_argument.text, &module_argument) ||
        !line_read(unpickler, argument->second, argument))
        return false;
    if (module_argument.size > LIMIT_PICKLE_NAME || argument->size > LIMIT_PICKLE_NAME)
        return unpickle_broken(unpickler, "names a function by more bytes than can be followed");
    memcpy(argument->text, module_argument.text, (size_t)module_argument.size);
    argument->number = module_argument.size;
    return true;
}

static bool argument_read(struct unpickler *unpickler, const struct opcode *opcode,
                          struct argument *argument)
{
    switch (opcode->argument) {
    case ARGUMENT_NONE:
        argument->size = 0;
        return true;
    case ARGUMENT_FIXED:
        return fixed_read(unpickler, opcode->size, argument);
    case ARGUMENT_COUNTED:
    case ARGUMENT_SIGNED:
        return counted_read(unpickler, opcode, argument);
    case ARGUMENT_LINE:
        return line_read(unpickler, argument->text, argument);
    case ARGUMENT_LINES:
        return lines_read(unpickler, argument);
    }
    return unpickle_broken(unpickler, "has an argument of no known form");
}

/* ---- texts and numbers ---- */

static bool text_push(struct unpickler *unpickler, struct text text)
{
    const char *kept = name_keep(&unpickler->names, text);
    if (!kept)
        return unpickle_push_any(unpickler);
    return unpickle_push(unpickler, (struct symbol){.kind = SYMBOL_TEXT, .as.text = kept});
}

/* A text as it stands; one that has escapes in it is not worked out, and stays unknown. */
static bool text_effect(struct unpickler *unpickler, enum opcode_effect effect,
                        const struct argument *argument)
{
    struct text symbol_text = {argument->text, (size_t)argument->size};
    if (!argument->whole)
        return unpickle_push_any(unpickler);
    if (effect == EFFECT_QUOTED) {
        const bool is_quoted = symbol_text.size >= 2 &&
                               (symbol_text.at[0] == '\'' || symbol_text.at[0] == '"') &&
                               symbol_text.at[symbol_text.size - 1] == symbol_text.at[0];
        if (!is_quoted)
            return unpickle_broken(unpickler, "has a text without its quotes");
        symbol_text = text_part(symbol_text, 1, symbol_text.size - 2);
    }
    return text_push(unpickler, symbol_text);
}

static bool number_push(struct unpickler *unpickler, const struct opcode *opcode, uint8_t code,
                        const struct argument *argument)
{
    const bool is_negative_argument =
        code == 'J' ? argument->number > INT32_MAX
                    : opcode->argument == ARGUMENT_COUNTED && argument->size > 0 &&
                          argument->size <= 8 && argument->number >> (8 * argument->size - 1);
    if (is_negative_argument || argument->size > 8)
        return unpickle_push_any(unpickler);
    return unpickle_push(unpickler,
                         (struct symbol){.kind = SYMBOL_NUMBER, .number = argument->number});
}

/* ---- the memo ---- */

/* The key of PUT and GET: an argument, a line of digits, or for MEMOIZE the next. */
static bool key_read(struct unpickler *unpickler, const struct opcode *opcode,
                     const struct argument *argument, uint64_t *memo_key)
{
    if (opcode->argument != ARGUMENT_LINE) {
        *memo_key = opcode->argument == ARGUMENT_NONE ? unpickler->memo.written : argument->number;
        return true;
    }
    uint64_t digits_key = 0;
    for (size_t argument_at = 0; argument_at < argument->size; argument_at++) {
        if (argument->size > 18 || argument->text[argument_at] < '0' ||
            argument->text[argument_at] > '9')
            return unpickle_broken(unpickler, "has a memo key that is no number");
        digits_key = 10 * digits_key + (uint64_t)(argument->text[argument_at] - '0');
    }
    *memo_key = digits_key;
    return argument->size > 0 || unpickle_broken(unpickler, "has a memo key that is no number");
}

static bool unpickle_store(struct unpickler *unpickler, const struct opcode *opcode,
                           const struct argument *argument)
{
    uint64_t key = 0;
    const struct symbol *top = unpickle_top(unpickler);
    return top && key_read(unpickler, opcode, argument, &key) &&
           (memo_store(&unpickler->memo, key, *top) ||
            unpickle_broken(unpickler, "uses its memo in a way that cannot be followed"));
}

static bool unpickle_fetch(struct unpickler *unpickler, const struct opcode *opcode,
                           const struct argument *argument)
{
    uint64_t key = 0;
    struct symbol symbol;
    if (!key_read(unpickler, opcode, argument, &key))
        return false;
    if (!memo_fetch(&unpickler->memo, key, &symbol))
        return unpickle_broken(unpickler, "reads from its memo what was never written there");
    return (symbol.kind != SYMBOL_ARRAY || unpickle_absorb(unpickler, &symbol)) &&
           unpickle_push(unpickler, symbol);
}

/* ---- effects ---- */

static bool unpickle_drop(struct unpickler *unpickler, size_t pops)
{
    struct symbol symbol;
    for (size_t i = 0; i < pops; i++)
        if (!unpickle_pop(unpickler, &symbol) || !unpickle_absorb(unpickler, &symbol))
            return false;
    return true;
}

static bool unpickle_pop_one(struct unpickler *unpickler)
{
    struct symbol symbol;
    if (unpickler->stack.count &&
        unpickler->stack.at[unpickler->stack.count - 1].kind == SYMBOL_MARK) {
        unpickler->stack.count--;
        return true;
    }
    return unpickle_pop(unpickler, &symbol);
}

/* Two names for one dict: what is written by one is not seen by the other. */
static bool unpickle_twice(struct unpickler *unpickler)
{
    struct symbol *top = unpickle_top(unpickler);
    if (!top || !unpickle_absorb(unpickler, top))
        return false;
    if (top->kind == SYMBOL_DICT)
        top->known |= KNOWN_WRONG;
    return unpickle_push(unpickler, *top);
}

static bool unpickle_protocol(struct unpickler *unpickler, const struct argument *argument)
{
    if (argument->number > 5)
        return unpickle_broken(unpickler, "is of a protocol above 5");
    if (unpickler->offset != unpickler->begin)
        exam_find(unpickler->exam, SCAN_SUSPICIOUS, TEXT("PROTO"),
                  "changes its protocol on the way, as no program writes it", unpickler->offset);
    return true;
}

/* A frame beyond the end is a fault; what stands in it is named all the same. */
static bool unpickle_frame(struct unpickler *unpickler, const struct argument *argument)
{
    const struct source *source = unpickler->source;
    if (source->size != SOURCE_UNKNOWN && argument->number > source->size - source_offset(source))
        (void)exam_truncated(unpickler->exam, unpickler->offset);
    return true;
}

static bool unpickle_persistent(struct unpickler *unpickler)
{
    return unpickler->options.persistent
               ? unpickle_push_any(unpickler)
               : unpickle_broken(unpickler,
                                 "asks its loader for objects by id, as only torch gives them");
}

/* Effects that leave functions, classes and arrays alone. */
static bool simple_effect(struct unpickler *unpickler, uint8_t code,
                          const struct argument *argument)
{
    const struct opcode *opcode = &opcodes[code];
    switch (opcode->effect) {
    case EFFECT_PUSH:
        if (code == '}')
            return unpickle_push(
                unpickler, (struct symbol){.kind = SYMBOL_DICT, .as.writes = unpickler->writes});
        return unpickle_drop(unpickler, opcode->pops) && unpickle_push_any(unpickler);
    case EFFECT_NUMBER:
        return number_push(unpickler, opcode, code, argument);
    case EFFECT_NULL:
        return unpickle_push(unpickler, (struct symbol){.kind = SYMBOL_NULL});
    case EFFECT_TEXT:
    case EFFECT_QUOTED:
    case EFFECT_RAW:
        return text_effect(unpickler, opcode->effect, argument);
    case EFFECT_MARK:
        return unpickle_push(unpickler, (struct symbol){.kind = SYMBOL_MARK});
    case EFFECT_STOP:
        unpickler->stopped = true;
        return unpickle_top(unpickler) != NULL;
    case EFFECT_POP:
        return unpickle_pop_one(unpickler);
    case EFFECT_POP_MARK:
        return unpickle_gather(unpickler);
    case EFFECT_TWICE:
        return unpickle_twice(unpickler);
    case EFFECT_STORE:
        return unpickle_store(unpickler, opcode, argument);
    case EFFECT_FETCH:
        return unpickle_fetch(unpickler, opcode, argument);
    case EFFECT_PROTOCOL:
        return unpickle_protocol(unpickler, argument);
    case EFFECT_FRAME:
        return unpickle_frame(unpickler, argument);
    case EFFECT_EXTENSION:
        return unpickle_extension(unpickler);
    case EFFECT_PERSISTENT:
        return unpickle_drop(unpickler, opcode->pops) && unpickle_persistent(unpickler);
    default:
        return unpickle_broken(unpickler, "has a buffer that is not in the file");
    }
}

static bool effect(struct unpickler *unpickler, uint8_t code, const struct argument *argument)
{
    const struct opcode *opcode = &opcodes[code];
    const struct text module = {argument->text, (size_t)argument->number};
    const struct text name = {argument->second, (size_t)argument->size};
    switch (opcode->effect) {
    case EFFECT_KEEP:
        if (!unpickle_drop(unpickler, opcode->pops) || !unpickle_top(unpickler))
            return false;
        unpickler->writes += opcode->pops == 2 && unpickle_top(unpickler)->kind != SYMBOL_DICT;
        return unpickle_written(unpickler);
    case EFFECT_GATHER:
        return unpickle_gather(unpickler) && unpickle_push_any(unpickler);
    case EFFECT_GATHER_INTO:
        return unpickle_gather(unpickler) && unpickle_written(unpickler);
    case EFFECT_SET_ITEMS:
        return unpickle_set_items(unpickler);
    case EFFECT_TUPLE:
        return unpickle_tuple(unpickler, opcode->pops);
    case EFFECT_TUPLE_MARK:
        return unpickle_tuple_mark(unpickler);
    case EFFECT_GLOBAL:
        return unpickle_global(unpickler, module, name);
    case EFFECT_STACK_GLOBAL:
        return unpickle_stack_global(unpickler);
    case EFFECT_INSTANCE:
        return unpickle_instance(unpickler, module, name);
    case EFFECT_OBJECT:
        return unpickle_object(unpickler);
    case EFFECT_CALL:
        return unpickle_call(unpickler);
    case EFFECT_NEW:
        return unpickle_new(unpickler, opcode->pops);
    case EFFECT_BUILD:
        return unpickle_build(unpickler);
    default:
        return simple_effect(unpickler, code, argument);
    }
}

/* ---- the loop ---- */

enum { NUMBERS_KEPT = 64 }; /* more than an array has dimensions */

/* Bytes of up to `most` numbers that stand in a row in the window; `count` gets how many. */
static size_t numbers_size(const struct source *source, uint32_t most, uint32_t *count)
{
    const uint8_t *at = source_at(source);
    const size_t held = source_held(source);
    size_t size = 0;
    for (*count = 0; *count < most && size < held; ++*count) {
        const struct opcode *opcode = &opcodes[at[size]];
        if (opcode->argument != ARGUMENT_FIXED || opcode->size >= held - size ||
            (opcode->effect != EFFECT_NUMBER && opcode->effect != EFFECT_PUSH))
            break;
        size += 1u + opcode->size;
    }
    return size;
}

/* A long run of numbers in the window, but for its last ones, is passed over at once. */
static bool numbers_pass(struct unpickler *unpickler)
{
    uint32_t count;
    if (unpickler->offset < unpickler->numbers)
        return true;
    unpickler->numbers = unpickler->offset + numbers_size(unpickler->source, UINT32_MAX, &count);
    if (count <= NUMBERS_KEPT)
        return true;
    source_drop(unpickler->source, numbers_size(unpickler->source, count - NUMBERS_KEPT, &count));
    unpickler->offset = source_offset(unpickler->source);
    return stack_push_many(&unpickler->stack, count) ||
           unpickle_broken(unpickler, "nests deeper than can be followed");
}

static bool one_walk(struct unpickler *unpickler)
{
    struct argument argument = {0};
    unpickler->begin = source_offset(unpickler->source);
    unpickler->stopped = false;
    unpickler->stack.count = 0;
    memo_clear(&unpickler->memo);
    while (!unpickler->stopped) {
        if (source_ready(unpickler->source, 1) == 0)
            return unpickle_cut_short(unpickler);
        unpickler->offset = source_offset(unpickler->source);
        if (!numbers_pass(unpickler))
            return false;
        const uint8_t code = *source_at(unpickler->source);
        if (!opcodes[code].name)
            return unpickle_broken(unpickler, "has a byte that is no instruction of a pickle");
        source_drop(unpickler->source, 1);
        argument.number = 0;
        argument.whole = false;
        if (!argument_read(unpickler, &opcodes[code], &argument) ||
            !effect(unpickler, code, &argument))
            return false;
    }
    return true;
}

bool pickle_walk(struct exam *exam, struct source *source, struct pickle_options options,
                 struct pickle_walked *out)
{
    bool walked = true;
    struct arena arena = {0};
    if (exam->depth > LIMIT_SCAN_DEPTH)
        return exam_unreadable(exam, "nests deeper than can be followed", source_offset(source));
    struct unpickler *unpickler = ARENA_NEW(&arena, struct unpickler);
    unpickler->exam = exam;
    unpickler->source = source;
    unpickler->options = options;
    unpickler->stack.arena = unpickler->memo.arena = unpickler->names.arena = &arena;
    do {
        walked = one_walk(unpickler);
        unpickler->walked.pickles++;
    } while (walked && unpickler->walked.pickles != options.most && !source_ended(source));
    *out = unpickler->walked;
    arena_free(&arena);
    return walked && exam_source_whole(exam, source);
}
