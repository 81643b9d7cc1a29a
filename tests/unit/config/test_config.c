#include "config/config.h"

#include "base/file.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct config config;
static struct error error;

static bool load_text(const char *yaml, const char *const *settings)
{
    char path[200];

    snprintf(path, sizeof(path), "%s/ktrdr.yaml", test_folder());
    if (!file_write(path, yaml, strlen(yaml), &error))
        return false;
    error = (struct error){0};
    return config_load(&(struct config_request){ path, settings }, &config, &error);
}

static bool is_refused(const char *yaml, const char *with)
{
    return !load_text(yaml, NULL) && error.code == ERROR_INVALID && strstr(error.text, with);
}

TEST(an_empty_file_gives_the_defaults)
{
    setenv("XDG_DATA_HOME", "/tmp/data", 1);
    CHECK(load_text("", NULL));
    CHECK_TEXT(config.backend_listen, "127.0.0.1:8000");
    CHECK_TEXT(config.data_dir, "/tmp/data/ktrdr");
    CHECK_TEXT(config.log_level, "info");
    CHECK(config.training_max_running >= 1);
}

TEST(command_line_beats_environment_beats_file)
{
    const char *const words[] = { "log.level=error", NULL };
    const char *yaml = "log: {level: debug}\ntraining:\n  max_running: 3\nbackend: {listen: 'a:1'}\n";

    setenv("KTRDR_LOG_LEVEL", "warning", 1);
    setenv("KTRDR_TRAINING_MAX_RUNNING", "5", 1);
    CHECK(load_text(yaml, words));
    CHECK_TEXT(config.log_level, "error");
    CHECK(config.training_max_running == 5);
    CHECK_TEXT(config.backend_listen, "a:1");
    CHECK(config.from[0].origin == CONFIG_FILE && strstr(config.from[0].place, "ktrdr.yaml:4:11"));
    unsetenv("KTRDR_LOG_LEVEL");
    unsetenv("KTRDR_TRAINING_MAX_RUNNING");
}

TEST(a_mistake_in_the_file_is_told_with_its_place)
{
    CHECK(is_refused("log: {levle: info}\n", "ktrdr.yaml:1:7: unknown key 'log.levle'"));
    CHECK(is_refused("training:\n  max_running: many\n", ":2:3: training.max_running is 'many'"));
    CHECK(is_refused("training: {max_running: 0}\n", "not a whole number, 1 to 1024"));
    CHECK(is_refused("log: [info]\n", "unknown key 'log'"));
    CHECK(is_refused("log:\n  level: info\n  level: debug\n", ":3:3"));
    CHECK(is_refused("- a\n", ":1:1"));
}

TEST(a_mistake_in_the_environment_names_the_variable)
{
    setenv("KTRDR_LOG_FORMAT", "xml", 1);
    CHECK(is_refused("", "KTRDR_LOG_FORMAT: log.format is 'xml', not auto, text or json"));
    unsetenv("KTRDR_LOG_FORMAT");
}

TEST(a_file_that_was_named_must_be_there)
{
    CHECK(!config_load(&(struct config_request){ "/nonexistent/k.yaml", NULL }, &config, &error));
    CHECK(error.code == ERROR_NOT_FOUND);
}
