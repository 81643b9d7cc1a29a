#include "log/log.h"
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char text[4096];

/* What stderr got while fn ran. */
static const char *written_by(void (*fn)(void))
{
    const int kept = dup(STDERR_FILENO);
    FILE *file = tmpfile();
    size_t length;

    dup2(fileno(file), STDERR_FILENO);
    fn();
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    length = fread(text, 1, sizeof(text) - 1, file);
    text[length] = '\0';
    fclose(file);
    return text;
}

static void write_fields(void)
{
    log_write(LOG_INFO, "request", (struct log_field[]){
        LOG_T("path", "/a \"b\"\n"), LOG_I("status", 200), LOG_N("ms", 0.25),
        LOG_T("auth_token", "hush"), LOG_END });
    log_write(LOG_DEBUG, "below the level", NULL);
}

static void write_error(void)
{
    struct error why = {0};

    error_set(&why, ERROR_NOT_FOUND, "no bars for 'X'");
    log_error("import failed", &why, NULL);
}

TEST(json_lines_escape_and_keep_secrets)
{
    log_start("test", LOG_INFO, LOG_JSON);
    written_by(write_fields);
    CHECK(strstr(text, "\"service\":\"test\",\"event\":\"request\",\"path\":\"/a \\\"b\\\"\\u000a\","
                       "\"status\":200,\"ms\":0.25,\"auth_token\":\"[redacted]\"}\n"));
    CHECK(!strstr(text, "hush") && !strstr(text, "below"));
    CHECK(strchr(text, '\n') == text + strlen(text) - 1);
}

TEST(text_lines_are_for_people)
{
    log_start("test", LOG_INFO, LOG_TEXT);
    written_by(write_error);
    CHECK(strstr(text, "Z error   import failed code=not_found detail=\"no bars for 'X'\"\n"));
}

static const char *some_trace(void)
{
    return "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
}

static const char *no_trace(void)
{
    return "";
}

static void write_traced(void)
{
    log_write(LOG_INFO, "one", NULL);
    log_write(LOG_INFO, "two", (struct log_field[]){ LOG_I("n", 2), LOG_END });
    log_write(LOG_INFO, "own", (struct log_field[]){ LOG_T("trace_id", "mine"), LOG_END });
}

TEST(a_line_has_the_trace_of_who_writes_it_once)
{
    log_start("test", LOG_INFO, LOG_TEXT);
    log_trace_with(some_trace);
    written_by(write_traced);
    log_trace_with(no_trace);
    CHECK(strstr(text, " one trace_id=4bf92f3577b34da6a3ce929d0e0e4736\n"));
    CHECK(strstr(text, " two n=2 trace_id=4bf92f3577b34da6a3ce929d0e0e4736\n"));
    CHECK(strstr(text, " own trace_id=mine\n"));
    written_by(write_traced);
    CHECK(strstr(text, " one\n") && strstr(text, " two n=2\n"));
    log_trace_with(NULL);
}

TEST(levels_and_formats_have_names)
{
    enum log_level level = LOG_DEBUG;
    enum log_format format = LOG_AUTO;
    struct error err;

    CHECK(log_level_parse("warning", &level, &err) && level == LOG_WARNING);
    CHECK(!log_level_parse("loud", &level, &err) && err.code == ERROR_INVALID);
    CHECK(log_format_parse("json", &format, &err) && format == LOG_JSON);
    CHECK(!log_format_parse("xml", &format, &err));
}
