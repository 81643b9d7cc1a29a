#include "cli/strategy_file.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char name[8], label[64];
static char *text;
static const struct strategy_file to = {name, sizeof(name), &text, label, sizeof(label)};
static struct error err;

TEST(what_is_a_file_is_told_by_its_look)
{
    CHECK(strategy_file_is_path("a/b") && strategy_file_is_path("b.yaml") &&
          strategy_file_is_path("-"));
    CHECK(!strategy_file_is_path("rsi") && !strategy_file_is_path(".yaml") &&
          !strategy_file_is_path("a.yml"));
}

TEST(a_name_stays_a_name)
{
    CHECK(strategy_file_take("rsi", &to, &err) && !strcmp(name, "rsi") && !text && !label[0]);
    CHECK(!strategy_file_take("12345678", &to, &err) && err.code == ERROR_INVALID);
}

TEST(a_file_is_read_and_labelled)
{
    char path[64];
    FILE *file;

    snprintf(path, sizeof(path), "%s/s.yaml", test_folder());
    file = fopen(path, "w");
    fputs("name: s\n", file);
    fclose(file);
    CHECK(strategy_file_take(path, &to, &err) && !strcmp(label, path) && !name[0]);
    CHECK_TEXT(text, "name: s\n");
    CHECK(!strategy_file_take("/no/such.yaml", &to, &err) && err.code == ERROR_NOT_FOUND);
    CHECK(strstr(err.suggestion, "strategies list") != NULL);
    free(text);
    text = NULL;
}

TEST(a_file_with_zero_bytes_is_no_text)
{
    char path[64];
    FILE *file;

    snprintf(path, sizeof(path), "%s/s.yaml", test_folder());
    file = fopen(path, "w");
    fwrite("a\0b", 1, 3, file);
    fclose(file);
    CHECK(!strategy_file_take(path, &to, &err) && err.code == ERROR_INVALID);
}
