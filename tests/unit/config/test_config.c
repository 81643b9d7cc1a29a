#include "config/config.h"

#include "base/buf.h"
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
    CHECK(load_text("# log.level: debug\n\n  # no more", NULL));
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

TEST(setting_the_url_of_a_host_is_using_it_unless_it_says_no)
{
    const char *const words[] = { "ib.host_service_url=unix:/run/ib.sock", NULL };

    CHECK(load_text("", NULL) && !config.ib_use_host_service &&
          !config.training_use_host_service);
    CHECK(load_text("training: {host_service_url: 'http://other:5002'}\n", NULL));
    CHECK(config.training_use_host_service && !config.ib_use_host_service);
    CHECK(load_text("", words) && config.ib_use_host_service);
    CHECK(load_text("ib: {use_host_service: off}\n", words) && !config.ib_use_host_service);
    setenv("IB_HOST_SERVICE_URL", "https://other:5001", 1);
    CHECK(load_text("", NULL) && config.ib_use_host_service);
    CHECK_TEXT(config.ib_host_service_url, "https://other:5001");
    unsetenv("IB_HOST_SERVICE_URL");
}

TEST(every_older_variable_works_and_the_newer_one_wins)
{
    static const struct { const char *name, *text, *key; } olds[] = {
        { "USE_IB_HOST_SERVICE", "true", "ib.use_host_service" },
        { "IB_HOST_SERVICE_URL", "http://a:1", "ib.host_service_url" },
        { "USE_TRAINING_HOST_SERVICE", "true", "training.use_host_service" },
        { "TRAINING_HOST_SERVICE_URL", "http://b:2", "training.host_service_url" },
        { "IB_HOST", "gateway", "ib.host" },
        { "IB_PORT", "4001", "ib.port" },
        { "IB_CLIENT_ID", "0", "ib.client_id" },
    };

    for (size_t i = 0; i < COUNT(olds); i++) {
        OWNED(buf_release) struct buf value = {0};
        size_t key = 0;

        while (config_key_at(key).name && strcmp(config_key_at(key).name, olds[i].key) != 0)
            key++;
        setenv(olds[i].name, olds[i].text, 1);
        CHECK(config_key_at(key).name && load_text("", NULL));
        config_value_print(&config, key, &value);
        CHECK_TEXT(value.bytes, olds[i].text);
        CHECK_TEXT(config.from[key].place, olds[i].name);
        unsetenv(olds[i].name);
    }
    setenv("IB_PORT", "7497", 1);
    setenv("KTRDR_IB_PORT", "7496", 1);
    CHECK(load_text("", NULL) && config.ib_port == 7496);
    unsetenv("IB_PORT");
    unsetenv("KTRDR_IB_PORT");
}

TEST(a_switch_is_one_of_eight_words)
{
    static const char *const words[] = { "true", "yes", "on", "1", "false", "no", "off", "0" };

    for (size_t i = 0; i < COUNT(words); i++) {
        setenv("USE_IB_HOST_SERVICE", words[i], 1);
        CHECK(load_text("", NULL) && config.ib_use_host_service == (i < 4));
    }
    setenv("USE_IB_HOST_SERVICE", "TRUE", 1);
    CHECK(load_text("", NULL) && config.ib_use_host_service);
    setenv("USE_IB_HOST_SERVICE", "maybe", 1);
    CHECK(is_refused("", "USE_IB_HOST_SERVICE: ib.use_host_service is 'maybe', not true or"));
    unsetenv("USE_IB_HOST_SERVICE");
    CHECK(is_refused("ib: {host_service_url: 'ftp://a'}\n", "not http://host:port"));
    CHECK(is_refused("ib: {port: 65536}\n", "not a whole number, 1 to 65535"));
}
