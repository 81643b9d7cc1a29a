#include "cli/option.h"

#include "base/mem.h"
#include "base/number.h"
#include "cli/command.h"
#include "cli/suggest.h"
#include "wire/wire.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool option_is_positional(const struct command_option *option)
{
    return option->form && (option->form[0] == '<' || option->form[0] == '[');
}

bool option_is_required(const struct command_option *option)
{
    return option->form && option->form[0] == '<';
}

bool option_is_many(const struct command_option *option)
{
    return strstr(option->form, "...") != NULL;
}

size_t option_long_name(const struct command_option *option, const char **ret_name)
{
    *ret_name = strstr(option->form, "--");
    return *ret_name ? strcspn(*ret_name, " ") : 0;
}

char option_letter(const struct command_option *option)
{
    return option->form[0] == '-' && option->form[1] != '-' ? option->form[1] : '\0';
}

static void clear_list(const struct command_option *option)
{
    for (size_t i = 0; i < *option->count; i++)
        free((*option->value.texts)[i]);
    free(*option->value.texts);
    *option->value.texts = NULL;
    *option->count = 0;
}

void option_clear(const struct command_option *options)
{
    for (; options->form; options++)
        switch (options->type) {
        case COMMAND_TEXT_TYPE:    options->value.text[0] = '\0'; break;
        case COMMAND_WORD_TYPE:    *options->value.word = NULL; break;
        case COMMAND_NUMBER_TYPE:  *options->value.number = (double)NAN; break;
        case COMMAND_INTEGER_TYPE: *options->value.integer = WIRE_UNKNOWN; break;
        case COMMAND_FLAG_TYPE:    *options->value.flag = false; break;
        case COMMAND_CHOICE_TYPE:  *options->value.choice = 0; break;
        case COMMAND_LIST_TYPE:    clear_list(options); break;
        }
}

static bool store_text(const struct command_option *option, const char *text, struct error *err)
{
    if (strlen(text) >= option->size)
        return error_set(err, ERROR_INVALID, "'%.60s…' is too long for %s", text, option->form);
    strcpy(option->value.text, text);
    return true;
}

static bool store_choice(const struct command_option *option, const char *text, struct error *err)
{
    struct suggest suggest = { .word = text };

    for (int i = 0; option->names[i]; i++) {
        if (!strcmp(option->names[i], text)) {
            *option->value.choice = i;
            return true;
        }
        suggest_offer(&suggest, option->names[i]);
    }
    error_set(err, ERROR_INVALID, "'%.60s' is not one of %s", text, option->form);
    if (suggest.best)
        error_suggest(err, "did you mean '%s'?", suggest.best);
    return false;
}

static void add_to_list(const struct command_option *option, const char *text, size_t length)
{
    const size_t n = ++*option->count;
    char **texts = mem_resize(*option->value.texts, n * sizeof(*texts));

    texts[n - 1] = mem_alloc(length + 1);
    memcpy(texts[n - 1], text, length);
    *option->value.texts = texts;
}

static void store_list(const struct command_option *option, const char *text)
{
    if (option_is_positional(option)) {
        add_to_list(option, text, strlen(text));
        return;
    }
    for (const char *at = text; *at;) {
        const size_t length = strcspn(at, ",");
        if (length)
            add_to_list(option, at, length);
        at += length + (at[length] == ',');
    }
}

static bool store(const struct command_option *option, const char *text, struct error *err)
{
    switch (option->type) {
    case COMMAND_TEXT_TYPE:
        return store_text(option, text, err);
    case COMMAND_WORD_TYPE:
        *option->value.word = text;
        return true;
    case COMMAND_NUMBER_TYPE:
        return number_parse(text, strlen(text), option->value.number) ||
               error_set(err, ERROR_INVALID, "'%.60s' is not a number: %s", text, option->form);
    case COMMAND_INTEGER_TYPE:
        return number_parse_int64(text, strlen(text), option->value.integer) ||
               error_set(err, ERROR_INVALID, "'%.60s' is not a whole number: %s", text,
                         option->form);
    case COMMAND_CHOICE_TYPE:
        return store_choice(option, text, err);
    case COMMAND_LIST_TYPE:
        store_list(option, text);
        return true;
    case COMMAND_FLAG_TYPE:
        break;
    }
    return error_set(err, ERROR_INVALID, "%s takes no value", option->form);
}

/* The option that "--name", "--name=value" or "-t" names. */
static const struct command_option *find(const struct command_option *options, const char *word)
{
    const size_t length = strcspn(word, "=");

    for (; options->form; options++) {
        const char *name;
        const size_t name_length = option_long_name(options, &name);

        if (option_is_positional(options))
            continue;
        if (word[1] != '-' && word[1] && !word[2] && word[1] == option_letter(options))
            return options;
        if (name_length && name_length == length && !strncmp(name, word, length))
            return options;
    }
    return NULL;
}

bool option_read_one(const char *const *argv, const struct command_option *global,
                     size_t *ret_used, bool *ret_found, struct error *err)
{
    const struct command_option *option = find(global, argv[0]);
    const char *sign = strncmp(argv[0], "--", 2) ? NULL : strchr(argv[0], '=');

    *ret_found = option != NULL;
    *ret_used = 1;
    if (!option)
        return true;
    if (option->type == COMMAND_FLAG_TYPE && !sign) {
        *option->value.flag = true;
        return true;
    }
    if (sign)
        return store(option, sign + 1, err);
    *ret_used = 2;
    if (!argv[1])
        return error_set(err, ERROR_INVALID, "no value for '%s'", option->form);
    return store(option, argv[1], err);
}

static void offer_all(struct suggest *suggest, const struct command_option *options,
                      char (*room)[SUGGEST_LONGEST])
{
    for (; options->form; options++) {
        struct suggest before = *suggest;
        const char *name;
        char text[SUGGEST_LONGEST];
        const int length = (int)option_long_name(options, &name);

        if (!length || length >= SUGGEST_LONGEST)
            continue;
        snprintf(text, sizeof(text), "%.*s", length, name);
        suggest_offer(suggest, text);
        if (suggest->best != before.best) {
            strcpy(*room, text);
            suggest->best = *room;
        }
    }
}

static bool refuse(const char *word, const struct command_option *options,
                   const struct command_option *global, struct error *err)
{
    struct suggest suggest = { .word = word };
    char room[SUGGEST_LONGEST] = "";

    error_set(err, ERROR_INVALID, "unknown option '%.60s'", word);
    offer_all(&suggest, options, &room);
    offer_all(&suggest, global, &room);
    if (suggest.best)
        return error_suggest(err, "did you mean '%s'?", room);
    return error_suggest(err, "--help lists the options");
}

static bool read_option(const char *const *argv, const struct command_option *options,
                        const struct command_option *global, size_t *ret_used, struct error *err)
{
    bool found = false;

    if (!option_read_one(argv, options, ret_used, &found, err))
        return false;
    if (!found && !option_read_one(argv, global, ret_used, &found, err))
        return false;
    return found || refuse(argv[0], options, global, err);
}

static bool read_positional(const struct command_option **next, const char *word,
                            bool *has_any, struct error *err)
{
    if (!option_is_positional(*next))
        return error_set(err, ERROR_INVALID, "'%.60s' is one word too many", word);
    if (!store(*next, word, err))
        return false;
    *has_any = option_is_many(*next);
    *next += !*has_any;
    return true;
}

bool option_read(const char *const *argv, const struct command_option *options,
                 const struct command_option *global, struct error *err)
{
    const struct command_option *next = options;
    bool words_only = false, has_any = false;
    size_t used = 1;

    for (; *argv; argv += used) {
        used = 1;
        if (!words_only && !strcmp(*argv, "--")) {
            words_only = true;
        } else if (!words_only && argv[0][0] == '-' && argv[0][1]) {
            if (!read_option(argv, options, global, &used, err))
                return false;
        } else if (!read_positional(&next, *argv, &has_any, err)) {
            return false;
        }
    }
    if (option_is_required(next) && !has_any)
        return error_set(err, ERROR_INVALID, "%s is missing", next->form);
    return true;
}

bool option_asks_for_help(const char *const *argv)
{
    for (; *argv && strcmp(*argv, "--"); argv++)
        if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h"))
            return true;
    return false;
}
