#include "base/buf.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/option.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct error err;

TEST(every_command_has_a_noun_help_and_something_to_do)
{
    for (size_t i = 0; command_at(i); i++) {
        const struct command *command = command_at(i);

        CHECK(command_noun_find(command->noun) != NULL);
        CHECK(command->help[0] && command->options && command->run);
        CHECK(command_find(command->noun, command->verb) == command);
    }
}

TEST(every_noun_has_a_command_and_every_shortcut_leads_to_one)
{
    for (size_t i = 0; command_noun_at(i); i++) {
        const char *noun = command_noun_at(i)->name;
        size_t n = 0;

        for (size_t k = 0; command_at(k); k++)
            n += !strcmp(command_at(k)->noun, noun);
        CHECK(n == 1 || (n > 1 && !command_find(noun, NULL)));
    }
    for (size_t i = 0; command_shortcut_at(i); i++)
        CHECK(command_find(command_shortcut_at(i)->noun, command_shortcut_at(i)->verb) != NULL);
}

TEST(every_command_prints_its_help)
{
    for (size_t i = 0; command_at(i); i++) {
        OWNED(buf_release) struct buf out = {0};

        help_print_command(command_at(i), &out);
        CHECK(strstr(out.bytes, command_at(i)->help) != NULL);
        for (const struct command_option *o = command_at(i)->options; o->form; o++)
            CHECK(strstr(out.bytes, o->form) && strstr(out.bytes, o->help));
    }
    for (size_t i = 0; command_noun_at(i); i++) {
        OWNED(buf_release) struct buf out = {0};
        help_print_noun(command_noun_at(i), &out);
        CHECK(strstr(out.bytes, command_noun_at(i)->help) != NULL);
    }
}

static const char *value_for(const struct command_option *option)
{
    switch (option->type) {
    case COMMAND_NUMBER_TYPE:
        return "0.5";
    case COMMAND_INTEGER_TYPE:
        return "7";
    case COMMAND_CHOICE_TYPE:
        return option->names[0];
    case COMMAND_TEXT_TYPE:
    case COMMAND_WORD_TYPE:
    case COMMAND_LIST_TYPE:
    case COMMAND_FLAG_TYPE:
        break;
    }
    return "x";
}

/* All of its forms at once, "--name value" and "-n value". */
static void check_forms(const struct command *command, bool use_letters)
{
    static char names[64][48];
    const char *argv[160];
    size_t n = 0, n_names = 0;

    for (const struct command_option *o = command->options; o->form; o++) {
        const char *name;
        const size_t length = option_long_name(o, &name);

        if (!option_is_positional(o)) {
            snprintf(names[n_names], sizeof(names[0]), "%.*s", (int)length, name);
            if (use_letters && option_letter(o))
                snprintf(names[n_names], sizeof(names[0]), "-%c", option_letter(o));
            argv[n++] = names[n_names++];
        }
        if (o->type != COMMAND_FLAG_TYPE)
            argv[n++] = value_for(o);
    }
    argv[n] = NULL;
    option_clear(command->options);
    if (!option_read(argv, command->options, cli_options(), &err))
        test_expect(false, __FILE__, __LINE__, "%s %s: %s", command->noun, command->verb, err.text);
    option_clear(command->options);
}

TEST(every_form_parses)
{
    for (size_t i = 0; command_at(i); i++) {
        check_forms(command_at(i), false);
        check_forms(command_at(i), true);
    }
}

TEST(no_command_has_an_option_twice)
{
    for (size_t i = 0; command_at(i); i++)
        for (const struct command_option *a = command_at(i)->options; a->form; a++)
            for (const struct command_option *b = a + 1; b->form; b++) {
                CHECK(strcmp(a->form, b->form) != 0);
                CHECK(!option_letter(a) || option_letter(a) != option_letter(b));
            }
}

TEST(positional_words_come_before_options_and_required_before_optional)
{
    for (size_t i = 0; command_at(i); i++) {
        bool options = false, optional = false;

        for (const struct command_option *o = command_at(i)->options; o->form; o++) {
            CHECK(!(option_is_positional(o) && options));
            CHECK(!(option_is_required(o) && optional));
            options |= !option_is_positional(o);
            optional |= option_is_positional(o) && !option_is_required(o);
        }
    }
}

/* "noun verb", of what was chosen; or the text that refuses it. */
static const char *chosen(const char *a, const char *b)
{
    static char text[600];
    const char *argv[] = {a, b, NULL};
    const struct command *command;
    const struct command_noun *noun;
    size_t used = 0;

    if (command_choose(argv, &command, &noun, &used, &err))
        snprintf(text, sizeof(text), "%s %s %zu", command->noun,
                 command->verb ? command->verb : "-", used);
    else
        snprintf(text, sizeof(text), "%s; %s", err.text, err.suggestion);
    return text;
}

TEST(words_choose_a_command)
{
    CHECK_TEXT(chosen("data", "list"), "data list 2");
    CHECK_TEXT(chosen("ops", NULL), "operations list 1");
    CHECK_TEXT(chosen("train", "x.yaml"), "models train 1");
    CHECK_TEXT(chosen("backtest", "x.yaml"), "backtest run 1");
    CHECK_TEXT(chosen("backtest", "show"), "backtest show 2");
    CHECK_TEXT(chosen("health", NULL), "health - 1");
    CHECK_TEXT(chosen("cancel", "op_1"), "operations cancel 1");
}

TEST(mistyped_words_are_answered_with_the_nearest)
{
    CHECK_TEXT(chosen("dat", "list"), "no command 'dat'; did you mean 'ktrdr data'?");
    CHECK_TEXT(chosen("folow", NULL), "no command 'folow'; did you mean 'ktrdr follow'?");
    CHECK_TEXT(chosen("models", "trian"),
               "'ktrdr models' has no 'trian'; did you mean 'ktrdr models train'?");
    CHECK_TEXT(chosen("models", NULL),
               "'ktrdr models' wants a verb; ktrdr models --help lists its verbs");
    CHECK_TEXT(chosen("qqqq", NULL), "no command 'qqqq'; ktrdr --help lists them all");
}

/* Set KTRDR_WRITE_DOCS to write it anew. */
TEST(the_page_in_docs_is_the_command_table)
{
    OWNED(buf_release) struct buf page = {0};
    static char kept[1 << 16];
    const char *path = test_path("../docs/cli.md");
    FILE *file;
    size_t length = 0;

    help_print_page(&page);
    if (getenv("KTRDR_WRITE_DOCS") && (file = fopen(path, "w"))) {
        fwrite(page.bytes, 1, page.length, file);
        fclose(file);
    }
    if ((file = fopen(path, "r"))) {
        length = fread(kept, 1, sizeof(kept) - 1, file);
        fclose(file);
    }
    CHECK(length == page.length && !memcmp(kept, page.bytes, length));
}
