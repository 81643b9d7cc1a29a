#include "cli/command.h"
#include "cli/option.h"
#include "test.h"
#include "wire/wire.h"

#include <stdio.h>
#include <string.h>

static char strategy[8];
static const char *word;
static double capital;
static int64_t seed;
static bool follow, json;
static int format;
static char **symbols;
static size_t n_symbols;
static char **files;
static size_t n_files;
static struct error err;

static const char *const formats[] = {"table", "csv", NULL};

static const struct command_option options[] = {
    COMMAND_TEXT("<strategy>", strategy, "help"),
    COMMAND_WORD("[<word>]", &word, "help"),
    COMMAND_NUMBER("-c, --capital <amount>", &capital, "help"),
    COMMAND_INTEGER("--seed <n>", &seed, "help"),
    COMMAND_FLAG("--follow", &follow, "help"),
    COMMAND_CHOICE("--format <table|csv>", &format, formats, "help"),
    COMMAND_LIST("--symbols <a,b>", &symbols, &n_symbols, "help"),
    COMMAND_END};

static const struct command_option many[] = {COMMAND_LIST("<file>...", &files, &n_files, "help"),
                                             COMMAND_END};

static const struct command_option global[] = {COMMAND_FLAG("--json", &json, "help"), COMMAND_END};

static bool take(const struct command_option *table, const char *const *argv)
{
    err = (struct error){0};
    option_clear(table);
    option_clear(global);
    return option_read(argv, table, global, &err);
}

#define TAKE(...) take(options, (const char *[]){__VA_ARGS__, NULL})

TEST(words_land_where_the_table_says)
{
    CHECK(TAKE("s", "--capital", "5e4", "--seed=7", "--follow", "w", "--json", "--format", "csv",
               "--symbols", "A,B", "--symbols=C"));
    CHECK(!strcmp(strategy, "s") && !strcmp(word, "w") && follow && json && format == 1);
    CHECK_NEAR(capital, 50000, 0);
    CHECK(seed == 7 && n_symbols == 3 && !strcmp(symbols[2], "C"));
    option_clear(options);
}

TEST(what_was_not_told_is_unknown)
{
    CHECK(TAKE("s"));
    CHECK(isnan(capital) && seed == WIRE_UNKNOWN && !follow && !json && !format && !n_symbols);
    CHECK(!word);
}

TEST(letters_stand_for_options_and_two_dashes_end_them)
{
    CHECK(TAKE("-c", "-3", "--", "--x"));
    CHECK_NEAR(capital, -3, 0);
    CHECK(!strcmp(strategy, "--x"));
    CHECK(TAKE("-") && !strcmp(strategy, "-"));
}

TEST(several_words_may_be_one_list)
{
    CHECK(take(many, (const char *[]){"a,b", "c", NULL}));
    CHECK(n_files == 2 && !strcmp(files[0], "a,b"));
    CHECK(!take(many, (const char *[]){NULL}));
    CHECK(!strcmp(err.text, "<file>... is missing"));
}

static const char *refusal(bool held)
{
    static char text[700];

    snprintf(text, sizeof(text), "%s%s%s", err.text, err.suggestion[0] ? "; " : "", err.suggestion);
    return held ? "taken" : text;
}

TEST(wrong_words_are_refused)
{
    CHECK_TEXT(refusal(take(options, (const char *[]){NULL})), "<strategy> is missing");
    CHECK_TEXT(refusal(TAKE("a", "b", "c")), "'c' is one word too many");
    CHECK_TEXT(refusal(TAKE("a", "--captial", "1")),
               "unknown option '--captial'; did you mean '--capital'?");
    CHECK_TEXT(refusal(TAKE("a", "--jsno")), "unknown option '--jsno'; did you mean '--json'?");
    CHECK_TEXT(refusal(TAKE("a", "-x")), "unknown option '-x'; --help lists the options");
    CHECK_TEXT(refusal(TAKE("a", "--capital", "much")),
               "'much' is not a number: -c, --capital <amount>");
    CHECK_TEXT(refusal(TAKE("a", "--seed", "1.5")), "'1.5' is not a whole number: --seed <n>");
    CHECK_TEXT(refusal(TAKE("a", "--capital")), "no value for '-c, --capital <amount>'");
    CHECK_TEXT(refusal(TAKE("a", "--follow=yes")), "--follow takes no value");
    CHECK_TEXT(refusal(TAKE("12345678")), "'12345678…' is too long for <strategy>");
    CHECK_TEXT(refusal(TAKE("a", "--format", "cvs")),
               "'cvs' is not one of --format <table|csv>; did you mean 'csv'?");
}

TEST(help_is_seen_before_anything_is_missing)
{
    CHECK(option_asks_for_help((const char *[]){"a", "--help", NULL}));
    CHECK(option_asks_for_help((const char *[]){"-h", NULL}));
    CHECK(!option_asks_for_help((const char *[]){"--", "--help", NULL}));
}
