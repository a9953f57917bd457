#include "cli/arguments.h"

#include "base/list.h"
#include "cli/commands.h"

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

static const struct parameter *option_named(const struct reading *reading, struct text option_name,
                                            struct suggestion *near)
{
    for (const struct parameter *parameter = reading->operation->parameters; parameter->name;
         parameter++) {
        if (!is_option(parameter))
            continue;
        if (text_is(option_name, parameter->name))
            return parameter;
        suggest_offer(near, text_of(parameter->name));
    }
    suggest_offer(near, TEXT("help"));
    return NULL;
}

static const struct parameter *option_lettered(const struct reading *reading, char letter)
{
    for (const struct parameter *parameter = reading->operation->parameters; parameter->name;
         parameter++)
        if (is_option(parameter) && parameter->letter == letter)
            return parameter;
    return NULL;
}

static bool word_allowed(const struct reading *reading, const struct parameter *parameter,
                         const char *word, struct error *err)
{
    struct suggestion near = suggest_for(text_of(word));
    if (!parameter->words)
        return true;
    const char *name = is_option(parameter)
                           ? text_format(reading->arena, "--%s", parameter->name).at
                           : parameter->placeholder;
    if (word[0] == '\0')
        return error_set(err, ERROR_USAGE, "%s needs a value: %s", name, parameter->placeholder);
    for (size_t allowed = 0; parameter->words[allowed]; allowed++) {
        if (strcmp(parameter->words[allowed], word) == 0)
            return true;
        suggest_offer(&near, text_of(parameter->words[allowed]));
    }
    if (near.word.size)
        return error_set(err, ERROR_USAGE, "%s takes no %s%s", name, word,
                         suggest_hint(&near, reading->arena));
    struct text words = TEXT_NONE;
    for (size_t allowed = 0; parameter->words[allowed]; allowed++)
        words = text_format(reading->arena, "%.*s%s%s", TEXT_ARGS(words), allowed ? ", " : "",
                            parameter->words[allowed]);
    return error_set(err, ERROR_USAGE, "%s takes no %s; one of %.*s", name, word, TEXT_ARGS(words));
}

static bool parameter_give(struct reading *reading, const struct parameter *parameter,
                           const char *word, struct error *err)
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
        return parameter_give(reading, parameter, attached, err);
    if (reading->at + 1 >= reading->count)
        return error_set(err, ERROR_USAGE, "--%s needs a value: %s", parameter->name,
                         parameter->placeholder);
    return parameter_give(reading, parameter, reading->words[++reading->at], err);
}

static bool long_read(struct reading *reading, const char *word, struct error *err)
{
    const struct text option = text_of(word + 2);
    const size_t equals_sign = text_find(option, '=');
    const struct text option_name = text_part(option, 0, equals_sign);
    struct suggestion near = suggest_for(option_name);
    if (text_is(option_name, "help")) {
        reading->help = true;
        return true;
    }
    const struct parameter *parameter = option_named(reading, option_name, &near);
    if (!parameter)
        return error_set(err, ERROR_USAGE, "%s has no option --%.*s%s%.*s%s",
                         reading->operation->name, TEXT_ARGS(option_name),
                         near.word.size ? "; did you mean --" : "", TEXT_ARGS(near.word),
                         near.word.size ? "?" : "");
    return option_give(reading, parameter,
                       equals_sign < option.size ? option.at + equals_sign + 1 : NULL, err);
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
    for (const struct parameter *parameter = reading->operation->parameters; parameter->name;
         parameter++) {
        const struct values *given = &reading->given[parameter - reading->operation->parameters];
        if (parameter->kind == PARAMETER_ARGUMENTS ||
            (parameter->kind == PARAMETER_ARGUMENT && !given->count))
            return parameter_give(reading, parameter, word, err);
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

static bool request_make(struct reading *reading, struct value *request, struct error *err)
{
    struct members request_members = {0};
    for (size_t i = 0; i < parameter_count(reading->operation); i++) {
        const struct parameter *parameter = &reading->operation->parameters[i];
        const struct values *given = &reading->given[i];
        if (!given->count && (parameter->flags & PARAMETER_REQUIRED))
            return error_set(err, ERROR_USAGE, "%s needs %s%s", reading->operation->name,
                             is_option(parameter) ? "--" : "",
                             is_option(parameter) ? parameter->name : parameter->placeholder);
        if (!given->count)
            continue;
        struct value given_value = value_of_boolean(true);
        if (parameter->kind == PARAMETER_OPTIONS || parameter->kind == PARAMETER_ARGUMENTS)
            given_value = value_of_list(reading->arena, given->at, given->count);
        else if (parameter->kind != PARAMETER_FLAG)
            given_value = given->at[0];
        members_add(reading->arena, &request_members, text_of(parameter->name), given_value);
    }
    *request = value_of_map(reading->arena, &request_members);
    return true;
}

/* Options that stand for a command, where they come first. */
static const char *command_word(const char *word)
{
    if (strcmp(word, "--version") == 0)
        return "version";
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ? "help" : word;
}

/* The operation's name is one word or two; `taken` is how many it takes. */
static const struct operation *operation_find(int count, char **words, struct arena *arena,
                                              int *taken, struct suggestion *near)
{
    if (count > 1) {
        const struct text two_words = text_format(arena, "%s %s", words[0], words[1]);
        const struct operation *command = command_named(two_words, near);
        if (command) {
            *taken = 2;
            return command;
        }
    }
    *taken = 1;
    return command_named(text_of(command_word(words[0])), near);
}

static bool operation_unknown(int count, char **words, struct arena *arena, struct error *err)
{
    if (command_is_family(words[0]) && count > 1 && words[1][0] != '-') {
        struct suggestion near = suggest_for(text_format(arena, "%s %s", words[0], words[1]));
        for (size_t command = 0; command_at(command); command++)
            suggest_offer(&near, text_of(command_at(command)->name));
        return error_set(err, ERROR_USAGE, "there is no command %s %s%s", words[0], words[1],
                         suggest_hint(&near, arena));
    }
    if (command_is_family(words[0]))
        return error_set(err, ERROR_USAGE, "%s needs one more word; see obstat help %s", words[0],
                         words[0]);
    struct suggestion near = suggest_for(text_of(words[0]));
    if (words[0][0] == '\0')
        return error_set(err, ERROR_USAGE, "the command is empty; see obstat help");
    for (size_t command = 0; command_at(command); command++)
        suggest_offer(&near, text_of(command_at(command)->name));
    return error_set(err, ERROR_USAGE, "there is no command %s%s", words[0],
                     suggest_hint(&near, arena));
}

/* A request to help with the command or family of that name; NULL: with all. */
static struct arguments help_asked(const char *topic, struct arena *arena)
{
    struct members request_members = {0};
    const struct value topic_value = value_of_text(text_of(topic));
    if (topic)
        members_add(arena, &request_members, TEXT("command"),
                    value_of_list(arena, &topic_value, 1));
    return (struct arguments){&help_command, value_of_map(arena, &request_members)};
}

static bool family_asks_help(int count, char **words)
{
    return count == 2 && command_is_family(words[0]) &&
           strcmp(command_word(words[1]), "help") == 0 && words[1][0] == '-';
}

bool arguments_read(int count, char **words, struct arena *arena, struct arguments *arguments_out,
                    struct error *err)
{
    int taken = 0;
    struct suggestion near = {0};
    if (count == 0 || family_asks_help(count, words)) {
        *arguments_out = help_asked(count ? words[0] : NULL, arena);
        return true;
    }
    const struct operation *operation = operation_find(count, words, arena, &taken, &near);
    if (!operation)
        return operation_unknown(count, words, arena, err);
    struct reading reading = {
        .words = words, .count = count, .operation = operation, .arena = arena};
    reading.given = ARENA_ARRAY(arena, struct values, parameter_count(operation) + 1);
    for (reading.at = taken; reading.at < count; reading.at++)
        if (!word_read(&reading, err))
            return false;
    struct arguments arguments = help_asked(operation->name, arena);
    if (!reading.help) {
        arguments.operation = operation;
        if (!request_make(&reading, &arguments.request, err))
            return false;
    }
    *arguments_out = arguments;
    return true;
}
