#include "cli/arguments.h"

#include "base/list.h"

/* Words not read yet, and what was collected of each parameter. */
struct reading {
    char **words;
    int count;
    int at;
    const struct operation *operation;
    struct arena *arena;
    struct values *given; /* by the place of the parameter in its table */
    bool only_arguments;  /* after -- */
    bool help;
};

static size_t parameter_count(const struct operation *operation)
{
    size_t count = 0;
    while (operation->parameters[count].name)
        count++;
    return count;
}

static bool is_option(const struct parameter *parameter)
{
    return parameter->kind == PARAMETER_FLAG || parameter->kind == PARAMETER_OPTION ||
           parameter->kind == PARAMETER_OPTIONS;
}

static const struct parameter *option_named(const struct reading *reading, struct text name,
                                            struct suggestion *near)
{
    for (const struct parameter *p = reading->operation->parameters; p->name; p++) {
        if (!is_option(p))
            continue;
        if (text_is(name, p->name))
            return p;
        suggest_offer(near, text_of(p->name));
    }
    suggest_offer(near, TEXT("help"));
    return NULL;
}

static const struct parameter *option_lettered(const struct reading *reading, char letter)
{
    for (const struct parameter *p = reading->operation->parameters; p->name; p++)
        if (is_option(p) && p->letter == letter)
            return p;
    return NULL;
}

static bool word_allowed(const struct reading *reading, const struct parameter *parameter,
                         const char *word, struct error *err)
{
    struct suggestion near = suggest_for(text_of(word));
    if (!parameter->words)
        return true;
    if (word[0] == '\0')
        return error_set(err, ERROR_USAGE, "--%s needs a value: %s", parameter->name,
                         parameter->placeholder);
    for (size_t i = 0; parameter->words[i]; i++) {
        if (strcmp(parameter->words[i], word) == 0)
            return true;
        suggest_offer(&near, text_of(parameter->words[i]));
    }
    if (near.word.size)
        return error_set(err, ERROR_USAGE, "--%s takes no %s%s", parameter->name, word,
                         suggest_hint(&near, reading->arena));
    struct text words = TEXT_NONE;
    for (size_t i = 0; parameter->words[i]; i++)
        words = text_format(reading->arena, "%.*s%s%s", TEXT_ARGS(words), i ? ", " : "",
                            parameter->words[i]);
    return error_set(err, ERROR_USAGE, "--%s takes no %s; one of %.*s", parameter->name, word,
                     TEXT_ARGS(words));
}

static bool give(struct reading *reading, const struct parameter *parameter, const char *word,
                 struct error *err)
{
    struct values *given = &reading->given[parameter - reading->operation->parameters];
    const bool once = parameter->kind == PARAMETER_OPTION || parameter->kind == PARAMETER_ARGUMENT;
    if (once && given->count)
        return error_set(err, ERROR_USAGE, "%s%s is given twice",
                         parameter->kind == PARAMETER_OPTION ? "--" : "", parameter->name);
    if (!word_allowed(reading, parameter, word, err))
        return false;
    *LIST_ADD(reading->arena, given) = value_of_text(text_of(word));
    return true;
}

static bool flag_give(struct reading *reading, const struct parameter *parameter, bool valued,
                      struct error *err)
{
    if (valued)
        return error_set(err, ERROR_USAGE, "--%s takes no value", parameter->name);
    reading->given[parameter - reading->operation->parameters].count = 1;
    return true;
}

/* The value of an option: what is attached, else the next word. */
static bool option_give(struct reading *reading, const struct parameter *parameter,
                        const char *attached, struct error *err)
{
    if (parameter->kind == PARAMETER_FLAG)
        return flag_give(reading, parameter, attached != NULL, err);
    if (attached)
        return give(reading, parameter, attached, err);
    if (reading->at + 1 >= reading->count)
        return error_set(err, ERROR_USAGE, "--%s needs a value: %s", parameter->name,
                         parameter->placeholder);
    return give(reading, parameter, reading->words[++reading->at], err);
}

static bool long_read(struct reading *reading, const char *word, struct error *err)
{
    const struct text text = text_of(word + 2);
    const size_t equals = text_find(text, '=');
    const struct text name = text_part(text, 0, equals);
    struct suggestion near = suggest_for(name);
    if (text_is(name, "help")) {
        reading->help = true;
        return true;
    }
    const struct parameter *parameter = option_named(reading, name, &near);
    if (!parameter)
        return error_set(err, ERROR_USAGE, "%s has no option --%.*s%s%.*s%s",
                         reading->operation->name, TEXT_ARGS(name),
                         near.word.size ? "; did you mean --" : "", TEXT_ARGS(near.word),
                         near.word.size ? "?" : "");
    return option_give(reading, parameter, equals < text.size ? text.at + equals + 1 : NULL, err);
}

static bool short_read(struct reading *reading, const char *word, struct error *err)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const struct parameter *parameter = option_lettered(reading, *letter);
        if (*letter == 'h' && !parameter) {
            reading->help = true;
            continue;
        }
        if (!parameter)
            return error_set(err, ERROR_USAGE, "%s has no option -%c", reading->operation->name,
                             *letter);
        if (parameter->kind != PARAMETER_FLAG) {
            const char *rest = letter[1] == '=' ? letter + 2 : letter + 1;
            return option_give(reading, parameter, *rest ? rest : NULL, err);
        }
        if (!option_give(reading, parameter, NULL, err))
            return false;
    }
    return true;
}

static bool argument_read(struct reading *reading, const char *word, struct error *err)
{
    for (const struct parameter *p = reading->operation->parameters; p->name; p++) {
        const struct values *given = &reading->given[p - reading->operation->parameters];
        if (p->kind == PARAMETER_ARGUMENTS || (p->kind == PARAMETER_ARGUMENT && !given->count))
            return give(reading, p, word, err);
    }
    return error_set(err, ERROR_USAGE, "%s takes no argument %s", reading->operation->name, word);
}

static bool word_read(struct reading *reading, struct error *err)
{
    const char *word = reading->words[reading->at];
    if (reading->only_arguments || word[0] != '-' || word[1] == '\0')
        return argument_read(reading, word, err);
    if (strcmp(word, "--") == 0) {
        reading->only_arguments = true;
        return true;
    }
    return word[1] == '-' ? long_read(reading, word, err) : short_read(reading, word, err);
}

static bool request_make(struct reading *reading, struct value *out, struct error *err)
{
    struct members members = {0};
    for (size_t i = 0; i < parameter_count(reading->operation); i++) {
        const struct parameter *parameter = &reading->operation->parameters[i];
        const struct values *given = &reading->given[i];
        if (!given->count && (parameter->flags & PARAMETER_REQUIRED))
            return error_set(err, ERROR_USAGE, "%s needs %s%s", reading->operation->name,
                             is_option(parameter) ? "--" : "",
                             is_option(parameter) ? parameter->name : parameter->placeholder);
        if (!given->count)
            continue;
        struct value value = value_of_boolean(true);
        if (parameter->kind == PARAMETER_OPTIONS || parameter->kind == PARAMETER_ARGUMENTS)
            value = value_of_list(reading->arena, given->at, given->count);
        else if (parameter->kind != PARAMETER_FLAG)
            value = given->at[0];
        members_add(reading->arena, &members, text_of(parameter->name), value);
    }
    *out = value_of_map(reading->arena, &members);
    return true;
}

/* The operation's name is one word or two; `words` is how many it takes. */
static const struct operation *operation_find(int count, char **words, struct arena *arena,
                                              int *taken, struct suggestion *near)
{
    if (count > 1) {
        const struct text both = text_format(arena, "%s %s", words[0], words[1]);
        const struct operation *found = operation_named(both, near);
        if (found) {
            *taken = 2;
            return found;
        }
    }
    *taken = 1;
    return operation_named(text_of(words[0]), near);
}

/* Is there an operation whose first of two words is this? */
static bool is_family(const char *word)
{
    const size_t size = strlen(word);
    for (size_t i = 0; operations[i]; i++)
        if (strncmp(operations[i]->name, word, size) == 0 && operations[i]->name[size] == ' ')
            return true;
    return false;
}

static bool operation_unknown(int count, char **words, struct arena *arena, struct error *err)
{
    if (is_family(words[0]) && count > 1 && words[1][0] != '-') {
        struct suggestion near = suggest_for(text_format(arena, "%s %s", words[0], words[1]));
        for (size_t i = 0; operations[i]; i++)
            suggest_offer(&near, text_of(operations[i]->name));
        return error_set(err, ERROR_USAGE, "there is no command %s %s%s", words[0], words[1],
                         suggest_hint(&near, arena));
    }
    if (is_family(words[0]))
        return error_set(err, ERROR_USAGE, "%s needs one more word; see obstat help %s", words[0],
                         words[0]);
    struct suggestion near = suggest_for(text_of(words[0]));
    if (words[0][0] == '\0')
        return error_set(err, ERROR_USAGE, "the command is empty; see obstat help");
    for (size_t i = 0; operations[i]; i++)
        suggest_offer(&near, text_of(operations[i]->name));
    suggest_offer(&near, TEXT("help"));
    suggest_offer(&near, TEXT("version"));
    return error_set(err, ERROR_USAGE, "there is no command %s%s", words[0],
                     suggest_hint(&near, arena));
}

/* help, version and nothing at all are no operations: they are about them. */
static bool about_read(int count, char **words, struct arena *arena, struct arguments *out)
{
    const char *first = count ? words[0] : "";
    out->version = strcmp(first, "version") == 0 || strcmp(first, "--version") == 0;
    out->help = count == 0 || strcmp(first, "help") == 0 || strcmp(first, "--help") == 0 ||
                strcmp(first, "-h") == 0;
    if (out->help && count > 1)
        out->topic = count > 2 ? text_format(arena, "%s %s", words[1], words[2]).at : words[1];
    if (count == 2 && is_family(first) &&
        (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0)) {
        out->help = true;
        out->topic = first;
    }
    return out->help || out->version;
}

bool arguments_read(int count, char **words, struct arena *arena, struct arguments *out,
                    struct error *err)
{
    int taken = 0;
    struct suggestion near = {0};
    struct arguments arguments = {0};
    if (about_read(count, words, arena, &arguments)) {
        const int most = arguments.version ? 1 : 3;
        if (count > most)
            return error_set(err, ERROR_USAGE, "%s takes no argument %s", words[0], words[most]);
        *out = arguments;
        return true;
    }
    arguments.operation = operation_find(count, words, arena, &taken, &near);
    if (!arguments.operation)
        return operation_unknown(count, words, arena, err);
    struct reading reading = {
        .words = words, .count = count, .operation = arguments.operation, .arena = arena};
    reading.given = ARENA_ARRAY(arena, struct values, parameter_count(reading.operation) + 1);
    for (reading.at = taken; reading.at < count; reading.at++)
        if (!word_read(&reading, err))
            return false;
    arguments.help = reading.help;
    arguments.topic = arguments.operation->name;
    if (!arguments.help && !request_make(&reading, &arguments.request, err))
        return false;
    *out = arguments;
    return true;
}
